"""What the messages, prompts and timers of one user of the sealed pair are called where they are noted."""

from dataclasses import dataclass

from schedules import outbox


@dataclass(frozen=True, slots=True)
class Names:
    """The names that belong to one owner; they stand in rows, so they never change.

    `owner` is the name of the ritual whose posts carry its cards: a card of another is none of its own.
    """

    owner: str

    @property
    def reveal(self) -> str:
        """The outbox message, about a card, that opens both answers."""
        return f"{self.owner}.reveal"

    @property
    def alone(self) -> str:
        """The outbox message, about a card, that shows one that stayed alone, as its author chose."""
        return f"{self.owner}.alone"

    @property
    def part(self) -> str:
        """The outbox message, about a card, an author and a number: what does not fit into those two."""
        return f"{self.owner}.part"

    @property
    def lost(self) -> str:
        """The outbox message at a door, about a card: something of it may not have arrived."""
        return f"{self.owner}.lost"

    @property
    def spoken(self) -> str:
        """No outbox message: somebody's first reply in the group to a card (`bot.more.slot_ref`)."""
        return outbox.SPOKEN

    @property
    def line(self) -> str:
        """No outbox message: the message at a door which says that an answer to the card is sealed."""
        return f"{self.owner}.sealed"

    @property
    def read(self) -> str:
        """No outbox message: a message at a door that shows its author what they sealed."""
        return f"{self.owner}.read"

    @property
    def answer(self) -> str:
        """What is awaited at the door: an answer to a card; and what the messages of one were taken for."""
        return f"{self.owner}.answer"

    @property
    def change(self) -> str:
        """What is awaited at the door: what takes the place of the sealed answer at once."""
        return f"{self.owner}.change"

    @property
    def asked(self) -> str:
        """One is sealed: a reply to the prompt it answered is added to it."""
        return f"{self.owner}.asked"

    @property
    def more(self) -> str:
        """One is sealed, and its line says so: a reply to it is added, and what is said within the minute."""
        return f"{self.owner}.more"

    @property
    def pointed(self) -> str:
        """A line of /today points at the open card: a reply to it is the answer."""
        return f"{self.owner}.pointed"

    @property
    def prompts(self) -> tuple[str, ...]:
        """All that is awaited at a door about a card."""
        return self.answer, self.change, self.asked, self.more, self.pointed

    @property
    def whole(self) -> str:
        """The timer, about a card and a person (`bot.more.slot_ref`): the minute of an answer is over."""
        return f"{self.owner}.whole"

    @property
    def opens(self) -> str:
        """The timer, about a card: both answers are in, and now they are whole."""
        return f"{self.owner}.opens"

    @property
    def waiting(self) -> str:
        """The outbox message, about a card: an author let the other know of it."""
        return f"{self.owner}.waiting"

    @property
    def heard(self) -> str:
        """The outbox message at a door, about a card: a reply in the group was taken as an answer."""
        return f"{self.owner}.heard"

    @property
    def stayed(self) -> str:
        """At an author's door, about a post: what was said to it and stayed theirs alone."""
        return f"{self.owner}.stayed"

    @property
    def line_again(self) -> str:
        """The outbox message at a door, about a prompt: the line that it did not take before."""
        return f"{self.owner}.line"

    @property
    def options(self) -> str:
        """No outbox message: the message at a door on which the options of a choice stand."""
        return f"{self.owner}.options"

    @property
    def tells(self) -> str:
        """The timer, about a post and an author (`slot_ref`): it is the morning to tell them."""
        return f"{self.owner}.tells"

    @property
    def ends(self) -> str:
        """The timer, about a card: its author may save no more what stayed alone."""
        return f"{self.owner}.ends"

    @property
    def turns(self) -> str:
        """The timer, about a card: the line of what stayed alone is to say what has become of it."""
        return f"{self.owner}.turns"
