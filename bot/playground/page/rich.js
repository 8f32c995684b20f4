// Telegram's text with entities, as elements. Offsets count UTF-16 code units, as JavaScript's strings do.

import { h } from "./dom.js";
import { moment } from "./times.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};

// Clients find addresses and commands in plain words by themselves.
const FOUND = /https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]]|(?<=^|\s)\/[a-z0-9_]{1,32}(?:@\w+)?(?![\w/])/g;

/**
 * Render text and its entities.
 * `reader` is {zone, now, onLink(url), onCommand(text)}; a spoiler stays shut until its message is opened.
 */
export function rich(text, entities, reader) {
  const marks = entities
    .filter((entity) => entity.type in TAGS || entity.type in SPECIAL)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inside(text, 0, text.length, marks, reader);
}

function inside(text, start, end, entities, reader) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length;) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    nodes.push(...plain(text.slice(at, entity.offset), reader));
    nodes.push(wrap(entity, () => inside(text, entity.offset, stop, entities.slice(i + 1, next), reader), reader,
      text.slice(entity.offset, stop)));
    at = stop;
    i = next;
  }
  nodes.push(...plain(text.slice(at, end), reader));
  return nodes;
}

function wrap(entity, children, reader, words) {
  if (entity.type in TAGS) return h(TAGS[entity.type], {}, children());
  return SPECIAL[entity.type](entity, children, reader, words);
}

const SPECIAL = {
  spoiler: (entity, children) =>
    h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden. Tap to show." },
      h("span", { class: "spoiler-words" }, children())),
  expandable_blockquote: (entity, children) =>
    h("blockquote", { class: "folded", onclick: (event) => event.currentTarget.classList.remove("folded") }, children()),
  text_link: (entity, children, reader) => link(entity.url, children(), reader),
  text_mention: (entity, children) => h("span", { class: "mention" }, children()),
  mention: (entity, children) => h("span", { class: "mention" }, children()),
  custom_emoji: (entity, children) => h("span", {}, children()),
  date_time: (entity, children, reader, words) => {
    if (!entity.date_time_format) return h("time", {}, children());
    const shown = moment(entity.unix_time, entity.date_time_format, reader.zone, reader.now);
    return h("time", { datetime: new Date(entity.unix_time * 1000).toISOString(), title: words }, shown);
  },
};

function plain(text, reader) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(FOUND)) {
    nodes.push(text.slice(at, match.index));
    nodes.push(match[0].startsWith("/") ? command(match[0], reader) : link(match[0], [match[0]], reader));
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

function command(text, reader) {
  return h("button", { type: "button", class: "inline-command", onclick: () => reader.onCommand(text) }, text);
}

function link(url, children, reader) {
  const safe = /^(https?|tg|mailto):/i.test(url) ? url : "#";
  const onclick = (event) => {
    if (reader.onLink(url)) event.preventDefault();
  };
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}
