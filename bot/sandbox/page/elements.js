// Building blocks of the page: elements, icons, toasts, dialogs, menus. Text goes in as text, never as HTML.

import { roleName, say } from "./words.js";

/** An element: `el("button.primary", {type: "button", onclick: f, data: {testid: "x"}}, "words", child)`. */
export function el(shape, props = {}, ...children) {
  const [tag, ...classes] = shape.split(".");
  const node = document.createElement(tag || "div");
  node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) give(node, name, value);
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

function give(node, name, value) {
  if (value == null || value === false) return;
  if (name === "data") Object.assign(node.dataset, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked") node[name] = value;
  else if (name === "style") for (const [key, part] of Object.entries(value)) node.style.setProperty(key, part);
  else node.setAttribute(name, value === true ? "" : value);
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A button that shows only a picture; its words are its name and its hint. */
export const iconButton = (name, words, onclick, props = {}) =>
  el("button.icon-button", { type: "button", "aria-label": words, title: words, onclick, ...props }, icon(name));

/** People are known by the last one or two characters of a Chinese name, or by initials. */
export function avatar(person) {
  const name = fullName(person).trim();
  const short = /[\u3400-\u9fff]/.test(name) ? name.slice(-2)
    : name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  return el("span.avatar", { "aria-hidden": "true", data: { role: person.role || "outsider" } }, short || "?");
}

/** What the cast says they are; of a stranger nothing is known. */
export const roleMark = ({ role }) => role && el("span.role", { data: { role } }, roleName(role));

export const groupAvatar = () => el("span.avatar", { "aria-hidden": "true", data: { role: "partner" } }, icon("group"));

/** 刘 + 桂兰 → 刘桂兰; Ann + Lee → Ann Lee. */
export function fullName(person) {
  const { first_name: first = "", last_name: last = "" } = person;
  if (!last) return first;
  return /[\u3400-\u9fff]/.test(first + last) ? last + first : `${first} ${last}`;
}

const TOAST_SECONDS = 5;

/** Words that pass by themselves, in a chat's own `place` or at the top of the page. */
export function toast(words, kind = "", place = document.getElementById("toasts")) {
  const node = el("div.toast", { data: { kind, testid: "toast" } }, words);
  place.append(node);
  while (place.children.length > 4) place.firstChild.remove();
  setTimeout(() => node.remove(), TOAST_SECONDS * 1000);
}

/** Runs `work`; if it fails the person is told why. Returns whether it went well. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(error.message ? say("failed", { why: error.message }) : say("cannot_reach"), "bad");
    return false;
  }
}

/** A modal dialog that closes by Escape, by its button and by a click beside it. */
export function dialog(kind, label, ...children) {
  const node = el(`dialog.${kind}`, { "aria-label": label, data: { testid: `dialog-${kind}` } }, ...children);
  node.addEventListener("click", (event) => event.target === node && node.close());
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
  return node;
}

/** A callback answer that wants to be read (`show_alert`). */
export function alertDialog(words) {
  const node = dialog("notice", words, el("p", {}, words));
  node.append(el("button.primary", { type: "button", autofocus: true, onclick: () => node.close() }, say("ok")));
  node.lastChild.focus();
}

let closeMenu = () => {};

/** A small menu at (x, y) of the window. `items` are [icon, words, action]. The focus goes back where it was. */
export function menu(x, y, items) {
  closeMenu();
  const before = document.activeElement;
  const node = el("div.menu", { role: "menu", data: { testid: "menu" } }, items.map(([picture, words, action]) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { closeMenu(); action(); } }, icon(picture), words)));
  document.body.append(node);
  const { width, height } = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  node.style.top = `${y + height + 8 > innerHeight ? Math.max(8, y - height) : y}px`;
  const outside = (event) => node.contains(event.target) || closeMenu();
  closeMenu = () => {
    closeMenu = () => {};
    document.removeEventListener("pointerdown", outside, true);
    if (node.contains(document.activeElement)) before?.focus?.();
    node.remove();
  };
  document.addEventListener("pointerdown", outside, true);
  node.addEventListener("keydown", (event) => walkMenu(event, node));
  node.firstChild.focus({ preventScroll: true });
}

function walkMenu(event, node) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  if (!step) return;
  event.preventDefault();
  const items = [...node.children];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}
