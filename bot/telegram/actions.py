"""The edge's own buttons, all of them at doors: the way out of a prompt, and what becomes of held words.

They concern no space (but one that is chosen): whose words are held is looked up by who taps.
"""

from bot.actions import Action, Guard, Row, Who

_THEIRS = Guard(who=Who.ANYONE)


class LeaveIt(Action, name="prompt.leave", was=("x.leave",)):
    """Wait no longer for what is awaited: its ref and its kind."""

    guard = _THEIRS
    ref: Row
    kind: str


class ChooseSpace(Action, name="held.space", was=("in",)):
    """Run a command in this space, with the words that are held for it (0: with none)."""

    guard = _THEIRS
    draft: Row
    command: str


class ChoosePrompt(Action, name="held.prompt", was=("for",)):
    """Take held words as the answer to what is awaited in this row."""

    guard = _THEIRS
    draft: Row
    prompt: Row


class ChooseNone(Action, name="held.none", was=("x.none",)):
    """Let held words go: they are for none of it."""

    guard = _THEIRS
    draft: Row


class ShowHeld(Action, name="held.show", was=("x.show",)):
    """Read what is held."""

    guard = _THEIRS
    draft: Row


class AskAgain(Action, name="held.again", was=("x.again",)):
    """Be asked again about all that is held."""

    guard = Guard(who=Who.ANYONE, sends=True)


class ReadFirst(Action, name="held.read", was=("h.read",)):
    """Read what a feature has to say to words, before they go on as `how` says (`Listening.kept`)."""

    guard = _THEIRS
    draft: Row
    how: str


class LetGoOn(Action, name="held.go_on", was=("h.keep",)):
    """Have the words go on, as `how` says."""

    guard = _THEIRS
    draft: Row
    how: str


class Delete(Action, name="held.delete", was=("h.leave",)):
    """Have the words erased."""

    guard = _THEIRS
    draft: Row
