// One friendly line for whoever tries Kindling: what to do next, read off the phones themselves.

/** What to try next, in one line. */
export function hint(world) {
  const { ana, ben } = world.phones;
  const { group } = ana;
  if (group.messages.some(opened)) return further(world);
  const ready = group.messages.findLast((message) => labels(message).includes(FIRST));
  const sealed = [ana, ben].map(({ door }) => door.messages.findLast((message) => labels(message).includes(DONE)));
  if (sealed.every(Boolean)) return `Both are sealed. Tap “${DONE}” on both phones, or let a minute pass.`;
  if (ready && group.messages.some(({ id, from }) => id > ready.id && from.id === world.bot.id)) {
    return "Answer privately on both phones, and see what opens.";
  }
  if (ready) return `You're both in. Tap “${FIRST}” in the group.`;
  if (group.bot_inside) return joining(world) ?? "Look into the group: Kindling is there.";
  const first = ana.person.name;
  if (ana.door.opened || group.exists) return `Ask Kindling into the group: “Add me to our group” on ${first}'s phone.`;
  return `Open Kindling on ${first}'s phone and press Start.`;
}

const YESES = ["Yes, I'm 18 or older", "Yes, you may save it"];
const FIRST = "Ask us our first question";
const DONE = "That's all";
const OPEN = "Answer privately";

// What there is besides the question; each is proposed until it was seen once.
const BESIDES = [
  ["Try /thanks in the group: “/thanks for the soup”.", (seen) => seen.some(({ text }) => text.startsWith("/thanks"))],
  ["Move to “Tonight” and try /checkin in the chat with Kindling.", (seen) => seen.some(({ text }) => text.startsWith("/checkin"))],
  ["Try /kindness in the group, and look at it on both phones.", (seen) => seen.some((message) => labels(message).includes("Show me mine"))],
];
const LATER = [
  "Answer aloud this time: reply to the card in the group.",
  "/settings in the chat with Kindling has times, topics and packs.",
  "/today shows what is open; /pause rests for both and names nobody.",
  "/privacy says what is saved, and /export shows it.",
  "“Start over” empties both phones and begins again.",
];

const labels = (message) => message.keyboard.flat().map((button) => button.text);
const opened = ({ text }) => text.startsWith("Both answers are open");

/** What to try once the first answers are open: on this day or any later one. */
function further({ phones: { ana, ben }, now }) {
  const { group } = ana;
  const question = group.messages.findLastIndex((message) => labels(message).includes(OPEN));
  const waits = question > group.messages.findLastIndex(opened);
  const seen = [...group.messages, ...ana.door.messages, ...ben.door.messages];
  const untried = BESIDES.find(([, tried]) => !tried(seen));
  if (untried && !waits) return untried[0];
  if (waits) return LATER[Math.floor(Date.parse(now) / 864e5) % LATER.length];
  return "Move the clock to the next morning: a new question comes.";
}

/** The next step of whoever has not joined yet; each joins in private. */
function joining(world) {
  for (const { person, door } of Object.values(world.phones)) {
    const offered = door.messages.flatMap(labels);
    const yes = YESES.find((label) => offered.includes(label));
    if (yes) return `On ${person.name}'s phone, in the chat with Kindling: tap “${yes}”, if it is so.`;
    if (offered.includes("I'm in")) return `On ${person.name}'s phone, tap “I'm in” in the chat with Kindling.`;
    if (offered.includes("No, another city")) return `Tap “Yes” on ${person.name}'s phone, if the time there is right.`;
    if (!offered.includes("Undo")) return `In the group, tap “Open our private chat” on ${person.name}'s phone.`;
  }
  return null;
}
