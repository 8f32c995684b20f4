// The messages of one chat on one phone, kept in step with the world without rebuilding what did not change.

import { h, iconButton } from "./dom.js";
import { messageNode, separator } from "./message.js";
import { day } from "./times.js";

const NEAR = 80; // px from the end within which the log follows new messages

export class Log {
  /** `kind` is group or door; `doing` is what can be done with a message, see message.js. */
  constructor(kind, label, doing) {
    this.kind = kind;
    this.doing = { ...doing, onOpen: (message) => this.opened.add(message.id), onQuote: (id) => this.show(id) };
    this.opened = new Set();
    this.nodes = new Map();
    this.newest = 0;
    this.list = h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": label });
    this.jump = iconButton("down", "To the newest message", () => this.toEnd(true), { class: "icon-button jump", hidden: true });
    this.empty = h("p", { class: "welcome" });
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": label }, this.empty, this.list);
    this.following = true;
    this.seen = ""; // the size at which `following` was judged
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    // A phone that is turned, a keyboard that comes up: whoever was at the newest message stays there.
    new ResizeObserver(() => {
      this.seen = this.size();
      if (this.following) this.toEnd(false);
    }).observe(this.scroller);
    this.element = h("div", { class: "log", "data-log": kind, hidden: true }, this.scroller, this.jump);
  }

  /** What stands in the chat before anything was said. */
  welcome(title, words) {
    this.empty.replaceChildren(h("strong", {}, title), words);
  }

  /** Show these messages; `look` is {me, names, seats, zone, now}. */
  update(messages, look) {
    const follow = this.atEnd();
    this.empty.hidden = messages.length > 0;
    const wanted = [];
    let today = null;
    messages.forEach((message, i) => {
      const date = day(message.date, look.zone);
      const fresh = date !== today;
      if (fresh) wanted.push(this.node(`day ${date}`, date, () => separator(message.date, look.zone)));
      today = date;
      wanted.push(this.messageNode(message, {
        ...look,
        group: this.kind === "group",
        first: fresh || !sameRun(messages[i - 1], message),
        last: !sameRun(message, messages[i + 1]) || day(messages[i + 1].date, look.zone) !== date,
        open: this.opened.has(message.id),
      }));
    });
    const held = this.list.contains(document.activeElement);
    this.arrange(wanted);
    if (held && !this.list.contains(document.activeElement)) this.scroller.focus({ preventScroll: true }); // it was deleted
    const newest = messages.at(-1);
    const arrived = newest && newest.id > this.newest;
    const own = arrived && newest.from.id === look.me;
    if (arrived) this.newest = newest.id;
    if (follow || own) this.toEnd(false);
    this.noteScroll();
  }

  messageNode(message, look) {
    const { now, open, ...lasting } = look; // the passing time and an opened spoiler rebuild nothing
    return this.node(`message ${message.id}`, JSON.stringify([message, lasting]),
      () => messageNode(message, { ...lasting, now, open }, this.doing));
  }

  node(key, signature, build) {
    const known = this.nodes.get(key);
    if (known?.signature === signature) return { key, element: known.element };
    const element = build();
    if (known) {
      const focused = known.element.contains(document.activeElement) && document.activeElement.dataset.key;
      const held = known.element.contains(document.activeElement);
      known.element.replaceWith(element);
      if (held) (element.querySelector(`[data-key="${focused}"]`) ?? element).focus({ preventScroll: true });
    }
    this.nodes.set(key, { signature, element });
    return { key, element };
  }

  arrange(wanted) {
    const keys = new Set(wanted.map((entry) => entry.key));
    for (const [key, { element }] of this.nodes) {
      if (keys.has(key)) continue;
      element.remove();
      this.nodes.delete(key);
    }
    wanted.forEach(({ element }, i) => {
      if (this.list.children[i] !== element) this.list.insertBefore(element, this.list.children[i] ?? null);
    });
  }

  /** Bring a message into sight and mark it for a moment. */
  show(id) {
    const element = this.nodes.get(`message ${id}`)?.element;
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.classList.add("flash");
    element.addEventListener("animationend", () => element.classList.remove("flash"), { once: true });
  }

  size() {
    return `${this.scroller.clientWidth} ${this.scroller.clientHeight}`;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd(smooth) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  noteScroll() {
    this.jump.hidden = this.atEnd();
    // A new size moves the end away before the observer hears of it: that is nobody's scrolling.
    if (this.scroller.clientHeight && this.size() === this.seen) this.following = this.atEnd();
  }
}

function sameRun(one, other) {
  return Boolean(one && other && !one.service && !other.service && one.from.id === other.from.id);
}
