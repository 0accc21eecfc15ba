// The two drawers at the side: making Telegram misbehave, and the bot's own page with its letters.

import { attempt, avatar, el, fullName, icon, iconButton } from "./elements.js";
import * as telegram from "./telegram.js";
import { say } from "./words.js";

const LOOK_AGAIN = 2000; // a fault wears off as the bot runs into it, which nobody announces
const SENDING = ["sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument", "sendVoice", "sendLocation", "editMessageText",
  "editMessageReplyMarkup", "editMessageCaption", "deleteMessage", "answerCallbackQuery"];
const CALLS = { calls_all: [], calls_sending: SENDING, calls_receiving: ["getUpdates"] };

/** The kinds, each with what else it wants to know. */
const FAULTS = [
  ["429", { name: "retry_after", value: 5, max: 600 }],
  ["500", null],
  ["slow", { name: "seconds", value: 5, max: 120 }],
  ["drop_before", null],
  ["drop_after", null],
];

function frame(testid, title, why, close, ...children) {
  return el("aside.drawer", { "aria-label": title, data: { testid },
    onkeydown: (event) => event.key === "Escape" && close() },
  el("header.drawer-header", {}, el("div", {}, el("h2", {}, title), el("p", {}, why)),
    iconButton("close", say("close"), close)), ...children);
}

export class LettersDrawer {
  constructor(beside, close) {
    const body = beside
      ? el("iframe", { src: beside, title: say("letters"), data: { testid: "letters-frame" } })
      : el("div.empty", {}, el("span.empty-icon", {}, icon("letters")), el("p", {}, say("letters_none")));
    this.node = frame("letters-drawer", say("letters"), say("letters_why"), close, body);
    this.node.classList.add("wide");
  }

  show() {}

  leave() {
    this.node.remove();
  }
}

export class FaultsDrawer {
  #kind = "429";

  constructor(close) {
    this.now = el("div.now", { role: "status", data: { testid: "fault-now" } });
    this.limits = toggle("limits", say("limits"), say("limits_why"), (on) => telegram.limit(on));
    this.privacy = toggle("privacy", say("privacy"), say("privacy_why"), (on) => telegram.setPrivacy(on));
    this.people = el("div.toggles");
    this.form = el("form.fault-form", { onsubmit: (event) => this.#apply(event) });
    this.#drawForm();
    this.node = frame("faults-drawer", say("faults_title"), say("faults_why"), close,
      el("div.drawer-body", {}, this.now, this.form, el("div.toggles", {}, this.limits.node, this.privacy.node),
        el("h3", {}, say("who_blocked")), this.people));
    this.timer = setInterval(() => this.#look(), LOOK_AGAIN);
  }

  async #look() {
    // Should this fail, the page already says that the connection is lost.
    const state = await telegram.state().catch(() => null);
    if (state) this.show(state);
  }

  leave() {
    clearInterval(this.timer);
    this.node.remove();
  }

  /** What is in force now. */
  show(state) {
    const { kind = "none", times } = state.faults || {};
    const left = times == null ? "" : ` · ${say("fault_left", { n: times })}`;
    const words = kind === "none" ? say("fault_none") : say(`fault_${kind}`) + left;
    const told = `${kind} ${left}`;
    if (this.now.dataset.told !== told) {
      Object.assign(this.now.dataset, { told, kind });
      this.now.replaceChildren(el("span.lamp"), el("b", {}, words), ...(kind === "none" ? [] : [el("button", { type: "button",
        data: { testid: "fault-stop" }, onclick: () => this.#set({ kind: "none" }) }, say("fault_stop"))]));
    }
    this.limits.set(state.limits);
    this.privacy.set(state.privacy);
    this.#showPeople(state.people);
  }

  #showPeople(people) {
    const ids = people.map(({ id }) => id).join();
    if (this.ids !== ids) {
      this.ids = ids;
      this.switches = people.map((person) => toggle(`block-${person.id}`, fullName(person), "", (on) => telegram.block(person.id, on), person));
      this.people.replaceChildren(...this.switches.map(({ node }) => node));
    }
    people.forEach((person, at) => this.switches[at].set(person.blocked));
  }

  #drawForm() {
    const choices = FAULTS.map(([kind]) => el("label.choice", {},
      el("input", { type: "radio", name: "kind", value: kind, checked: kind === this.#kind, data: { testid: `fault-${kind}` },
        onchange: () => { this.#kind = kind; this.#drawExtras(); } }),
      el("span", {}, el("b", {}, say(`fault_${kind}`)), el("small", {}, say(`fault_${kind}_why`)))));
    this.extras = el("div.extras");
    const calls = Object.keys(CALLS).map((words) => el("option", { value: words }, say(words)));
    const which = el("label", {}, say("calls"), el("select", { name: "calls", data: { testid: "fault-calls" } }, calls));
    this.form.replaceChildren(el("fieldset", {}, el("legend.unseen", {}, say("faults_title")), choices), this.extras, which,
      el("button.primary", { type: "submit", data: { testid: "fault-apply" } }, say("apply")));
    this.#drawExtras();
  }

  #drawExtras() {
    const extra = FAULTS.find(([kind]) => kind === this.#kind)[1];
    this.extras.replaceChildren(number("times", 3, 1000), ...(extra ? [number(extra.name, extra.value, extra.max)] : []));
  }

  #apply(event) {
    event.preventDefault();
    const { kind, calls, ...numbers } = Object.fromEntries(new FormData(this.form));
    const told = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
    this.#set({ kind, methods: CALLS[calls], ...told });
  }

  async #set(fault) {
    await attempt(async () => {
      await telegram.misbehave(fault);
      this.show(await telegram.state());
    });
  }
}

const number = (name, value, max) => el("label", {}, say(name),
  el("input", { type: "number", name, value: String(value), min: "1", max: String(max), required: true, data: { testid: `fault-${name}` } }));

/** A switch: {node, set}. It shows what is so, not what was asked: a refusal puts it back. */
function toggle(testid, words, why, change, person) {
  const box = el("input", { type: "checkbox", role: "switch", data: { testid }, onchange: async () => {
    const wanted = box.checked;
    if (!(await attempt(() => change(wanted)))) box.checked = !wanted;
  } });
  const node = el("label.toggle", {}, person && avatar(person), el("span", {}, el("b", {}, words), why && el("small", {}, why)), box);
  return { node, set: (on) => { box.checked = on; } };
}
