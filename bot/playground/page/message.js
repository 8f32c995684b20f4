// One message in a chat: its bubble, what it carries, and the buttons below it.

import { avatar, h, icon, iconButton } from "./dom.js";
import { rich } from "./rich.js";
import { clockTime, day, length } from "./times.js";

/** A quiet line between messages. */
export function separator(iso, zone) {
  return h("div", { class: "separator" }, h("span", {}, day(iso, zone)));
}

/**
 * Build a message.
 * `look` is {me, names, seats, group, first, last, zone, now, open}: who reads, everybody's names and phones by id, whether this is a
 * group, whether it begins and ends a run of one sender, and whether its spoilers were opened. `doing` is what can be done with it:
 * {onTap(button, message, row, column), onLink(url), onCommand(text), onReply(message), onMore(message, anchor),
 * onOpen(message), onQuote(id)}.
 */
export function messageNode(message, look, doing) {
  if (message.service) {
    return h("div", { class: "message service", "data-message": message.id, tabindex: "-1" },
      h("span", {}, serviceWords(message)));
  }
  const own = message.from.id === look.me;
  const classes = ["message", own ? "own" : "other", look.first && "first", look.last && "last",
    message.keyboard.length && "with-keyboard", look.open && "open"].filter(Boolean).join(" ");
  const item = h("article", { class: classes, "data-message": message.id, "data-sender": message.from.name, tabindex: "-1" },
    look.group && !own && h("span", { class: "seat" }, look.last && avatar(message.from.name, kindOf(message.from, look))),
    h("div", { class: "stack" },
      h("div", { class: "line" }, bubble(message, own, look, doing), tools(message, doing)),
      keyboard(message, doing),
      reactions(message, look.names)));
  listenForSpoilers(item, message, doing);
  return item;
}

const SERVICE = {
  created: (by, about) => `${by} created the group “${about}”`,
  added: (by, about) => `${by} added ${about}`,
  removed: (by, about) => `${by} removed ${about}`,
  left: (by, about) => `${about} left the group`,
  renamed: (by, about) => `${by} named the group “${about}”`,
  upgraded: () => "The group was upgraded to a supergroup",
  line: (by, about) => about,
};

/** A line of Telegram's own, in words. */
export function serviceWords({ from, service }) {
  return SERVICE[service.what](from.name, service.about);
}

/** Whose colours a sender has: the bot's, or those of a phone. */
function kindOf(sender, look) {
  return sender.is_bot ? "bot" : look.seats[sender.id];
}

function bubble(message, own, look, doing) {
  const name = h("p", { class: look.group && !own && look.first ? `name name-${kindOf(message.from, look)}` : "name unseen" },
    own ? "You" : message.from.name);
  const reader = { ...doing, zone: look.zone, now: look.now };
  return h("div", { class: message.media?.kind === "sticker" ? "bubble bare" : "bubble" },
    name,
    message.reply_to && quote(message.reply_to, doing),
    message.media && media(message.media),
    message.text && h("div", { class: "words", dir: "auto" }, rich(message.text, message.entities, reader)),
    footer(message, look.zone));
}

function footer(message, zone) {
  return h("p", { class: "foot" },
    message.edited && h("span", {}, "edited"),
    message.silent && h("span", { class: "silent", role: "img", "aria-label": "without sound", title: "Sent without sound" },
      icon("mute")),
    h("time", { datetime: message.date }, clockTime(message.date, zone)));
}

function quote(reply, doing) {
  return h("button", { type: "button", class: "quote", onclick: () => doing.onQuote(reply.id), "aria-label": `In reply to ${reply.name}` },
    h("strong", {}, reply.name), h("span", {}, reply.text));
}

// Pictures and sounds are placeholders: nothing is recorded here. A document is a real file, to be saved. Whatever is not
// drawn comes with `words` that name it.
const MEDIA = {
  photo: ({ veiled }) => veiled ? veil(photo()) : photo(),
  voice: (media) => h("div", { class: "voice", role: "img", "aria-label": `Voice message, ${media.seconds} seconds` },
    h("span", { class: "voice-play" }, icon("play")), h("span", { class: "voice-wave" }), length(media.seconds)),
  sticker: (media) => h("div", { class: "sticker", role: "img", "aria-label": "Sticker" }, media.emoji || icon("sticker")),
  document: (media) => h("a", { class: "document", href: `/file/${media.file}`, download: media.name || "File" },
    icon("file"), media.name || "File"),
};

const photo = () => h("div", { class: "photo", role: "img", "aria-label": "Photo" }, icon("photo"));

/** A cover that opens with the spoilers of its message. */
const veil = (hidden) => h("div", { class: "spoiler veil", role: "button", tabindex: "0", "aria-label": "Hidden photo. Tap to show." },
  h("div", { class: "spoiler-words" }, hidden));

function media(thing) {
  return (MEDIA[thing.kind] ?? (() => h("div", { class: "document" }, icon("file"), thing.words)))(thing);
}

function keyboard(message, doing) {
  if (!message.keyboard.length) return null;
  return h("div", { class: "keyboard", role: "group", "aria-label": "Buttons of this message" },
    message.keyboard.map((row, y) => h("div", { class: "keyboard-row" }, row.map((button, x) =>
      h("button", {
        type: "button", class: "key", "data-key": `${y}-${x}`, title: button.text,
        onclick: (event) => doing.onTap(button, message, y, x, event.currentTarget),
      }, button.text, button.kind === "url" && icon("link"))))));
}

function reactions(message, names) {
  if (!message.reactions.length) return null;
  return h("p", { class: "reactions" }, message.reactions.map(({ emoji, by }) => {
    const from = by.map((id) => names[id]).join(", ");
    return h("span", { class: "reaction", title: from }, emoji, h("span", { class: "unseen" }, ` from ${from}`));
  }));
}

function tools(message, doing) {
  return h("div", { class: "tools" },
    iconButton("reply", "Reply", () => doing.onReply(message)),
    iconButton("more", "More", (event) => doing.onMore(message, event.currentTarget), { "aria-haspopup": "menu" }));
}

function listenForSpoilers(item, message, doing) {
  const openAll = (event) => {
    const shut = event.target.closest(".spoiler");
    if (!shut || item.classList.contains("open")) return;
    event.preventDefault();
    openSpoilers(item);
    doing.onOpen(message);
  };
  item.addEventListener("click", openAll);
  item.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") openAll(event);
  });
  if (item.classList.contains("open")) openSpoilers(item);
}

function openSpoilers(item) {
  item.classList.add("open");
  for (const spoiler of item.querySelectorAll(".spoiler")) {
    for (const name of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(name);
  }
}
