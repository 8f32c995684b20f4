// Building the page: elements are made here, and text only ever enters them as text, never as markup.

/**
 * Make an element. `props` are attributes; a function under `on…` becomes a listener, `false` and `null` leave the
 * attribute out, `true` sets it empty. Children are nodes or text; `null` and `false` are passed over.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

// One stroke each, drawn on a 24 by 24 grid.
const PATHS = {
  send: "M4 12 20 4l-5 16-4-7z M11 13l9-9",
  menu: "M4 7h16 M4 12h16 M4 17h10",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.500a1.700 1.700 0 0 1-2.500-2.500L15 7.500",
  reply: "M10 6 4 12l6 6 M4 12h9a7 7 0 0 1 7 6",
  more: "M5 12h.01 M12 12h.01 M19 12h.01",
  close: "M6 6l12 12 M18 6 6 18",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  check: "M5 13l4 4L19 7",
  trash: "M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13",
  photo: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.500 9h.01",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z M6 11a6 6 0 0 0 12 0 M12 17v4",
  sticker: "M5 4h14v10l-5 6H5z M19 14h-5v6 M9 9h.01 M15 9h.01 M9 13a4 4 0 0 0 5 0",
  play: "M8 5l11 7-11 7z",
  file: "M7 3h7l4 4v14H7z M14 3v4h4",
  mute: "M6 17h12l-1.500-2V10a4.500 4.500 0 0 0-9 0v5z M10.500 20h3 M4 4l16 16",
  plus: "M12 5v14 M5 12h14",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z M12 7v5l3 2",
  down: "M12 5v14 M6 13l6 6 6-6",
  link: "M9 15l6-6 M9 9h6v6",
  people: "M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z M3 19a6 6 0 0 1 12 0 M16 6a3 3 0 0 1 0 5.500 M18 14a6 6 0 0 1 3 5",
};

/** Draw one of the page's few icons; it is decoration, the name for screen readers belongs to its button. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A round picture with a person's initial, or the bot's ember. */
export function avatar(name, kind) {
  if (kind === "bot") {
    return h("span", { class: "avatar avatar-bot", "aria-hidden": "true" }, h("img", { src: "/page/ember.svg", alt: "" }));
  }
  return h("span", { class: `avatar avatar-${kind}`, "aria-hidden": "true" },
    kind === "group" ? icon("people") : [...name][0]);
}

/** A button that shows only an icon. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props }, icon(name));
}
