"""What one of the two sets about their evenings: a reminder; and the way to what is saved of check-ins."""

from markupsafe import Markup

from bot import dates
from bot.features.checkin.actions import MyConsent
from bot.features.checkin.preferences import REMINDER
from bot.features.settings.exports import Change, Page, PageContext, Way, time_of
from bot.message import Button, Message
from bot.words import N_, _


def _card(context: PageContext, rest: str) -> Message | None:
    if rest:
        return None
    at = context.me[REMINDER]
    text = Markup(
        _(
            "<b>Evening reminder</b>\nA line here, before bed, by your own clock, with a sound outside your "
            "quiet hours. Only for you."
        )
    )
    picks = ("20:00", "21:00", "21:30", "22:00", "22:30", "23:00")
    off = (context.set(_("Off"), "reminder", "off", now=at is None),)
    return Message(text, rows=(off, *context.times("reminder", at, picks), (context.back("mine"),)))


def _line(context: PageContext) -> Markup:
    at = context.me[REMINDER]
    return Markup(_("Evening reminder: %(reminder)s")) % {"reminder": dates.say_time(at) if at else _("off")}


PAGE = Page(
    name="reminder",
    build=_card,
    under="mine",
    label=N_("Reminder"),
    line=_line,
    choices={
        "reminder": lambda _, v: Change("reminder", mine=(REMINDER.to(None if v == "off" else time_of(v)),))
    },
    typed={"reminder": "evening"},
)
CONSENT = Way(under="mine", button=lambda context: Button(_("Check-in"), MyConsent(context.space.id)))
