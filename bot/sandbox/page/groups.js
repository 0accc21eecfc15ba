// Groups on the page: found one, choose as whom to look at it, rule it, pass a message on into one.

import { attempt, avatar, dialog, el, fullName, groupAvatar, icon, iconButton } from "./elements.js";
import * as telegram from "./telegram.js";
import { roleName, say } from "./words.js";

const LONGEST_TITLE = 128;
const STATUSES = ["left", "member", "administrator", "restricted"];
const present = (group) => group.members.filter(({ status }) => status !== "left");
const creatorOf = (group) => group.members.find(({ status }) => status === "creator")?.id;

const option = (value, words, chosen) => el("option", { value, ...(chosen && { selected: true }) }, words);

/** As whom the group is seen: a list of its members. */
export function speakerChoice(group, people, speaker, choose) {
  const named = (id) => people.find((person) => person.id === id);
  const inside = present(group).map(({ id }) => named(id)).filter(Boolean);
  const all = inside.includes(speaker) ? inside : [speaker, ...inside.filter(({ id }) => id !== speaker.id)];
  return el("select.speaker", { "aria-label": say("speak_as"), title: say("speak_as"), data: { testid: `speaker-${group.id}` },
    onchange: (event) => choose(Number(event.target.value)) },
  all.map((person) => option(person.id, fullName(person), person.id === speaker.id)));
}

/** One button for each topic of a forum; the general one is 0. */
export function topicStrip(group, open, turn) {
  const all = [{ id: 0, name: say("topic_none") }, ...group.topics];
  return all.map(({ id, name }) => el("button.topic", { type: "button", "aria-pressed": String(id === open),
    data: { testid: `topic-${id}` }, onclick: () => turn(id) }, name));
}

/** The dialog that asks for a new group; `found` makes it. */
export function askForGroup(people, found) {
  const started = people[0]?.id;
  const title = el("input", { name: "title", required: true, maxlength: String(LONGEST_TITLE), autocomplete: "off", data: { testid: "group-title" } });
  const founder = el("select", { name: "founder", data: { testid: "group-founder" } }, people.map((person) =>
    option(person.id, [fullName(person), person.role && roleName(person.role)].filter(Boolean).join(" · "), person.id === started)));
  const kind = el("select", { name: "kind", data: { testid: "group-kind" } },
    ["group", "supergroup", "forum"].map((one) => option(one, say(`kind_${one}`))));
  const members = el("fieldset.members", {}, el("legend", {}, say("members")), people.map((person) => el("label.member", {},
    el("input", { type: "checkbox", name: "member", value: person.id, data: { testid: `group-member-${person.id}` } }), avatar(person), el("span", {}, fullName(person)))));
  const bot = el("input", { type: "checkbox", name: "bot", checked: true, data: { testid: "group-bot" } });
  const form = el("form", {}, el("h2", {}, say("new_group")), labelled("group_title", title),
    el("div.pair", {}, labelled("founder", founder), labelled("group_kind", kind)), members,
    el("label.with-bot", {}, bot, icon("bot"), say("with_bot")), el("button.primary", { type: "submit", data: { testid: "found-group" } }, say("found_group")));
  const view = dialog("form", say("new_group"), form);
  view.append(iconButton("close", say("close"), () => view.close()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(form).getAll("member").map(Number);
    const asked = { title: title.value, person: Number(founder.value), members: chosen, supergroup: kind.value === "supergroup",
      forum: kind.value === "forum", bot: bot.checked };
    if (await attempt(() => found(asked))) view.close();
  });
  title.focus();
}

/** The dialog that asks for one more person; `add` brings them. */
export function askForPerson(add) {
  const name = el("input", { name: "name", required: true, maxlength: "64", autocomplete: "off", data: { testid: "person-name" } });
  const form = el("form", {}, el("h2", {}, say("new_person")), labelled("person_name", name),
    el("small", {}, say("new_person_why")), el("button.primary", { type: "submit", data: { testid: "add-person" } }, say("add")));
  const view = dialog("form", say("new_person"), form);
  view.append(iconButton("close", say("close"), () => view.close()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await attempt(() => add(name.value.trim()))) view.close();
  });
  name.focus();
}

const labelled = (words, field) => el("label.labelled", {}, say(words), field);

/** The dialog in which the group is ruled, as by the one who founded it. Each change is done at once. */
export function showGroup(group, people) {
  const body = el("div.group-settings");
  const view = dialog("form", say("group_settings"), body);
  view.append(iconButton("close", say("close"), () => view.close()));
  const asked = { person: creatorOf(group), chat: group.id };
  const rule = (what, more) => attempt(async () => {
    const changed = await telegram.rule(what, { ...asked, ...more });
    if (what === "grow") return view.close();
    if (what === "topic") group.topics.push({ id: changed.topic, name: more.name });
    draw(what === "topic" ? group : changed);
  });
  const draw = (now) => {
    group = now;
    body.replaceChildren(...[el("h2", {}, now.title), botPart(now, rule), now.is_forum && topicPart(now, rule), memberPart(now, people, rule),
      now.type === "group" && growPart(rule)].filter(Boolean));
  };
  draw(group);
}

function botPart(group, rule) {
  const basic = group.type === "group";
  const choices = STATUSES.filter((status) => status !== "restricted" || !basic);
  const now = group.bot === "kicked" ? "left" : group.bot;
  const buttons = choices.map((status) => el("button.choice-button", { type: "button", "aria-pressed": String(status === now),
    data: { testid: `bot-${status}` }, onclick: () => rule("bot", { status: status === "left" ? "kicked" : status }) }, say(`be_${status}`)));
  const hears = ["left", "kicked"].includes(group.bot) ? "" : say(group.hears_all ? "bot_hears_all" : "bot_hears_little");
  const hush = el("label.with-bot", {}, el("input", { type: "checkbox", checked: group.hushed, data: { testid: "hush" },
    onchange: (event) => rule("hush", { on: event.target.checked }) }), say("hush"));
  return el("section", {}, el("h3", {}, say("the_bot")), el("div.choices", { role: "group" }, buttons), hears && el("small", {}, hears), hush);
}

function topicPart(group, rule) {
  return el("section", {}, el("h3", {}, say("topics")), el("div.chips", {}, group.topics.map(({ name }) => el("span.chip", {}, name))),
    adding("topic_new", "new-topic", (name) => rule("topic", { name })));
}

function adding(words, testid, add) {
  const field = el("input", { type: "text", required: true, placeholder: say(words), "aria-label": say(words), autocomplete: "off", data: { testid } });
  return el("form.invitation-box", { onsubmit: (event) => { event.preventDefault(); add(field.value.trim()); } }, field,
    el("button", { type: "submit", data: { testid: `${testid}-add` } }, icon("plus"), say("add")));
}

function memberPart(group, people, rule) {
  const named = (id) => people.find((person) => person.id === id);
  const inside = present(group).filter(({ id }) => named(id));
  const outside = people.filter(({ id }) => !inside.some((member) => member.id === id));
  const rows = inside.map(({ id, status }) => el("li.member", {}, avatar(named(id)), el("span", {}, fullName(named(id))),
    status !== "member" && el("small", {}, say(status === "creator" ? "owner" : "admin")),
    status !== "creator" && iconButton("close", say("put_out", { name: fullName(named(id)) }), () => rule("member", { member: id, status: "left" }))));
  const bring = el("select", { "aria-label": say("bring_in"), data: { testid: "bring-in" },
    onchange: (event) => rule("member", { member: Number(event.target.value), status: "member" }) },
  option("", say("bring_in"), true), outside.map((person) => option(person.id, fullName(person))));
  return el("section", {}, el("h3", {}, say("members")), el("ul.members", {}, rows), outside.length > 0 && bring);
}

function growPart(rule) {
  return el("section", {}, el("button.primary", { type: "button", data: { testid: "grow" }, onclick: () => rule("grow", {}) }, say("grow")),
    el("small", {}, say("grow_why")));
}

/** Which of their chats: to pass a message on to, or (`add_to_group`) which group to bring the bot into. */
export function askWhereTo(person, groups, choose, words = "forward_to") {
  const pick = (to) => () => { view.close(); choose(to); };
  const view = dialog("form", say(words), el("h2", {}, say(words)), el("div.targets", {},
    words === "forward_to" && el("button.person", { type: "button", data: { testid: `forward-to-${person.id}` }, onclick: pick(person.id) }, avatar(person),
      el("span", {}, say("bot_chat", { name: fullName(person) }))),
    groups.map((group) => el("button.person", { type: "button", data: { testid: `forward-to-${group.id}` }, onclick: pick(group.id) },
      groupAvatar(), el("span", {}, group.title)))));
  view.append(iconButton("close", say("close"), () => view.close()));
}
