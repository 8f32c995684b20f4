"""The words and keyboards of thank-yous."""

from datetime import date

from markupsafe import Markup

from bot.cards import Button, Card, Rows
from bot.features.thanks import lines, rules
from bot.features.thanks.rules import Receipt
from bot.features.thanks.store import Thanks
from bot.spaces.model import Partner, Space
from bot.telegram import taps
from bot.words import _, variant

SUNDAY = "sunday"
_SHOWN_UNITS = 3000


def card(space: Space, thanks: Thanks, *, is_open: bool = True) -> Card:
    """Return the card in the group: it mentions the receiver, and has buttons until they answered."""
    giver, receiver = space.other(thanks.receiver_id), space.other(thanks.giver_id)
    lines = [Markup(_("%(name)s, this one is for you. 💛")) % {"name": _mention(receiver)}]
    if not thanks.aloud:
        lines.append(_words_on_card(giver, thanks))
    if thanks.received:
        lines.append(_reply_line(receiver, thanks.received))
    else:
        lines.append(Markup.escape(_("I'll keep it with your thank-yous: /thanks in our private chat.")))
    rows = _replies(thanks) if is_open and thanks.received is None else ()
    return Card(Markup("\n").join(lines), rows=rows, media=None if thanks.aloud else thanks.media)


def words(thanks: Thanks) -> Card:
    """Return the giver's words alone, whole: they were too long for the card."""
    return Card(Markup.escape(thanks.text), silent=True)


def prompt(receiver: Partner, day: date, reply_to: int | None) -> Card:
    """Return the question that a bare /thanks in the group is answered with, there or where it moved."""
    return Card(_what_for(receiver, day), placeholder=_("Thank you for …"), reply_to=reply_to)


def door_prompt(space: Space, receiver: Partner, day: date) -> Card:
    """Return the question at the door, with the way to what was given to this person."""
    text = Markup("\n\n").join(
        [_what_for(receiver, day), Markup.escape(variant(lines.AT_FIRST, day, receiver.person_id))]
    )
    return Card(text, rows=((Button(_("My thank-yous"), tap=taps.data("t.mine", space.id)),),))


def choice(space: Space, thanks_id: int, receiver: Partner) -> Card:
    """Return the question what becomes of a thank-you just written at the door."""
    text = Markup(_("I have it safe. Give it to %(name)s now, or keep it for Sunday?")) % {
        "name": receiver.name
    }
    return Card(text, rows=_choices(space, thanks_id, _("Keep it for Sunday"), ""))


def sunday(space: Space, thanks: Thanks, receiver: Partner) -> Card:
    """Return Sunday's question about a kept thank-you; the words are its giver's own message above."""
    text = Markup(_("It's Sunday. You kept this thank-you for %(name)s. Would you like to give it now?")) % {
        "name": receiver.name
    }
    rows = _choices(space, thanks.id, _("Keep it a week"), SUNDAY)
    return Card(text, rows=rows, reply_to=thanks.source_message)


def given(receiver: Partner) -> Card:
    """Return what the giver's door shows once it is given."""
    return Card(Markup(_("Given. %(name)s will find it in your group.")) % {"name": receiver.name})


def kept() -> Card:
    """Return what the giver's door shows once it is kept."""
    return Card(Markup.escape(_("Kept until Sunday. I'll ask you again then.")))


def gone() -> Card:
    """Return what the giver's door shows once it is let go."""
    return Card(Markup.escape(_("Let go. I kept nothing of it.")))


def mine(space: Space, thanks: Thanks, older: int | None, newer: int | None) -> Card:
    """Return one thank-you as its receiver sees it again, with the ways to its neighbours."""
    said = cut(thanks.text) or Markup.escape(_without_words(thanks))
    text = Markup(_("From your thank-yous, only for you:\n<tg-spoiler>%(name)s: %(words)s</tg-spoiler>")) % {
        "name": space.other(thanks.receiver_id).name,
        "words": said,
    }
    ways = [
        Button(label, tap=taps.data("t.mine", space.id, thanks_id))
        for label, thanks_id in ((_("Older"), older), (_("Newer"), newer))
        if thanks_id is not None
    ]
    hide = Button(_("Hide this one"), tap=taps.data("t.hide", space.id, thanks.id))
    return Card(text, rows=(*((tuple(ways),) if ways else ()), (hide,)))


def nothing_here() -> Card:
    """Return what the list shows when there is nothing in it."""
    return Card(Markup.escape(_("Nothing here right now. What you're given is kept here for you.")))


def cut(text: str) -> str:
    """Return a text short enough to be shown again beside other words."""
    return text if len(text) <= _SHOWN_UNITS // 2 else text[: _SHOWN_UNITS // 2] + "…"


def _what_for(receiver: Partner, day: date) -> Markup:
    question = Markup.escape(_("What would you like to thank %(name)s for?"))
    hint = Markup.escape(variant(lines.HINTS, day, receiver.person_id))
    return Markup(" ").join([question, hint]) % {"name": receiver.name}


def _words_on_card(giver: Partner, thanks: Thanks) -> Markup:
    if not thanks.text:
        return Markup(_("%(name)s thanks you with this.")) % {"name": giver.name}
    if not rules.fits_card(thanks.text, with_media=thanks.media is not None):
        return Markup(_("%(name)s thanks you with the words just above.")) % {"name": giver.name}
    return Markup(_("%(name)s thanks you: %(words)s")) % {"name": giver.name, "words": thanks.text}


def _without_words(thanks: Thanks) -> str:
    if thanks.media is None:
        return _("for something you said")
    return _("a voice note") if thanks.media.kind == "voice" else _("a photo")


def _mention(partner: Partner) -> Markup:
    """Return a name that rings its person even in a muted group."""
    return Markup('<a href="tg://user?id=%(id)s">%(name)s</a>') % {
        "id": partner.person_id,
        "name": partner.name,
    }


def _reply_line(receiver: Partner, reply: Receipt) -> Markup:
    lines = {
        "landed": Markup(_("%(name)s: that landed.")),
        "more": Markup(_("%(name)s: tell me more.")),
        "saw": Markup(_("%(name)s: I didn't know you saw.")),
    }
    return lines[reply] % {"name": receiver.name}


def _replies(thanks: Thanks) -> Rows:
    labels = {"landed": _("That landed"), "more": _("Tell me more"), "saw": _("Didn't know you saw")}
    return tuple(
        (Button(labels[reply], tap=taps.data("t.got", thanks.space_id, thanks.id, reply)),)
        for reply in rules.RECEIPTS
    )


def _choices(space: Space, thanks_id: int, keep_label: str, arg: str) -> Rows:
    labels = (("t.give", _("Give it now")), ("t.keep", keep_label), ("t.drop", _("Let it go")))
    return tuple((Button(label, tap=taps.data(verb, space.id, thanks_id, arg)),) for verb, label in labels)
