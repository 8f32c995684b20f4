"""The words and keyboards of the private yes: what it is about, and each yes for itself."""

from markupsafe import Markup

from bot.disclosure import Host, who_could_read
from bot.features.pairing.actions import (
    ChooseKeeping,
    Join,
    JoinBesideBots,
    Keeps,
    Page,
    ReadDetails,
    Refuse,
    SayYes,
)
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from bot.features.question.exports import SAVES_ANSWERS
from bot.message import Button, Message, Rows
from bot.spaces.model import Partner
from bot.words import _, beside, pgettext

YES, TAKEN_BACK = "x", "."
"""What the button of a yes makes of it: each names its result, so that doubled taps are harmless."""


def consent_card(space_id: int, me: Partner, host: Host) -> Message:
    """Return the private question whether this person wants in; says nothing of what anybody else chose.

    Whoever was asked in by the other reads so: it stands in the group. Being an adult and what is saved are
    two sentences, each with a yes of its own.
    """
    asked = (
        Markup(_("<b>%(name)s asked me into your group. Would you like me there?</b>"))
        % {"name": host.partner}
        if host.partner
        else Markup(_("<b>Would you like me in your group?</b>"))
    )
    parts = [
        beside(asked, _("A no stays in this chat.")),
        Markup.escape(_("I'm for adults only. What you tell me is saved, encrypted, until you delete it.")),
        who_could_read(host),
    ]
    return Message(Markup("\n\n").join(parts), rows=_rows(space_id, me))


def details_card(space_id: int, me: Partner) -> Message:
    """Return the page behind that card: what is saved, who sees it, and what becomes of answers once read."""
    text = Markup(
        _(
            "<b>Saved:</b> answers, thank-yous and settings, on the computer of whoever runs me. /delete "
            "deletes yours; backups go in seven days.\n"
            "<b>Your partner sees</b> what opens for you both, and what you say aloud, give or pass on.\n"
            "<b>Once you've both read an answer,</b> yours is saved or forgotten, as you choose here. The "
            "rest: /privacy."
        )
    )

    def choice(label: str, how: Keeps, *, now: bool) -> Button:
        return Button(f"{label} ✓" if now else label, tap=ChooseKeeping(space_id, how))

    rows: Rows = (
        (
            choice(_("Save mine"), Keeps.SAVED, now=me[SAVES_ANSWERS]),
            choice(_("Forget mine"), Keeps.FORGOTTEN, now=not me[SAVES_ANSWERS]),
        ),
        (Button(_("Back"), tap=ReadDetails(space_id, Page.BACK)),),
    )
    return Message(text, rows=rows)


def crowd_card(space_id: int) -> Message:
    """Return what somebody who said yes reads while more than the two and the bot are in the group."""
    text = Markup(
        _(
            "That group holds more than the two of you and me. I can join if the others are bots. If they "
            "aren't, send /start here once they have left."
        )
    )
    rows: Rows = (
        (Button(_("The others are bots"), tap=JoinBesideBots(space_id)),),
        (Button(pgettext("not joining", "Not for me"), tap=Refuse(space_id)),),
    )
    return Message(text, rows=rows)


def two_yeses_first() -> str:
    """Return the alert on *I'm in* while one of the two is missing."""
    return _("Two yeses first: that you're 18 or older, and that I may save what you tell me.")


def _rows(space_id: int, me: Partner) -> Rows:
    def yes(label: str, what: str, *, said: bool) -> tuple[Button, ...]:
        arg = f"{what}={TAKEN_BACK if said else YES}"
        return (Button(f"{label} ✓" if said else label, tap=SayYes(space_id, arg)),)

    return (
        yes(_("Yes, I'm 18 or older"), "adult", said=me[ADULT_AT] is not None),
        yes(_("Yes, you may save it"), "saving", said=me[SAVING_AT] is not None),
        (Button(_("What is saved, who sees it"), tap=ReadDetails(space_id, Page.DETAILS)),),
        (Button(_("I'm in"), tap=Join(space_id)),),
        (Button(pgettext("not joining", "Not for me"), tap=Refuse(space_id)),),
    )
