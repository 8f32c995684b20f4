"""What was chosen, by the short names that tests use: `sets(couple, kindness_mode="off")`."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin import preferences as checkin
from bot.features.kindness import preferences as kindness
from bot.features.pairing import preferences as pairing
from bot.features.question import preferences as question
from bot.features.settings import pace
from bot.spaces import fading, model, store
from bot.spaces.preference import TEXT, YES_OR_NO, Choice, Mine, Ours, Preference
from schedules import ladder, quiet, rest

OF_THE_SPACE: Mapping[str, Ours[Any]] = {
    "kindness_mode": kindness.KINDNESS_MODE,
    "kindness_time": kindness.KINDNESS_TIME,
    "kindness_days": kindness.KINDNESS_DAYS,
    "question_on": question.QUESTION_ON,
    "question_time": question.QUESTION_TIME,
    "question_days": question.QUESTION_DAYS,
    "rest_days": rest.REST_DAYS,
    "rest_from": rest.REST_FROM,
    "rest_to": rest.REST_TO,
    "resting_until": rest.RESTING_UNTIL,
    "quiet_from": quiet.QUIET_FROM,
    "quiet_until": quiet.QUIET_UNTIL,
    "pace": ladder.PACE,
    "joint_at": ladder.JOINT_AT,
    "quiet_told": ladder.QUIET_TOLD,
    "month_asked": pace.ASKED,
}

OF_A_PERSON: Mapping[str, Mine[Any]] = {
    "keeps_answers": question.SAVES_ANSWERS,
    "prompted": question.PROMPTED,
    "reader_told": question.READER_TOLD,
    "depth": question.DEPTH,
    "depth_before": question.DEPTH_BEFORE,
    "depth_from": question.DEPTH_FROM,
    "muted": question.MUTED,
    "forms_left_out": question.FORMS_LEFT_OUT,
    "chosen": question.CHOSEN,
    "reminder_at": checkin.REMINDER,
    "checkin_at": checkin.AGREED_AT,
    "adult_at": pairing.ADULT_AT,
    "saving_at": pairing.SAVING_AT,
    "announced": model.ANNOUNCED,
    "vouched": model.VOUCHED,
    "leaves_words": fading.LEAVES_WORDS,
    "paused_until": rest.PAUSED_UNTIL,
}


async def choose(tx: AsyncConnection, space_id: int, person_id: int, **values: Any) -> None:
    """Let somebody have chosen these."""
    await store.put(tx, space_id, *chosen(values, OF_A_PERSON), person_id=person_id)
    assert not values, "no preference of a person is called so"


def chosen(values: dict[str, Any], named: Mapping[str, Preference[Any]]) -> list[Choice]:
    """Take what names a preference out of some values; return it as choices. Stored text is read first."""
    choices = []
    for name in [it for it in values if it in named]:
        value, it = values.pop(name), named[name]
        choices.append(
            it.to(it.kind.read(value) if isinstance(value, str) and it.kind is not TEXT else value)
        )
    return choices


def as_stored(stored: Mapping[str, str | None], named: Mapping[str, Preference[Any]]) -> dict[str, Any]:
    """Return what a database holds of each by its short name, or what would stand there for its default.

    A yes or no is 1 or 0; anything else is as it is written.
    """
    found: dict[str, Any] = {}
    for name, it in named.items():
        text = stored.get(it.key, None if it.default is None else it.kind.write(it.default))
        found[name] = int(text) if it.kind is YES_OR_NO and text is not None else text
    return found
