"""Nothing that the bot does by itself is worded while the one writer waits for it."""

import sys
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from types import CodeType, FrameType

import pytest

from bot import words
from bot.db.engine import Database
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, sets
from tests.features.checkin.test_morning import PASSED_ON
from tests.features.question.acts import morning, seals

BY_ITSELF = ("delivery.py", "tick.py", "keyboards.py")
"""Whoever begins what the bot does by itself."""


class Overhears(NullTranslations):
    """English, and where each sentence was asked for inside a write that the clock began."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self.db = db
        self.asked = 0
        self.inside: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked += 1
        if self.db.is_mine_to_write:
            frames = [Path(it.co_filename).name + ":" + it.co_name for it in _frames()]
            if any(it.split(":")[0] in BY_ITSELF for it in frames):
                self.inside.add(" < ".join(frames))
        return message


def _frames() -> Iterator[CodeType]:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if any(part in frame.f_code.co_filename for part in ("/bot/", "/schedules/")):
            yield frame.f_code
        frame = frame.f_back


@pytest.fixture
def overhears(couple: Couple) -> Iterator[Overhears]:
    english = Overhears(couple.stage.kindling.parts.db)
    words.learn(words.ENGLISH, english)
    yield english
    words.learn(words.ENGLISH, NullTranslations())


async def test_days_of_posts_reveals_and_answers_that_stay_alone(
    couple: Couple, overhears: Overhears
) -> None:
    await sets(couple, kindness_mode="with_question")
    for day in range(10):
        card = await morning(couple)
        if "Answer privately" in card.buttons:
            await seals(couple.ana, "the sea", on=card)
            if day % 2:
                await seals(couple.ben, "the hills", on=card)
        await couple.minute_passes()
        await couple.stage.moves_to_time(21)
        if day < 2:
            await checks_in(couple.ana, *PASSED_ON)
            await couple.ana.says("/thanks for the soup")
            await couple.ana.taps("Save it for Sunday" if day else "Give it now")
        await couple.stage.moves_to_time(3)
    assert overhears.asked > 100
    assert overhears.inside == set()
