"""The words around an export."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Button, Card
from bot.features.export.archive import Heading
from bot.spaces.model import Partner, Space
from bot.telegram.taps import data
from bot.words import N_, _

DEPTHS = (N_("Light"), N_("Open"), N_("Deep"))


def heading(space: Space, person_id: int, day: date) -> Heading:
    """Return what stands above everything in the page."""
    me, other = space.partner(person_id), space.other(person_id)
    names = {"name": me.name if me else "", "other": other.name}
    return Heading(
        title=_("%(name)s, with %(other)s") % names,
        person=names["name"],
        partner=other.name,
        day=day,
        notes=(
            _("Your own words and what was given to you, as kept on %s.") % dates.say_date_of_year(day),
            _(
                "Not here: what your partner answered, which is theirs and stands in your group's chat, and "
                "their evenings. Voice notes and photos lie with Telegram; the JSON has the number it keeps "
                "them under for this bot."
            ),
            _("Dates are to the day. Keep this file where only you can read it: it is not encrypted."),
        ),
    )


def chosen_words(me: Partner, muted: Sequence[str], packs: Sequence[str]) -> dict[str, str]:
    """Return a person's own settings in words, by their labels."""
    words = {
        _("Name"): me.name,
        _("Clock"): me.zone,
        _("Your answers, once opened"): _("kept") if me.keeps_answers else _("not kept"),
        _("How deep"): _(DEPTHS[me.depth - 1]),
        _("Evening reminder"): dates.say_time(me.reminder_at) if me.reminder_at else _("off"),
    }
    if muted:
        words[_("Topics you left out")] = ", ".join(muted)
    if packs:
        words[_("Packs you chose")] = ", ".join(packs)
    if me.joined_at is not None:
        words[_("In since")] = dates.say_date_of_year(me.joined_at.astimezone(me.tz).date())
    return words


def caption() -> Markup:
    """Return the line below the file."""
    return escape(
        _(
            "Your words and those given to you: a page to read (kindling.html) and the same for machines. "
            "It isn't encrypted, so keep it where only you can read it. Deleting this message takes it out "
            "of this chat."
        )
    )


def which(spaces: Sequence[Space], person_id: int) -> Card:
    """Return the question which of one's spaces is meant."""
    rows = tuple(
        (Button(_("With %(name)s") % {"name": space.other(person_id).name}, data("e.which", space.id)),)
        for space in spaces
    )
    return Card(escape(_("You're in more than one group with me. Which one is this about?")), rows=rows)


def nothing() -> str:
    """Return the answer to somebody of whom nothing is kept."""
    return _("There is nothing of yours here to take along.")


def stale() -> str:
    """Return the alert on a button that is not this person's, or of a space that is gone."""
    return _("There is nothing of yours behind this button any more.")


def failed() -> Markup:
    """Return the line where Telegram did not take the file."""
    return escape(_("The file didn't get through to you. Please try /export again in a while."))
