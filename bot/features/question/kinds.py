"""What the daily question's messages, prompts and timers are called where they are noted.

What it says by itself (`composers` says what each becomes):

| kind | about (ref) | when |
|---|---|---|
| question.card | card | the day's question |
| question.another | card | Another was drawn |
| question.waiting | card | an author let the other know |
| question.reveal | card | both answers are in |
| question.alone | card | closed with one answer whose author chose to show it |
| question.part | card, author and part | a long text, voice note or photo after a reveal |
| question.wanted | card and author | one of the two would like to hear more of it (`bot.more`) |
| question.quiet | post | the line before silence |
| question.heard | card | at a door: a reply in the group was taken as an answer |
| question.lost | card | at a door: something of a reveal, or of one's own answer, may not have arrived |
| question.week | 0 | told once at each door, of cards that last seven days (r0022) |
| question.stayed | post | at a door: what stayed its author's alone |
| question.line | prompt | at a door: the line of a sealed answer, which the door did not take before |
"""

from bot.sealed.contributions import Card
from bot.sealed.names import Names

NAMES = Names("question")
"""What it is called as a user of the sealed pair (`bot.sealed.names` says what each is)."""

CARD = "question.card"
"""The day's first card."""
ANOTHER = "question.another"
"""A card that was drawn on top of it."""
REVEAL = NAMES.reveal
WAITING = NAMES.waiting
ALONE = NAMES.alone
PART = NAMES.part
WANTED = "question.wanted"
"""One of the two would like to hear more of an answer."""
QUIET = "question.quiet"
"""The line before silence."""
HEARD = NAMES.heard
LOST = NAMES.lost
WEEK = "question.week"
STAYED = NAMES.stayed
"""The outbox message to an author; its ref is the post to which what stayed alone was said."""
LINE_AGAIN = NAMES.line_again
"""The outbox message in which a line comes that the door did not take, by the prompt it is known by."""

LINE = NAMES.line
"""No outbox message: the message at a door which says that an answer to the card is sealed."""
READ = NAMES.read
"""No outbox message: a message at a door that shows its author what they sealed."""
OPTIONS = NAMES.options
"""No outbox message: the message at a door on which the options of a choice stand."""
LISTED = "question.listed"
"""No outbox message: the message in the group that lists the older cards."""
ABOUT = "question.about"
"""No outbox message: an answer of ours that points at a card. A reply to it is one to the card."""
SPOKEN = NAMES.spoken
"""No outbox message: somebody's first reply in the group to a card, by card and person (`slot_ref`)."""

ANSWER = NAMES.answer
"""What is awaited at the door: an answer to a card."""
CHANGE = NAMES.change
"""The next message takes the place of the sealed answer at once."""
ASKED = NAMES.asked
"""One is sealed: a reply to the prompt it answered is added to it."""
MORE = NAMES.more
"""One is sealed, and a message says so: a reply to it is added, and what is said within the minute."""
POINTED = NAMES.pointed
"""A line of /today points at the open card: a reply to it is the answer."""
PROMPTS = NAMES.prompts

WHOLE = NAMES.whole
"""The timer, about a card and a person (`bot.more.slot_ref`): the minute of a sealed answer is over."""
OPENS = NAMES.opens
"""The timer, about a card: both answers are in, and now they are whole."""
WAITED = "question.waited"
"""The timer, about a card: the group was told that an answer is waiting, which is so no more."""
SHOWS = "question.shows"
"""The timer, about a card: what its messages show may not be what has become of it."""
TELLS = NAMES.tells
"""The timer, about a post and an author (`bot.more.slot_ref`): it is the morning to tell them."""
ENDS = NAMES.ends
"""The timer, about a card: the day is over in which its author may save an answer that stayed alone."""
TURNS = NAMES.turns
"""The timer, about a card: the line of an answer that stayed alone is to say what has become of it."""


def kind_of(card: Card) -> str:
    """Return the kind of outbox message that carried this card."""
    return CARD if card.seq == 1 else ANOTHER
