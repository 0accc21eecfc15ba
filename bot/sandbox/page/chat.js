// One chat: a person's with the bot, or a group as one of its members sees it. A column with its messages, which
// follow what is heard, and a composer.

import { alertDialog, attempt, avatar, el, fullName, groupAvatar, icon, iconButton, menu, roleMark, toast } from "./elements.js";
import { bubble } from "./bubble.js";
import { Composer, showInvitation } from "./composer.js";
import { askWhereTo, showGroup, speakerChoice, topicStrip } from "./groups.js";
import { invitation, invitationCode, isBotsLink } from "./rich.js";
import * as telegram from "./telegram.js";
import { dayWords, daysAgo, sameDay } from "./time.js";
import { examples, kindOf, say } from "./words.js";

const PAGE = 150; // messages drawn at first; a replay leaves thousands in a chat
const READ_AFTER = 120; // milliseconds; several messages at once are read together
const NEAR_END = 48; // pixels from the end that still count as being there

export class Chat {
  #messages = new Map(); // message_id → message, ascending
  #nodes = new Map(); // group → its element
  #pressing = new Set();
  #shown = PAGE;
  #told = "";
  #reading = 0;
  #loaded = false;
  #atEnd = true;
  #missed = 0;
  #top = 0;
  #pointer = "mouse";

  /** `app` knows the bot, the people, and how to open or close a column; `group`: it is theirs, not the bot's alone. */
  constructor(person, app, group = null) {
    this.person = person;
    this.group = group;
    this.id = group?.id ?? person.id;
    this.topic = 0;
    this.app = app;
    this.bot = app.state.bot;
    this.composer = new Composer(person, this);
    this.#build();
    this.refresh(person);
  }

  /** Who writes here, and where; for what is asked of the sandbox. */
  get place() {
    const { person: { id: person }, group, topic } = this;
    return group ? { person, chat: group.id, ...(topic && { topic }) } : { person };
  }

  mine = (message) => (message.from ? message.from.id === this.person.id : message.out);

  nameOf = (message) => {
    if (message.sender_chat) return message.sender_chat.title;
    const from = this.#messages.get(message.message_id)?.from || message.from;
    return !from || from.id === this.bot.id ? say("bot") : fullName(from);
  };

  #build() {
    const name = fullName(this.person);
    const words = this.group ? say("group_of", { name: this.group.title, person: name }) : say("chat_of", { name });
    this.flow = el("div.flow");
    this.list = el("div.list", { role: "log", tabindex: "0", "aria-label": words,
      onscroll: () => this.#scrolled(), onkeydown: (event) => this.#walk(event),
      onpointerdown: (event) => { this.#pointer = event.pointerType; } }, this.flow);
    this.pill = el("button.pill", { type: "button", hidden: true, data: { testid: "new-messages" }, onclick: () => this.goToEnd() });
    this.toasts = el("div.toasts", { role: "status" });
    this.header = el("header.chat-header");
    this.topics = el("div.topics", { hidden: true, role: "group", "aria-label": say("topics") });
    this.node = el("section.chat", { "aria-label": this.group ? words : say("as_person", { name }),
      data: { testid: `chat-${this.id}` }, onpointerdown: () => this.app.touch(this.id),
      ondragover: (event) => this.#drag(event, true), ondragleave: (event) => this.#drag(event, false),
      ondrop: (event) => this.#drop(event) },
    this.header, this.topics, el("div.stage", {}, this.list, this.pill, this.toasts), this.composer.node,
    el("div.drop-hint", { "aria-hidden": "true" }, say("drop")));
    this.watch = new ResizeObserver(() => this.#atEnd && this.#scrollToEnd());
    this.watch.observe(this.flow);
    this.watch.observe(this.list);
  }

  /** Reads the whole chat (again): at the opening and after a lost connection. */
  async load() {
    const { messages, keyboard, seq } = await telegram.chat(this.id);
    const heardSince = [...this.#messages.values()].filter((message) => message.seq > seq);
    this.#messages = new Map([...messages.filter((message) => !message.deleted), ...heardSince].map((message) => [message.message_id, message]));
    this.composer.setKeyboard(keyboard);
    this.#loaded = true;
    this.#draw();
  }

  /** The person changed: blocked, started, renamed; or the group did. */
  refresh(person, group = this.group) {
    const told = JSON.stringify([{ ...person, unread: 0 }, { ...group, unread: 0 }]);
    if (told === this.#told) return;
    this.#told = told;
    Object.assign(this, { person, group });
    if (group) this.#showGroupHeader();
    else this.#showHeader();
    this.composer.refresh(person);
    if (this.#loaded && !this.#messages.size) this.#draw();
  }

  #showGroupHeader() {
    const { group, id } = this;
    this.header.replaceChildren(
      iconButton("back", say("back"), () => this.app.close(id), { data: { testid: "back" } }), groupAvatar(),
      el("div.chat-title", {}, el("h2", {}, el("span", {}, group.title)), el("p", {}, `${kindOf(group)} · ${say(`bot_${group.bot}`)}`)),
      speakerChoice(group, this.app.state.people, this.person, (speaker) => this.app.speak(id, speaker)),
      el("span.demo", { title: say("demo_why") }, say("demo")),
      iconButton("settings", say("group_settings"), () => showGroup(this.group, this.app.state.people), { data: { testid: `group-settings-${id}` } }),
      iconButton("close", say("close"), () => this.app.close(id), { data: { testid: `close-${id}` } }));
    this.topics.hidden = !group.is_forum;
    this.topics.replaceChildren(...topicStrip(group, this.topic, (topic) => this.#turnTo(topic)));
  }

  #turnTo(topic) {
    this.topic = topic;
    this.#showGroupHeader();
    this.#atEnd = true;
    this.#draw();
  }

  #showHeader() {
    const { person } = this;
    const more = iconButton("more", say("more"), (event) => this.#personMenu(event.currentTarget),
      { "aria-haspopup": "menu", data: { testid: `chat-menu-${person.id}` } });
    this.header.replaceChildren(
      iconButton("back", say("back"), () => this.app.close(person.id), { data: { testid: "back" } }), avatar(person),
      el("div.chat-title", {}, el("h2", {}, fullName(person), roleMark(person)),
        el("p", { title: person.about || null }, person.about || (person.username ? `@${person.username}` : ""))),
      el("span.demo", { title: say("demo_why") }, say("demo")), more, iconButton("close", say("close"), () => this.app.close(person.id), { data: { testid: `close-${person.id}` } }));
  }

  leave() {
    clearTimeout(this.#reading);
    this.composer.leave();
    this.watch.disconnect();
    this.node.remove();
  }

  #personMenu(anchor) {
    const { right, bottom } = anchor.getBoundingClientRect();
    const { id, blocked } = this.person;
    menu(right - 200, bottom + 4, [
      ["door", say("open_invitation"), () => this.composer.askInvitation()],
      ["block", say(blocked ? "unblock" : "block"), () => attempt(() => telegram.block(id, !blocked))],
    ]);
  }

  // --- what is heard -----------------------------------------------------------------------------------------

  /** A message came, or one changed. */
  take(message) {
    const known = this.#messages.has(message.message_id);
    this.#messages.set(message.message_id, message);
    if (message.deleted) return this.drop(message.message_id);
    if (!this.#isHere(message)) return;
    if (!known) this.#arrived(message);
    const group = this.#groupOf(message);
    if (this.#nodes.has(group)) this.#replace(group);
    else this.#append(message, group);
  }

  #arrived(message) {
    if (!this.mine(message)) this.#readSoon();
    if (!this.#atEnd && !this.mine(message)) this.#missed++;
    this.#showPill();
  }

  /** Tells the sandbox that this was seen, and learns which reply keyboard belongs below the composer now. */
  #readSoon() {
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => attempt(async () => {
      const { keyboard } = await telegram.chat(this.id, Math.max(...this.#messages.keys()));
      this.composer.setKeyboard(keyboard);
    }), READ_AFTER);
  }

  drop(id) {
    if (this.#messages.delete(id)) this.#draw();
  }

  /** In a forum only what stands under the topic that is open; the general one has no number. */
  #isHere(message) {
    return !this.group?.is_forum || (message.is_topic_message ? message.message_thread_id : 0) === this.topic;
  }

  #groupOf = (message) => message.media_group_id || String(message.message_id);

  #members(group) {
    return [...this.#messages.values()].filter((message) => this.#groupOf(message) === group);
  }

  #replace(group) {
    const before = this.#nodes.get(group);
    const focused = [...before.querySelectorAll("button")].indexOf(document.activeElement);
    const after = bubble(this.#members(group), this.#hands);
    this.#nodes.set(group, after);
    before.replaceWith(after);
    if (focused >= 0) (after.querySelectorAll("button")[focused] || after).focus({ preventScroll: true });
  }

  #append(message, group) {
    if (this.#atEnd && this.#nodes.size > PAGE * 3) {
      this.#shown = PAGE;
      return this.#draw();
    }
    const last = this.flow.lastElementChild;
    if (!last?.dataset.messageId || Number(last.dataset.messageId) > message.message_id) return this.#draw();
    const previous = this.#messages.get(Number(last.dataset.messageId));
    if (!previous || !sameDay(previous.date, message.date)) this.flow.append(daySeparator(message));
    const node = bubble([message], this.#hands);
    node.classList.add("arriving");
    this.#nodes.set(group, node);
    this.flow.append(node);
  }

  /** The field's clock was turned: what was today may be yesterday. */
  tellTimeAnew() {
    if (this.#loaded) this.#draw();
  }

  // --- drawing -----------------------------------------------------------------------------------------------

  #draw() {
    const all = [...this.#messages.values()].sort((a, b) => a.message_id - b.message_id);
    this.#messages = new Map(all.map((message) => [message.message_id, message]));
    const here = all.filter((message) => this.#isHere(message));
    const drawn = here.slice(-this.#shown);
    this.#nodes = new Map();
    const nodes = drawn.length < here.length ? [this.#earlier()] : [];
    let before = null;
    for (const [group, members] of this.#grouped(drawn)) {
      if (!before || !sameDay(before.date, members[0].date)) nodes.push(daySeparator(members[0]));
      before = members[0];
      this.#nodes.set(group, bubble(members, this.#hands));
      nodes.push(this.#nodes.get(group));
    }
    this.flow.replaceChildren(...(here.length ? nodes : [this.#empty()]));
    if (this.#atEnd) this.#scrollToEnd();
  }

  #grouped(messages) {
    const groups = new Map();
    for (const message of messages) {
      const group = this.#groupOf(message);
      groups.set(group, [...(groups.get(group) || []), message]);
    }
    return groups;
  }

  #earlier() {
    return el("button.earlier", { type: "button", onclick: () => {
      const before = this.list.scrollHeight;
      this.#shown += PAGE * 2;
      this.#draw();
      this.list.scrollTop += this.list.scrollHeight - before;
    } }, say("earlier"));
  }

  #empty() {
    const { person } = this;
    if (this.group) return el("div.empty", {}, el("span.empty-icon", {}, icon("group")), el("p", {}, say("empty_group")));
    const ideas = person.started ? examples(person.role).map((words) =>
      el("button.idea", { type: "button", onclick: () => this.composer.suggest(words) }, words)) : [];
    const hint = el("p", {}, say(person.started ? "empty_started" : "empty_start", { name: fullName(person) }));
    return el("div.empty", {}, el("span.empty-icon", {}, icon("bot")), el("h3", {}, say("empty_title")), this.#welcome() || hint, ideas);
  }

  /** The link with which everything begins, as long as nobody has. */
  #welcome() {
    const { people, welcome } = this.app.state;
    if (!welcome || people.some(({ started }) => started)) return null;
    return el("div.welcome", { data: { testid: "welcome" } }, el("p", {}, say("welcome")),
      invitation(welcome, invitationCode(welcome, this.bot), invitationCode(welcome, this.bot), this.#hands));
  }

  // --- scrolling and keys ------------------------------------------------------------------------------------

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    // Leaving the end takes a move upwards: messages that grow below do not count.
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#atEnd = near || (this.#atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (this.#atEnd) this.#missed = 0;
    this.#showPill();
  }

  #showPill() {
    this.pill.hidden = this.#atEnd;
    const words = this.#missed ? say("new_messages", { n: this.#missed }) : "";
    this.pill.setAttribute("aria-label", words || say("to_bottom"));
    this.pill.replaceChildren(icon("down"), words);
  }

  #scrollToEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  goToEnd() {
    this.#atEnd = true;
    this.#missed = 0;
    this.#scrollToEnd();
    this.#showPill();
  }

  /** Arrow keys go from message to message, Enter opens the menu of one. */
  #walk(event) {
    const on = document.activeElement;
    if (event.key === "Enter" && on.matches(".message")) {
      event.preventDefault(); // or the same Enter presses the menu's first item
      const { left, bottom } = on.querySelector(".bubble").getBoundingClientRect();
      this.#messageMenu(this.#messages.get(Number(on.dataset.messageId)), left, Math.min(bottom, innerHeight - 60));
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const nodes = [...this.flow.querySelectorAll(".message")];
    const at = nodes.indexOf(on.closest(".message"));
    const next = at < 0 ? nodes.at(-1) : nodes[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #drag(event, over) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.node.classList.toggle("dropping", over && !this.composer.bar.hidden);
  }

  #drop(event) {
    event.preventDefault();
    this.node.classList.remove("dropping");
    if (!this.composer.bar.hidden) this.composer.addFiles([...event.dataTransfer.files]);
  }

  /** What the bot answers to a tap: some words that pass, or a dialog. */
  hearAnswer({ person, text, show_alert: modal }) {
    if (!text || person !== this.person.id) return;
    if (modal) alertDialog(text);
    else toast(text, "bot", this.toasts);
  }

  lastOwnText() {
    return [...this.#messages.values()].filter((message) => this.mine(message) && message.text && !message.forward_origin).at(-1);
  }

  // --- what a tap on a message does --------------------------------------------------------------------------

  #messageMenu(message, x, y) {
    const words = message.text || message.caption;
    menu(x, y, [
      ["reply", say("reply"), () => this.composer.reply(message)],
      this.mine(message) && !message.forward_origin && (words || message.photo) && ["edit", say("edit"), () => this.composer.edit(message)],
      ["forward", say("forward"), () => this.#forward(message)],
      words && ["copy", say("copy"), () => copy(words)],
    ].filter(Boolean));
  }

  #forward(message) {
    const { person, app } = this;
    askWhereTo(person, app.groupsOf(person.id), async (to) => {
      if (await attempt(() => telegram.forward(this.place, message.message_id, to))) app.open(to, person.id);
    });
  }

  #show(id) {
    const node = this.#nodes.get(this.#messages.has(id) ? this.#groupOf(this.#messages.get(id)) : "");
    if (!node) return toast(say("gone"), "", this.toasts);
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("shown-again");
    requestAnimationFrame(() => node.classList.add("shown-again"));
  }

  #keyOf = (message, button) => `${message.message_id} ${button.data}`;

  async #press(message, button) {
    const key = this.#keyOf(message, button);
    if (this.#pressing.has(key)) return;
    const mark = (on) => {
      this.#pressing[on ? "add" : "delete"](key);
      const group = this.#groupOf(message);
      if (this.#nodes.has(group)) this.#replace(group);
    };
    mark(true);
    await attempt(async () => {
      const { answered } = await telegram.press(this.place, message.message_id, button.data);
      if (!answered) toast(say("no_answer"), "", this.toasts);
    });
    mark(false);
  }

  #follow(url) {
    const code = invitationCode(url, this.bot);
    if (code) this.app.openInvitation(this.person.id, code);
    else if (isBotsLink(url, this.bot)) this.#followToBot(new URL(url));
    else window.open(url, "_blank", "noopener");
  }

  #followToBot({ searchParams }) {
    if (searchParams.has("startgroup")) this.app.openStartGroup(this.person.id, searchParams.get("startgroup"));
    else this.app.open(this.person.id);
  }

  #hands = {
    chat: this,
    get person() { return this.chat.person; },
    get bot() { return this.chat.bot; },
    get group() { return this.chat.group; },
    mine: (message) => this.mine(message),
    nameOf: (message) => this.nameOf(message),
    roleOf: (message) => this.app.state.people.find(({ id }) => id === message.from?.id)?.role,
    touched: () => this.#pointer === "touch",
    message: (id) => this.#messages.get(id),
    show: (id) => this.#show(id),
    reply: (message) => this.composer.reply(message),
    menu: (message, x, y) => this.#messageMenu(message, x, y),
    pressing: (message, button) => this.#pressing.has(this.#keyOf(message, button)),
    press: (message, button) => this.#press(message, button),
    follow: (url) => this.#follow(url),
    command: (words) => this.composer.command(words),
    invitation: (code) => this.app.openInvitation(this.person.id, code),
    showQr: (link) => showInvitation(link, this.app.state.people.filter(({ id }) => id !== this.person.id),
      (guest) => this.app.openInvitation(guest.id, invitationCode(link, this.bot)), (meet) => this.app.meet(meet)),
  };
}

function daySeparator(message) {
  const ago = daysAgo(message.date);
  const words = ago === 0 ? say("today") : ago === 1 ? say("yesterday") : dayWords(message.date);
  return el("div.day", { role: "separator", "aria-label": words }, el("span", {}, words));
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast(say("copied"));
  } catch {
    toast(say("copy_failed"), "bad");
  }
}
