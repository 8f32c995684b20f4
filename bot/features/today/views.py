"""The words of /today and /help."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.cards import Button, Card
from bot.feature import Command, Line, rows_of
from bot.telegram.taps import data
from bot.words import _


def open_today(lines: Sequence[Line]) -> Card:
    """Return what is open, each line with its buttons.

    Without lines it says the same on every kind of empty day (rest day, pause, a rarer pace), so that none
    of them can be told from another.
    """
    if not lines:
        return Card(
            Markup.escape(
                _("Nothing is open right now. If you feel like a question, send /question in your group.")
            ),
            silent=True,
        )
    return Card(Markup("\n\n").join(line.text for line in lines), rows=rows_of(lines), silent=True)


def help_in_group(door_link: str) -> Card:
    """Return the same short help for everyone in the group."""
    text = _(
        "I bring you two one good question a day, and a small kindness if you like. "
        "What I can do is in my menu: tap / below. Anything private lives in your own chat with me."
    )
    return Card(
        Markup.escape(text), rows=((Button(_("Open our private chat"), url=door_link),),), silent=True
    )


def help_at_door(commands: Iterable[Command], what_i_see: str) -> Card:
    """Return every command that has a line of its own, and what the bot can read."""
    listed = [command for command in commands if command.about]
    here = [command for command in listed if "door" in command.places]
    there = [command for command in listed if "door" not in command.places]
    parts = [
        Markup.escape(_("Here, between you and me:")) + Markup("\n") + _list(here),
        Markup.escape(_("Also, in your group:")) + Markup("\n") + _list(there),
        Markup.escape(what_i_see),
    ]
    return Card(Markup("\n\n").join(parts), rows=((_support(),),))


def help_before_joining() -> Card:
    """Return what works at the door of somebody who has not joined yet."""
    text = _("What I can do opens up once you've both joined. /privacy says what I keep.")
    return Card(Markup.escape(text), rows=((_support(),),))


def _support() -> Button:
    return Button(_("Support"), data("h.page"))


def _list(commands: Iterable[Command]) -> Markup:
    return Markup("\n").join(
        Markup(_("/%(name)s: %(about)s")) % {"name": command.name, "about": _(command.about)}
        for command in commands
    )
