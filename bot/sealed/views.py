"""The words and keyboards of the sealed pair: at a person's door, and the toasts on its cards.

None of them but a part of what opened (`part`) repeats an answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from textwrap import shorten

from markupsafe import Markup

from bot.actions import Row
from bot.dates import say_time, say_weekday
from bot.formatting import under_veil
from bot.message import Button, Message, Rows
from bot.sealed.contributions import BELOW, Alone, Answer, AnswerState, Card, Part, in_two
from bot.sealed.pair import Pair, Subject
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import DAY_BEGINS, Partner, Space
from bot.words import N_, _, variant

STAYS_SEALED = N_("I take your words from this chat; they stay sealed with me.")
"""In place of one of the below, with the first words that somebody seals in a space's first week."""

SEALED = (
    N_("Until then you can change it or take it back."),
    N_("Until then I show it to nobody, and it's yours to change."),
    N_("Until then I show it to nobody, and you can still change it."),
    N_("Change your mind? You can, until then."),
    N_("You can still change it, or take it back."),
    N_("It waits here. Change it or take it back if you like."),
    N_("Safe with me. You can change it until then."),
    N_("Your words don't show in your group until then. Change them if you like."),
    N_("It can still change, for as long as it's sealed."),
)
"""After "Sealed. It opens when you've both answered.", at its author's door."""

_LABEL = 40
_NAME = 10
_A_WEEK = timedelta(days=7)


def name(pair: Pair, subject: Subject | None) -> str:
    """The first words of a subject, short enough for a button."""
    if subject is None:
        return _(pair.words.unnamed)
    return shorten(subject.words, _LABEL, placeholder="…")


def prompt(subject: Subject, *, explains_to: str | None = None, reader: Markup | None = None) -> Message:
    """The subject, asking for a reply.

    The first prompts of a person say what to do and what happens; `explains_to` is the other's name then.
    Above one of them stands who could read even what is sealed (`reader`), once.
    """
    asks = subject.text
    parts = [Markup("<b>%s</b>") % asks if explains_to or reader else asks]
    if reader is not None:
        parts.insert(0, reader)
    if subject.how:
        parts.append(Markup.escape(subject.how))
    if explains_to is not None:
        text = Markup(_("Write, talk or send a photo here. %(name)s sees it when you've both answered."))
        parts.append(text % {"name": explains_to})
    return Message(Markup("\n\n").join(parts))


def options(pair: Pair, space: Space, card: Card, subject: Subject) -> Message:
    """A choice with its options, each a tap that seals it."""
    said, labels = [subject.text], list(subject.options)
    if subject.listed:
        said.append(Markup("\n").join(Markup("%s. %s") % it for it in enumerate(labels, 1)))
        labels = [str(number) for number, _label in enumerate(labels, 1)]
    if subject.how:
        said.append(Markup.escape(subject.how))
    buttons = [
        Button(label, tap=pair.buttons.pick(space.id, Row(card.id), number))
        for number, label in enumerate(labels)
    ]
    a_row = len(buttons) if subject.listed else 2
    rows = tuple(tuple(buttons[start : start + a_row]) for start in range(0, len(buttons), a_row))
    return Message(Markup("\n\n").join(said), rows=rows)


def anew() -> Message:
    """The prompt after *Change*."""
    text = _("Write it anew, and it takes the place of the sealed one.")
    return Message(Markup.escape(text))


def sealed(pair: Pair,
    space: Space, person_id: int, card: Card, subject: Subject, answer: Answer, *, whole: bool,
    first: bool = False, beside: Card | None = None,
) -> Message:  # fmt: skip
    """That an answer is sealed, and what its author may still do with it; until it is `whole`, be done.

    With the `first` words that they seal it says why those go from the chat. `beside` is another card of the
    day which they may answer, too.
    """
    until = {"until": _until(space, person_id, card.closes_at)}
    said = [_("Sealed. It opens when you've both answered, until %(until)s.") % until]
    asks_on = not whole and subject.then and not in_two(answer.pieces)[1]
    if not whole and not asks_on:
        said.append(_("More to say? Send it within a minute, and it goes in with this."))
    me = space.partner(person_id)
    words_go = any(piece.text and piece.media is None for piece in answer.pieces)  # those under a photo stand
    if first and words_go and me is not None and not me[LEAVES_WORDS]:
        said.append(_(STAYS_SEALED))
    elif whole:
        said.append(variant(SEALED, card.local_date, person_id, card.seq - 1))
    text = Markup("%s\n\n<i>%s</i>") % (" ".join(said), subject.text)
    if asks_on:
        text += Markup("\n\n<b>%s</b> %s") % (subject.then, _("Send that as your next message here."))

    at = space.id, Row(card.id)
    done = () if whole else ((Button(_("That's all"), tap=pair.buttons.done(*at)),),)
    rows = [
        (Button(_("Read mine"), tap=pair.buttons.read(*at)),),
        (
            Button(_("Change"), tap=pair.buttons.change(*at)),
            Button(_("Take back"), tap=pair.buttons.take_back(*at)),
        ),
    ]
    name = {"name": space.other(person_id).name}
    told = (
        ()
        if answer.told
        else ((Button(_("Let %(name)s know one is waiting") % name, tap=pair.buttons.let_know(*at)),),)
    )
    alone = (
        (
            Button(
                _chosen(label % {"name": _brief(name["name"])}, now=answer.alone == becomes),
                tap=pair.buttons.when_alone(*at, becomes),
            ),
        )
        for becomes, label in (
            (Alone.ERASE, _("If %(name)s doesn't answer: delete mine")),
            (Alone.SHOW, _("If %(name)s doesn't answer: show mine")),
        )
    )
    other: Rows = ()
    if beside is not None:
        other = (
            (Button(_("Answer the other one, too"), tap=pair.buttons.take_up(space.id, Row(beside.id))),),
        )
    return Message(text, rows=(*done, *rows, *told, *alone, *other), passes=False)


def waits(pair: Pair, space: Space, card: Card, subject: Subject) -> Message:
    """That an answer whose card has closed is sealed still, as nothing may be said in the group just now.

    It is the same whether or not the other has answered.
    """
    said = _(
        "Sealed, and its days to be answered are over. It waits until I can speak in your group again; "
        "then you hear what becomes of it."
    )
    text = Markup("%s\n\n<i>%s</i>") % (said, subject.text)
    read = Button(_("Read mine"), tap=pair.buttons.read(space.id, Row(card.id)))
    return Message(text, rows=((read,),), passes=False)


def _chosen(label: str, *, now: bool) -> str:
    """Mark what is chosen."""
    return f"{label} ✓" if now else label


def _brief(name: str) -> str:
    """Return a name short enough to leave room for what a button does."""
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _until(space: Space, person_id: int, at: datetime) -> str:
    """Return an instant by its reader's own clock; the night belongs to the day before it."""
    reader = space.partner(person_id)
    return say_end(at.astimezone(reader.tz if reader else space.tz))


def is_new(space: Space, card: Card) -> bool:
    """Whether this is the space's first week, in which everybody learns what becomes of their words."""
    return space.active_at is not None and card.local_date < space.local(space.active_at).date() + _A_WEEK


def not_saved(pair: Pair, card: Card | None, mine: Answer | None) -> str:
    """What somebody hears whose words cannot be sealed any more, of a card as its two know it."""
    if mine is not None and mine.how is AnswerState.ALOUD:
        return _("You've answered that one aloud, so I didn't save this.")
    if card is not None and card.revealed_at is not None:
        return _("That one is open already, so I didn't save this.")
    return _(pair.words.closed_unsaved)


def not_sealed(pair: Pair, answer: Answer | None) -> str:
    """What a tap on the line of an answer hears that its author knows to be sealed no longer."""
    if answer is None or answer.how is AnswerState.ALOUD:
        return _("Nothing of yours is sealed here.")
    if answer.how is AnswerState.REVEALED:
        return _("That answer is open already.")
    return _(pair.words.closed)


def opened(subject: Subject) -> Message:
    """What the sealed answer's message becomes once both have answered."""
    text = _("You've both answered. It opened in your group.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, subject.text), passes=False)


def unseen(subject: Subject) -> Message:
    """What it becomes where nobody can tell whether what opened has reached the group."""
    text = _("You've both answered. It may not have reached your group yet.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, subject.text))


def ended(pair: Pair,
    space: Space, card: Card, subject: Subject, answer: Answer | None, until: datetime | None,
    *, told: bool = False, stands: bool = False,
) -> Message:  # fmt: skip
    """What the sealed answer's message becomes once its card has closed and the answer stayed alone.

    `until` is when its author can save it no more (UTC), None before they were told. Where a line of its own
    tells them (`told`), there is nothing to choose here. Messages of it may `stand` in their private chat.
    """
    rows: Rows = ()
    if answer is None:
        text = _("This one stayed yours, and it's deleted now.")
        if stands:
            text = _(
                "This one stayed yours. I've deleted my copy; "
                "what is left of it in this chat is yours to delete."
            )
    elif answer.how is AnswerState.SAVED:
        text = _("This one stayed yours. It's saved for you alone: Everything of mine, in /export, has it.")
    elif answer.how is AnswerState.REVEALED:
        text = _("This one stayed yours, and I showed it in your group, as you chose.")
    elif told:
        text = _("This one stayed yours.")
    else:
        text = (
            _("This one stayed yours. You can save it.") if until is None else _choice(space, answer, until)
        )
        rows = (
            (
                Button(_("Read mine"), tap=pair.buttons.read(space.id, Row(card.id))),
                Button(_("Save it for me"), tap=pair.buttons.save(space.id, Row(card.id))),
            ),
        )
    return Message(Markup("%s\n\n<i>%s</i>") % (text, subject.text), rows=rows)


def _choice(space: Space, answer: Answer, until: datetime) -> str:
    """Return what becomes of an answer that stayed alone if its author does not save it.

    When exactly it is shown is told to nobody: that may be held back by the other's pause.
    """
    if answer.alone is not Alone.SHOW:
        said = _("This one stayed yours. You can save it until %(until)s; then I delete it.")
        return said % {"until": _until(space, answer.person_id, until)}
    said = _("This one stayed yours. You can save it until %(until)s; then I show it in your group.")
    return said % {"until": _until(space, answer.person_id, until - BELOW)}


def stayed(
    pair: Pair, space: Space, known: Sequence[tuple[Card, Subject, Answer | None, datetime | None, bool]]
) -> Message:
    """The line of a morning about what stayed alone of a day's cards, and what has become of each since."""
    cards = [
        ended(pair, space, card, subject, answer, until, stands=stands)
        for card, subject, answer, until, stands in known
    ]
    rows = [
        tuple(_numbered(button, number, of=len(cards)) for button in row)
        for number, card in enumerate(cards, 1)
        for row in card.rows
    ]
    text = Markup("\n\n").join(
        Markup("%s. %s") % (number, card.text) if len(cards) > 1 else card.text
        for number, card in enumerate(cards, 1)
    )
    gone = Markup.escape(_("What stayed yours here is deleted now."))
    return Message(text or gone, rows=tuple(rows), silent=True, passes=False)


def _numbered(button: Button, number: int, *, of: int) -> Button:
    """Tell buttons apart that read alike."""
    if of == 1:
        return button
    return replace(button, label=_("%(label)s (%(number)s)") % {"label": button.label, "number": number})


def taken_back(pair: Pair, space: Space, card: Card, *, stands: bool = False) -> Message:
    """What the sealed answer's message becomes once it is taken back; messages of it may `stand` there."""
    again = Button(_("Answer privately"), tap=pair.buttons.take_up(space.id, Row(card.id)))
    text = _("Taken back and deleted.")
    if stands:
        text = _("Taken back. I've deleted my copy; what is left of it in this chat is yours to delete.")
    return Message(Markup.escape(text), rows=((again,),))


def erased() -> Message:
    """What the sealed answer's message becomes once its author erased their words."""
    return Message(Markup.escape(_("You erased this one, so nothing is sealed.")))


def ended_unopened() -> Message:
    """What the sealed answer's message becomes once its space has ended, by whomever and however."""
    return Message(Markup.escape(_("Nothing is sealed here any more. What was is erased, unopened.")))


def ceded(pair: Pair, space: Space, card: Card) -> Message:
    """What the sealed answer's message becomes once its album turned out to be a thank-you."""
    seal = Button(_("Answer privately"), tap=pair.buttons.take_up(space.id, Row(card.id)))
    text = _(pair.words.after_thanks)
    return Message(Markup.escape(text), rows=((seal,),))


def heard(pair: Pair, space: Space, card: Card, subject: Subject) -> Message:
    """That a reply in the group was taken as an answer; silent, at the door of whoever replied."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _("I took what you said in your group as your answer to this one."),
        subject.text,
    )
    return Message(text, rows=((was_none(pair, space, card),),), silent=True, passes=False)


def heard_before(subject: Subject) -> Message:
    """What that line becomes once nothing can be done about it any more."""
    text = _("I took what you said in your group as your answer to this one.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, subject.text))


def was_none(pair: Pair, space: Space, card: Card) -> Button:
    """The way out for whoever was taken at their word in the group."""
    return Button(_("That wasn't my answer"), tap=pair.buttons.was_none(space.id, Row(card.id)))


def heard_late(subject: Subject) -> Message:
    """What a door that was shut hears where the card has opened since."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _(
            "I took what you said in your group as your answer to this one, and it has opened since. "
            "If it wasn't one, say yours there: nothing of it is sealed any more."
        ),
        subject.text,
    )
    return Message(text, silent=True)


def lost(pair: Pair, space: Space, card: Card, subject: Subject) -> Message:
    """That nobody can tell whether all of an answer reached the group, with the way to send it again."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _("Something said to this one may not have reached your group. It can go once more."),
        subject.text,
    )
    again = Button(_("Show it again"), tap=pair.buttons.show_again(space.id, Row(card.id)))
    return Message(text, rows=((again,),))


def just_talk(pair: Pair, space: Space, card: Card) -> Message:
    """What that line becomes once its reader said that it was no answer."""
    seal = Button(_("Answer privately"), tap=pair.buttons.take_up(space.id, Row(card.id)))
    return Message(Markup.escape(_(pair.words.just_talk)), rows=((seal,),))


def part(partner: Partner, piece: Part, reply_to: int | None) -> Message:
    """One message of an answer that is too long for the reveal, or holds a voice note or photo (veiled)."""
    text = Markup("%s:") % partner.name
    if piece.text:
        text += Markup("\n") + under_veil(piece.text, piece.marks)
    return Message(text, media=piece.media, reply_to=reply_to, veiled=True)


def say_end(end: datetime) -> str:
    """Return when a card closes, on a local clock; the night belongs to the day before it."""
    if end.time() <= DAY_BEGINS:
        return _("%(day)s night") % {"day": say_weekday(end.date() - timedelta(days=1))}
    return _("%(day)s, %(time)s") % {"day": say_weekday(end.date()), "time": say_time(end.time())}


def closed_toast() -> str:
    """What a tap on a card hears whose time is over."""
    return _("That day is over. /today shows what's on.")


def revealed_toast() -> str:
    """What a tap on an answered card hears."""
    return _("You both answered this one already.")


def aloud_toast() -> str:
    """What someone hears who wants to seal an answer they already gave in the group."""
    return _("Said aloud. Not yours? See our private chat.")
