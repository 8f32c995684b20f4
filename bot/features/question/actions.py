"""The buttons of the daily question: those of a card in the group, and those of what is sealed, at a door.

`was` begins with `q.` for the day's first card, and with `qa.` for one that was drawn: until both had one
name, that told which outbox message carries the button.
"""

from enum import StrEnum

from bot.actions import BOTH, GROUP, Action, Guard, Row
from bot.features.question import kinds
from bot.sealed.contributions import Alone

_OF_A_CARD = (kinds.CARD, kinds.ANOTHER)


class Reply(StrEnum):
    """What either may say below a reveal, for both to see, once each."""

    THANKED = "thanked"
    MORE = "more"
    SENSE = "sense"


class How(StrEnum):
    """How a held second message goes on."""

    ADD = "add"
    REPLACE = "replace"


class Seal(Action, name="question.seal", was=("q.seal", "qa.seal")):
    """*Answer privately*: be asked for an answer in one's private chat, where what comes is sealed."""

    guard = Guard(where=GROUP, proves=_OF_A_CARD, sends=True)
    card: Row


class WeTalked(Action, name="question.talked", was=("q.talk", "qa.talk")):
    """Say on the card, for both, that they talked about it."""

    guard = Guard(where=GROUP, proves=_OF_A_CARD, shows=True)
    card: Row


class DrawAnother(Action, name="question.draw", was=("q.more", "qa.more")):
    """Have one more card today."""

    guard = Guard(where=GROUP, proves=_OF_A_CARD, shows=True)
    card: Row


class NotToday(Action, name="question.not_today", was=("q.skip", "qa.skip")):
    """Say, to the bot alone, that this one is none for today."""

    guard = Guard(where=GROUP, proves=_OF_A_CARD)
    card: Row


class Pick(Action, name="question.pick", was=("q.pick", "qa.pick")):
    """Seal an option of a choice, on its card."""

    guard = Guard(where=GROUP, proves=_OF_A_CARD)
    card: Row
    option: int


class PickAtDoor(Action, name="question.option", was=("q.option",)):
    """Seal an option of a choice, in one's private chat."""

    card: Row
    option: int


class AskNow(Action, name="question.ask_now", was=("q.ask",)):
    """Have today's question come to the group."""


class AskFirst(Action, name="question.ask_first", was=("q.first",)):
    """Have the first question come, on the card that greets a new couple."""

    guard = Guard(where=GROUP, shows=True)


class TakeUp(Action, name="question.take_up", was=("q.today",)):
    """Answer a card from elsewhere than its own message, or go on with what one has sealed."""

    guard = Guard(where=BOTH, sends=True)
    card: Row


class ShowOlder(Action, name="question.older", was=("q.older",)):
    """List all cards that can be answered."""

    guard = Guard(where=BOTH, shows=True)


class ShowAgain(Action, name="question.show_again", was=("q.show",)):
    """Have what may not have reached the group go out once more."""

    guard = Guard(where=BOTH, shows=True)
    card: Row


class BeDone(Action, name="question.done", was=("q.whole",)):
    """Say that one's sealed answer is whole."""

    card: Row


class ReadMine(Action, name="question.reread", was=("q.read",)):
    """Read one's own sealed answer again."""

    guard = Guard(sends=True, early=True)
    card: Row


class Change(Action, name="question.change", was=("q.change",)):
    """Write one's sealed answer anew."""

    guard = Guard(sends=True)
    card: Row


class TakeBack(Action, name="question.take_back", was=("q.back",)):
    """Have one's sealed answer erased."""

    card: Row


class LetKnow(Action, name="question.let_know", was=("q.tell",)):
    """Let the other know that an answer is waiting."""

    card: Row


class WhenAlone(Action, name="question.when_alone", was=("q.alone",)):
    """Say what becomes of one's sealed answer if the other never answers."""

    card: Row
    becomes: Alone


class Save(Action, name="question.save", was=("q.save",)):
    """Save one's own answer that stayed alone."""

    guard = Guard(early=True)
    card: Row


class Put(Action, name="question.put", was=("q.put",)):
    """Take a held second message: no version since 0008 posts this button."""

    draft: Row
    how: How


class WasNone(Action, name="question.was_none", was=("q.none",)):
    """Say that what one said in the group was no answer."""

    card: Row


class ReplyBelow(Action, name="question.reply", was=("q.reply",)):
    """Reply below a reveal with one tap, for both to see."""

    guard = Guard(where=GROUP, proves=(kinds.REVEAL,), shows=True)
    card: Row
    reply: Reply


class SayMore(Action, name="question.more.say", was=("qm.say",)):
    """Be asked for more of one's answer, in the group."""

    guard = Guard(where=GROUP, proves=(kinds.WANTED,), shows=True, sends=True)
    whose: Row


class OnceAWeek(Action, name="question.quiet.weekly", was=("q.weekly",)):
    """Have one question a week instead of silence."""

    guard = Guard(where=GROUP, proves=(kinds.QUIET,), shows=True)
    post: Row


class QuietIsFine(Action, name="question.quiet.fine", was=("q.quiet",)):
    """Say that silence is fine."""

    guard = Guard(where=GROUP, proves=(kinds.QUIET,))
    post: Row
