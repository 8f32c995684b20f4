"""The words and keyboards of the yes to check-ins, and of the way back."""

from datetime import date

from markupsafe import Markup

from bot.config import Settings
from bot.disclosure import Host, who_could_read_these
from bot.features.checkin.actions import Agree, And, Decline, Stop
from bot.features.checkin.preferences import AGREED_AT
from bot.features.settings.exports import Turn
from bot.message import Button, Message
from bot.spaces.model import Partner, Space
from bot.words import _, pgettext


def first_ask(space: Space, me: Partner, evening: date, settings: Settings) -> Message:
    """Return what stands before a first check-in: what it saves, who sees it, and a yes of its own."""
    other = space.other(me.person_id)
    runs = Host(
        said=settings.operator,
        partner=other.name,
        is_reader=settings.operator_is == me.person_id,
        is_partner=settings.operator_is == other.person_id,
    )
    text = Markup(
        _(
            "<b>Before your first check-in:</b> it asks about your day, closeness and what would help. I "
            "save your three taps, encrypted, and show them to you alone; a wish reaches %(name)s only if "
            "you say so. %(could_read)s You can stop and delete them in /settings, "
            "Just mine."
        )
    )
    yes = Button(_("Yes, save my check-ins"), tap=Agree(space.id, evening))
    no = Button(pgettext("no check-ins", "Not for me"), tap=Decline(space.id))
    words = {"name": other.name, "could_read": who_could_read_these(runs)}
    return Message(text % words, rows=((yes,), (no,)), page=True)


def declined() -> Message:
    """Return that question's face after a no."""
    return Message(
        Markup.escape(_("That's fine, and it stays in this chat. /checkin asks again if you like."))
    )


def for_another_evening() -> Message:
    """Return that question's face after a yes in an evening that is over."""
    return Message(Markup.escape(_("Thanks. That evening is over; /checkin is there for tonight.")))


def page(space_id: int, me: Partner) -> Message:
    """Return the page of the settings on which the yes is taken back."""
    back = (Button(_("Back"), tap=Turn(space_id, "mine")),)
    if me[AGREED_AT] is None:
        text = Markup(_("<b>Check-in</b>\nNone is saved without your yes. /checkin asks you first."))
        return Message(text, rows=(back,), page=True)
    text = Markup(
        _(
            "<b>Check-in</b>\nYou said yes to saving your check-ins. You can take that back here, at any "
            "time: the evening reminder stops with it."
        )
    )
    return Message(
        text,
        rows=(
            (Button(_("Stop, and delete them"), tap=Stop(space_id, And.DELETE)),),
            (Button(_("Stop, but leave them"), tap=Stop(space_id, And.LEAVE)),),
            back,
        ),
        page=True,
    )
