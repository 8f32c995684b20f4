// The line at the bottom of a chat: writing, answering, changing what one wrote, the command menu, what to attach.

import { h, icon, iconButton } from "./dom.js";

const TALLEST = 140; // px

export class Composer {
  /**
   * `doing` is {onSend(text, replyTo), onEdit(message, text), onCommand(text), onAttach(kind, replyTo)};
   * a promise they return is awaited, and the words come back if it fails. `overlays` shows the menus.
   */
  constructor(doing, overlays) {
    this.doing = doing;
    this.overlays = overlays;
    this.drafts = new Map();
    this.chat = null;
    this.commands = [];
    this.field = h("textarea", {
      class: "field", rows: "1", placeholder: "Message", "aria-label": "Message", autocomplete: "off", "data-testid": "message-field",
      oninput: () => this.typed(), onkeydown: (event) => this.pressed(event),
    });
    this.attach = iconButton("attach", "Attach", () => this.showAttachments(), { "aria-haspopup": "menu" });
    this.menu = h("button", {
      type: "button", class: "menu-button", "aria-haspopup": "menu", "aria-label": "Commands", title: "Commands",
      "data-testid": "commands", onclick: () => this.showCommands(),
    }, icon("menu"));
    this.send = h("button", { class: "icon-button send", "aria-label": "Send", title: "Send", "data-testid": "send" }, icon("send"));
    this.bar = h("div", { class: "reply-bar", hidden: true });
    this.offers = h("div", { class: "offers", role: "group", "aria-label": "Commands that fit", hidden: true });
    this.element = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.offers, this.bar, h("div", { class: "write" }, this.menu, this.field, this.attach, this.send));
  }

  /** Turn to a chat, with the commands the bot set there; each chat keeps its own draft. */
  turnTo(chat, commands) {
    this.commands = commands;
    this.menu.hidden = !commands.length;
    if (chat === this.chat) return;
    this.keep();
    this.chat = chat;
    const draft = this.drafts.get(chat) ?? {};
    this.field.value = draft.text ?? "";
    this.setMode(draft.mode ?? null);
    this.typed();
  }

  keep() {
    if (this.chat) this.drafts.set(this.chat, { text: this.field.value, mode: this.mode });
  }

  /** Open the reply bar; `placeholder` is the one a bot asks for with ForceReply. */
  reply(message, placeholder) {
    this.setMode({ kind: "reply", message, placeholder });
    this.field.focus({ preventScroll: true });
  }

  /** Open the reply bar in a chat, looked at or not, without taking the focus from the other phone. */
  forceReply(chat, message) {
    const mode = { kind: "reply", message, placeholder: message.force_reply.placeholder };
    if (chat === this.chat) this.setMode(mode);
    else this.drafts.set(chat, { ...this.drafts.get(chat), mode });
  }

  /** Go to the field if a reply is asked for. */
  takeUp() {
    if (this.mode) this.field.focus({ preventScroll: true });
  }

  /** Begin changing one's own message. */
  edit(message) {
    this.setMode({ kind: "edit", message });
    this.field.value = message.text;
    this.typed();
    this.field.focus({ preventScroll: true });
  }

  setMode(mode) {
    this.mode = mode;
    this.field.placeholder = mode?.placeholder || "Message";
    this.bar.hidden = !mode;
    if (!mode) return;
    const editing = mode.kind === "edit";
    const who = editing ? "Edit message" : `Reply to ${mode.message.from.name}`;
    this.bar.replaceChildren(
      icon(editing ? "edit" : "reply"),
      h("p", {}, h("strong", {}, who), h("span", {}, mode.message.text || mode.message.media?.kind || "")),
      iconButton("close", editing ? "Stop editing" : "Do not reply", () => this.cancel()));
  }

  cancel() {
    if (this.mode?.kind === "edit") this.field.value = "";
    this.setMode(null);
    this.typed();
    this.field.focus({ preventScroll: true });
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    const word = /^\/(\w*)$/.exec(this.field.value);
    const fitting = word ? this.commands.filter((one) => one.command.startsWith(word[1])) : [];
    this.offers.hidden = !fitting.length;
    this.offers.replaceChildren(...fitting.map((one) => h("button", {
      type: "button", class: "offer", onclick: () => this.command(one.command),
    }, h("strong", {}, `/${one.command}`), h("span", {}, one.description))));
  }

  pressed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.mode) {
      this.cancel();
    }
  }

  command(name) {
    this.field.value = "";
    this.typed();
    this.doing.onCommand(`/${name}`);
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const { mode, chat } = this;
    this.field.value = "";
    this.setMode(null);
    this.typed();
    const done = mode?.kind === "edit"
      ? await this.doing.onEdit(mode.message, text)
      : await this.doing.onSend(text, mode?.message ?? null);
    if (done || chat !== this.chat || this.field.value) return;
    this.field.value = text; // it did not go out: nobody should have to write it again
    this.setMode(mode);
    this.typed();
  }

  showCommands() {
    this.overlays.showMenu("Commands", this.menu, this.commands.map((one) => ({
      label: `/${one.command}`, note: one.description, className: "command", choose: () => this.command(one.command),
    })));
  }

  showAttachments() {
    const kinds = [["photo", "Photo"], ["voice", "Voice message"], ["sticker", "Sticker"]];
    this.overlays.showMenu("Attach", this.attach, kinds.map(([kind, label]) => ({
      label, picture: icon(kind), choose: () => {
        const replyTo = this.mode?.kind === "reply" ? this.mode.message : null;
        this.setMode(null);
        this.doing.onAttach(kind, replyTo);
      },
    })));
  }
}
