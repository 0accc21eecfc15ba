// What the page asks of the sandbox, and what it hears from it. Nothing here draws anything.

const ROOT = "sandbox/api/";

/** A refusal or a failure, with a sentence fit to be shown. */
export class Refused extends Error {}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(ROOT + path, options);
  } catch {
    throw new Refused("");
  }
  const body = await answer.text();
  if (!answer.ok) throw new Refused(reason(body) || `${answer.status}`);
  return body ? JSON.parse(body) : {};
}

function reason(body) {
  try {
    const said = JSON.parse(body);
    return said.description || said.error || body;
  } catch {
    return body.slice(0, 200);
  }
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const state = () => ask("state");
export const chat = (id, after = 0) => ask(`chats/${id}?after=${after}`);
// A `place` is who writes and where: {person}, in a group {person, chat, topic}.
export const write = (place, text, replyTo) => post("say", { ...place, text, ...(replyTo && { reply_to: replyTo }) });
export const edit = (place, message_id, text) => post("edit", { ...place, message_id, text });
export const press = (place, message_id, data) => post("press", { ...place, message_id, data });
export const forward = (place, message_id, to) => post("forward", { ...place, message_id, to });
export const commands = ({ person, chat: id = "" }) => ask(`commands?person=${person}&chat=${id}`);
export const add = (person) => post("people", { people: [person] });
export const found = (group) => post("groups", group);
/** What somebody does with a group: bot, member, topic, title, hush, grow. */
export const rule = (what, asked) => post(`groups/${what}`, asked);
export const setPrivacy = (on) => post("privacy", { on });
export const block = (person, blocked) => post("block", { person, blocked });
export const misbehave = (fault) => post("faults", fault);
export const limit = (on) => post("limits", { on });
export const qr = (text) => `${ROOT}qr?text=${encodeURIComponent(text)}`;

/** Sends files (or none: a sticker, a location) from a place; `fields` go along as they are. */
export function send(place, kind, files = [], fields = {}) {
  const form = new FormData();
  form.append("kind", kind);
  for (const [name, value] of Object.entries({ ...place, ...fields })) if (value !== "" && value != null) form.append(name, value);
  for (const file of files) form.append("files", file, file.name);
  return ask("send", { method: "POST", body: form });
}

const AGAIN_AFTER = 1500;

/**
 * One stream for everybody. The browser reconnects by itself after a network fault (and sends Last-Event-ID);
 * a refused connection it gives up, so that one is opened anew here.
 */
export class Live {
  #source = null;
  #timer = 0;
  #seq = 0;

  /** `hear(kind, data)` is told of everything after change `seq`; "open" and "lost" are of the connection itself. */
  constructor(seq, hear) {
    this.hear = hear;
    this.#seq = seq;
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(`${ROOT}events?after=${this.#seq}`);
    this.#source = source;
    source.onopen = () => this.hear("open", {});
    source.onerror = () => {
      this.hear("lost", {});
      if (source.readyState === EventSource.CLOSED) this.#timer = setTimeout(() => this.#open(), AGAIN_AFTER);
    };
    for (const kind of ["message", "edited", "deleted", "alert", "commands", "state"]) {
      source.addEventListener(kind, (event) => {
        this.#seq = Number(event.lastEventId) || this.#seq;
        this.hear(kind, JSON.parse(event.data));
      });
    }
  }
}
