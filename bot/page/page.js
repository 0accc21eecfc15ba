/** The bot's own page: asks once a second, draws rows as text, keeps what did not change. */

const WORDS = {
  waiting: ["等着发", "waiting"], claimed: ["正在发", "sending"], delivered: ["送到了", "delivered"],
  unknown: ["不知到没到", "unknown"], failed: ["没送到", "failed"], dropped: ["不用发了", "dropped"],
  done: ["处理了", "done"], set_aside: ["放在一边", "set aside"],
  submitted: ["待受理", "submitted"], dispatched: ["待签收", "dispatched"], signed: ["已签收", "signed"],
  in_progress: ["办理中", "in progress"], rework: ["重办", "rework"], closed: ["结案", "closed"], withdrawn: ["撤销", "withdrawn"],
  urgent: ["急", "urgent"], reminder: ["提醒", "reminder"], digest: ["简报", "digest"],
  photo: ["照片", "photo"], album: ["相册", "album"], document: ["文件", "document"], location: ["位置", "location"],
  delete: ["删除", "delete"], buttons: ["换按钮", "buttons"], answer: ["点按的回应", "answer to a tap"], leave: ["退出", "leave"], commands: ["换 ☰", "☰ set"],
  edit: ["改原来的卡片", "edits its card"], silent: ["静音", "silent"], doubtful: ["可能重复", "may be there twice"],
  forgotten: ["文字已按期删除", "words forgotten as promised"], tries: ["次", "tries"], held: ["到点再发", "held until"],
  troubles: ["只看有问题的", "troubles only"], report_done: ["已办结", "done"],
  work: ["工作时间", "working hours"], rest: ["休息", "closed"], quiet: ["安静时段", "quiet hours"],
  next_report: ["上报到点", "a report falls due"], next_round: ["走访没结束的，晚上问一声", "a round is offered for closing"], next_reminder: ["有人该被提醒了", "a reminder"], next_letter: ["攒着的信可以发了", "held letters leave"],
  next_morning: ["早上", "the morning"], cannot_turn: ["时钟没拨动", "The clock was not turned"],
  no_letters: ["机器人还没说过话。", "The bot has said nothing yet."],
  no_troubles: ["没有出问题的信。", "No letter is in trouble."],
  no_updates: ["没有等着的消息，都处理完了。", "Nothing waits; all of it is handled."],
  no_reports: ["还没有报告。", "No report yet."],
};
const VIEWS = ["letters", "inbox", "reports"];
const byId = (id) => document.getElementById(id);

let language = navigator.language?.toLowerCase().startsWith("zh") ? 0 : 1;
let view = VIEWS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "letters";
let troublesOnly = false;
let drawn = "";

const say = (word) => WORDS[word]?.[language] ?? word;

function el(name, properties = {}, ...children) {
  const { data = {}, ...plain } = properties;
  const node = Object.assign(document.createElement(name), plain);
  Object.assign(node.dataset, data);
  node.append(...children.filter((child) => child !== null));
  return node;
}

let zone; // the field's, as soon as the bot has told it
const locale = () => (language ? "en-GB" : "zh-CN");
const clock = (iso) => new Date(iso).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: zone });
const minute = (iso) => new Date(iso).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
const day = (iso) => new Date(iso).toLocaleDateString(locale(), { year: "numeric", month: "long", day: "numeric", weekday: "long", timeZone: zone });
const shortDay = (iso) => new Date(iso).toLocaleDateString(locale(), { month: "long", day: "numeric", timeZone: zone });
const state = (name, word = name) => el("span", { className: "state", textContent: say(word), data: { state: name } });
const soft = (text) => el("span", { className: "soft", textContent: text });

/** A card's letter changes a message when an older one was delivered as the same message. */
function edits(letters) {
  const seen = new Set(), found = new Set();
  for (const letter of [...letters].reverse()) {
    if (!letter.card || !letter.message_id) continue;
    const message = `${letter.chat}/${letter.message_id}`;
    if (seen.has(message)) found.add(letter.id);
    seen.add(message);
  }
  return found;
}

function letterRow(letter, isEdit) {
  const marks = [
    letter.kind === "text" ? null : say(letter.kind) + (letter.files > 1 ? ` ×${letter.files}` : ""),
    letter.priority === "speaking" ? null : say(letter.priority),
    isEdit ? say("edit") : null,
    letter.silent ? say("silent") : null,
    letter.doubtful ? say("doubtful") : null,
    letter.tries > 1 ? `${letter.tries} ${say("tries")}` : null,
    letter.state === "waiting" && letter.not_before ? `${say("held")} ${clock(letter.not_before)}` : null,
    letter.card ?? null,
  ].filter(Boolean);
  const row = el("li", { data: { testid: "letter", id: letter.id } },
    el("div", { className: "line" },
      state(letter.state),
      el("span", { className: "who", textContent: letter.name ?? String(letter.chat) }),
      el("span", { className: "when", textContent: clock(letter.delivered_at ?? letter.at) })));
  if (marks.length) row.append(el("div", { className: "line" }, soft(marks.join(" · "))));
  if (letter.forgotten) row.append(el("p", { className: "words soft", textContent: say("forgotten") }));
  if (letter.text) row.append(el("p", { className: "words", textContent: letter.text }));
  if (letter.buttons) row.append(el("div", { className: "buttons" }, ...letter.buttons.flat().map((label) => el("span", { textContent: label }))));
  if (letter.error) row.append(el("p", { className: "why", textContent: letter.error }));
  return row;
}

function updateRow(update) {
  const tries = update.tries ? `${update.tries} ${say("tries")}` : "";
  return el("li", {},
    el("div", { className: "line" }, state(update.state), soft(`#${update.id} · ${update.chat} ${tries}`),
      el("span", { className: "when", textContent: update.at ? clock(update.at) : "" })),
    update.error ? el("p", { className: "why", textContent: update.error }) : null);
}

function reportRow(report) {
  return el("li", {}, el("div", { className: "line" }, state(report.state, report.state === "done" ? "report_done" : report.state),
    el("span", { className: "who", textContent: report.number }), soft(report.station)));
}

function drawCounts(counts) {
  const chips = Object.entries(counts).map(([name, number]) =>
    el("span", { className: "count" }, say(name), el("b", { textContent: number })));
  if (view === "letters") {
    const troubles = (counts.failed ?? 0) + (counts.unknown ?? 0);
    chips.push(el("button", { type: "button", className: "count", ariaPressed: String(troublesOnly), data: { testid: "troubles" },
      onclick: () => { troublesOnly = !troublesOnly; ask(); } }, say("troubles"), el("b", { textContent: troubles })));
  }
  byId("counts").replaceChildren(...chips);
}

function draw(answer) {
  const text = JSON.stringify([answer.letters ?? answer.updates ?? answer.reports, answer.counts, view, language, troublesOnly]);
  if (text === drawn) return;
  drawn = text;
  const focused = document.activeElement?.dataset?.testid;
  drawCounts(answer.counts ?? {});
  if (focused) document.querySelector(`[data-testid="${focused}"]`)?.focus();
  const changed = view === "letters" ? edits(answer.letters) : null;
  const rows = view === "letters" ? answer.letters.map((letter) => letterRow(letter, changed.has(letter.id)))
    : view === "inbox" ? answer.updates.map(updateRow) : answer.reports.map(reportRow);
  byId("list").replaceChildren(...rows);
  const nothing = { letters: troublesOnly ? "no_troubles" : "no_letters", inbox: "no_updates", reports: "no_reports" }[view];
  byId("empty").textContent = say(nothing);
  byId("empty").hidden = rows.length > 0;
}

/** The field's date and time, what sort of time that is, and what comes next. */
function drawTime(told) {
  zone = told.zone;
  byId("clock").hidden = false;
  byId("time").dateTime = told.now;
  byId("time").textContent = `${day(told.now)} ${minute(told.now)}`;
  byId("sort").textContent = say(told.time);
  byId("sort").dataset.sort = told.time;
  const when = day(told.next.at) === day(told.now) ? minute(told.next.at) : `${shortDay(told.next.at)} ${minute(told.next.at)}`;
  byId("next").textContent = `${when} ${say(`next_${told.next.what}`)}`;
}

async function askTime() {
  const response = await fetch("clock.json");
  if (response.ok) drawTime(await response.json());
}

/** Turns the field's clock; whatever is due then happens at once. */
async function turn(to) {
  const buttons = document.querySelectorAll("[data-to]");
  for (const button of buttons) button.disabled = true;
  try {
    const response = await fetch("clock", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ to }) });
    if (!response.ok) throw new Error(String(response.status));
    drawTime(await response.json());
  } catch {
    byId("sort").textContent = say("cannot_turn");
  }
  for (const button of buttons) button.disabled = false;
  ask();
}

function drawFrame() {
  document.documentElement.lang = language ? "en" : "zh-Hans";
  for (const node of document.querySelectorAll("[data-zh]")) node.textContent = language ? node.dataset.en : node.dataset.zh;
  for (const tab of document.querySelectorAll("[role=tab]")) tab.ariaSelected = String(tab.dataset.view === view);
  byId("language").textContent = language ? "中文" : "English";
}

let timer;
async function ask() {
  clearTimeout(timer);
  const asked = view;
  try {
    const response = await fetch(`${asked}.json${asked === "letters" && troublesOnly ? "?failed" : ""}`);
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    await askTime();
    byId("lost").hidden = true;
    if (asked === view) draw(answer);
  } catch {
    byId("lost").hidden = false;
  }
  clearTimeout(timer);
  timer = setTimeout(ask, document.hidden ? 5000 : 1000);
}

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => { view = tab.dataset.view; location.hash = view; drawFrame(); ask(); });
}
for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => turn(button.dataset.to));
byId("language").addEventListener("click", () => { language = 1 - language; drawFrame(); ask(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
drawFrame();
ask();
