// Where a person writes: text, photos, documents, stickers, voice; replies and edits; START where nothing was started.

import { attempt, avatar, dialog, el, fullName, icon, iconButton, menu, toast } from "./elements.js";
import { gist } from "./bubble.js";
import { lengthOf, record } from "./recorder.js";
import { pastedCode } from "./rich.js";
import * as telegram from "./telegram.js";
import { clock } from "./time.js";
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
  #recording = null;
  #commands = null;

  constructor(person, chat) {
    this.person = person;
    this.chat = chat;
    this.node = el("div.composer");
    this.#build();
    this.refresh(person);
  }

  get #place() { return this.chat.place; }

  #build() {
    const { id } = this.chat;
    this.field = el("textarea", { rows: "1", placeholder: this.#hint, "aria-label": say("as_person", { name: fullName(this.person) }),
      enterkeyhint: "send", data: { testid: `composer-${id}` }, value: drafts.get(id) || "",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#pasted(event) });
    this.sendButton = iconButton("send", say("send"), () => this.submit(), { data: { testid: `send-${id}` } });
    this.sendButton.classList.add("send");
    this.photoInput = this.#picker(`attach-${id}`, "image/*", (files) => this.addPhotos(files));
    this.fileInput = this.#picker(`attach-document-${id}`, "", (files) => this.#sendFiles("document", files));
    this.voiceInput = this.#picker(`attach-voice-${id}`, "audio/*,video/webm", (files) => this.#sendFiles("voice", files));
    const attach = iconButton("plus", say("attach"), (event) => this.#attachMenu(event.currentTarget),
      { "aria-haspopup": "menu", data: { testid: `attach-menu-${id}` } });
    this.keyboardButton = iconButton("keyboard", say("keyboard"), () => this.#fold(), { hidden: true, "aria-pressed": "true" });
    this.banner = el("div.banner", { hidden: true });
    this.strip = el("div.strip", { hidden: true });
    this.keys = el("div.keys", { hidden: true, role: "group", "aria-label": say("keyboard"), data: { testid: `keyboard-${id}` } });
    this.gate = el("div.gate", { hidden: true });
    this.recordButton = iconButton("voice", say("record"), () => this.#record(), { data: { testid: `record-${id}` } });
    this.slash = el("div.slash", { hidden: true, role: "group", "aria-label": say("commands"), data: { testid: `commands-${id}` },
      onkeydown: (event) => this.#walkSlash(event) });
    this.bar = el("div.bar", {}, attach, this.field, this.keyboardButton, this.recordButton, this.sendButton);
    this.recorder = el("div.bar.recording", { hidden: true, data: { testid: `recording-${id}` } });
    this.node.append(this.banner, this.strip, this.gate, this.slash, this.bar, this.recorder, this.keys,
      this.photoInput, this.fileInput, this.voiceInput);
    requestAnimationFrame(() => this.#grow());
  }

  #picker(testid, accept, take) {
    return el("input", { type: "file", multiple: true, accept, class: "", tabindex: "-1", "aria-hidden": "true",
      data: { testid }, onchange: (event) => { take([...event.target.files]); event.target.value = ""; } });
  }

  /** Follows the person: never started, blocked, or free to write. */
  refresh(person) {
    this.person = person;
    const gate = this.#closedBy();
    if (gate === this.#gate) return;
    this.#gate = gate;
    this.gate.hidden = !gate;
    this.bar.hidden = Boolean(gate);
    if (gate) this.gate.replaceChildren(...this.#gateOf(gate));
    this.#showKeys();
  }

  /** What keeps them from writing, "" for nothing. */
  #closedBy() {
    const { group } = this.chat;
    if (!group) return this.person.blocked ? "blocked" : this.person.started ? "" : "start";
    const status = group.members.find(({ id }) => id === this.person.id)?.status || "left";
    if (status === "left") return "not_in_group";
    return group.hushed && status === "member" ? "hushed_title" : "";
  }

  #gateOf(gate) {
    if (gate === "blocked") return this.#blockedGate();
    return gate === "start" ? this.#startGate() : [el("p", {}, say(gate, { name: fullName(this.person) }))];
  }

  get #hint() {
    return say(this.#photos.length ? "caption" : this.chat.group ? "write_group" : "write");
  }

  #blockedGate() {
    const { id } = this.person;
    return [el("p", {}, say("blocked_title", { name: fullName(this.person) })),
      el("button.primary", { type: "button", data: { testid: `unblock-${id}` },
        onclick: () => attempt(() => telegram.block(id, false)) }, say("unblock"))];
  }

  #startGate() {
    const { id } = this.chat;
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
      ["smile", say("sticker"), () => attempt(() => telegram.send(this.#place, "sticker", [], this.#quoting())).then(() => this.settle())],
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
      if (await attempt(() => telegram.send(this.#place, "location", [], fields))) view.close();
    });
  }

  #sendFiles(kind, files) {
    if (!files.length) return;
    this.chat.goToEnd();
    attempt(async () => {
      for (const file of files) {
        const played = kind !== "document" && { seconds: await lengthOf(file) };
        await telegram.send(this.#place, kind, [file], { ...this.#quoting(), ...played });
      }
      this.settle();
    });
  }

  #quoting = () => ({ reply_to: this.#reply?.message_id });

  // --- voice -------------------------------------------------------------------------------------------------

  async #record() {
    const recording = await record();
    if (!recording) {
      toast(say("no_microphone"), "", this.chat.toasts);
      return this.voiceInput.click();
    }
    this.#recording = recording;
    const time = el("span.recording-words", { role: "timer" });
    const tell = () => { time.textContent = say("recording", { time: lasted(recording.seconds) }); };
    tell();
    this.ticking = setInterval(tell, 500);
    this.recorder.replaceChildren(iconButton("close", say("cancel"), () => this.#stopped()?.drop()), el("span.lamp"), time,
      iconButton("send", say("send"), () => this.#sendVoice(), { data: { testid: `record-send-${this.chat.id}` } }));
    this.recorder.lastChild.classList.add("send");
    this.bar.hidden = true;
    this.recorder.hidden = false;
    this.recorder.lastChild.focus();
  }

  /** Back to writing; gives the recording that was under way. */
  #stopped() {
    clearInterval(this.ticking);
    const recording = this.#recording;
    this.#recording = null;
    this.recorder.hidden = true;
    this.bar.hidden = false;
    this.field.focus();
    return recording;
  }

  async #sendVoice() {
    const recording = this.#stopped();
    if (!recording) return;
    const { file, seconds } = await recording.stop();
    this.chat.goToEnd();
    await attempt(() => telegram.send(this.#place, "voice", [file], { ...this.#quoting(), seconds }));
    this.settle();
  }

  leave() {
    this.#stopped()?.drop();
  }

  // --- commands ----------------------------------------------------------------------------------------------

  /** After a slash the bot's commands are offered, as Telegram's apps do. */
  async #offerCommands() {
    const begun = /^\/(\w*)$/.exec(this.field.value);
    if (begun && !this.#commands) {
      const told = await telegram.commands(this.#place).catch(() => ({ commands: [] }));
      this.#commands = told.commands;
    }
    const fitting = begun && this.field.value ? this.#commands.filter(({ command }) => command.startsWith(begun[1])) : [];
    if (!fitting.length) this.#commands = null;
    this.slash.hidden = !fitting.length;
    this.slash.replaceChildren(...fitting.map(({ command, description }) => el("button", { type: "button", data: { testid: "command" },
      onclick: () => { this.slash.hidden = true; this.#clear(); this.command(`/${command}`); } },
    el("b", {}, `/${command}`), el("span", {}, description))));
  }

  /** The bot has set others: what is open now shows them at once. */
  changeCommands() {
    this.#commands = null;
    if (!this.slash.hidden) this.#offerCommands();
  }

  #walkSlash(event) {
    if (event.key === "Escape") { this.slash.hidden = true; this.field.focus(); }
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    (document.activeElement[step] || this.field).focus();
  }

  /** Sends a command; in a group it says whose command it is. */
  command(words) {
    const name = this.chat.group && !words.includes("@") ? `${words}@${this.chat.bot.username}` : words;
    return this.#write(name);
  }

  // --- photos and files --------------------------------------------------------------------------------------

  /** Photos wait in the strip for their caption; a film is played, anything else is a document. */
  addFiles(files) {
    const isPhoto = (file) => /^image\/(jpeg|png|webp|gif|bmp)$/.test(file.type);
    const isFilm = (file) => /^video\//.test(file.type);
    this.addPhotos(files.filter(isPhoto));
    this.#sendFiles("video", files.filter(isFilm));
    this.#sendFiles("document", files.filter((file) => !isPhoto(file) && !isFilm(file)));
  }

  addPhotos(files) {
    if (!files.length || this.bar.hidden) return;
    this.#photos.push(...files.map((file) => ({ file, url: URL.createObjectURL(file) })));
    this.#showStrip();
    this.field.focus();
  }

  #showStrip() {
    this.strip.hidden = !this.#photos.length;
    this.field.placeholder = this.#hint;
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
    if (!this.#editing) drafts.set(this.chat.id, this.field.value);
    this.#grow();
    this.#offerCommands();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.field.style.overflowY = this.field.scrollHeight > TALLEST ? "auto" : "hidden";
    this.#ready();
  }

  #ready() {
    const empty = !this.field.value.trim() && !this.#photos.length && !this.#editing;
    if (empty && document.activeElement === this.sendButton) this.field.focus();
    this.sendButton.hidden = empty;
    this.recordButton.hidden = !empty;
  }

  #key(event) {
    // 229 and isComposing: an input method is choosing a character, its Enter is not ours.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowDown" && !this.slash.hidden) {
      event.preventDefault();
      this.slash.firstChild.focus();
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
    this.#showBanner("reply", say("replying", { name: this.chat.nameOf(message) }), gist(message));
  }

  edit(message) {
    this.settle();
    this.#editing = message;
    this.field.value = message.text ?? message.caption ?? "";
    this.#showBanner("edit", `${say("editing")} · ${clock(message.date)}`, gist(message));
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
    if (this.#editing) this.field.value = drafts.get(this.chat.id) || "";
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
    drafts.delete(this.chat.id);
    this.field.value = "";
    this.slash.hidden = true;
    this.settle();
    this.chat.goToEnd();
  }

  #write(text, replyTo) {
    return attempt(() => telegram.write(this.#place, text, replyTo));
  }

  async #submitEdit(text) {
    const message = this.#editing;
    if (!text && message.text) return;
    this.settle();
    if (text !== (message.text ?? message.caption ?? "")) await attempt(() => telegram.edit(this.#place, message.message_id, text));
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
      await telegram.send(this.#place, "photo", files.slice(from, from + ALBUM), from ? {} : first);
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

const lasted = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * The dialog with an invitation's picture, and the people who may open it: a phone held up to another phone.
 * `meet(then)` asks for somebody who is not in the cast yet.
 */
export function showInvitation(link, people, open, meet) {
  const guests = people.map((person) => el("button.guest", { type: "button", onclick: () => { view.close(); open(person); },
    "aria-label": say("open_as", { name: fullName(person) }) }, avatar(person), el("span", {}, fullName(person))));
  guests.unshift(el("button.guest", { type: "button", data: { testid: "guest-new" }, onclick: () => { view.close(); meet(open); } },
    el("span.avatar", { "aria-hidden": "true", data: { role: "outsider" } }, icon("plus")), el("span", {}, say("new_person"))));
  const view = dialog("qr", say("qr_title"), el("h2", {}, say("qr_title")),
    el("img", { src: telegram.qr(link), alt: say("qr"), width: "224", height: "224" }), el("code", {}, link),
    el("h3", {}, say("qr_who")), el("div.guests", {}, guests));
  view.append(iconButton("close", say("close"), () => view.close()));
}
