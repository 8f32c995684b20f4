"""What people do with a question, in the words of these tests."""

from bot.features.question import lines
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.people import Person

MORNING = 9
CARD_LASTS = 6 * 24 + 19
"""Hours from a morning's card to four o'clock of its eighth day, at which it closes."""

GREETINGS = (*lines.MORNING, *lines.AFTERNOON, *lines.EVENING, "Today's question:")
"""What stands above a day's question."""


def greets(text: str) -> bool:
    """Return whether a text is that of a day's question, as it came."""
    return any(f"{it}\n" in text for it in GREETINGS)


async def morning(couple: Couple) -> Shown:
    """Move to the next nine o'clock and return what is newest in the group: the day's card, if one came."""
    await couple.stage.moves_to_time(MORNING)
    return couple.group.last()


async def seals(person: Person, text: str, on: Shown | None = None) -> None:
    """Answer a card privately in text, and be done with it."""
    await writes(person, text, on)
    await is_done(person)


async def writes(person: Person, text: str, on: Shown | None = None) -> None:
    """Answer a card privately in text; for a minute more may follow."""
    await person.taps("Answer privately", on=on)
    await person.says(text)


async def is_done(person: Person) -> None:
    """Say that the newest sealed answer is all."""
    await person.taps("That's all", at=person.door)


async def is_over(couple: Couple, minutes: int = 2) -> None:
    """After a card has closed: let the author of what stayed alone be told, and their day to choose pass."""
    for _ in ("the morning in which they are told", "the next"):
        await couple.stage.moves_to_time(MORNING)
    await couple.stage.moves(minutes=minutes)


async def choice_morning(couple: Couple) -> Shown:
    """Let mornings pass, each talked about, until the question is a choice."""
    for _ in range(20):
        card = await morning(couple)
        if "Not today" in card.buttons and "Answer privately" not in card.buttons:
            return card
        await couple.ana.taps("We talked about it (both see it)", on=card)
    raise AssertionError("three weeks without a choice")


def options(card: Shown) -> list[str]:
    """Return the options of a choice's card."""
    return [
        label
        for label in card.buttons
        if label not in ("We talked about it (both see it)", "Another", "Not today")
    ]


def reveals(couple: Couple) -> list[Shown]:
    """Return every reveal in the group."""
    return [shown for shown in couple.group.messages if shown.text.startswith("Both answers are open.")]


def cards(couple: Couple) -> list[Shown]:
    """Return every message in the group that is a day's card now."""
    return [shown for shown in couple.group.messages if "Not today" in shown.buttons]
