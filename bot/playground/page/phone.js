// One person's phone: the strip of chats, the chat being looked at, and everything that person can do there.

import { act } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, h, icon } from "./dom.js";
import { Log } from "./log.js";
import { Overlays } from "./overlays.js";
import { serviceWords } from "./message.js";
import { swipeToReply } from "./swipe.js";
import { clockTime } from "./times.js";

const HEARTS = ["❤", "👍", "😁", "🔥"];

export class Phone {
  /** `who` is the name the server knows this phone by, `person` is {id, name}. */
  constructor(who, person) {
    this.who = who;
    this.person = person;
    this.current = "door";
    this.forced = { group: 0, door: 0 };
    this.tabs = { group: this.tab("group"), door: this.tab("door") };
    this.element = h("section", { class: "phone", "data-phone": who, "aria-label": `${person.name}'s phone` });
    this.room = h("div", { class: "room" });
    this.overlays = new Overlays(this.element, this.room);
    this.logs = { group: this.log("group", "Group"), door: this.log("door", "Kindling") };
    this.composer = new Composer({
      onSend: (text, replyTo) => this.do(replyTo ? "reply" : "say", { text, to: replyTo?.id }),
      onEdit: (message, text) => this.do("edit", { message: message.id, text }),
      onCommand: (text) => this.do("command", { text }),
      onAttach: (kind, replyTo) => this.do(kind, { to: replyTo?.id }),
    }, this.overlays);
    this.foot = h("div", { class: "foot-room" });
    this.element.append(
      h("header", { class: "phone-head" }, avatar(person.name, who), h("h2", {}, `${person.name}'s phone`)),
      h("div", { class: "chats", role: "tablist", "aria-label": `${person.name}'s chats`, onkeydown: (event) => this.walkTabs(event) },
        this.tabs.group, this.tabs.door),
      this.room, this.foot);
    this.room.append(this.logs.group.element, this.logs.door.element);
    swipeToReply(this.element, (id) => this.composer.reply(this.message(id)));
  }

  tab(kind) {
    return h("button", {
      type: "button", class: "chat", role: "tab", id: `${this.who}-${kind}-tab`, "data-chat": kind, onclick: () => this.look(kind),
    });
  }

  log(kind, label) {
    const log = new Log(kind, `${this.person.name}: ${label}`, {
      onTap: (...args) => this.tap(...args),
      onLink: (url) => this.follow(url),
      onCommand: (text) => this.do("command", { text }),
      onReply: (message) => this.composer.reply(message),
      onMore: (message, anchor) => this.more(message, anchor),
    });
    log.element.setAttribute("role", "tabpanel");
    log.element.setAttribute("aria-labelledby", `${this.who}-${kind}-tab`);
    return log;
  }

  /** Show the world as this person sees it. */
  update(world) {
    this.world = world;
    this.mine = world.phones[this.who];
    const look = { me: this.person.id, names: namesIn(world), seats: seatsIn(world), zone: world.zone, now: world.now };
    this.logs.door.welcome("What can this bot do?", world.bot.description);
    this.logs.group.welcome(this.mine.group.title, `A group for just the two of you. ${world.bot.name} can be asked in afterwards.`);
    for (const kind of ["group", "door"]) {
      const chat = this.mine[kind];
      this.fillTab(kind, chat);
      this.logs[kind].update(chat.messages, look);
      this.notePrompt(kind, chat);
    }
    this.showCurrent();
  }

  /** Turn to the group or the door. */
  look(kind) {
    const turned = kind !== this.current;
    this.current = kind;
    this.showCurrent();
    if (turned) this.logs[kind].toEnd(false);
  }

  /** How many messages wait unread, for the switch on narrow screens. */
  get unread() {
    return this.mine.group.unread + this.mine.door.unread;
  }

  fillTab(kind, chat) {
    const last = chat.messages.at(-1);
    const selected = kind === this.current;
    const name = kind === "group" && !chat.exists ? "New group" : chat.title;
    const tab = this.tabs[kind];
    const signature = JSON.stringify([name, last, chat.unread, selected]);
    if (tab.signature === signature) return;
    tab.signature = signature;
    tab.setAttribute("aria-selected", selected);
    tab.setAttribute("tabindex", selected ? "0" : "-1");
    tab.setAttribute("aria-label", chat.unread ? `${name}, ${chat.unread} unread` : name);
    tab.replaceChildren(
      avatar(name, kind === "group" ? "group" : "bot"),
      h("span", { class: "chat-text" },
        h("span", { class: "chat-title" }, h("strong", {}, name), last && h("time", {}, clockTime(last.date, this.world.zone))),
        h("span", { class: "chat-preview" },
          h("span", {}, last ? preview(last, this.person.id, kind) : kind === "door" ? "bot" : chat.title),
          chat.unread > 0 && h("span", { class: "badge" }, String(chat.unread), h("span", { class: "unseen" }, " unread")))));
  }

  /** Go to the first thing there is to do here: nothing was said yet. */
  begin() {
    (this.foot.querySelector("button") ?? this.logs[this.current].scroller).focus({ preventScroll: true });
  }

  showCurrent() {
    const left = this.logs[this.current === "group" ? "door" : "group"].element;
    const focused = left.contains(document.activeElement);
    for (const kind of ["group", "door"]) {
      this.logs[kind].element.hidden = kind !== this.current;
      this.fillTab(kind, this.mine[kind]);
    }
    const chat = this.mine[this.current];
    // What was pressed there is out of sight now: go on in the chat it led to, and not from the top of the page.
    if (focused) this.logs[this.current].scroller.focus({ preventScroll: true });
    this.composer.turnTo(this.current, chat.commands);
    this.showFoot(chat);
    if (chat.unread && this.element.offsetParent && !document.hidden) this.do("read", {});
  }

  showFoot(chat) {
    const wanted = this.current === "door" && !chat.opened ? "start"
      : this.current === "group" && !chat.exists ? "new"
      : this.current === "group" && !chat.bot_inside ? "add" : "write";
    if (this.foot.dataset.shows === wanted) return;
    this.foot.dataset.shows = wanted;
    const focused = this.foot.contains(document.activeElement);
    const bot = this.world.bot.name;
    this.foot.replaceChildren(...{
      start: () => [this.big("Start", "start", () => this.do("start", {}))],
      new: () => [this.big(`New group: ${chat.title}`, "new-group", () => this.do("new_group", {}))],
      add: () => [this.big(`Add ${bot} to this group`, "add-bot", () => this.do("add_bot", {}), "quiet"), this.composer.element],
      write: () => [this.composer.element],
    }[wanted]());
    // The button that was pressed is gone: go on from the messages, and not from the top of the page.
    if (focused) this.logs[this.current].scroller.focus({ preventScroll: true });
  }

  big(label, testid, onclick, look = "") {
    return h("button", { type: "button", class: `big ${look}`, "data-testid": testid, onclick }, label);
  }

  /** A bot's ForceReply opens the reply bar once, for whom it is meant, as Telegram's clients do. */
  notePrompt(kind, chat) {
    const prompt = chat.messages.findLast((message) => message.force_reply && message.id > this.forced[kind]);
    if (!prompt) return;
    this.forced[kind] = prompt.id;
    const later = chat.messages.some((message) => message.id > prompt.id && message.from.id === this.person.id);
    const { only_for: only } = prompt.force_reply;
    if (!later && (only === null || only === this.person.id)) this.composer.forceReply(kind, prompt);
  }

  message(id) {
    return this.mine[this.current].messages.find((message) => message.id === id);
  }

  /** Do something in the chat looked at; says what went wrong, and returns whether it worked. */
  async do(what, details) {
    try {
      return await act({ who: this.who, chat: this.current, do: what, ...details });
    } catch (problem) {
      this.overlays.toast(problem.message);
      return null;
    }
  }

  async tap(button, message, row, column, key) {
    if (button.kind === "url") return void this.follow(button.url);
    if (key.getAttribute("aria-busy")) return;
    key.setAttribute("aria-busy", "true");
    const done = await this.do("tap", { message: message.id, row, column });
    key.removeAttribute("aria-busy");
    const toast = done?.toast;
    if (toast?.url) this.follow(toast.url);
    else if (toast?.text && toast.alert) this.overlays.alert(this.world.bot.name, toast.text);
    else if (toast?.text) this.overlays.toast(toast.text);
  }

  /** Follow a link to the bot as the app would; returns false for any other address. */
  follow(url) {
    const link = URL.canParse(url) ? new URL(url) : null;
    const isBot = link && ["t.me", "telegram.me"].includes(link.host)
      && link.pathname.slice(1).toLowerCase() === this.world.bot.username.toLowerCase();
    if (!isBot) {
      if (link && /^https?:$/.test(link.protocol)) window.open(url, "_blank", "noopener");
      return true;
    }
    if (link.searchParams.has("startgroup")) this.chooseGroup(url);
    else this.openDoor(link.searchParams.has("start") ? url : null);
    return true;
  }

  async openDoor(url) {
    if (url) await this.do("open", { url });
    this.look("door");
    this.composer.takeUp();
  }

  chooseGroup(url) {
    const { title, exists } = this.mine.group;
    this.overlays.sheet(`Add ${this.world.bot.name} to a group`, [{
      label: exists ? title : `New group: ${title}`,
      note: exists ? "Your group" : "Just the two of you",
      picture: avatar(title, "group"),
      choose: async () => {
        if (await this.do("add_bot", { url })) this.look("group");
      },
    }]);
  }

  more(message, anchor) {
    const mine = message.from.id === this.person.id;
    this.overlays.showMenu("Message", anchor, [
      { label: "Reply", picture: icon("reply"), choose: () => this.composer.reply(message) },
      mine && message.text && !message.media && { label: "Edit", picture: icon("edit"), choose: () => this.composer.edit(message) },
      ...HEARTS.map((emoji) => ({
        label: emoji, className: "react", choose: () => this.do("react", { message: message.id, emoji }),
      })),
      mine && { label: "Delete", picture: icon("trash"), choose: () => this.do("delete", { message: message.id }) },
    ].filter(Boolean));
  }

  walkTabs(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    this.look(this.current === "group" ? "door" : "group");
    this.tabs[this.current].focus();
  }
}

function namesIn(world) {
  const people = Object.values(world.phones).map((phone) => phone.person);
  return Object.fromEntries([...people, world.bot].map(({ id, name }) => [id, name]));
}

function seatsIn(world) {
  return Object.fromEntries(Object.entries(world.phones).map(([who, { person }]) => [person.id, who]));
}

/** The last line of a chat as the list shows it. Spoilers stay shut there too. */
function preview(message, me, kind) {
  if (message.service) return serviceWords(message);
  const who = message.from.id === me ? "You: " : kind === "group" ? `${message.from.name}: ` : "";
  const words = message.entities.filter((entity) => entity.type === "spoiler").reduce(
    (text, { offset, length }) => text.slice(0, offset) + "░".repeat(length) + text.slice(offset + length), message.text);
  return who + (words || { photo: "Photo", voice: "Voice message", sticker: "Sticker" }[message.media?.kind] || "File");
}
