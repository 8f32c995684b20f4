"""The way of a sealed answer, from the tap to the reveal: the functions to read, in the order they run in.

`test_way.py` lets Ana and Ben seal an answer each and holds this list against what really ran (`walked.py`,
which counts all files that did). Left out is what is only asked in passing, and what is said on the way: the
prompt (`views.prompt`), the *Sealed* line (`line.shows`) and the timer after which that asks for nothing more
(`line.minute_over`), and what the card shows once the reveal is out (`standing.show`).
"""

from typing import NamedTuple


class Step(NamedTuple):
    """A function to read, and what it does on the way."""

    file: str
    function: str
    does: str


WAY = (
    Step("bot/telegram/tapping.py", "Tapping.take", "reads the button, and lets its guard decide"),
    Step(
        "bot/features/question/actions.py", "", "`Seal`: the button *Answer privately*, its fields, its guard"
    ),
    Step(
        "bot/features/question/__init__.py", "", "`on(Seal, partial(door.ask, PAIR))`: who does what it says"
    ),
    Step("bot/sealed/door.py", "ask", "asks for the answer in the private chat"),
    Step("bot/telegram/said/listening.py", "Listening._fulfil", "brings what is said there to who awaits it"),
    Step("bot/sealed/door.py", "take", "takes the words"),
    Step("bot/sealed/contributions.py", "added", "adds them to the answer: pure"),
    Step(
        "bot/sealed/opening.py",
        "keep",
        "keeps it sealed, and waits for its author's last word",
    ),
    Step("bot/sealed/rows.py", "write_answer", "writes it down, encrypted"),
    Step("bot/sealed/opening.py", "settle", "asks whether both are in"),
    Step("bot/sealed/contributions.py", "opening", "decides that: pure"),
    Step("schedules/tick.py", "Tick._fire", "fires the timer by which they open"),
    Step("bot/sealed/opening.py", "opens", "opens both at once, and puts the reveal into the outbox"),
    Step(
        "schedules/delivery.py", "Delivery._deliver", "claims it, renders it, looks once more, and sends it"
    ),
    Step("bot/features/question/composers.py", "load_reveal", "loads what it is made of"),
    Step("bot/features/question/views.py", "reveal", "words it: pure"),
    Step("bot/sealed/opening.py", "came_of", "notes what became of it"),
)


def files() -> list[str]:
    """Return the files to open, in the order of the way."""
    return list(dict.fromkeys(step.file for step in WAY))
