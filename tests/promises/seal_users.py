"""Who uses the sealed pair, as the search machine of promise 1 plays with them."""

from dataclasses import dataclass

from bot.feature import Feature
from bot.loopback.shown import Shown
from tests.sealed import word


@dataclass(frozen=True, slots=True)
class SealUser:
    """One user of the sealed pair.

    `asks` is the button on its card that asks for one's words at the door, `marks` one that every open card
    of it has, `at` the time by the space's clock when the day's is out. `feature` is what the bot has to have
    for it; None where it has it anyway.
    """

    asks: str
    marks: str
    at: tuple[int, int]
    feature: Feature | None = None

    def is_on(self, shown: Shown) -> bool:
        """Whether this message is an open card of it."""
        return self.marks in shown.buttons


QUESTION = SealUser("Answer privately", "Not today", (9, 1))
ONE_WORD = SealUser("Say mine", "Say mine", (16, 1), word.FEATURE)
