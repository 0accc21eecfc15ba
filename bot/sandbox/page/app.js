// fieldbot · 演示: the people of the cast, their chats and groups, side by side. The hash says which are open:
// #1001,1003 are two people's chats with the bot, -1005@1003 is a group as 1003 sees it.

import { Cast } from "./cast.js";
import { Chat } from "./chat.js";
import { FaultsDrawer, LettersDrawer } from "./drawers.js";
import { attempt, el, icon } from "./elements.js";
import { askForGroup, askForPerson, askWhereTo } from "./groups.js";
import * as telegram from "./telegram.js";
import { setField } from "./time.js";
import { recallLanguage, say, switchLanguage } from "./words.js";

const MOST = 3; // columns
const NARROWEST = 330; // pixels of a column; fewer are opened where they would not fit
const ONE_AT_A_TIME = matchMedia("(max-width: 759px)");
const NOBODY = "nobody"; // in the hash: everything was closed on purpose
const PATIENCE = 250; // state changes come in bursts

class App {
  #columns = new Map(); // person or group → Chat, from left to right
  #touched = []; // the same, the last used at the end
  #speakers = new Map(); // group → the member as whom it is seen
  #unread = new Map();
  #drawer = null;
  #lost = false;
  #soon = 0;

  async start() {
    recallLanguage();
    if (!(await attempt(async () => { this.state = await telegram.state(); }))) return this.#unreachable();
    setField(this.state.clock);
    for (const one of [...this.state.people, ...this.state.groups]) this.#unread.set(one.id, one.unread || 0);
    this.#build();
    addEventListener("hashchange", () => this.#openFromHash());
    ONE_AT_A_TIME.addEventListener("change", () => this.#openFromHash());
    this.#openFromHash();
    this.live = new telegram.Live(this.state.seq, (kind, data) => this.#hear(kind, data));
  }

  #unreachable() {
    document.getElementById("app").replaceChildren(el("div.empty.whole", {}, el("p", {}, say("cannot_reach")),
      el("button.primary", { type: "button", onclick: () => location.reload() }, say("try_again"))));
  }

  // --- the frame ---------------------------------------------------------------------------------------------

  #build() {
    this.cast = new Cast((id) => this.open(id), () => this.#foundGroup(), () => this.meet(({ id }) => this.open(id)));
    this.columns = el("main.columns");
    this.place = el("div.place", {}, this.cast.node, this.columns);
    this.lostBar = el("div.lost", { role: "alert", hidden: !this.#lost, data: { testid: "lost" } }, say("lost"));
    this.drawerButtons = {
      letters: this.#drawerButton("letters", "letters"),
      faults: this.#drawerButton("faults", "faults"),
    };
    document.getElementById("app").replaceChildren(this.#header(), this.lostBar, this.place);
    document.title = `fieldbot · ${say("demo")}`;
    this.#showCast();
  }

  #header() {
    const language = el("button.quiet", { type: "button", title: say("appearance"), data: { testid: "language" },
      onclick: () => this.#changeLanguage() }, say("language"));
    return el("header.top", {}, el("img", { src: "icon.svg", alt: "", width: "30", height: "30" }), el("h1", {}, "fieldbot"),
      el("span.demo", { title: say("demo_why"), data: { testid: "demo" } }, say("demo")), el("p.demo-why", {}, say("demo_why")),
      el("div.top-tools", {}, this.drawerButtons.letters, this.drawerButtons.faults, language));
  }

  #drawerButton(kind, words) {
    return el("button.quiet", { type: "button", "aria-expanded": "false", title: say(words), data: { testid: `open-${kind}` },
      onclick: () => this.#toggleDrawer(kind) }, icon(kind), el("span", {}, say(words)));
  }

  #changeLanguage() {
    switchLanguage();
    const drawer = this.#drawer?.kind;
    this.#closeDrawer();
    for (const chat of this.#columns.values()) chat.leave();
    this.#columns.clear();
    this.#build();
    this.#openFromHash();
    if (drawer) this.#toggleDrawer(drawer);
    document.querySelector("[data-testid=language]").focus();
  }

  #toggleDrawer(kind) {
    const was = this.#drawer?.kind;
    this.#closeDrawer();
    if (was === kind) return;
    const close = () => { this.#closeDrawer(); this.drawerButtons[kind].focus(); };
    const view = kind === "letters" ? new LettersDrawer(this.state.beside, close) : new FaultsDrawer(close);
    this.#drawer = { kind, view };
    view.show(this.state);
    this.place.append(view.node);
    this.drawerButtons[kind].setAttribute("aria-expanded", "true");
    view.node.querySelector("button").focus();
  }

  #closeDrawer() {
    if (!this.#drawer) return;
    this.drawerButtons[this.#drawer.kind].setAttribute("aria-expanded", "false");
    this.#drawer.view.leave();
    this.#drawer = null;
  }

  // --- columns -----------------------------------------------------------------------------------------------

  #person = (id) => this.state.people.find((person) => person.id === id);
  #group = (id) => this.state.groups.find((group) => group.id === id);

  #openFromHash() {
    const asked = decodeURIComponent(location.hash.slice(1));
    const ids = asked ? asked.split(",").map((one) => this.#told(one)).filter(Boolean) : this.#firstView();
    this.#show([...new Set(ids)].slice(0, ONE_AT_A_TIME.matches ? 1 : MOST));
  }

  /** The chat that a part of the hash names; of a group also who looks at it. */
  #told(part) {
    const [id, speaker] = part.split("@").map(Number);
    if (this.#group(id) && this.#person(speaker) && !this.#columns.has(id)) this.#speakers.set(id, speaker);
    return this.#person(id) || this.#group(id) ? this.#successor(id) : 0;
  }

  #successor(id) {
    return this.#group(id)?.migrated_to || id;
  }

  /** As whom a group is seen: as chosen, else as who founded it. */
  #speaker(group) {
    const chosen = this.#person(this.#speakers.get(group.id));
    const owner = group.members.find(({ status }) => status === "creator") || group.members[0];
    return chosen || this.#person(owner.id);
  }

  /** Somebody who reports beside somebody who answers; on a phone the list. */
  #firstView() {
    if (ONE_AT_A_TIME.matches) return [];
    const first = (role) => this.state.people.find((person) => person.role === role);
    const pair = [first("building_head"), first("social_worker")].filter(Boolean);
    return (pair.length ? pair : this.state.people.slice(0, 1)).map(({ id }) => id);
  }

  #show(ids) {
    for (const [id, chat] of this.#columns) if (!ids.includes(id)) this.#remove(id, chat);
    for (const id of ids) if (!this.#columns.has(id)) this.#add(id);
    this.#columns = new Map(ids.map((id) => [id, this.#columns.get(id)]));
    // Only what is new is moved: a node that leaves the page for a moment forgets how far it was scrolled.
    ids.forEach((id, at) => {
      const { node } = this.#columns.get(id);
      if (this.columns.children[at] !== node) this.columns.insertBefore(node, this.columns.children[at]);
    });
    this.columns.querySelector(":scope > .empty")?.remove();
    if (!ids.length) this.columns.replaceChildren(nobodyOpen());
    this.place.dataset.open = ids.length;
    this.#showCast();
  }

  #add(id) {
    const group = this.#group(id);
    const chat = new Chat(group ? this.#speaker(group) : this.#person(id), this, group);
    this.#columns.set(id, chat);
    this.#unread.set(id, 0);
    this.#touched.push(id);
    attempt(() => chat.load());
  }

  #remove(id, chat) {
    chat.leave();
    this.#columns.delete(id);
    this.#touched = this.#touched.filter((other) => other !== id);
  }

  /** Remembers which column is in use, so that the one longest unused gives way. */
  touch(id) {
    this.#touched = [...this.#touched.filter((other) => other !== id), id];
  }

  #room() {
    if (ONE_AT_A_TIME.matches) return 1;
    return Math.max(1, Math.min(MOST, Math.floor(this.columns.clientWidth / NARROWEST)));
  }

  /** Opens a person's chat with the bot, or a group as `speaker` sees it. */
  open(id, speaker) {
    if (speaker && id < 0) this.speak(id, speaker);
    const ids = [...this.#columns.keys()];
    if (!ids.includes(id)) {
      const oldest = this.#touched[0];
      if (ids.length < this.#room()) ids.push(id);
      else ids.splice(ids.indexOf(oldest), 1, id);
      this.#go(ids);
    }
    this.touch(id);
    if (!ONE_AT_A_TIME.matches) this.#columns.get(id).composer.focus();
  }

  /** Looks at a group through another member's eyes. */
  speak(id, speaker) {
    const changed = this.#speakers.get(id) !== speaker;
    this.#speakers.set(id, speaker);
    const chat = this.#columns.get(id);
    if (!chat || !changed) return;
    const open = [...this.#columns.keys()];
    this.#remove(id, chat);
    this.#go(open);
  }

  async #foundGroup() {
    askForGroup(this.state.people, async (asked) => {
      const group = await telegram.found(asked);
      this.#groupChanged(group);
      this.open(group.id, asked.person);
    });
  }

  /** One more person, of whom the bot knows nothing; `then` gets them. */
  meet(then) {
    const id = Math.max(1000, ...this.state.people.map((person) => person.id)) + 1;
    askForPerson(async (first_name) => {
      await telegram.add({ id, first_name, language_code: "zh-hans" });
      if (!this.#person(id)) this.#changed(await telegram.state());
      then(this.#person(id));
    });
  }

  close(id) {
    this.#go([...this.#columns.keys()].filter((other) => other !== id));
    this.cast.node.querySelector(`[data-person="${id}"]`)?.focus();
  }

  #go(ids) {
    const named = ids.map((id) => (id < 0 ? `${id}@${this.#speaker(this.#group(id)).id}` : id));
    history.pushState(null, "", `#${named.join(",") || (ONE_AT_A_TIME.matches ? "" : NOBODY)}`);
    this.#show(ids);
  }

  /** `id` opens the invitation `code`: their chat is shown, and they say /start with it. */
  async openInvitation(id, code) {
    this.open(id);
    this.#columns.get(id).goToEnd();
    await attempt(() => telegram.write({ person: id }, `/start ${code}`));
  }

  /** A link that brings the bot into a group: `id` chooses which, and says /start there with the code. */
  openStartGroup(id, code) {
    const { username } = this.state.bot;
    askWhereTo(this.#person(id), this.groupsOf(id), (to) => attempt(async () => {
      const place = { person: id, chat: to };
      if (["left", "kicked"].includes(this.#group(to).bot)) await telegram.rule("bot", { ...place, status: "member" });
      await telegram.write(place, `/start@${username} ${code}`.trim());
      this.open(to, id);
    }), "add_to_group");
  }

  /** The groups that somebody is in. */
  groupsOf(id) {
    const isIn = (group) => group.members.some((member) => member.id === id && member.status !== "left");
    return this.state.groups.filter((group) => !group.migrated_to && isIn(group));
  }

  // --- what is heard -----------------------------------------------------------------------------------------

  #hear(kind, data) {
    if (kind === "open" || kind === "lost") return this.#connection(kind === "lost");
    if (kind === "state") return data.id ? this.#changedOne(data) : this.#stateSoon();
    const chat = this.#columns.get(data.chat ?? data.person);
    if (kind === "alert") return chat?.hearAnswer(data);
    if (kind === "commands") return chat?.composer.changeCommands();
    if (kind === "deleted") return chat?.drop(data.message_id);
    if (chat) return chat.take(data.message);
    if (kind === "message" && !data.message.out) this.#countUnread(data.person);
  }

  #countUnread(id) {
    this.#unread.set(id, (this.#unread.get(id) || 0) + 1);
    this.#showCastSoon();
  }

  #showCastSoon() {
    this.castSoon ??= setTimeout(() => { this.castSoon = null; this.#showCast(); }, PATIENCE);
  }

  #showCast() {
    this.cast.show(this.state.people, this.state.groups, [...this.#columns.keys()], this.#unread);
  }

  #connection(lost) {
    const back = this.#lost && !lost;
    this.#lost = lost;
    this.lostBar.hidden = !lost;
    if (!back) return;
    for (const chat of this.#columns.values()) attempt(() => chat.load());
    this.#stateSoon();
  }

  #changedOne(data) {
    if (data.id < 0) this.#groupChanged(data);
    else this.#personChanged(data);
  }

  #groupChanged({ person: _, ...group }) {
    const at = this.state.groups.findIndex(({ id }) => id === group.id);
    if (at < 0) this.state.groups.push(group);
    else this.state.groups[at] = group;
    this.#columns.get(group.id)?.refresh(this.#speaker(group), group);
    if (group.migrated_to && this.#columns.has(group.id)) this.#follow(group);
    this.#showCastSoon();
  }

  /** A group that has become a supergroup is another chat, which takes the column over. */
  #follow(group) {
    if (!this.#group(group.migrated_to)) return this.#stateSoon();
    this.#speakers.set(group.migrated_to, this.#speaker(group).id);
    this.#go([...this.#columns.keys()].map((id) => (id === group.id ? group.migrated_to : id)));
  }

  #personChanged({ person: _, unread, ...person }) {
    const at = this.state.people.findIndex(({ id }) => id === person.id);
    if (at < 0) {
      this.state.people.push(person);
      this.#unread.set(person.id, unread || 0);
    } else this.state.people[at] = person;
    this.#columns.get(person.id)?.refresh(person);
    for (const chat of this.#columns.values()) if (chat.group && chat.person.id === person.id) chat.refresh(person);
    this.#showCastSoon();
    this.#drawer?.view.show(this.state);
  }

  #stateSoon() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => attempt(async () => this.#changed(await telegram.state())), PATIENCE);
  }

  #changed(state) {
    this.state = state;
    const turned = setField(state.clock);
    for (const [id, chat] of this.#columns) {
      if (this.#person(id)) chat.refresh(this.#person(id));
      const group = this.#group(id);
      if (group) chat.refresh(this.#speaker(group), group);
      if (group?.migrated_to) this.#follow(group);
      if (turned) chat.tellTimeAnew();
    }
    this.#showCast();
    this.#drawer?.view.show(state);
  }
}

const nobodyOpen = () => el("div.empty.whole", {}, el("span.empty-icon", {}, icon("bot")), el("h3", {}, say("choose")), el("p", {}, say("choose_more")));

new App().start();
