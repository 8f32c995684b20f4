"""Promise 6 for every form of question: what one answers, half answers or picks tells the other nothing."""

from pathlib import Path

import pytest

from bot.features.question import ritual
from content.bank import Question
from content.forms import Form
from content.picker import Pick
from tests.conftest import BANK, Couple
from tests.features.question.acts import is_done, morning, options, reveals, writes
from tests.worlds import Lives, seen_by_ben


@pytest.fixture(params=[form for form in Form if form is not Form.TOGETHER])
def item(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Question:
    """An item of each form, which is all that is asked."""
    found = next(it for it in BANK.questions.values() if it.form is request.param and not it.pack)
    monkeypatch.setattr(ritual, "pick_question", lambda *_args, **_kwargs: Pick(found, ()))
    return found


async def _answers(couple: Couple, item: Question, *, whole: bool) -> None:
    """Ana answers in private, to the end or not; a tap is changed, words are added to."""
    ana, card = couple.ana, couple.group.last()
    if item.form is Form.ASK:
        await ana.taps("Pick mine privately", on=card)
        for pick in ("3", "1") if whole else ("3",):
            await ana.taps(pick, on=ana.door.last())
        return
    if item.is_tapped:
        for pick in options(card)[:2] if whole else options(card)[:1]:
            await ana.taps(pick, on=card)
        return
    await writes(ana, "Ana's own words", on=card)
    if whole:
        await ana.says("and Ana's second thought")
        await is_done(ana)


def _life(item: Question, *, answers: bool, whole: bool) -> Lives:
    async def life(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        if answers:
            await _answers(couple, item, whole=whole)
        await couple.stage.moves(hours=2)
        await ben.says("/today")
        await ben.taps("Not today", on=card)
        if "Answer privately" in card.buttons:
            await ben.taps("Answer privately", on=card)
            await ben.sends_sticker()
        for _day in range(9):
            await morning(couple)
        await ben.says("/today")
        assert not reveals(couple)

    return life


@pytest.mark.parametrize("whole", [True, False])
async def test_promise_6_a_form_tells_nothing_of_who_answered_it(
    tmp_path: Path, item: Question, *, whole: bool
) -> None:
    told = await seen_by_ben(tmp_path / "a", _life(item, answers=True, whole=whole))
    plain = await seen_by_ben(tmp_path / "b", _life(item, answers=False, whole=whole))
    assert "Ana's" not in told
    assert told == plain
