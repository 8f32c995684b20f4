"""The daily question as a user of the sealed pair."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import kinds, rules, standing, views
from bot.features.question.actions import (
    BeDone,
    Change,
    LetKnow,
    PickAtDoor,
    ReadMine,
    Save,
    ShowAgain,
    TakeBack,
    TakeUp,
    WasNone,
    WhenAlone,
)
from bot.features.question.preferences import PROMPTED, QUESTION_TIME, READER_TOLD, SAVES_ANSWERS
from bot.sealed.pair import Buttons, Pair, Preferences, Words
from bot.spaces.model import Space
from bot.words import N_
from schedules import timers


async def _opened(tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """No answer is waiting any more, and the card says where it opened."""
    await timers.put(tx, space_id=space.id, kind=kinds.WAITED, ref=card_id, at=now, now=now)
    await standing.owes(tx, space, card_id, now)


_BUTTONS = Buttons(
    take_up=TakeUp,
    pick=PickAtDoor,
    done=BeDone,
    read=ReadMine,
    change=Change,
    take_back=TakeBack,
    let_know=LetKnow,
    when_alone=WhenAlone,
    save=Save,
    was_none=WasNone,
    show_again=ShowAgain,
)

_WORDS = Words(
    unnamed=N_("Today's question"),
    closed=N_("That question has closed."),
    closed_unsaved=N_("That question has closed, so I didn't save this."),
    closed_aloud=N_("That question has closed. /today shows what's on."),
    after_thanks=N_(
        "That went into your thank-you, so nothing is sealed. You can still answer the question."
    ),
    just_talk=N_("It was just talk, then. You can still answer the question."),
    alone=N_("Save it for you alone: that question can't be answered any more."),
)

PAIR = Pair(
    kinds.NAMES,
    _BUTTONS,
    _WORDS,
    Preferences(QUESTION_TIME, SAVES_ANSWERS, PROMPTED, READER_TOLD),
    lasts=rules.LASTS,
    subject=views.subject,
    speaks=rules.speaks,
    morning_after=rules.morning_after,
    opened=_opened,
    changed=standing.soon,
    show=standing.show,
    comes_anew=standing.comes_anew,
)
