"""The words and keyboards of the daily question in the group; those about closeness under a spoiler."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from bot import pieces
from bot.actions import Row
from bot.composing import Reader
from bot.dates import say_day_and_month, say_weekday
from bot.features.question import forms, lines, rules
from bot.features.question.actions import (
    DrawAnother,
    NotToday,
    OnceAWeek,
    Pick,
    QuietIsFine,
    Reply,
    ReplyBelow,
    Seal,
    WeTalked,
)
from bot.formatting import as_shown, under_veil
from bot.marks import units, within
from bot.message import Button, Message, Rows
from bot.sealed.contributions import Answer, AnswerState, Card, in_two, parts
from bot.sealed.pair import Subject
from bot.sealed.views import say_end
from bot.spaces.model import Partner, Space, day_of
from bot.telegram.incoming import TappedMessage
from bot.words import N_, _, below, in_any, pgettext, variant
from content.bank import INTIMACY, Question
from content.forms import Form
from schedules.ladder import JOINT_AT


def veiled(question: Question, words: str) -> Markup:
    """Return the question's text or its probe for a message, escaped.

    A lock screen shows what a chat says, to whoever stands near; Telegram hides spoilers there.
    """
    if question.pack == INTIMACY:
        return Markup("<tg-spoiler>%s</tg-spoiler>") % words
    return Markup.escape(words)


def asks(question: Question, name: str = "") -> Markup:
    """Return what a question asks of who knows their partner by a name; without one, of both."""
    return veiled(question, question.asked(name))


def asked_on(card: Card, question: Question) -> Markup:
    """Return what a card asks of both: of a relay's later days, that its story goes on."""
    if rules.relay_day(card) == 1:
        return asks(question)
    opened = {"opening": question.asked()}
    return veiled(question, _("%(opening)s Go on from the other one's line.") % opened)


def subject(reader: Reader, card: Card) -> Subject:
    """Return what a card asks of its reader."""
    question, name = reader.bank.question(card.item_id), reader.partners_name
    words = question.asked(name)
    if rules.relay_day(card) > 1:
        words = _("%(opening)s Go on from %(name)s's line.") % {"opening": words, "name": name}
    half = forms.half_of(question, reader.space, reader.person_id, card)
    if half is not None:
        words = f"{words} {question.said(question.halves[half], name)}"
    options = forms.options(question, reader.space, reader.person_id)
    listed, how = question.form is Form.ASK, forms.how(question)
    then = forms.then(question, name)
    return Subject(words, veiled(question, words), options, listed=listed, how=how, then=then)


_SUPERGROUPS = -1_000_000_000_000  # their ids lie below it: https://core.telegram.org/api/bots/ids

EXPLAINED = timedelta(days=10)
_A_MOMENT = timedelta(minutes=1)
_A_WEEKDAY = timedelta(days=6)
"""For so long a weekday alone says which day is meant."""
DEEP = 3

REPLY_LABELS = {
    Reply.THANKED: N_("Thank you"),
    Reply.MORE: N_("Tell me more"),
    Reply.SENSE: N_("Makes sense"),
}
_REPLY_LINES = {
    Reply.THANKED: N_("%(name)s: thank you for telling me."),
    Reply.MORE: N_("%(name)s: tell me more."),
    Reply.SENSE: N_("%(name)s: that makes sense."),
}


def question_card(space: Space, card: Card, question: Question) -> Message:
    """The question as it stands in the group, the same from the first minute until the reveal.

    One thing is added to it, by either: that they talked about it.
    """
    said = [Markup.escape(_greeting(space, card, question)), Markup("<b>%s</b>") % asked_on(card, question)]
    if how := forms.how(question):
        said.append(Markup("<i>%s</i>") % how)
    if _is_early(space, card):
        said.append(Markup.escape(forms.how_to_answer(question)))
    if question.depth == DEEP:
        said.append(Markup.escape(_line(lines.STARTS, space, card)))
    step = rules.rarer_below(card)
    if step is not None:
        said.append(rarer(space, card, step))
    said += _talked(card, question)
    return Message(Markup("\n").join(said), rows=_card_rows(space, card, question))


def _talked(card: Card, question: Question) -> list[Markup]:
    """Return what a card says of its two together: that they talked about it, or did it."""
    if card.talked_at is None:
        return []
    did = question.form is Form.TOGETHER
    return [Markup.escape(_("You did this one. ♥") if did else _("You talked about this one. ♥"))]


def rarer(space: Space, card: Card, days: int) -> Markup:
    """Return how rarely posts come now, so many days apart."""
    return Markup.escape(_line(lines.RARER[days], space, card))


def folded_card(space: Space, card: Card, question: Question) -> Message:
    """A card after which another came on its day: one line, and how to answer it."""
    said = [Markup("%s <b>%s</b>") % (_("You can answer this one, too:"), asked_on(card, question))]
    said += _talked(card, question)
    return Message(Markup("\n").join(said), rows=_answer_rows(space, card, question))


def closed_card(card: Card, question: Question) -> Message:
    """A card whose time is over: its question alone, and that it closed, whatever was sealed to it."""
    said = [Markup("<b>%s</b>") % asked_on(card, question)]
    said += _talked(card, question)
    return Message(Markup("\n").join([*said, Markup.escape(_("That day is over."))]))


def _is_early(space: Space, card: Card) -> bool:
    """Whether a card is of the couple's first days, in which it says how to answer; later they know."""
    return space.active_at is None or card.due_at - space.active_at < EXPLAINED


def _line(of: Sequence[str], space: Space, card: Card) -> str:
    """Return the line of the card's day; a second card of a day says another one."""
    return variant(of, card.local_date, space.id, card.seq - 1)


def _greeting(space: Space, card: Card, question: Question) -> str:
    if rules.is_asked_again(card):
        return _("Still true? You both answered this one half a year ago or more:")
    if card.seq > 1:
        return _("Here is another one, if you'd like:")
    if space.clocks_differ(card.due_at):
        return _("Today's question:")
    hour = space.local(card.due_at).hour
    at = 0 if 4 <= hour < 12 else 1 if 12 <= hour < 18 else 2
    if question.depth == DEEP or question.pack == INTIMACY:
        return _(lines.PLAINLY[at])
    return _line((lines.MORNING, lines.AFTERNOON, lines.EVENING)[at], space, card)


def _card_rows(space: Space, card: Card, question: Question) -> Rows:
    return (
        *_answer_rows(space, card, question),
        *_talk_row(space, card, question),
        (
            Button(pgettext("another question", "Another"), tap=DrawAnother(space.id, Row(card.id))),
            Button(_("Not today"), tap=NotToday(space.id, Row(card.id))),
        ),
    )


def _talk_row(space: Space, card: Card, question: Question) -> Rows:
    """What both did is said by the button that takes the answer's place."""
    if question.form is Form.TOGETHER:
        return ()
    return ((Button(_("We talked about it (both see it)"), tap=WeTalked(space.id, Row(card.id))),),)


def _answer_rows(space: Space, card: Card, question: Question) -> Rows:
    if question.form is Form.TOGETHER:
        return ((Button(_("We did (both see it)"), tap=WeTalked(space.id, Row(card.id))),),)
    if question.form is Form.ASK:  # what can be picked is too long for buttons: it comes to the door
        return ((Button(_("Pick mine privately"), tap=Seal(space.id, Row(card.id))),),)
    if not question.is_tapped:
        return ((Button(_("Answer privately"), tap=Seal(space.id, Row(card.id))),),)
    options = [
        Button(option, tap=Pick(space.id, Row(card.id), number))
        for number, option in enumerate(forms.options(question, space))
    ]
    return tuple(tuple(options[start : start + 2]) for start in range(0, len(options), 2))


def answered_card(
    card: Card, question: Question, *, elsewhere: tuple[int, int] | None, older: bool
) -> Message:
    """What the question's card becomes at the reveal, which stands below it, or `elsewhere` in another topic.

    That is its chat and its number. Below a card of an `older` day stand those of the days since.
    """
    if elsewhere is not None:
        opened = link_to(*elsewhere, _("You both answered. It's in another topic, here."))
    else:
        opened = Markup.escape(
            _("You both answered. It's further down.") if older else _("You both answered. It's just below.")
        )
    return Message(Markup("<b>%s</b>\n%s") % (asked_on(card, question), opened))


def aloud_card(space: Space, card: Card, question: Question) -> Message:
    """What the question's card becomes once both answered it aloud: what may follow stands on it.

    They read each other above and below it, so there is no reveal to bring it, and no message of its own.
    """
    said = [
        Markup("<b>%s</b>") % asked_on(card, question),
        Markup.escape(_("You both answered, out loud.")),
        *_talked(card, question),
    ]
    return Message(Markup("\n\n").join([Markup("\n").join(said), _follow_up(space, card, question)]))


def up_here(day: date | None) -> str:
    """Return what points at today's card as a reply to it, or at that of the `day` before."""
    if day is None:
        return _("Today's question is up here.")
    return _("%(day)s's question is up here.") % {"day": say_weekday(day)}


def up_there(chat_id: int, message_id: int, day: date | None) -> Markup:
    """Return the way to such a card from another topic of the group, which is a supergroup then."""
    said = (
        _("Today's question is in another topic, here.")
        if day is None
        else _("%(day)s's question is in another topic, here.") % {"day": say_weekday(day)}
    )
    return link_to(chat_id, message_id, said)


def link_to(chat_id: int, message_id: int, said: str) -> Markup:
    """Return words that lead to a message of a supergroup.

    Source of the address: https://core.telegram.org/api/links#message-links
    """
    return Markup('<a href="%s">%s</a>') % (f"https://t.me/c/{_SUPERGROUPS - chat_id}/{message_id}", said)


def reveal(
    space: Space, card: Card, question: Question, answers: Mapping[int, Answer],
    replies: Sequence[tuple[int, Reply]], *, older: bool = False, today: date | None = None,
    spoken: Mapping[int, int] | None = None,
) -> Message:  # fmt: skip
    """The question and both answers, under spoilers, with what may follow and the replies tapped so far.

    `spoken` are the messages in which something was said aloud, by their authors' ids.
    That of an `older` card comes without sound and says which day's it is.
    """
    opened, spoken = _line(lines.OPENED, space, card), spoken or {}
    if older:
        opened = below(opened, _asked_on(card.local_date, today))
    blocks = [Markup("%s\n<b>%s</b>") % (opened, asked_on(card, question))]
    blocks += [
        _answer_line(space, partner, card, question, answers[partner.person_id], spoken)
        for partner in _in_order(space, card, question)
        if partner.person_id in answers
    ]
    if question.form is Form.MADE_UP:
        blocks += _made_up(space, [*answers.values()])
    if _is_the_same(space, question, [*answers.values()]):
        blocks.append(under_veil(_line(lines.SAME, space, card), ()))
    blocks.append(_follow_up(space, card, question))
    said = _reply_lines(space, replies)
    if said:
        blocks.append(Markup("\n").join(map(Markup.escape, said)))
    return Message(Markup("\n\n").join(blocks), rows=_reply_rows(space, card), silent=older)


def _asked_on(day: date, today: date | None) -> str:
    if today is None or today - day <= _A_WEEKDAY:
        return _("%(day)s's question:") % {"day": say_weekday(day)}
    return _("The question of %(date)s:") % {"date": say_day_and_month(day)}


def replied(space: Space, card: Card, tapped: TappedMessage, replies: Sequence[tuple[int, Reply]]) -> Message:
    """The reveal as it stands, with the replies tapped so far below it.

    It is made of what the message shows and of no answer's row, so that it is the same whatever became of
    the answers since. Two may tap at once: then the message does not show the first one's yet, its row does.
    """
    known = {
        line % {"name": partner.name}: (partner.person_id, reply)
        for partner in space.couple
        for reply, source in _REPLY_LINES.items()
        for line in in_any(source)
    }
    shown, there = tapped.text.split("\n"), list[tuple[int, Reply]]()
    while shown and shown[-1] in known:
        there.insert(0, known[shown.pop()])
    words = "\n".join(shown).rstrip("\n")
    said = _reply_lines(space, [*there, *(it for it in replies if it not in there)])
    blocks = [as_shown(words, within(tapped.marks, 0, units(words)))]
    if said:
        blocks.append(Markup("\n").join(map(Markup.escape, said)))
    return Message(Markup("\n\n").join(blocks), rows=_reply_rows(space, card))


def _reply_lines(space: Space, replies: Sequence[tuple[int, Reply]]) -> list[str]:
    names = {partner.person_id: partner.name for partner in space.couple}
    return [
        _(_REPLY_LINES[reply]) % {"name": names[person_id]}
        for person_id, reply in replies
        if person_id in names
    ]


def _reply_rows(space: Space, card: Card) -> Rows:
    """Two rows: three keys side by side are cut on a phone."""

    def key(reply: Reply) -> Button:
        return Button(_(REPLY_LABELS[reply]), tap=ReplyBelow(space.id, Row(card.id), reply))

    return ((key(Reply.THANKED), key(Reply.SENSE)), (key(Reply.MORE),))


def _probe(question: Question) -> Markup:
    return veiled(question, question.said(question.probe))


def _follow_up(space: Space, card: Card, question: Question) -> Markup:
    """What may follow: the item's own question, or one of ours; after a deep one thanks come first."""
    if question.probe:
        more = Markup.escape(_line(lines.PROBED, space, card)) % {"probe": _probe(question)}
    else:
        more = Markup.escape(_line(lines.FOLLOWED, space, card))
    if question.depth < DEEP:
        return more
    return Markup("\n").join([Markup.escape(_line(lines.DEEP, space, card)), more])


def _is_the_same(space: Space, question: Question, answers: Sequence[Answer]) -> bool:
    """Whether both tapped the same option. What somebody said aloud is compared with nothing."""
    if question.form is Form.ASK:  # each is put to the other: the same words ask two things
        return False
    options = {answer.option if answer.how is AnswerState.REVEALED else None for answer in answers}
    known = range(len(forms.options(question, space)))
    return len(answers) == 2 and len(options) == 1 and options.pop() in known


def _in_order(space: Space, card: Card, question: Question) -> list[Partner]:
    """Return the two in the order in which their answers are read: of two halves, the first half first."""
    if not question.halves:
        return [*space.couple]
    return sorted(space.couple, key=lambda it: forms.half_of(question, space, it.person_id, card) or 0)


def _answer_line(
    space: Space, partner: Partner, card: Card, question: Question, answer: Answer, spoken: Mapping[int, int]
) -> Markup:
    name = {"name": partner.name}
    if answer.how is AnswerState.ALOUD:
        return _aloud_line(space, partner, spoken.get(partner.person_id))
    if parts(answer.pieces):
        return Markup.escape(_("%(name)s: in a message of its own, just below.")) % name
    words = words_of(space, question, answer)
    half = forms.half_of(question, space, partner.person_id, card)
    if half is not None:
        asked = veiled(question, question.said(question.halves[half]))
        return Markup("<i>%s</i>\n%s: %s") % (asked, partner.name, words)
    if question.form is Form.ASK:
        return Markup("%s %s") % (Markup.escape(_("%(name)s asks:")) % name, words)
    if question.form is Form.GUESS:
        return Markup("%s: %s") % (partner.name, _with_guess(space, partner, answer, words))
    return Markup("%s: %s") % (partner.name, words)


def _with_guess(space: Space, partner: Partner, answer: Answer, words: Markup) -> Markup:
    """Return somebody's own taste, and beside it their guess at the other's, if they made one."""
    own, guess = in_two(answer.pieces)
    if not guess:
        return words
    others = Markup.escape(_("%(name)s's guess for %(other)s:")) % {
        "name": partner.name,
        "other": space.other(partner.person_id).name,
    }
    own_words, guessed = (under_veil(*pieces.words(it)) for it in (own, guess))
    return Markup("%s\n%s %s") % (own_words, others, guessed)


def _made_up(space: Space, answers: Sequence[Answer]) -> list[Markup]:
    """Return which of three was invented, under veils of their own: whoever reads guesses first."""
    told = []
    for answer in answers:
        partner, (_three, invented) = space.partner(answer.person_id), in_two(answer.pieces)
        if partner is not None and invented and answer.how is AnswerState.REVEALED:
            told.append(Markup("%s: %s") % (partner.name, under_veil(*pieces.words(invented))))
    if not told:
        return []
    head = Markup.escape(_("Guess first. The made-up ones:"))
    return [Markup("\n").join([head, *told])]


def _aloud_line(space: Space, partner: Partner, spoken: int | None) -> Markup:
    """Return who said theirs aloud, and the way there: in a supergroup it may stand in another topic."""
    name, chat_id = {"name": partner.name}, space.chat_id
    if chat_id is None or chat_id > _SUPERGROUPS:
        return Markup.escape(_("%(name)s said it aloud, above.")) % name
    if spoken is None:
        return Markup.escape(_("%(name)s said it aloud.")) % name
    return link_to(chat_id, spoken, _("%(name)s said it aloud, here.") % name)


def words_of(space: Space, question: Question, answer: Answer) -> Markup:
    """Return the words of an answer under a spoiler: the chosen option's label, or what was written.

    Which of three is invented is not among them: it has a veil of its own.
    """
    options = forms.options(question, space, answer.person_id)
    if answer.option is not None and answer.option < len(options):
        return under_veil(options[answer.option], ())
    said = in_two(answer.pieces)[0] if question.form is Form.MADE_UP else answer.pieces
    return under_veil(*pieces.words(said))


def alone(
    space: Space, partner: Partner, card: Card, question: Question, answer: Answer, today: date
) -> Message:
    """An answer that stayed alone and whose author chose, when sealing it, that it be shown.

    A weekday names a day of the last six; one of before is named by its date.
    """
    weekday = say_weekday(card.local_date)
    day = {"name": partner.name, "day": weekday, "date": say_day_and_month(card.local_date)}
    said = (
        _("From %(name)s, on %(day)s's question:")
        if today - card.local_date <= _A_WEEKDAY
        else _("From %(name)s, on the question of %(date)s:")
    )
    text = Markup("%s\n<b>%s</b>") % (Markup.escape(said) % day, asked_on(card, question))
    if not parts(answer.pieces):
        text += Markup("\n") + words_of(space, question, answer)
    return Message(text, silent=True)


def waiting(space: Space, card: Card, reply_to: int | None) -> Message:
    """What the group hears when an author wants the other to know, and until when it can be answered.

    Where their clocks differ the day is the earlier one.
    """
    if space.clocks_differ(card.closes_at):
        ends = [card.closes_at.astimezone(zone) for zone in space.clocks]
        until = say_weekday(min(day_of(end - _A_MOMENT) for end in ends))
    else:
        until = say_end(space.local(card.closes_at))
    text = _("An answer is waiting, until %(until)s. No hurry.") % {"until": until}
    return Message(Markup.escape(text), silent=True, reply_to=reply_to)


def was_waiting() -> Message:
    """What that becomes once the card has opened or closed, the same whatever became of the answer."""
    return Message(Markup.escape(_("An answer was waiting here.")))


def quiet(space: Space, post_id: int) -> Message:
    """The one line before silence."""
    day = space.local(space[JOINT_AT] or space.created_at).date()  # stands still for as long as it's quiet
    text = variant(lines.GONE_QUIET, day, space.id)
    rows = (
        (Button(_("Once a week instead"), tap=OnceAWeek(space.id, Row(post_id))),),
        (Button(_("Quiet is fine"), tap=QuietIsFine(space.id, Row(post_id))),),
    )
    return Message(Markup.escape(text), rows=rows, silent=True)


def weekly() -> Message:
    """What the line before silence becomes when they would rather have one question a week."""
    return Message(Markup.escape(_("Once a week, then. More or less? /settings.")))


def nothing_now() -> str:
    """What is said where the two together leave out every topic, as they could before nine was the most.

    It says nothing of topics: whose choices they were is told to nobody.
    """
    return _("I'm all ears today. Ask each other one?")


def longer() -> Message:
    """That questions stay open for longer than they did before; said once, to couples of before."""
    text = _(
        "From now on you both have seven days to answer a question, and a sealed answer waits as long. "
        "Those asked before today close after a day and a half, as they were meant to."
    )
    return Message(Markup.escape(text), silent=True)
