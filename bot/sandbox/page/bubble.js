// One message, or one album, as it is seen in a chat.

import { dialog, el, fullName, icon, iconButton } from "./elements.js";
import { rich } from "./rich.js";
import { clock } from "./time.js";
import { say } from "./words.js";

/** A few words that stand for a message where it is quoted. */
export function gist(message) {
  const words = message.text || message.caption;
  if (words) return words;
  if (message.photo) return say("photo");
  if (message.sticker) return `${message.sticker.emoji || ""} ${say("sticker")}`.trim();
  if (message.location) return say("location");
  if (message.voice) return say("voice");
  if (message.video) return say("video");
  const file = message.audio || message.document;
  return file ? file.file_name || say("document") : serviceWords(message);
}

/** The element of a group: one message, or the several of an album (oldest first). */
export function bubble(group, hands) {
  const first = group[0];
  if (isService(first)) return service(first);
  const body = el("div.bubble", { data: { bare: bare(first) } }, author(first, hands), origin(first), quote(first, hands),
    media(group, hands), words(group, hands));
  const node = el(`article.message.${hands.mine(first) ? "mine" : "theirs"}`, {
    tabindex: "-1", "aria-label": label(first, hands),
    data: { testid: "message", messageId: first.message_id, out: Boolean(first.out) },
  }, el("div.row", {}, body, tools(group, hands)), buttons(group, hands));
  body.addEventListener("dblclick", (event) => fitForReply(event) && hands.reply(first));
  body.addEventListener("contextmenu", (event) => openMenu(event, first, hands));
  body.addEventListener("click", (event) => hands.touched() && openMenu(event, first, hands));
  return node;
}

const bare = (message) => Boolean(message.sticker);

const label = (message, hands) => `${hands.nameOf(message)} ${clock(message.date)}: ${gist(message).slice(0, 120)}`;

/** In a group: who says this. */
const author = (message, hands) => hands.group && !hands.mine(message)
  && el("b.author", { data: { role: hands.roleOf(message) || "outsider" } }, hands.nameOf(message));

/** What was passed on says whose it was. */
function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user ? fullName(from.sender_user) : from.sender_user_name || from.sender_chat?.title || "";
  return el("p.origin", { data: { testid: "forwarded" } }, say("forwarded_from", { name }));
}

const SERVICE = ["new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "supergroup_chat_created",
  "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created"];
const isService = (message) => SERVICE.some((what) => what in message);

/** What Telegram itself says in a group. */
function service(message) {
  return el("div.service.message", { role: "note", data: { testid: "message", messageId: message.message_id } },
    el("span", {}, serviceWords(message)));
}

function serviceWords(message) {
  const what = SERVICE.find((one) => one in message) || "";
  const who = message.new_chat_members?.[0] || message.left_chat_member;
  const by = fullName(message.from);
  if (who && who.id !== message.from.id) return say(`${what}_by`, { by, name: fullName(who) });
  return what ? say(what, { by, name: who ? fullName(who) : message.new_chat_title || message.forum_topic_created?.name || "" }) : "";
}

const fitForReply = (event) => !event.target.closest("a,button,img,summary,.spoiler,pre,code");

function openMenu(event, message, hands) {
  if (!fitForReply(event) || String(getSelection())) return;
  event.preventDefault();
  hands.menu(message, event.clientX, event.clientY);
}

function tools(group, hands) {
  const more = iconButton("more", say("more"), (event) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    hands.menu(group[0], left, bottom + 4);
  }, { data: { testid: "message-menu" }, tabindex: "-1" });
  const reply = iconButton("reply", say("reply"), () => hands.reply(group[0]), { tabindex: "-1" });
  return el("div.tools", {}, reply, more);
}

function quote(message, hands) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null; // under a topic every message replies to its beginning
  const seen = hands.message(original.message_id) || original;
  return el("button.quote", { type: "button", onclick: () => hands.show(original.message_id) },
    el("b", {}, hands.nameOf(seen)), el("span", {}, gist(seen)));
}

function words(group, hands) {
  const told = group.find((message) => message.text || message.caption);
  const text = told ? told.text ?? told.caption : "";
  return el("div.text", { dir: "auto", data: { empty: !text } }, text && rich(text, told.entities || told.caption_entities, hands), meta(group));
}

function meta(group) {
  const last = group.at(-1);
  return el("span.meta", {},
    last.silent && el("span.silent", { title: say("silent"), role: "img", "aria-label": say("silent") }, icon("muted")),
    group.some((message) => message.edited) && el("span.edited", {}, say("edited")),
    el("time", { datetime: new Date(last.date * 1000).toISOString() }, clock(last.date)));
}

function media(group, hands) {
  const photos = group.filter((message) => message.photo);
  if (photos.length > 1) return album(photos, hands);
  const parts = group.map((message) => one(message, hands)).filter(Boolean);
  return parts.length ? parts : null;
}

function one(message, hands) {
  const file = message.files?.[0];
  if (message.photo) return el("div.photos", {}, photo(message, [message], hands));
  if (message.sticker) return sticker(message, file);
  if (message.location) return place(message.location);
  if (message.voice) return file && voice(message.voice, file);
  if (message.audio) return file && sound(file);
  if (message.video) return message.video.file_size > HELD ? card(message.video, file) : film(message.video, file);
  return message.document ? card(message.document, file) : null;
}

const HELD = 20 << 20; // of what is larger the sandbox may hold the beginning only
const sound = (file) => el("audio", { controls: true, preload: "metadata", src: file.url });

const voice = ({ duration }, file) => el("div.voice", { data: { testid: "voice" } }, icon("voice"), sound(file),
  el("small", {}, `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, "0")}`));

const film = ({ width, height }, file) =>
  el("video", { controls: true, preload: "metadata", src: file.url, style: { "--shape": `${width} / ${height}` } });

const album = (photos, hands) =>
  el("div.photos.album", { data: { count: Math.min(photos.length, 10) } }, photos.map((message) => photo(message, photos, hands)));

function photo(message, siblings, hands) {
  const { width, height } = message.photo.at(-1);
  const picture = el("img", { src: message.files?.[0]?.url, alt: message.caption || say("photo"), width, height,
    loading: "lazy", decoding: "async" });
  return el("button.photo", { type: "button", "aria-label": message.caption || say("photo"),
    data: { testid: "photo", messageId: message.message_id }, style: { "--shape": `${width} / ${height}` },
    onclick: () => openPhoto(siblings, siblings.indexOf(message)) }, picture);
}

function openPhoto(photos, start) {
  let at = start;
  const picture = el("img", { alt: "" });
  const caption = el("p", {});
  const show = (index) => {
    at = (index + photos.length) % photos.length;
    picture.src = photos[at].files?.[0]?.url;
    picture.alt = photos[at].caption || say("photo");
    caption.textContent = [photos.length > 1 && `${at + 1} / ${photos.length}`, photos[at].caption].filter(Boolean).join(" · ");
  };
  const view = dialog("viewer", say("photo"), picture, caption);
  view.append(iconButton("close", say("close"), () => view.close()));
  picture.addEventListener("click", () => (photos.length > 1 ? show(at + 1) : view.close()));
  view.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) show(at + step);
  });
  show(start);
}

function sticker(message, file) {
  if (file) return el("img.sticker", { src: file.url, alt: message.sticker.emoji || say("sticker") });
  return el("div.sticker", { role: "img", "aria-label": say("sticker") }, message.sticker.emoji || "🌻");
}

function place({ latitude, longitude }) {
  return el("div.attachment", {}, el("span.attachment-icon", {}, icon("pin")),
    el("span.attachment-words", {}, el("b", {}, say("location")), el("small", {}, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`)));
}

function card(document, file) {
  const name = document.file_name || say("document");
  return el("a.attachment", { href: file?.url, download: name, data: { testid: "document" } },
    el("span.attachment-icon", {}, icon("file")),
    el("span.attachment-words", {}, el("b", {}, name), el("small", {}, size(document.file_size))));
}

function size(bytes) {
  if (bytes == null) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

function buttons(group, hands) {
  const message = group.find((candidate) => candidate.buttons?.length);
  if (!message) return null;
  return el("div.buttons", { role: "group" }, message.buttons.map((row) =>
    el("div.button-row", {}, row.map((button) => inline(message, button, hands)))));
}

function inline(message, button, hands) {
  const props = { type: "button", data: { testid: "button", data: button.data ?? "", messageId: message.message_id } };
  if (!button.url) {
    if (hands.pressing(message, button)) Object.assign(props, { "aria-busy": "true" });
    return el("button.inline", { ...props, onclick: () => hands.press(message, button) }, el("span", {}, button.text));
  }
  return el("button.inline", { ...props, onclick: () => hands.follow(button.url) }, el("span", {}, button.text), icon("link"));
}
