"""The words and keyboards of the micro-kindness."""

from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from bot.actions import Row
from bot.dates import say_weekday
from bot.features.kindness import lines
from bot.features.kindness.actions import Another, BringNow, Did, NotForMe, ShowMine, ShowMineFromAfar
from bot.limits import LONGEST_ALERT
from bot.message import Button, Message
from bot.places import Line, rows_of
from bot.spaces.model import Space
from bot.words import _, pgettext, variant
from content.bank import Idea

_SHORT_NAME = 12
_NEW = timedelta(days=7)
_EXPLAINS_ONE_IN = 7


def card(space: Space, post_id: int, day: date, *, reply_to: int | None = None) -> Message:
    """Return the card of a day, the same for both."""
    space_id = space.id
    post = Row(post_id)
    return Message(
        Markup.escape(_paragraph(space, day)),
        rows=(
            (Button(_("Show me mine"), ShowMine(space_id, post)),),
            (
                Button(_("Did it"), Did(space_id, post)),
                Button(pgettext("another idea", "Another"), Another(space_id, post)),
            ),
            (Button(pgettext("an idea that does not suit", "Not for me"), NotForMe(space_id, post)),),
        ),
        silent=True,
        reply_to=reply_to,
    )


def _paragraph(space: Space, day: date) -> str:
    """Return what stands above the buttons: what it is in a couple's first days, and now and then later."""
    began = space.local(space.active_at).date() if space.active_at else day
    explains = day - began < _NEW or (day.toordinal() + space.id) % _EXPLAINS_ONE_IN == 0
    return variant(lines.EXPLAINS if explains else lines.CARD, day, space.id)


def past(day: date) -> Message:
    """Return what is left of a day's card when the day is over."""
    return Message(Markup.escape(_("%(day)s's kindness.") % {"day": say_weekday(day)}))


def already_here(space_id: int, post_id: int, message_id: int, day: date | None) -> Message:
    """Return the pointer to today's card, or to that of the `day` before, as a reply to it."""
    said = _("Today's kindness is right here, one for each of you.")
    if day is not None:
        said = _("%(day)s's kindness is right here, one for each of you.") % {"day": say_weekday(day)}
    return Message(
        Markup.escape(said),
        rows=((_show_button(space_id, post_id),),),
        silent=True,
        reply_to=message_id,
    )


def at_door(space_id: int, lines: Sequence[Line]) -> Message:
    """Return today's kindness at a door, the same for both; where none is open yet, the way to it."""
    if lines:
        return Message(Markup("\n\n").join(it.text for it in lines), rows=rows_of(lines), silent=True)
    text = Markup.escape(
        _("There's no kindness just now. If you like, I'll bring today's to your group, one for each of you.")
    )
    return Message(text, rows=((Button(_("Bring it now"), BringNow(space_id)),),), silent=True)


def is_in_the_group(space_id: int, post_id: int) -> Message:
    """Return what that offer becomes once it was taken."""
    text = Markup.escape(_("Today's kindness is in your group, one for each of you."))
    return Message(text, rows=((_show_button(space_id, post_id),),))


def line(space_id: int, post_id: int, day: date) -> Line:
    """Return the line of a day that stands on other features' cards; the same for both and in every state."""
    text = Markup.escape(variant(lines.LINE, day, space_id))
    return Line(text, (_show_button(space_id, post_id),))


def alert(idea: Idea, name: str, intro: str = "") -> str:
    """Return what only the tapper sees, who knows their partner by a name.

    Where Telegram's 200 would be passed the last line gives way, then the first, then the end of the name.
    """
    only_you = _("Only you see this.")
    for size in (len(name), *range(min(len(name) - 1, _SHORT_NAME), 0, -1)):
        said = idea.said(name if size >= len(name) else f"{name[: size - 1].rstrip()}…")
        for parts in ([intro, said, only_you], [intro, said], [said]):
            whole = "\n\n".join(filter(None, parts))
            if len(whole) <= LONGEST_ALERT:
                return whole
    return idea.said("…")[:LONGEST_ALERT]


def here_is_another(idea: Idea, name: str) -> str:
    """Return the alert that swaps one idea for another."""
    return alert(idea, name, _("Here's another, for you."))


def one_other_a_day(idea: Idea, name: str) -> str:
    """Return the alert after the day's one swap."""
    return alert(idea, name, _("One other a day, and this is yours:"))


def none_left() -> str:
    """Return what a person hears whose half of the bank has nothing for them today."""
    return _("I have nothing that fits you today.")


def well_done() -> str:
    """Return the toast for a kindness done."""
    return _("Nice. Nobody is told.")


def noted() -> str:
    """Return the toast for an idea that was not for them; the next waits under the same button."""
    return _("Noted. That one won't come back.")


def fewer() -> str:
    """Return the alert for the third day in a row with an idea that was not for them; only they read it."""
    # Translators: at most 200 characters
    return _(
        "Noted, and I'll lean to other kinds. Fewer of them? /settings, Our times, Kindness: less often, "
        "or off, for you both. Nothing changes unless you do that. Only you see this."
    )


def closed() -> str:
    """Return the toast on a card of another day."""
    return _("That day is over. /today shows what's on.")


def _show_button(space_id: int, post_id: int) -> Button:
    return Button(_("Show me mine"), ShowMineFromAfar(space_id, Row(post_id)))
