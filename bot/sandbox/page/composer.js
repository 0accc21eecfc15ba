// Where a person writes: text, photos, documents, stickers; replies and edits; START where nothing was started.

import { attempt, avatar, dialog, el, fullName, icon, iconButton, menu, toast } from "./elements.js";
import { clock, gist } from "./bubble.js";
import { pastedCode } from "./rich.js";
import * as telegram from "./telegram.js";
import { say } from "./words.js";

const ALBUM = 10;
const TALLEST = 168;
const drafts = new Map();

export class Composer {
  #photos = [];
  #reply = null;
  #editing = null;
  #keyboard = null;
  #folded = false;
  #gate = null;

  constructor(person, chat) {
    this.person = person;
    this.chat = chat;
    this.node = el("div.composer");
    this.#build();
    this.refresh(person);
  }

  #build() {
    const { id } = this.person;
    this.field = el("textarea", { rows: "1", placeholder: say("write"), "aria-label": say("as_person", { name: fullName(this.person) }),
      enterkeyhint: "send", data: { testid: `composer-${id}` }, value: drafts.get(id) || "",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#pasted(event) });
    this.sendButton = iconButton("send", say("send"), () => this.submit(), { data: { testid: `send-${id}` } });
    this.sendButton.classList.add("send");
    this.photoInput = this.#picker(`attach-${id}`, "image/*", (files) => this.addPhotos(files));
    this.fileInput = this.#picker(`attach-document-${id}`, "", (files) => this.#sendFiles("document", files));
    this.voiceInput = this.#picker(`attach-voice-${id}`, "audio/*", (files) => this.#sendFiles("voice", files));
    const attach = iconButton("plus", say("attach"), (event) => this.#attachMenu(event.currentTarget),
      { "aria-haspopup": "menu", data: { testid: `attach-menu-${id}` } });
    this.keyboardButton = iconButton("keyboard", say("keyboard"), () => this.#fold(), { hidden: true, "aria-pressed": "true" });
    this.banner = el("div.banner", { hidden: true });
    this.strip = el("div.strip", { hidden: true });
    this.keys = el("div.keys", { hidden: true, role: "group", "aria-label": say("keyboard"), data: { testid: `keyboard-${id}` } });
    this.gate = el("div.gate", { hidden: true });
    this.bar = el("div.bar", {}, attach, this.field, this.keyboardButton, this.sendButton);
    this.node.append(this.banner, this.strip, this.gate, this.bar, this.keys, this.photoInput, this.fileInput, this.voiceInput);
    requestAnimationFrame(() => this.#grow());
  }

  #picker(testid, accept, take) {
    return el("input", { type: "file", multiple: true, accept, class: "", tabindex: "-1", "aria-hidden": "true",
      data: { testid }, onchange: (event) => { take([...event.target.files]); event.target.value = ""; } });
  }

  /** Follows the person: never started, blocked, or free to write. */
  refresh(person) {
    this.person = person;
    const closed = person.blocked || !person.started;
    const gate = closed && (person.blocked ? "blocked" : "start");
    if (gate === this.#gate) return;
    this.#gate = gate;
    this.gate.hidden = !closed;
    this.bar.hidden = closed;
    if (gate) this.gate.replaceChildren(...(gate === "blocked" ? this.#blockedGate() : this.#startGate()));
    this.#showKeys();
  }

  #blockedGate() {
    const { id } = this.person;
    return [el("p", {}, say("blocked_title", { name: fullName(this.person) })),
      el("button.primary", { type: "button", data: { testid: `unblock-${id}` },
        onclick: () => attempt(() => telegram.block(id, false)) }, say("unblock"))];
  }

  #startGate() {
    const { id } = this.person;
    return [el("button.primary", { type: "button", data: { testid: `start-${id}` },
      onclick: () => this.#write("/start") }, say("start")), this.#invitationBox()];
  }

  #invitationBox(done = () => {}) {
    const { id } = this.person;
    const field = el("input", { type: "text", placeholder: say("invitation_hint"), "aria-label": say("invitation_hint"),
      autocomplete: "off", spellcheck: "false", data: { testid: `invitation-${id}` } });
    const submit = async (event) => {
      event.preventDefault();
      const code = pastedCode(field.value, this.chat.bot);
      if (!code) return toast(say("invitation_wrong"), "bad");
      if (await this.#write(`/start ${code}`)) done();
    };
    return el("form.invitation-box", { onsubmit: submit }, field,
      el("button", { type: "submit", data: { testid: `invitation-open-${id}` } }, icon("door"), say("open")));
  }

  /** The small box to paste a link or a code, for those who are in the chat already. */
  askInvitation() {
    const view = dialog("small", say("open_invitation"), el("h2", {}, say("open_invitation")));
    view.append(this.#invitationBox(() => view.close()));
    view.querySelector("input").focus();
  }

  #attachMenu(anchor) {
    const { left, top } = anchor.getBoundingClientRect();
    menu(left, top - 6, [
      ["photo", say("photos"), () => this.photoInput.click()],
      ["file", say("document"), () => this.fileInput.click()],
      ["smile", say("sticker"), () => attempt(() => telegram.send(this.person.id, "sticker", [], this.#quoting())).then(() => this.settle())],
      ["pin", say("location"), () => this.#askLocation()],
      ["voice", say("voice"), () => this.voiceInput.click()],
    ]);
  }

  #askLocation() {
    const number = (words, name, value) => el("label", {}, words,
      el("input", { type: "number", step: "any", required: true, name, value, min: name === "latitude" ? "-90" : "-180",
        max: name === "latitude" ? "90" : "180" }));
    const form = el("form", {}, el("h2", {}, say("location")), number(say("latitude"), "latitude", "22.7456"),
      number(say("longitude"), "longitude", "113.9412"), el("button.primary", { type: "submit" }, say("send_location")));
    const view = dialog("small", say("location"), form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form));
      if (await attempt(() => telegram.send(this.person.id, "location", [], fields))) view.close();
    });
  }

  #sendFiles(kind, files) {
    if (!files.length) return;
    this.chat.goToEnd();
    attempt(async () => {
      for (const file of files) await telegram.send(this.person.id, kind, [file], this.#quoting());
      this.settle();
    });
  }

  #quoting = () => ({ reply_to: this.#reply?.message_id });

  /** Photos wait in the strip for their caption; anything else goes as a document at once. */
  addFiles(files) {
    const isPhoto = (file) => /^image\/(jpeg|png|webp|gif|bmp)$/.test(file.type);
    this.addPhotos(files.filter(isPhoto));
    this.#sendFiles("document", files.filter((file) => !isPhoto(file)));
  }

  addPhotos(files) {
    if (!files.length || this.bar.hidden) return;
    this.#photos.push(...files.map((file) => ({ file, url: URL.createObjectURL(file) })));
    this.#showStrip();
    this.field.focus();
  }

  #showStrip() {
    this.strip.hidden = !this.#photos.length;
    this.field.placeholder = say(this.#photos.length ? "caption" : "write");
    this.strip.replaceChildren(...this.#photos.map((photo) => el("figure", {}, el("img", { src: photo.url, alt: photo.file.name }),
      iconButton("close", say("remove", { name: photo.file.name }), () => this.#dropPhoto(photo)))));
    this.#ready();
  }

  #dropPhoto(photo) {
    URL.revokeObjectURL(photo.url);
    this.#photos = this.#photos.filter((other) => other !== photo);
    this.#showStrip();
    this.field.focus();
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.addFiles(files);
  }

  #typed() {
    if (!this.#editing) drafts.set(this.person.id, this.field.value);
    this.#grow();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.field.style.overflowY = this.field.scrollHeight > TALLEST ? "auto" : "hidden";
    this.#ready();
  }

  #ready() {
    this.sendButton.disabled = !this.field.value.trim() && !this.#photos.length;
  }

  #key(event) {
    // 229 and isComposing: an input method is choosing a character, its Enter is not ours.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.#reply || this.#editing)) {
      event.stopPropagation();
      this.settle();
    } else if (event.key === "ArrowUp" && !this.field.value && this.chat.lastOwnText()) {
      event.preventDefault();
      this.edit(this.chat.lastOwnText());
    }
  }

  focus() {
    (this.#gate ? this.gate.querySelector("button") : this.field).focus();
  }

  /** Puts words into the field for the person to send or change. */
  suggest(words) {
    this.field.value = words;
    this.#typed();
    this.field.focus();
  }

  reply(message) {
    this.settle();
    this.#reply = message;
    const name = message.out ? fullName(this.person) : say("bot");
    this.#showBanner("reply", say("replying", { name }), gist(message));
  }

  edit(message) {
    this.settle();
    this.#editing = message;
    this.field.value = message.text;
    this.#showBanner("edit", `${say("editing")} · ${clock(message.date)}`, message.text);
    this.#grow();
  }

  #showBanner(picture, title, words) {
    this.banner.hidden = false;
    this.banner.replaceChildren(icon(picture), el("span.banner-words", {}, el("b", {}, title), el("span", {}, words)),
      iconButton("close", say("cancel"), () => this.settle()));
    this.sendButton.replaceChildren(icon(picture === "edit" ? "check" : "send"));
    this.field.focus();
  }

  /** Leaves replying and editing; the draft comes back. */
  settle() {
    if (this.#editing) this.field.value = drafts.get(this.person.id) || "";
    this.#reply = this.#editing = null;
    this.banner.hidden = true;
    this.sendButton.replaceChildren(icon("send"));
    this.#grow();
  }

  async submit() {
    const text = this.field.value.trim();
    if (this.#editing) return this.#submitEdit(text);
    if (this.#photos.length) return this.#submitPhotos(text);
    if (!text) return;
    const reply = this.#reply;
    this.#clear();
    if (!(await this.#write(text, reply?.message_id))) this.suggest(text);
  }

  #clear() {
    drafts.delete(this.person.id);
    this.field.value = "";
    this.settle();
    this.chat.goToEnd();
  }

  #write(text, replyTo) {
    return attempt(() => telegram.write(this.person.id, text, replyTo));
  }

  async #submitEdit(text) {
    const message = this.#editing;
    if (!text) return;
    this.settle();
    if (text !== message.text) await attempt(() => telegram.edit(this.person.id, message.message_id, text));
  }

  async #submitPhotos(caption) {
    const photos = this.#photos;
    const quoting = this.#quoting();
    this.#photos = [];
    this.#clear();
    this.#showStrip();
    const sent = await attempt(() => this.#sendAlbums(photos.map((photo) => photo.file), { caption, ...quoting }));
    if (sent) return photos.forEach((photo) => URL.revokeObjectURL(photo.url));
    this.#photos = photos;
    this.suggest(caption);
    this.#showStrip();
  }

  /** As Telegram's apps do: ten to an album, the caption on the first. */
  async #sendAlbums(files, first) {
    for (let from = 0; from < files.length; from += ALBUM) {
      await telegram.send(this.person.id, "photo", files.slice(from, from + ALBUM), from ? {} : first);
    }
  }

  /** The reply keyboard the bot asked for, or null. */
  setKeyboard(keyboard) {
    const wanted = keyboard?.keyboard ? keyboard : null;
    if (JSON.stringify(wanted) === JSON.stringify(this.#keyboard)) return;
    this.#keyboard = wanted;
    this.#folded = false;
    this.#showKeys();
  }

  #fold() {
    this.#folded = !this.#folded;
    this.#showKeys();
  }

  #showKeys() {
    const there = this.#keyboard && !this.bar.hidden;
    this.keyboardButton.hidden = !there;
    this.keyboardButton.setAttribute("aria-pressed", String(!this.#folded));
    this.keys.hidden = !there || this.#folded;
    if (there) this.keys.replaceChildren(...this.#keyboard.keyboard.map((row) => el("div.button-row", {}, row.map((key) => this.#oneKey(key)))));
  }

  #oneKey(key) {
    const words = typeof key === "string" ? key : key.text;
    const tap = async () => {
      this.chat.goToEnd();
      if (await this.#write(words)) if (this.#keyboard?.one_time_keyboard) this.#fold();
    };
    return el("button", { type: "button", data: { testid: "key" }, onclick: tap }, words);
  }
}

/** The dialog with an invitation's picture, and the people who may open it: a phone held up to another phone. */
export function showInvitation(link, people, open) {
  const guests = people.map((person) => el("button.guest", { type: "button", onclick: () => { view.close(); open(person); },
    "aria-label": say("open_as", { name: fullName(person) }) }, avatar(person), el("span", {}, fullName(person))));
  const view = dialog("qr", say("qr_title"), el("h2", {}, say("qr_title")),
    el("img", { src: telegram.qr(link), alt: say("qr"), width: "224", height: "224" }), el("code", {}, link),
    guests.length > 0 && el("h3", {}, say("qr_who")), el("div.guests", {}, guests));
  view.append(iconButton("close", say("close"), () => view.close()));
}
