"""The forms of a question: what kind of answer it asks for."""

from enum import StrEnum


class Form(StrEnum):
    """What kind of answer an item asks for; docs/content.md has an example of each."""

    PLAIN = "plain"
    """Words of one's own: text, a voice note or a photo."""
    CHOICE = "choice"
    """One tap on one of up to four options."""
    SHOW = "show"
    """A photo of a thing, an old one will do; or words."""
    VOICE = "voice"
    """Ten seconds of one's voice; or writing."""
    DRAW = "draw"
    """A drawing on paper, photographed; or told."""
    NOW = "now"
    """What is there at this moment."""
    LIMITS = "limits"
    """Something said within a tiny limit."""
    GENRE = "genre"
    """A headline, a label, a review: a small genre."""
    LINE = "line"
    """A song, a link, a line, a word."""
    EITHER = "either"
    """One tap on one of two; why is told once both are open."""
    WHOSE = "whose"
    """One tap: one of the two, both or neither."""
    GUESS = "guess"
    """One's own taste, then a guess at the other's."""
    HALVES = "halves"
    """Each says one half, and the reveal joins them."""
    MADE_UP = "made_up"
    """Three of something, one of which is invented."""
    RELAY = "relay"
    """A story that each goes on with in the other's words, over three days."""
    ASK = "ask"
    """One tap on one of three questions, which is then put to the other."""
    TOGETHER = "together"
    """Something the two do, and tap that they did."""


STEADY = frozenset({Form.PLAIN, Form.CHOICE})
"""The forms that never rest, and that nobody can leave out: there is always one of them."""

RESTING = tuple(form for form in Form if form not in STEADY)
"""The fifteen others: each rests for weeks at a time (`content.resting`), and can be left out."""

OF_TWO = frozenset({Form.GUESS, Form.MADE_UP})
"""The forms of which an answer has two parts, asked for one after the other."""

TAPPED = frozenset({Form.CHOICE, Form.EITHER, Form.WHOSE, Form.ASK})
"""The forms that are answered with one tap."""

SEEN_OR_HEARD = frozenset({Form.SHOW, Form.VOICE, Form.DRAW})
"""The forms that ask for a photo or a voice; words do, too."""
