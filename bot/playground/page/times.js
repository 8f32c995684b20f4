// Saying instants in the couple's zone. The zone comes with the world, not from the browser.

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

/** "09:05" */
export function clockTime(iso, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** "Monday 13 July" */
export function day(iso, zone) {
  return format(zone, { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso)).replace(",", "");
}

/** "Mon 13 Jul" */
export function shortDay(iso, zone) {
  return format(zone, { weekday: "short", day: "numeric", month: "short" }).format(new Date(iso)).replace(",", "");
}

/** "0:05" from seconds. */
export function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const PARTS = {
  w: { weekday: "long" },
  d: { day: "numeric", month: "short", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/**
 * A moment as Telegram's clients show it in the reader's own zone.
 * The pattern is a weekday (w), a date (d or D) and a time (t or T), each optional, or "r" for "in 3 hours".
 * https://core.telegram.org/bots/api#date-time-entity-formatting
 */
export function moment(unix, pattern, zone, now) {
  if (pattern === "r") return relative(unix * 1000 - Date.parse(now));
  const options = Object.assign({}, ...[...pattern].map((letter) => PARTS[letter] ?? {}));
  return format(zone, options).format(new Date(unix * 1000));
}

function relative(milliseconds) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const minutes = Math.round(milliseconds / 60000);
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? words.format(hours, "hour") : words.format(Math.round(hours / 24), "day");
}
