"""The words and keyboards of a check-in. Words, not faces; no number is ever shown."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from bot import dates
from bot.features.checkin import lines
from bot.features.checkin.actions import (
    Begin,
    GoBack,
    LastSeven,
    PassOn,
    Place,
    SayCloseness,
    SayDay,
    SayWish,
)
from bot.features.checkin.gentle import Gentle, is_low
from bot.features.checkin.rules import FOR_ME, NOTHING, WISHES, Evening, Level, Step, Wish, is_evening
from bot.limits import LONGEST_ALERT
from bot.message import Button, Message, Rows
from bot.spaces.model import Partner, Space
from bot.words import N_, _, variant

DAYS = (N_("Hard"), N_("Heavy"), N_("Okay"), N_("Good"), N_("Great"))
CLOSENESS = (N_("Far"), N_("A bit far"), N_("In between"), N_("Close"), N_("Very close"))
WISH_LABELS: dict[str, str] = {
    Wish.BEING_HEARD: N_("Being heard"),
    Wish.AFFECTION: N_("Affection"),
    Wish.A_HAND: N_("A hand"),
    Wish.SOME_FUN: N_("Some fun"),
    Wish.SOME_SPACE: N_("Some space"),
    Wish.NOTHING: N_("Nothing"),
}
# The same in the middle of a sentence, where not every language writes them small.
_DAYS_SAID = (N_("hard"), N_("heavy"), N_("okay"), N_("good"), N_("great"))
_CLOSENESS_SAID = (N_("far"), N_("a bit far"), N_("in between"), N_("close"), N_("very close"))
_WISHES_SAID: dict[str, str] = {
    Wish.BEING_HEARD: N_("being heard"),
    Wish.AFFECTION: N_("affection"),
    Wish.A_HAND: N_("a hand"),
    Wish.SOME_FUN: N_("some fun"),
    Wish.SOME_SPACE: N_("some space"),
    Wish.NOTHING: N_("nothing"),
}


def in_group(space: Space, day: date) -> Message:
    """Return the neutral card of a day in the group, the same whatever anyone did or does."""
    text = Markup.escape(_("Three taps, in private, for either of you."))
    return Message(text, rows=((check_in(space, day),),), silent=True)


def invitation(space: Space, person_id: int, evening: date) -> Message:
    """Return the reminder that somebody asked for; it becomes the check-in when tapped."""
    return Message(
        before_bed(person_id, evening), rows=((check_in(space, evening, Place.HERE),),), passes=True
    )


def before_bed(person_id: int, day: date) -> Markup:
    """Return the one line of a day that invites at a door."""
    return Markup.escape(variant(lines.INVITING, day, person_id))


def reminders_rest() -> Message:
    """Return the line with which reminders that nobody answers end; only their own person reads it."""
    text = _("I'll leave the evening reminder for now. /settings, Just mine, turns it on again any time.")
    return Message(Markup.escape(text), silent=True)


def check_in(space: Space, day: date, place: Place = Place.ANEW) -> Button:
    """Return the button that begins the check-in of an evening at the tapper's own door.

    `day` is that evening's date, at a door by its person's clock, in the group by the space's.
    """
    return Button(_("Check in"), tap=Begin(space.id, day, place))


def over() -> str:
    """Say that an evening is over."""
    return _("That evening is over. /checkin is there for tonight.")


def step(
    space: Space,
    me: Partner,
    evening: Evening,
    *,
    at: datetime,
    worn: bool = False,
) -> Message:
    """Return the face of the step an evening is at; the last is the same whatever was tapped, for it stands.

    Those before it go ten minutes after they were last touched: they tell of the evening.

    It talks of the night in the evening alone: a check-in by daylight (`at`, an instant) counts early for it.
    `worn` says that its person passed this wish on as often as a week allows.
    """
    other, day = space.other(me.person_id), evening.local_date
    by_day = not is_evening(at.astimezone(me.tz))
    match evening.step:
        case Step.DAY:
            asks = (
                _("Three taps. How is your day?") if by_day else _("Three taps, then rest. How was your day?")
            )
            text = Markup.escape(asks)
            skip = Button(_("Skip"), tap=SayDay(space.id, day, Level.SKIPPED))
            return Message(text, rows=(*_scale(space, day, SayDay, DAYS), (skip,)), page=True)
        case Step.CLOSENESS:
            text = Markup(_("How close did you feel to %(name)s today?")) % {"name": other.name}
            skip = Button(_("Skip"), tap=SayCloseness(space.id, day, Level.SKIPPED))
            last = (_back(space, day, Step.DAY), skip)
            return Message(text, rows=(*_scale(space, day, SayCloseness, CLOSENESS), last), page=True)
        case Step.WISH:
            asked = variant(lines.ROUGH, day, me.person_id) if is_low(evening) else None
            text = Markup.escape(asked or _("What would help tomorrow?"))
            skip = Button(_("Skip"), tap=SayWish(space.id, day, Wish.SKIPPED))
            last = (_back(space, day, Step.CLOSENESS), skip)
            return Message(text, rows=(*_wishes(space, day), last), page=True)
        case Step.SHARE:
            return (_worn if worn else _share)(space, day, evening.wish or NOTHING, other)
        case Step.DONE:
            closing = lines.BY_DAY if by_day else lines.CLOSING
            text = Markup.escape(variant(closing, day, me.person_id)) % {"name": me.name}
            week = Button(_("My last seven"), tap=LastSeven(space.id, day))
            return Message(text, rows=((week,),))


def gently(receipt: str, gentle: Gentle) -> str:
    """Return what is said after the last step of some low evenings, below its receipt; it fits in a box."""
    return "\n\n".join([receipt, _(lines.GENTLE[gentle])])


def passed_on(author: str, wish: str) -> Markup:
    """Return the morning's line: what its author asked to have said, and nothing of the receiver."""
    lines = {
        "being_heard": Markup(_("%(name)s asked me to pass this on: being heard would help today.")),
        "affection": Markup(_("%(name)s asked me to pass this on: some affection would help today.")),
        "a_hand": Markup(_("%(name)s asked me to pass this on: a hand would help today.")),
        "some_fun": Markup(_("%(name)s asked me to pass this on: some fun would help today.")),
        "some_space": Markup(_("%(name)s asked me to pass this on: some space would help today.")),
    }
    return lines[wish] % {"name": author}


def late(morning: date) -> Markup:
    """Return what stands above wishes that a morning was to tell and the group did not take then."""
    return Markup.escape(_("This is from %(day)s; I couldn't post it then.")) % {
        "day": dates.say_date(morning)
    }


def was_for_a_day() -> Message:
    """Return what is left of a message of wishes alone where it can be deleted no more."""
    return Message(Markup.escape(_("What was passed on here was for another day.")))


def last_seven(found: Sequence[Evening]) -> str:
    """Return one's own evenings in words, at most 200 characters; the oldest give way."""
    lines = [
        _("%(weekday)s: %(day)s, %(closeness)s")
        % {
            "weekday": dates.weekday(evening.local_date.weekday()),
            "day": _word(_DAYS_SAID, evening.day),
            "closeness": _word(_CLOSENESS_SAID, evening.closeness),
        }
        for evening in found
        if evening.day is not None or evening.closeness is not None
    ]
    while len("\n".join(lines)) > LONGEST_ALERT:
        lines = lines[1:]
    return "\n".join(lines) or _(
        "Nothing here yet. What you tap in the evening shows up here, for you alone."
    )


def noted_day(before: int | None, now: int | None) -> str:
    """Return the receipt of the day's tap."""
    if now is None:
        return _("Skipped. Only you see this.")
    if before is not None and before != now:
        return _changed(_DAYS_SAID[now - 1])
    return _("Your day: %(word)s. Only you see this.") % {"word": _(_DAYS_SAID[now - 1])}


def noted_closeness(before: int | None, now: int | None) -> str:
    """Return the receipt of the second tap."""
    if now is None:
        return _("Skipped. Only you see this.")
    if before is not None and before != now:
        return _changed(_CLOSENESS_SAID[now - 1])
    return _("Noted. Only you see this.")


def noted_wish(before: str | None, now: str | None) -> str:
    """Return the receipt of the third tap."""
    if now is None:
        return _("Skipped. Only you see this.")
    if before is not None and before != now:
        return _changed(_WISHES_SAID[now])
    return _("Noted. Only you see this.")


def _changed(word: str) -> str:
    return _("Changed to %(word)s.") % {"word": _(word)}


def _share(space: Space, day: date, wish: str, other: Partner) -> Message:
    texts = {
        "being_heard": Markup(_("Tell %(name)s in the morning that being heard would help?")),
        "affection": Markup(_("Tell %(name)s in the morning that some affection would help?")),
        "a_hand": Markup(_("Tell %(name)s in the morning that a hand would help?")),
        "some_fun": Markup(_("Tell %(name)s in the morning that some fun would help?")),
        "some_space": Markup(_("Tell %(name)s in the morning that some space would help?")),
    }
    text = Markup("%s %s") % (_("Saved, and shown to you alone."), texts[wish] % {"name": other.name})
    yes = Button(
        _("Yes, tell %(name)s") % {"name": other.name},
        tap=PassOn(space.id, day, wish),
    )
    no = Button(_("No, just for me"), tap=PassOn(space.id, day, FOR_ME))
    return Message(text, rows=((yes,), (no,), (_back(space, day, Step.WISH),)), page=True)


def _worn(space: Space, day: date, wish: str, other: Partner) -> Message:
    """Return the last step for a wish that went on often enough: its author may change it."""
    text = Markup(
        _(
            "Saved, and shown to you alone. You've passed this on to %(name)s twice this week, so tonight "
            "it stays with you. Saying it yourself works any time."
        )
    )
    yours = Button(_("All right"), tap=PassOn(space.id, day, FOR_ME))
    return Message(text % {"name": other.name}, rows=((yours, _back(space, day, Step.WISH)),), page=True)


def _scale(space: Space, day: date, says: type[SayDay | SayCloseness], labels: Sequence[str]) -> Rows:
    levels = [level for level in Level if level is not Level.SKIPPED]
    buttons = tuple(
        Button(_(label), tap=says(space.id, day, level)) for level, label in zip(levels, labels, strict=True)
    )
    return buttons[:3], buttons[3:]


def _wishes(space: Space, day: date) -> Rows:
    buttons = [Button(_(WISH_LABELS[wish]), tap=SayWish(space.id, day, wish)) for wish in (*WISHES, NOTHING)]
    return tuple((buttons[place], buttons[place + 1]) for place in range(0, len(buttons), 2))


def _back(space: Space, day: date, to: Step) -> Button:
    return Button(_("Back"), tap=GoBack(space.id, day, to))


def _word(words: Sequence[str], value: int | None) -> str:
    return "–" if value is None else _(words[value - 1])
