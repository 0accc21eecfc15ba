// The people one can talk as.

import { avatar, el, fullName, icon } from "./elements.js";
import { roleName, say } from "./words.js";

const MANY = 12; // from here on a box to find somebody is worth its place

export class Cast {
  #words = "";

  constructor(open) {
    this.open = open;
    this.search = el("label.search", { hidden: true }, icon("search"), el("input", { type: "search", placeholder: say("find_person"),
      "aria-label": say("find_person"), data: { testid: "find-person" },
      oninput: (event) => { this.#words = event.target.value.trim().toLowerCase(); this.#draw(); } }));
    this.list = el("ul", { onkeydown: (event) => this.#walk(event) });
    this.node = el("nav.cast", { "aria-label": say("cast"), data: { testid: "cast" } }, this.search, this.list);
  }

  /** `unread` is a count by person, `opened` the ids with a column. */
  show(people, opened, unread) {
    Object.assign(this, { people, opened, unread });
    this.search.hidden = people.length <= MANY;
    this.#draw();
  }

  #draw() {
    const focused = document.activeElement?.dataset?.person;
    const matching = this.people.filter((person) => this.#matches(person));
    const rows = matching.map((person) => el("li", {}, this.#row(person)));
    const none = say(this.people.length ? "nobody_found" : "nobody");
    this.list.replaceChildren(...(rows.length ? rows : [el("li.nobody", {}, none)]));
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
      title: [fullName(person), roleName(person.role), person.about].filter(Boolean).join(" · "),
      data: { testid: `person-${person.id}`, person: person.id }, onclick: () => this.open(person.id) },
    avatar(person),
    el("span.person-words", {},
      el("span.person-name", {}, el("b", {}, fullName(person)), el("span.role", { data: { role: person.role || "outsider" } }, roleName(person.role))),
      el("span.person-about", {}, place)),
    person.blocked && el("span.person-blocked", { title: say("blocked"), role: "img", "aria-label": say("blocked") }, icon("block")),
    count > 0 && el("span.badge", { data: { testid: `unread-${person.id}` }, "aria-label": say("unread", { n: count }) }, count > 99 ? "99+" : String(count)));
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...this.list.querySelectorAll(".person")];
    rows[rows.indexOf(document.activeElement) + step]?.focus();
  }
}
