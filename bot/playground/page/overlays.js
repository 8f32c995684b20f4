// What comes up over one phone and leaves the other alone: toasts, alerts, sheets and menus.

import { h } from "./dom.js";

const TOAST_MS = 5000;

export class Overlays {
  /** `host` is the phone's element and `room` where its chats are; both must be positioned boxes. */
  constructor(host, room) {
    this.host = host;
    this.room = room;
    this.toastBox = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    room.append(this.toastBox);
    host.addEventListener("click", (event) => {
      if (this.menu && !event.target.closest(".menu, [aria-haspopup]")) this.closeMenu();
    });
  }

  /** A line that goes away by itself. */
  toast(text) {
    const line = h("p", { class: "toast", "data-toast": true, onclick: () => line.remove() }, text);
    this.toastBox.replaceChildren(line);
    setTimeout(() => line.remove(), TOAST_MS);
  }

  /** Words only this phone's person sees, until they tap OK. */
  alert(title, text) {
    return this.dialog("alertdialog", title, [h("p", { class: "alert-words", dir: "auto" }, text)], "OK", { "data-alert": true });
  }

  /** A panel from below with things to choose from, as [{label, note, picture, choose}]. */
  sheet(title, choices) {
    const buttons = choices.map((choice) => h("button", {
      type: "button", class: "choice", onclick: () => { this.closeDialog(); choice.choose(); },
    }, choice.picture, h("span", {}, h("strong", {}, choice.label), choice.note && h("small", {}, choice.note))));
    return this.dialog("dialog", title, buttons, "Cancel", { "data-sheet": true, class: "card sheet" });
  }

  dialog(role, title, content, closing, props) {
    this.closeDialog();
    const back = document.activeElement;
    const close = h("button", { type: "button", class: "closing", onclick: () => this.closeDialog() }, closing);
    const card = h("div", { class: "card", ...props, role, "aria-label": title },
      h("h3", {}, title), content, close);
    const curtain = h("div", { class: "curtain", onkeydown: (event) => event.key === "Escape" && this.closeDialog() }, card);
    curtain.addEventListener("click", (event) => event.target === curtain && this.closeDialog());
    this.open = { curtain, back };
    for (const child of this.host.children) child.inert = true;
    this.host.append(curtain);
    (role === "alertdialog" ? close : card.querySelector("button")).focus();
  }

  closeDialog() {
    if (!this.open) return;
    const { curtain, back } = this.open;
    this.open = null;
    curtain.remove();
    for (const child of this.host.children) child.inert = false;
    if (back?.isConnected) back.focus({ preventScroll: true });
    if (document.activeElement !== document.body) return;
    this.room.querySelector(".log:not([hidden]) .scroller")?.focus({ preventScroll: true }); // where it was is gone
  }

  /** A small menu at `anchor`, as [{label, note, picture, choose}]. */
  showMenu(label, anchor, items) {
    this.closeMenu();
    const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, items.map((item) =>
      h("button", { type: "button", role: "menuitem", class: item.className ?? "", onclick: () => { this.closeMenu(); item.choose(); } },
        item.picture, h("span", {}, item.label), item.note && h("small", {}, item.note))));
    menu.addEventListener("keydown", (event) => moveInMenu(event, menu, () => this.closeMenu()));
    this.host.append(menu);
    this.menu = menu;
    this.anchor = anchor;
    place(menu, anchor, this.host);
    queueMicrotask(() => menu.querySelector("button")?.focus({ preventScroll: true }));
  }

  closeMenu() {
    if (!this.menu) return;
    const { menu, anchor } = this;
    const held = menu.contains(document.activeElement);
    this.menu = null;
    menu.remove();
    if (held) anchor.focus({ preventScroll: true });
  }
}

function place(menu, anchor, host) {
  const box = host.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const left = Math.min(Math.max(at.left - box.left, 8), box.width - menu.offsetWidth - 8);
  const above = at.top - box.top - menu.offsetHeight - 6;
  const below = at.bottom - box.top + 6;
  const top = below + menu.offsetHeight < box.height - 8 ? below : Math.max(above, 8);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function moveInMenu(event, menu, close) {
  const buttons = [...menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    buttons[(at + steps[event.key] + buttons.length) % buttons.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close();
  }
}
