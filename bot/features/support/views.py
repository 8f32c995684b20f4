"""The words of the help page. Fixed sentences, made by nobody at run time; they judge and promise nothing."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import Button, Card
from bot.telegram.taps import data
from bot.words import _
from content.helplines import Helpline


def page(lines: Sequence[Helpline]) -> Card:
    """Return the help page at a person's own door."""
    parts = [
        Markup.escape(_("This page is between you and me: nobody is told of it, and it's noted nowhere.")),
        _ground(lines),
        Markup.escape(
            _(
                "Somebody you trust, a doctor or a counsellor is a good beginning, too. If someone checks "
                "your phone, use another device, and hide this page when you've read it."
            )
        ),
    ]
    return Card(Markup("\n\n").join(parts), rows=((_hide(),),))


def before_keeping(lines: Sequence[Helpline], *, in_group: bool) -> Card:
    """Return what is asked before such words are kept; its beginning is for lock screens."""
    until = (
        _("Shall I keep that? What you wrote stands in your group; I add nothing to it until you choose.")
        if in_group
        else _(
            "Shall I keep that? Until you choose it isn't kept, sealed or posted, and nobody else is told."
        )
    )
    parts = [
        Markup.escape(until),
        Markup.escape(_("If things are that hard right now, you don't have to carry them alone.")),
        _ground(lines),
    ]
    return Card(Markup("\n\n").join(parts), rows=((_hide(),),))


def hidden() -> Card:
    """Return what the page becomes where Telegram no longer lets it be deleted."""
    return Card(Markup.escape(_("Nothing here any more.")))


def _ground(lines: Sequence[Helpline]) -> Markup:
    """Return what the bot is not, the ground of help that holds everywhere, and the lines of one country."""
    told = [
        Markup.escape(_("I'm a program: nobody reads along here, and I can't call for help.")),
        Markup(_("In danger right now: <b>your local emergency number</b>.")),
        Markup(_("To talk to somebody, free, in many countries: <b>findahelpline.com</b>.")),
        *(
            Markup(_("%(name)s, %(hours)s: <b>%(number)s</b>"))
            % {"name": line.name, "hours": _(line.hours), "number": line.number}
            for line in lines
        ),
    ]
    return Markup("\n").join(told)


def _hide() -> Button:
    return Button(_("Hide"), data("h.hide"))
