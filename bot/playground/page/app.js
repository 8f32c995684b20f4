// The playground: two phones side by side over one Telegram on loopback, and a clock to move.

import { act, follow } from "./api.js";
import { avatar, h, icon } from "./dom.js";
import { hint } from "./hints.js";
import { Phone } from "./phone.js";
import { clockTime, day, shortDay } from "./times.js";

const WHO = ["ana", "ben"];
const phones = new Map();
const room = document.querySelector(".phones");
const switcher = document.querySelector(".switch");
const wide = matchMedia("(min-width: 760px)");
const roomy = matchMedia("(min-width: 760px) and (min-height: 560px), (min-width: 1500px)"); // as in style.css
let world = null;
let clock = null;
let shown = "ana";
let renaming = null; // the stage that is begun anew with other names

function show(next) {
  if (!world && !renaming) takeNames(next);
  if (renaming === next.stage) return; // whatever was pressed there would be lost
  const anew = !world || world.stage !== next.stage;
  draw(next, anew);
}

function draw(next, anew) {
  const again = anew && world !== null;
  world = next;
  if (anew) setUp();
  showClock(world);
  for (const phone of phones.values()) phone.update(world);
  showSwitch();
  if (again && document.activeElement === document.body) phones.get(shown).begin();
  const line = document.querySelector(".hint");
  if (line.textContent !== hint(world)) line.textContent = hint(world);
}

/** /?a=Lea&b=Tom: a play in which nothing was said yet is begun anew with these names. */
function takeNames(first) {
  const { phones: before, stage } = first;
  const asked = new URLSearchParams(location.search);
  const names = ["a", "b"].map((key, i) => asked.get(key)?.trim() || before[WHO[i]].person.name);
  const same = names.every((name, i) => name === before[WHO[i]].person.name);
  const lived = WHO.some((who) => before[who].group.exists || before[who].door.opened);
  if (same || lived) return;
  renaming = stage;
  act({ do: "start_over", names }).catch(() => { // such names cannot be: play on with those there are
    renaming = null;
    if (!world) draw(first, true);
  });
}

function setUp() {
  phones.clear();
  for (const who of WHO) phones.set(who, new Phone(who, world.phones[who].person));
  room.replaceChildren(...[...phones.values()].map((phone) => phone.element));
  room.inert = false;
  clock = clockBar();
  document.querySelector(".clock").replaceChildren(clock.element);
}

function clockBar() {
  const time = h("time", { "data-testid": "clock-time" });
  const move = (label, to) => h("button", {
    type: "button", "data-testid": `clock-${to}`, onclick: () => moveClock({ do: "clock", to }),
  }, label);
  const summary = h("summary", { title: "Move the clock" }, icon("clock"), time);
  const element = h("details", { open: roomy.matches }, summary,
    h("div", { class: "clock-buttons", role: "group", "aria-label": "Move the clock" },
      move("+1 min", "plus-minute"), move("+1 h", "plus-hour"), move("Tonight", "tonight"), move("Next morning", "next-morning"),
      h("button", { type: "button", class: "over", "data-testid": "start-over", onclick: () => startOver() }, "Start over")));
  return { element, summary, time };
}

function showClock({ now, zone }) {
  if (!clock) return;
  const date = roomy.matches ? day(now, zone) : shortDay(now, zone);
  clock.time.textContent = `${date}, ${clockTime(now, zone)}`;
  clock.time.setAttribute("datetime", now);
}

/** On a narrow or low screen the clock's buttons cover the phone: they fold away once used. */
function foldClock() {
  if (roomy.matches) return;
  if (clock.element.querySelector(".clock-buttons").contains(document.activeElement)) clock.summary.focus();
  clock.element.open = false;
}

async function moveClock(action) {
  foldClock();
  clock.element.setAttribute("aria-busy", "true");
  try {
    await act(action);
  } catch (problem) {
    room.inert = false;
    phones.get(shown).overlays.toast(problem.message);
  }
  clock.element.removeAttribute("aria-busy");
}

function startOver() {
  foldClock();
  const sure = { label: "Start over", note: "Both phones are emptied, and Kindling forgets everything.", picture: icon("trash"),
    choose: () => { room.inert = true; moveClock({ do: "start_over" }); } }; // nothing pressed meanwhile would last
  phones.get(shown).overlays.sheet("Begin again from nothing?", [sure]);
}

function showSwitch() {
  const state = JSON.stringify([world.stage, shown, WHO.map((who) => phones.get(who).unread)]);
  if (switcher.dataset.state === state) return;
  switcher.dataset.state = state;
  switcher.replaceChildren(...WHO.map((who) => {
    const { person } = world.phones[who];
    const unread = phones.get(who).unread;
    return h("button", {
      type: "button", "aria-pressed": String(who === shown), "data-testid": `switch-${who}`,
      onclick: () => { shown = who; showPhone(); switcher.querySelector(`[data-testid=switch-${who}]`).focus(); },
    }, avatar(person.name, who), person.name,
    unread > 0 && h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread")));
  }));
  room.dataset.shown = shown;
}

function showPhone() {
  showSwitch();
  for (const phone of phones.values()) phone.showCurrent();
}

roomy.addEventListener("change", () => {
  if (!world) return;
  clock.element.open = roomy.matches;
  showClock(world);
});
wide.addEventListener("change", () => world && showPhone());
document.addEventListener("click", (event) => clock && !clock.element.contains(event.target) && foldClock());
document.addEventListener("visibilitychange", () => world && showPhone());

follow({
  onWorld: show,
  onClock: showClock,
  onLink: (alive) => { document.querySelector(".offline[role=alert]").hidden = alive; },
});
