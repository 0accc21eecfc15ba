// Times as the field has them: in its zone, and on its clock, which the bot's own page turns forward.

import { locale } from "./words.js";

const field = { shift: 0, zone: undefined }; // zone undefined: the browser's own

/** Takes over what the sandbox tells of the field's clock; true where something changed. */
export function setField({ shift = 0, zone } = {}) {
  const changed = field.shift !== shift || field.zone !== (zone || undefined);
  Object.assign(field, { shift, zone: zone || undefined });
  return changed;
}

const at = (seconds) => new Date(seconds * 1000);
const daysOf = (seconds) => Date.parse(at(seconds).toLocaleDateString("en-CA", { timeZone: field.zone })) / 86_400_000;
const now = () => Date.now() / 1000 + field.shift;

/** 14:05 */
export const clock = (seconds) =>
  at(seconds).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: field.zone });

/** Whether two moments are of one day. */
export const sameDay = (one, other) => daysOf(one) === daysOf(other);

/** How many days ago a moment was; 0 is today. */
export const daysAgo = (seconds) => Math.round(daysOf(now()) - daysOf(seconds));

/** 3月2日星期一; with the year where it is another one. */
export function dayWords(seconds) {
  const year = (when) => at(when).toLocaleDateString("en-CA", { year: "numeric", timeZone: field.zone });
  return at(seconds).toLocaleDateString(locale(), { month: "long", day: "numeric", weekday: "long", timeZone: field.zone,
    ...(year(seconds) === year(now()) ? {} : { year: "numeric" }) });
}
