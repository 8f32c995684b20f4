// One friendly line for whoever tries Kindling for the first time: what to do next, read off the phones themselves.

/** What to try next, in one line. */
export function hint(world) {
  const { group } = world.phones.ana;
  if (group.messages.some(({ entities }) => entities.some(({ type }) => type === "spoiler"))) {
    return "Try /thanks now, or /checkin tonight.";
  }
  const ready = group.messages.findLast((message) => labels(message).includes(FIRST));
  const sealed = Object.values(world.phones).map(({ door }) => door.messages.findLast((message) => labels(message).includes(DONE)));
  if (sealed.every(Boolean)) return `Both are sealed. Tap “${DONE}” on both phones, or let a minute pass.`;
  if (ready && group.messages.some(({ id, from }) => id > ready.id && from.id === world.bot.id)) {
    return "Answer privately on both phones, and see what opens.";
  }
  if (ready) return `You're both in. Tap “${FIRST}” in the group.`;
  if (group.bot_inside) return joining(world) ?? "Look into the group: Kindling is there.";
  if (world.phones.ana.door.opened || group.exists) return "Ask Kindling into the group: “Add me to our group” on Ana's phone.";
  return "Open Kindling on Ana's phone and press Start.";
}

const YESES = ["Yes, I'm 18 or older", "Yes, you may save it"];
const FIRST = "Ask us our first question";
const DONE = "That's all";

const labels = (message) => message.keyboard.flat().map((button) => button.text);

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
