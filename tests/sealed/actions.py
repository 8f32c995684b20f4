"""The buttons of the second user of the sealed pair: its own, as each user's are."""

from bot.actions import BOTH, GROUP, Action, Guard, Row
from bot.sealed.contributions import Alone

CARD = "word.card"


class Say(Action, name="word.say"):
    """Be asked for one's word, in one's private chat."""

    guard = Guard(where=GROUP, proves=(CARD,), sends=True)
    card: Row


class TakeUp(Action, name="word.take_up"):
    """Be asked for it from elsewhere."""

    guard = Guard(where=BOTH, sends=True)
    card: Row


class Pick(Action, name="word.pick"):
    """There is nothing to pick."""

    card: Row
    option: int


class BeDone(Action, name="word.done"):
    """Say that one's word is whole."""

    card: Row


class ReadMine(Action, name="word.read"):
    """Read one's own word again."""

    guard = Guard(sends=True, early=True)
    card: Row


class Change(Action, name="word.change"):
    """Say another word instead."""

    guard = Guard(sends=True)
    card: Row


class TakeBack(Action, name="word.take_back"):
    """Have one's sealed word erased."""

    card: Row


class LetKnow(Action, name="word.let_know"):
    """Let the other know that a word is waiting."""

    card: Row


class WhenAlone(Action, name="word.when_alone"):
    """Say what becomes of one's word if the other says none."""

    card: Row
    becomes: Alone


class Save(Action, name="word.save"):
    """Save one's own word that stayed alone."""

    guard = Guard(early=True)
    card: Row


class WasNone(Action, name="word.was_none"):
    """Say that what one said in the group was no word."""

    card: Row


class ShowAgain(Action, name="word.show_again"):
    """Have what may be lost go out once more."""

    card: Row
