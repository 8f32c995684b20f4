"""The words around an export."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from markupsafe import Markup, escape

from bot import dates
from bot.features.checkin.exports import AGREED_AT, REMINDER
from bot.features.export import rules
from bot.features.export.actions import CallOff, Everything
from bot.features.export.archive import Heading
from bot.features.export.store import Asked
from bot.features.pairing.exports import ADULT_AT, SAVING_AT
from bot.features.question.exports import DEPTH, DEPTH_BEFORE, DEPTHS, SAVES_ANSWERS
from bot.message import Button, Message, Rows
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import Partner, Space
from bot.spaces.preference import Mine
from bot.words import _
from schedules.rest import PAUSED_UNTIL


def heading(space: Space, person_id: int, day: date, *, whole: bool) -> Heading:
    """Return what stands above everything in the page; `whole` where everything of one's own is in it."""
    me, other = space.partner(person_id), space.name_beside(person_id)
    names = {"name": me.name if me else "", "other": other or ""}
    return Heading(
        title=_("%(name)s, with %(other)s") % names if other else names["name"],
        person=names["name"],
        partner=other,
        day=day,
        notes=(_whole(day) if whole else _shared(day))
        + (
            _(
                "Telegram holds your voice notes and photos; the JSON has a file reference for each, which "
                "works for this bot alone."
            ),
            _("Dates are to the day. Save this file where only you can read it: it is not encrypted."),
        ),
    )


def _whole(day: date) -> tuple[str, ...]:
    return (
        _("Your own words and what was given to you, as saved on %(date)s.")
        % {"date": dates.say_date_of_year(day)},
        _(
            "Not here: what your partner answered, which is theirs and stands in your group's chat, and "
            "their evenings."
        ),
    )


def _shared(day: date) -> tuple[str, ...]:
    return (
        _(
            "Your answers that you have both seen, and your thank-yous, given and received, as saved on "
            "%(date)s."
        )
        % {"date": dates.say_date_of_year(day)},
        _(
            "Not here: what only you know, such as your evenings and settings (Everything of mine, below the "
            "file in our private chat, brings that the next morning), and what your partner answered, which "
            "is theirs."
        ),
    )


def chosen_words(
    me: Partner, muted: Sequence[str], kinds: Sequence[str], packs: Sequence[str]
) -> dict[str, str]:
    """Return a person's own settings and yeses in words, by their labels; what is not set is left out."""
    at = me[REMINDER]
    words = {
        _("Name"): me.name,
        _("Your time zone"): me.zone,
        _("Clock you announced"): me.announced,
        _("Your words in our chat"): _("left there") if me[LEAVES_WORDS] else _("taken away"),
        _("Your answers, once opened"): _("saved") if me[SAVES_ANSWERS] else _("forgotten"),
        _("How deep questions may go"): _how_deep(me),
        _("Evening reminder"): dates.say_time(at) if at else _("off"),
        _("Topics you left out"): ", ".join(muted),
        _("Kinds of question you left out"): ", ".join(kinds),
        _("Packs you chose"): ", ".join(packs),
        _("Paused until"): _day(me, me[PAUSED_UNTIL]),
        _("You joined on"): _day(me, me.joined_at),
        _("Yes to being an adult"): _day(me, me[ADULT_AT]),
        _("Yes to saving"): _day(me, me[SAVING_AT]),
        _("Yes to check-ins"): _day(me, me[AGREED_AT]),
        _("Others in the group"): _("fine, you said") if me.vouched else None,
    }
    return {label: said for label, said in words.items() if said}


def other_words(me: Partner, others: Sequence[Mine[Any]]) -> dict[str, str]:
    """Return what else a person chose, by the labels of that; what is as it was for everybody is left out."""
    return {_(it.label): _say(it, me[it]) for it in others if me[it] != it.default}


def _say(it: Mine[Any], value: Any) -> str:
    if isinstance(value, time):
        return dates.say_time(value)
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return it.kind.write(value) if value is not None else _("off")


def _day(me: Partner, instant: datetime | None) -> str | None:
    return dates.say_date_of_year(instant.astimezone(me.tz).date()) if instant else None


def _how_deep(me: Partner) -> str:
    chosen = _(DEPTHS[me[DEPTH] - 1])
    now = me[DEPTH_BEFORE]
    if now is None:
        return chosen
    return _("%(now)s for a while, then %(then)s") % {"now": _(DEPTHS[now - 1]), "then": chosen}


def caption() -> Markup:
    """Return the line below the file that comes at once."""
    return escape(
        _(
            "Your answers you've both seen, and thank-yous you gave and got: a page to read (kindling.html) "
            "and the same for machines. It goes from this chat in ten minutes and isn't encrypted: save it "
            "where only you can read it."
        )
    )


def offers_everything(space: Space) -> Rows:
    """Return what stands below that file."""
    return ((Button(_("Everything of mine"), Everything(space.id)),),)


def comes(space: Space, me: Partner, asked: Asked, now: datetime) -> Message:
    """Return the card that says when everything comes: a page, or one that stands (`stays_in_sight`)."""
    text = _(
        "Everything of yours comes %(when)s, in this chat. An hour later I delete the file. Until it comes "
        "you can call it off: here, or by /export."
    ) % {"when": _when(me, asked.at, now)}
    off = Button(_("Call it off"), CallOff(space.id))
    stays = rules.stays_in_sight(space, me, asked.asked_at)
    return Message(escape(text), rows=((off,),), passes=False if stays else None, page=not stays)


def comes_toast(me: Partner, at: datetime, now: datetime) -> str:
    """Return the toast of who asked for everything."""
    return _("It comes %(when)s.") % {"when": _when(me, at, now)}


def _when(me: Partner, at: datetime, now: datetime) -> str:
    """Return an instant by a person's own clock: "tomorrow at 08:00"."""
    local = at.astimezone(me.tz)
    days = (local.date() - now.astimezone(me.tz).date()).days
    what = {"date": dates.say_date(local.date()), "time": dates.say_time(local.time())}
    if days == 0:
        return _("today at %(time)s") % what
    return (_("tomorrow at %(time)s") if days == 1 else _("on %(date)s at %(time)s")) % what


def everything() -> Markup:
    """Return the line below the file that comes in the morning; it tells a notification nothing."""
    return escape(
        _(
            "The copy you asked for. I delete it from this chat in an hour, so save it now, where only you "
            "can read it: it isn't encrypted."
        )
    )


def called_off() -> Message:
    """Return what the card becomes when nothing comes any more."""
    return Message(escape(_("Called off: nothing comes.")), page=True)


def erased() -> Message:
    """Return what the card becomes once all that was to come is erased."""
    return Message(escape(_("Nothing comes any more: it's erased.")), passes=False)


def maybe() -> Markup:
    """Return the line where nobody knows whether the file arrived."""
    return escape(
        _(
            "I can't tell whether your copy got here. If it did, delete it yourself once you've saved it; if "
            "not, /export asks for it anew."
        )
    )


def nothing() -> str:
    """Return the answer to somebody of whom nothing is kept."""
    return _("There is nothing of yours here to take along.")


def stale() -> str:
    """Return the alert on a button that is not this person's, or of a space that is gone."""
    return _("There is nothing of yours behind this button any more.")


def failed() -> Markup:
    """Return the line where Telegram did not take the file."""
    return escape(_("The file didn't get through to you. Please try /export again in a while."))
