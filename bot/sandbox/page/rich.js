// Text with Telegram's entities. Offsets count UTF-16 units, exactly as JavaScript's strings do.

import { el, icon } from "./elements.js";
import { say } from "./words.js";

const LINKED = /https?:\/\/[^\s\u3000-\u303f\uff00-\uffef\u3400-\u9fff<>"]+|(?<![\w/<>])\/[a-z][a-z0-9_]{0,31}\b/gi;
const INVITATION = /^https?:\/\/t(?:elegram)?\.me\/(\w+)\?start=([\w-]{1,64})$/i;
const CODE = /^[\w-]{1,64}$/;

/** The code of an invitation link to this bot, or null. */
export function invitationCode(link, bot) {
  const found = INVITATION.exec(link);
  return found && found[1].toLowerCase() === bot.username.toLowerCase() ? found[2] : null;
}

/** Whether a link leads to this bot's own chat. */
export const isBotsLink = (link, bot) => new RegExp(`^https?://t(elegram)?\\.me/${bot.username}/?(\\?startgroup=[\\w-]*)?$`, "i").test(link);

/** What somebody pasted as an invitation: a link to this bot or a bare code; null if it is neither. */
export function pastedCode(words, bot) {
  const pasted = words.trim().replace(/^\/start\s+/, "");
  return invitationCode(pasted, bot) ?? (CODE.test(pasted) ? pasted : null);
}

/** A fragment for `text`. `hands` does what a tap asks for: command(words), invitation(code), showQr(link). */
export function rich(text, entities, hands) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...settled(nested(text, 0, text.length, sorted, hands, false)));
  return fragment;
}

const isBlock = (node) => node instanceof Element && node.matches("pre,blockquote,.invitation");

/** A block begins and ends a line by itself; the line break beside it would be an empty line. */
function settled(nodes) {
  return nodes.map((node, at) => {
    if (typeof node !== "string") return node;
    const after = isBlock(nodes[at - 1]) ? node.replace(/^\n/, "") : node;
    return isBlock(nodes[at + 1]) ? after.replace(/\n$/, "") : after;
  });
}

function nested(text, from, to, entities, hands, inside) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    if (entity.offset < at) continue;
    const end = Math.min(to, entity.offset + entity.length);
    const within = entities.slice(i + 1).filter((other) => other.offset < end);
    nodes.push(...plain(text.slice(at, entity.offset), hands, inside));
    nodes.push(dressed(entity, text.slice(entity.offset, end), hands, (closed) =>
      nested(text, entity.offset, end, within, hands, inside || closed)));
    at = end;
  }
  return [...nodes, ...plain(text.slice(at, to), hands, inside)];
}

/** Telegram's apps find links and commands by themselves where the server did not mark them. */
function plain(text, hands, inside) {
  if (inside) return text ? [text] : [];
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(LINKED)) {
    const words = found[0].replace(/[.,;:!?)]+$/, "");
    nodes.push(text.slice(at, found.index));
    nodes.push(words.startsWith("/") ? command(words, hands) : link(words, words, hands));
    at = found.index + words.length;
  }
  return [...nodes, text.slice(at)].filter((node) => node !== "");
}

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote" };

function dressed(entity, words, hands, children) {
  const { type } = entity;
  if (SIMPLE[type]) return el(SIMPLE[type], {}, children(type === "code" || type === "pre"));
  if (type === "spoiler") return spoiler(children(true));
  if (type === "bot_command") return command(words, hands);
  if (type === "url") return link(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`, words, hands);
  if (type === "text_link") return link(entity.url, words, hands);
  if (type === "phone_number") return el("a", { href: `tel:${words}` }, words);
  if (type === "email") return el("a", { href: `mailto:${words}` }, words);
  return el("span", {}, children(false));
}

const command = (words, hands) =>
  el("button.command", { type: "button", onclick: () => hands.command(words) }, words);

function link(href, words, hands) {
  const code = invitationCode(href, hands.bot);
  if (code) return invitation(href, words === href ? code : words, code, hands);
  if (!/^https?:\/\//i.test(href)) return el("span", {}, words);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);
}

/** A button that opens an invitation, and one that shows it to others as a QR code. */
export function invitation(href, words, code, hands) {
  const open = el("button.invitation-open", { type: "button", title: href, data: { testid: "invitation", code },
    onclick: () => hands.invitation(code) }, icon("door"), el("span", {}, say("open_invitation")), el("code", {}, words));
  const qr = el("button.invitation-qr", { type: "button", title: say("qr"), "aria-label": say("qr"),
    data: { testid: "invitation-qr" }, onclick: () => hands.showQr(href) }, icon("qr"), "QR");
  return el("span.invitation", {}, open, qr);
}

function spoiler(children) {
  const node = el("span.spoiler", { tabindex: "0", role: "button", "aria-expanded": "false" }, children);
  const show = () => { node.classList.add("shown"); node.setAttribute("aria-expanded", "true"); };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}
