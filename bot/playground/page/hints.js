// One friendly line for whoever tries Kindling for the first time: what to do next, read off the phones themselves.

/** The first hint whose time it is. */
export function hint(world) {
  return HINTS.find(([isTime]) => isTime(world))[1];
}

const door = (world, who) => world.phones[who].door;
const group = (world) => world.phones.ana.group;

const offers = (chat, label) =>
  chat.messages.some((message) => message.keyboard.flat().some((button) => button.text === label));

const HINTS = [
  [(world) => !door(world, "ana").opened && !group(world).exists, "Open Kindling on Ana's phone and press Start."],
  [(world) => !group(world).bot_inside, "Ask Kindling into the group: “Add me to our group” on Ana's phone."],
  [(world) => offers(door(world, "ana"), "I'm in") || offers(door(world, "ben"), "I'm in"), "Say “I'm in” on both phones. Each says so in private."],
  [(world) => !door(world, "ana").opened || !door(world, "ben").opened, "In the group, tap “Open my side” on both phones."],
  [(world) => offers(group(world), "Ask us our first question"), "You're both in. Tap “Ask us our first question” in the group."],
  [(world) => !group(world).messages.some((message) => message.entities.some((entity) => entity.type === "spoiler")),
    "Tap “Answer privately” on both phones, and see what opens."],
  [() => true, "Try /thanks in the group, /checkin tonight, or go on to the next morning."],
];
