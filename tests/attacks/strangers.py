"""Attacks by people who are none of the two, and how each of them is answered: the table.

`hears` is everything that the attacker is told by an attack, at their door and in toasts: nothing where the
bot stays silent. What a stranger may ask (/start, /help, /privacy) tells of the bot, never of a couple.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.app import FEATURES
from bot.features.question.actions import AskFirst, Seal
from bot.features.thanks.actions import LookAt
from bot.loopback.shown import Shown
from tests.people import Group, Person
from tests.promises.acts import forged, forges_all, rows
from tests.stage import Couple

NOT_YOURS = (
    "These cards belong to the two people who set this up, so I can't open them for you. Nothing was saved."
)
OTHER_DAY = "That button has expired. Try /today."
UNNAMED = (
    "That came in your group's name, so I can't tell which of you it was. Switch off “Remain anonymous” in "
    "the group's administrators, and send it once more."
)
"""What a command in the group's own name is answered with there, once: it tells nothing."""
TAKEN = "This Kindling belongs to another couple. Anyone can run their own."
NO_SPACE = "I'm not in a group with the two of you yet. Send /start to begin."
UNEXPECTED = "I wasn't expecting that just now, so I didn't save it. /today shows what's on."
UNKNOWN = "I don't know that one. /help shows what I can do."
NOTHING_TO_TAKE = "There is nothing of yours here to take along."
NOTHING_TO_ERASE = "There is nothing of yours here to erase."
WHICH_ONE = "You're in more than one group with me. Which one is this about?"
ANYTHING_OF_ITS_OWN = ("a card about the bot",)
"""Where a whole card is shown that says what the bot is: its words are its own feature's matter."""

GARBAGE = (
    "",
    ":",
    "::::",
    Seal.name,
    f"{Seal.name}:1",
    f"{Seal.name}:-1:1",
    f"{Seal.name}:1:1:" + "x" * 46,
    f"{Seal.name}:１:１",
    f"{Seal.name}:1:9999999999999999999",
    "🔥" * 16,
    "\u0000\u0001\u202e:1:1",
    f"{{'verb': '{Seal.name}'}}",
    "x" * 64,
)


@dataclass(frozen=True)
class Scene:
    """A couple that lived a day and a half, and somebody who is none of them."""

    couple: Couple
    stranger: Person
    sealed: Shown
    """The message at Ana's door that says *Sealed*."""
    own_group: Group | None = None
    """The stranger's own group with the bot, if they have one."""

    @property
    def cards(self) -> list[Shown]:
        """The messages in the couple's group that have buttons."""
        return [shown for shown in self.couple.group.messages if shown.buttons]

    def message(self, which: str) -> Shown:
        """Return a message to forge taps about: of the couple's, or of the stranger's own."""
        match which:
            case "card":
                return self.cards[-1]
            case "sealed":
                return self.sealed
            case "group" if self.own_group is not None:
                return self.own_group.messages[-1]
            case _:
                return self.stranger.door.last()


@dataclass(frozen=True)
class Attack:
    """What somebody tries, and all that they hear of it."""

    name: str
    tries: Callable[[Scene], Awaitable[object]]
    hears: tuple[str, ...] = ()


Tries = Callable[[Scene], Awaitable[object]]


def says(text: str) -> Tries:
    """Write something at the own door."""
    return lambda scene: scene.stranger.says(text)


def says_in_group(text: str) -> Tries:
    """Pick a command in the couple's group, or write there."""
    return lambda scene: scene.stranger.says_from_menu(text, scene.couple.group)


def forges(*data: str, on: str = "card") -> Tries:
    """Send callback data about a message of the couple's, or of the stranger's own."""

    async def tries(scene: Scene) -> None:
        await forges_all(scene.stranger, data, scene.message(on), scene.couple.stage)

    return tries


def names_their_things(on: str) -> Tries:
    """Send callback data of the own space that is about cards and thank-yous of the couple's."""

    async def tries(scene: Scene) -> None:
        found = await rows(scene.couple.stage)
        refs = {
            row["id"] for name in ("cards", "thanks", "posts") for row in found[name] if row["space_id"] == 1
        }
        refs -= {
            row["id"] for name in ("cards", "thanks", "posts") for row in found[name] if row["space_id"] == 2
        }
        assert refs
        await forges_all(
            scene.stranger, forged(2, *refs, verbs=ABOUT_THINGS), scene.message(on), scene.couple.stage
        )

    return tries


async def taps_everything(scene: Scene) -> None:
    """Tap every button that stands in the couple's group."""
    for shown in scene.cards:
        for row in shown.message.buttons:
            for button in row:
                if "callback_data" in button:
                    await scene.stranger.sends_data(button["callback_data"], on=shown)


async def replies_to_everything(scene: Scene) -> None:
    """Reply to every message of the couple's group."""
    for shown in scene.couple.group.messages:
        await scene.stranger.replies("words of a third", to=shown)


async def forwards_a_card(scene: Scene) -> None:
    """Forward a card's words to the own door."""
    await scene.stranger.forwards(scene.cards[-1].text)


def follows_anas_link(scene: Scene) -> Awaitable[object]:
    """Open the link that was made for Ana."""
    links = [toast.url for toast in scene.couple.ana.toasts if toast.url]
    return scene.stranger.opens(links[-1] or "")


def says_unnamed(text: str) -> Tries:
    """Let Ana pick a command as the group itself, as anonymous administrators speak."""
    words = f"{text}@kindling_bot"
    return lambda scene: scene.couple.ana.says(words, scene.couple.group, anonymous=True)


async def replies_unnamed(scene: Scene) -> None:
    """Let Ana reply to a card as the group itself."""
    await scene.couple.ana.says(
        "nobody's words", scene.couple.group, reply_to=scene.cards[-1], anonymous=True
    )


def posts_in_channel(text: str) -> Tries:
    """Let a linked channel post."""
    return lambda scene: scene.couple.group.gets_channel_post(
        scene.couple.stage.telegram.channel("News"), text
    )


def bot_says(text: str) -> Tries:
    """Let another bot in the group speak."""
    return lambda scene: scene.stranger.says(text, scene.couple.group)


ABOUT_THINGS = [
    name
    for feature in FEATURES
    for route in feature.routes
    for name in route.action.names()
    if feature.name in ("question", "kindness", "thanks") and route.action not in (AskFirst, LookAt)
]

_FORGED = (NOT_YOURS, OTHER_DAY)

AT_THE_DOOR = (
    Attack("asks for what is open", says("/today"), (NO_SPACE,)),
    Attack("asks for the thanks", says("/thanks"), (NO_SPACE,)),
    Attack("gives thanks", says("/thanks for nothing"), (NO_SPACE,)),
    Attack("checks in", says("/checkin"), (NO_SPACE,)),
    Attack("pauses", says("/pause"), (NO_SPACE,)),
    Attack("stops", says("/stop"), (NO_SPACE,)),
    Attack("turns the settings", says("/settings"), (NO_SPACE,)),
    Attack("erases", says("/delete"), (NOTHING_TO_ERASE,)),
    Attack("takes their words along", says("/export"), (NOTHING_TO_TAKE,)),
    Attack("reads what is kept", says("/privacy"), ANYTHING_OF_ITS_OWN),
    Attack("asks for help", says("/help"), ANYTHING_OF_ITS_OWN),
    Attack("asks for the question", says("/question"), (NO_SPACE,)),
    Attack("asks for a kindness", says("/kindness"), (NO_SPACE,)),
    Attack("knocks", says("/start"), (TAKEN,)),
    Attack("knocks with the word of the startgroup link", says("/start hello"), (TAKEN,)),
    Attack("guesses a link", says("/start AAAAAAAAAAAAAAAAAAAAAA"), (TAKEN,)),
    Attack("opens Ana's link", follows_anas_link, (TAKEN,)),
    Attack("opens it once more", follows_anas_link, (TAKEN,)),
    Attack("names a command by link", says("/start settings"), (NO_SPACE,)),
    Attack("makes a command up", says("/reveal"), (UNKNOWN,)),
    Attack("answers what nobody asked", says("my answer to the card"), (UNEXPECTED,)),
    Attack("forwards a card", forwards_a_card, (UNEXPECTED,)),
    Attack("sends a voice note", lambda scene: scene.stranger.sends_voice(), (UNEXPECTED,)),
    Attack("forges every tap, on a card of theirs", forges(*forged(1, 1)), _FORGED),
    Attack(
        "forges every tap, on Ana's sealed answer",
        forges(*forged(1, 1), on="sealed"),
        (NOT_YOURS,),
    ),
    Attack("forges every tap, at the own door", forges(*forged(1, 1), on="own"), _FORGED),
    Attack("forges taps of a space that is not", forges(*forged(77, 1)), (OTHER_DAY,)),
    Attack("sends garbage for data", forges(*GARBAGE), (OTHER_DAY, NOT_YOURS)),
)

IN_THE_GROUP = (
    *(
        Attack(f"sends /{name} in the group", says_in_group(f"/{name}"))
        for name in (
            *("question", "kindness", "thanks", "checkin", "today", "help", "start"),
            *("settings", "pause", "privacy", "stop", "delete", "export", "reveal"),
        )
    ),
    Attack("gives thanks in the group", says_in_group("/thanks for nothing")),
    Attack("adds words to a command there", says_in_group("/stop now")),
    Attack("taps every button there", taps_everything, (NOT_YOURS,)),
    Attack("replies to every message there", replies_to_everything),
    Attack("forges every tap, on a card", forges(*forged(1, 1)), _FORGED),
    Attack("sends garbage for data", forges(*GARBAGE), (OTHER_DAY, NOT_YOURS)),
    Attack("asks at the own door what is open", says("/today"), (NO_SPACE,)),
    Attack("knocks at the own door", says("/start"), (TAKEN,)),
    Attack("opens Ana's link", follows_anas_link, (TAKEN,)),
)

OF_ANOTHER_SPACE = (
    Attack("taps every button of theirs", taps_everything, (NOT_YOURS,)),
    Attack("forges every tap of their space, on a card of theirs", forges(*forged(1, 1)), _FORGED),
    Attack("forges them on Ana's sealed answer", forges(*forged(1, 1), on="sealed"), (NOT_YOURS,)),
    Attack("forges them on a card of the own group", forges(*forged(1, 1), on="group"), (NOT_YOURS,)),
    Attack(
        "forges them at the own door",
        forges(*forged(1, 1), on="own"),
        _FORGED,
    ),
    Attack("opens Ana's link", follows_anas_link, ANYTHING_OF_ITS_OWN),
    Attack("names their things in the own space", names_their_things("own"), (OTHER_DAY,)),
    Attack("names them in the own group", names_their_things("group"), (OTHER_DAY,)),
)

NOT_A_PERSON = (
    Attack("an anonymous administrator asks", says_unnamed("/question")),
    Attack("an anonymous administrator stops", says_unnamed("/stop")),
    Attack("an anonymous administrator replies to a card", replies_unnamed),
    Attack("a linked channel posts a command", posts_in_channel("/question@kindling_bot")),
    Attack("a linked channel posts words", posts_in_channel("some news")),
    Attack("another bot asks", bot_says("/question@kindling_bot")),
    Attack("another bot thanks", bot_says("/thanks@kindling_bot for all")),
)
