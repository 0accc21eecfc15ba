// The people one can talk as, and the groups they are in.

import { avatar, el, fullName, groupAvatar, icon, iconButton, roleMark } from "./elements.js";
import { kindOf, roleName, say } from "./words.js";

export class Cast {
  #words = "";

  /** `open(id)` shows a chat; `found()` asks for a new group, `meet()` for one more person. */
  constructor(open, found, meet) {
    Object.assign(this, { open, found, meet });
    this.search = el("label.search", {}, icon("search"), el("input", { type: "search", placeholder: say("find_person"),
      "aria-label": say("find_person"), data: { testid: "find-person" },
      oninput: (event) => { this.#words = event.target.value.trim().toLowerCase(); this.#draw(); } }));
    this.list = el("ul", { onkeydown: (event) => this.#walk(event) });
    const founding = iconButton("group-new", say("new_group"), () => this.found(), { data: { testid: "new-group" } });
    const meeting = iconButton("person-new", say("new_person"), () => this.meet(), { data: { testid: "new-person" } });
    this.node = el("nav.cast", { "aria-label": say("cast"), data: { testid: "cast" } },
      el("div.cast-head", {}, this.search, meeting, founding), this.list);
  }

  /** `unread` is a count by chat, `opened` the ids with a column. */
  show(people, groups, opened, unread) {
    Object.assign(this, { people, opened, unread, groups: groups.filter((group) => !group.migrated_to) });
    this.#draw();
  }

  #draw() {
    const focused = document.activeElement?.dataset?.person;
    const matching = this.people.filter((person) => this.#matches(person));
    const rows = matching.map((person) => el("li", {}, this.#row(person)));
    const groups = this.groups.filter((group) => group.title.toLowerCase().includes(this.#words));
    const none = say(this.people.length ? "nobody_found" : "nobody");
    this.list.replaceChildren(...this.#headed("groups", groups.map((group) => el("li", {}, this.#group(group)))),
      ...(groups.length ? this.#headed("cast", rows) : rows), ...(rows.length || groups.length ? [] : [el("li.nobody", {}, none)]));
    if (focused) this.list.querySelector(`[data-person="${focused}"]`)?.focus({ preventScroll: true });
  }

  #matches(person) {
    const told = `${fullName(person)} ${person.username || ""} ${roleName(person.role)} ${person.about || ""}`;
    return told.toLowerCase().includes(this.#words);
  }

  #row(person) {
    const count = this.unread.get(person.id) || 0;
    const place = person.about || (person.started ? "" : say("not_started"));
    return el("button.person", { type: "button", "aria-current": this.opened.includes(person.id) ? "true" : null,
      title: [fullName(person), person.role && roleName(person.role), person.about].filter(Boolean).join(" · "),
      data: { testid: `person-${person.id}`, person: person.id }, onclick: () => this.open(person.id) },
    avatar(person),
    el("span.person-words", {},
      el("span.person-name", {}, el("b", {}, fullName(person)), roleMark(person)),
      el("span.person-about", {}, place)),
    person.blocked && el("span.person-blocked", { title: say("blocked"), role: "img", "aria-label": say("blocked") }, icon("block")),
    count > 0 && el("span.badge", { data: { testid: `unread-${person.id}` }, "aria-label": say("unread", { n: count }) }, count > 99 ? "99+" : String(count)));
  }

  #headed(words, rows) {
    return rows.length ? [el("li.cast-part", {}, say(words)), ...rows] : [];
  }

  #group(group) {
    const count = this.unread.get(group.id) || 0;
    const present = group.members.filter(({ status }) => status !== "left").length;
    return el("button.person", { type: "button", "aria-current": this.opened.includes(group.id) ? "true" : null, title: group.title,
      data: { testid: `group-${group.id}`, person: group.id }, onclick: () => this.open(group.id) },
    groupAvatar(),
    el("span.person-words", {},
      el("span.person-name", {}, el("b", {}, group.title), el("span.role", { data: { role: "partner" } }, kindOf(group))),
      el("span.person-about", {}, `${say("people_in", { n: present })} · ${say(`bot_${group.bot}`)}`)),
    count > 0 && el("span.badge", { data: { testid: `unread-${group.id}` }, "aria-label": say("unread", { n: count }) }, count > 99 ? "99+" : String(count)));
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...this.list.querySelectorAll(".person")];
    rows[rows.indexOf(document.activeElement) + step]?.focus();
  }
}
