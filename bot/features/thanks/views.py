"""The words and keyboards of thank-yous."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from bot import unheard
from bot.actions import Row
from bot.features.thanks import lines, rules
from bot.features.thanks.actions import (
    Asked,
    Give,
    HideFromMine,
    LetGo,
    LookAt,
    Place,
    Receive,
    SaveForSunday,
    Show,
)
from bot.features.thanks.rules import Layout, Part, Receipt
from bot.features.thanks.store import Thanks
from bot.features.today.exports import SendAgain
from bot.formatting import for_message, under_veil
from bot.marks import Marks, of_pieces, units, within
from bot.message import Button, Media, Message, Rows
from bot.pieces import Pieces, media_of, split, words
from bot.places import Line
from bot.spaces.model import Partner, Space
from bot.telegram.incoming import TappedMessage
from bot.words import N_, _, in_any, variant

_KEPT_LINES = {
    False: N_("For as long as its giver likes, it's with your thank-yous: /thanks in our private chat."),
    True: N_(
        "For as long as its giver likes, what I saw of it is with your thank-yous: /thanks in our "
        "private chat."
    ),
}
"""Where it is found again, by whether the bot saw only a part of it; true though its giver erased it, which
no edit of the card may tell."""
_KEPT_LINES_BEFORE = (
    "I'll keep it with your thank-yous: /thanks in our private chat.",
    "What I saw of it I'll keep with your thank-yous: /thanks in our private chat.",
    "I'll save it with your thank-yous: /thanks in our private chat.",
    "What I saw of it I'll save with your thank-yous: /thanks in our private chat.",
)
"""The last lines of cards that were posted before they were reworded, and still stand."""
_PAGE = 3000  # units of 4,096, beside other words


def card(space: Space, thanks: Thanks, *, is_open: bool = True) -> Message:
    """Return the card in the group: it mentions the receiver, and has buttons until its day is over."""
    giver, receiver = space.other(thanks.receiver_id), space.other(thanks.giver_id)
    said = [_for(receiver)]
    media = None
    if not thanks.aloud:
        layout = rules.layout(thanks.pieces)
        media = layout.media
        said.append(_words_on_card(giver, layout))
    said.append(Markup.escape(_(_KEPT_LINES[thanks.aloud and thanks.partly])))
    return Message(Markup("\n").join(said), rows=_replies(thanks) if is_open else (), media=media)


def card_of_what_was_said(space: Space, thanks: Thanks, said: int | None, *, late: bool) -> Message:
    """Return the card of a thank-you said in the group: right below its words it need not say them again.

    If it is `late` it replies to them (the message `said`) and names their giver; it says no more than is so
    without a reply, too, for of words deleted meanwhile Telegram shows none
    (`allow_sending_without_reply`, https://core.telegram.org/bots/api#replyparameters). Where they cannot be
    replied to, as they stand in a topic that takes nothing or in the chat from before an upgrade, it quotes
    them: they were said to the same people.
    """
    plain = card(space, thanks)
    giver = space.other(thanks.receiver_id)
    first, *rest = plain.text.split("\n")
    quoting = Markup("\n").join([first, _quoted(giver, thanks), *rest])
    if said is None:
        return replace(plain, text=quoting)
    if not late:
        return replace(plain, apart=quoting)
    named = Markup(_("%(name)s thanks you.")) % {"name": giver.name}
    text = Markup("\n").join([first, named, *rest])
    return replace(plain, text=text, reply_to=said, apart=quoting)


def answered(receiver: Partner, tapped: TappedMessage, reply: Receipt) -> Message | None:
    """Return a card as it stands, with the receiver's reply in place of its last line; None if it has one.

    It is made of what the card shows and of no row, so that it is the same whatever became of the words.
    """
    *said, last = tapped.text.split("\n")
    if last not in {*_KEPT_LINES_BEFORE, *(line for kept in _KEPT_LINES.values() for line in in_any(kept))}:
        return None
    shown = [_for(receiver)]
    if len(said) > 1:
        start = units(said[0]) + 1
        words = "\n".join(said[1:])
        shown.append(for_message(words, within(tapped.marks, start, units(words))))
    return Message(Markup("\n").join([*shown, _reply_line(receiver, reply)]), media=tapped.media)


def part(part: Part) -> Message:
    """Return one message of the giver's words or media: what did not fit on the card."""
    return Message(for_message(part.text, part.marks), silent=True, media=part.media)


def prompt(receiver: Partner, day: date, reply_to: int | None) -> Message:
    """Return the question that a bare /thanks in the group is answered with, there or where it moved."""
    return Message(_what_for(receiver, day), placeholder=_("Thank you for …"), silent=True, reply_to=reply_to)


def door_prompt(space: Space, receiver: Partner, day: date) -> Message:
    """Return the question at the door, with the way to what was given to this person."""
    text = Markup("\n\n").join(
        [_what_for(receiver, day), Markup.escape(variant(lines.AT_FIRST, day, receiver.person_id))]
    )
    return Message(text, rows=((Button(_("My thank-yous"), tap=LookAt(space.id, Row(0), "")),),))


def choice(space: Space, thanks_id: int, receiver: Partner, *, today: date, partly: bool) -> Message:
    """Return the question what becomes of a thank-you just written at the door, on its giver's date.

    A Sunday's waits for the next.
    """
    text, later = _("Saved. Give it to %(name)s now, or on Sunday?"), _("Save it for Sunday")
    if partly:
        text = _(
            "I can't take that kind of file, but your words are saved. Give %(name)s these now, or on Sunday?"
        )
    if rules.is_sunday(today):
        text, later = _("Saved. Give it to %(name)s now, or next Sunday?"), _("Save it for next Sunday")
        if partly:
            text = _(
                "I can't take that kind of file, but your words are saved. Give %(name)s these now, or next "
                "Sunday?"
            )
    return Message(
        Markup.escape(text) % {"name": receiver.name},
        rows=choices(space, thanks_id, later),
        passes=False,
    )


def sunday(space: Space, thanks: Thanks) -> Message:
    """Return what Sunday's clock says of a kept thank-you: nothing of what it is, nor for whom.

    It goes when the day is over; /today offers it from then on (`passed_over`).
    """
    show = Button(_("Show"), tap=Show(space.id, Row(thanks.id), Place.HERE))
    return Message(
        Markup.escape(_("For Sunday: something of yours waits here.")), rows=((show,),), passes=True
    )


def passed_over(space: Space, thanks: Thanks) -> Line:
    """Return the line of /today about what Sunday's question left as it was: nothing of what it is."""
    show = Button(_("Show"), tap=Show(space.id, Row(thanks.id), Place.BELOW))
    return Line(Markup.escape(_("Something you saved for Sunday still waits here.")), (show,))


def sunday_opened(space: Space, thanks: Thanks, receiver: Partner) -> Message:
    """Return Sunday's question about a kept thank-you, with its words, once its giver tapped *Show*.

    Unanswered it goes ten minutes later, as its words are for no other eyes; /today offers it again.
    """
    asks = Markup(_("You saved this thank-you for %(name)s. Would you like to give it now?")) % {
        "name": receiver.name
    }
    shown, marks = _pages(thanks.pieces)[0]
    text = Markup("%s\n\n%s") % (asks, under_veil(shown, marks))
    return Message(text, rows=choices(space, thanks.id, _("Ask next Sunday"), Asked.ON_SUNDAY), page=True)


def given(*, quieted: bool) -> Message:
    """Return what the giver's door shows once it is given: true as well where the group takes nothing."""
    if quieted:
        return Message(Markup.escape(_("Given. I post it once I may speak in your group again.")))
    return Message(Markup.escape(_("Given. It's on its way to your group.")))


def waits() -> Message:
    """Return what the giver's door hears while the group takes nothing."""
    return unheard.comes_later()


def lost(space: Space) -> Message:
    """Return what the giver's door hears where nobody can tell whether it reached the group."""
    text = _("Your thank-you may not have reached your group. It's safe with me, and can go once more.")
    again = Button(_("Send it again"), tap=SendAgain(space.id))
    return Message(Markup.escape(text), rows=((again,),))


def kept(today: date) -> Message:
    """Return what the giver's door shows once it is kept, on a date of theirs."""
    if rules.is_sunday(today):
        return Message(Markup.escape(_("Saved until next Sunday. I'll ask you again then.")))
    return Message(Markup.escape(_("Saved until Sunday. I'll ask you again then.")))


def rests() -> Message:
    """Return what asked about a kept thank-you once its receiver undid their joining."""
    text = _(
        "This one isn't given: the two of you aren't both in just now. It stays saved, for you alone; "
        "/delete deletes it."
    )
    return Message(Markup.escape(text))


def ended() -> Message:
    """Return what asked about a kept thank-you once its space has ended."""
    return Message(Markup.escape(_("This one isn't given any more: it's deleted, and nobody saw it.")))


def gone() -> Message:
    """Return what the giver's door shows once it is let go."""
    return Message(Markup.escape(_("Deleted. Nobody saw it.")))


def mine(space: Space, thanks: Thanks, older: int | None, newer: int | None, page: str = "") -> Message:
    """Return one thank-you as its receiver sees it again, with the ways to its neighbours.

    A long one has pages, from 0, of which a button names the `page` to be shown.
    """
    pages = _pages(thanks.pieces)
    at = int(page) if page.isdecimal() and int(page) < len(pages) else 0
    text = Markup("%s\n%s") % (
        _("From your thank-yous, only for you:"),
        _shown_again(space.other(thanks.receiver_id), *pages[at]),
    )
    turns = tuple(
        Button(label, tap=LookAt(space.id, Row(thanks.id), str(number)))
        for label, number in ((_("Back"), at - 1), (_("Read on"), at + 1))
        if 0 <= number < len(pages)
    )
    ways = [
        Button(label, tap=LookAt(space.id, Row(thanks_id), ""))
        for label, thanks_id in ((_("Older"), older), (_("Newer"), newer))
        if thanks_id is not None
    ]
    hide = Button(_("Hide this one"), tap=HideFromMine(space.id, Row(thanks.id)))
    return Message(text, rows=(*((turns,) if turns else ()), *((tuple(ways),) if ways else ()), (hide,)))


def nothing_here() -> Message:
    """Return what the list shows when there is nothing in it."""
    return Message(Markup.escape(_("Nothing here right now. What you're given is saved here for you.")))


def _what_for(receiver: Partner, day: date) -> Markup:
    question = Markup.escape(_("What would you like to thank %(name)s for?"))
    hint = Markup.escape(variant(lines.HINTS, day, receiver.person_id))
    return Markup(" ").join([question, hint]) % {"name": receiver.name}


def _for(receiver: Partner) -> Markup:
    return Markup(_("%(name)s, this one is for you. 💛")) % {"name": _mention(receiver)}


def _words_on_card(giver: Partner, layout: Layout) -> Markup:
    name = {"name": giver.name}
    if layout.text:
        said = {"words": for_message(layout.text, layout.marks)}
        return Markup(_("%(name)s thanks you: %(words)s")) % (name | said)
    if not layout.parts:
        return Markup(_("%(name)s thanks you with this.")) % name
    if any(part.media for part in layout.parts):
        return Markup(_("%(name)s thanks you with what's just above.")) % name
    return Markup(_("%(name)s thanks you with the words just above.")) % name


def _quoted(giver: Partner, thanks: Thanks) -> Markup:
    """Return what was said elsewhere in the group: its words, as many as a card holds, or what it was."""
    text, media = words(thanks.pieces)[0], media_of(thanks.pieces)
    if not text and not media:
        return Markup(_("%(name)s thanks you for something you said.")) % {"name": giver.name}
    if not text:
        return Markup(_("%(name)s thanks you with %(what)s.")) % {
            "name": giver.name,
            "what": _without_words(media),
        }
    pages = _pages(thanks.pieces)
    shown, marks = pages[0]
    said = for_message(shown, marks) + (Markup("…") if len(pages) > 1 else Markup())
    return Markup(_("%(name)s thanks you: %(words)s")) % {"name": giver.name, "words": said}


def _pages(pieces: Pieces) -> list[tuple[str, Marks]]:
    """Return what was given in as many pages as it needs."""
    text, marks = words(pieces)
    if not text:
        return [(_without_words(media_of(pieces)), ())]
    cuts = split(text, _PAGE)
    return list(zip(cuts, of_pieces(cuts, marks), strict=True))


def _shown_again(giver: Partner, shown: str, marks: Marks) -> Markup:
    """Return words that were given, beside their giver's name and under a spoiler."""
    named = _("%(name)s: %(words)s") % {"name": giver.name, "words": shown}
    start = units(named) - units(shown)
    return under_veil(named, within(marks, -start, units(named)))


def _without_words(media: Sequence[Media]) -> str:
    if not media:
        return _("for something you said")
    if len(media) > 1:
        return _("photos and sounds") if any(it.kind == "voice" for it in media) else _("photos")
    return _("a voice note") if media[0].kind == "voice" else _("a photo")


def _mention(partner: Partner) -> Markup:
    """Return a name that rings its person even in a muted group."""
    return Markup('<a href="tg://user?id=%(id)s">%(name)s</a>') % {
        "id": partner.person_id,
        "name": partner.name,
    }


def _reply_line(receiver: Partner, reply: Receipt) -> Markup:
    lines = {
        Receipt.LANDED: Markup(_("%(name)s: that landed.")),
        Receipt.MORE: Markup(_("%(name)s: tell me more.")),
        Receipt.SAW: Markup(_("%(name)s: I didn't know you saw.")),
    }
    return lines[reply] % {"name": receiver.name}


def _replies(thanks: Thanks) -> Rows:
    labels = {
        Receipt.LANDED: _("That landed"),
        Receipt.MORE: _("Tell me more"),
        Receipt.SAW: _("Didn't know you saw"),
    }
    return tuple(
        (Button(labels[reply], tap=Receive(thanks.space_id, Row(thanks.id), reply)),) for reply in Receipt
    )


def choices(space: Space, thanks_id: int, keep_label: str, asked: Asked = Asked.ONCE_WRITTEN) -> Rows:
    """Return what may become of a thank-you that is kept."""
    row = Row(thanks_id)
    return (
        (Button(_("Give it now"), tap=Give(space.id, row, asked)),),
        (Button(keep_label, tap=SaveForSunday(space.id, row, asked)),),
        (Button(_("Delete it"), tap=LetGo(space.id, row, asked)),),
    )
