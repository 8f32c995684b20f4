"""A question about closeness is under a spoiler wherever it is said: lock screens show what a chat says."""

import pytest

from bot.features.question import ritual
from content.bank import INTIMACY, Bank, Question
from content.picker import Pick
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals


@pytest.fixture
def intimate(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> Question:
    """Return the question that the next morning asks."""
    bank: Bank = couple.stage.kindling.services.bank
    question = next(
        it for it in bank.questions.values() if it.pack == INTIMACY and not it.options and it.probe
    )
    monkeypatch.setattr(ritual, "pick_question", lambda *_args, **_kwargs: Pick(question, ()))
    return question


async def test_a_question_about_closeness_is_veiled_from_its_card_to_its_reveal(
    couple: Couple, intimate: Question
) -> None:
    card = await morning(couple)
    assert intimate.asked() in card.text
    await seals(couple.ana, "By the sea")
    await couple.ana.says("/today")
    await seals(couple.ben, "In the rain", on=card)
    opened = reveals(couple)[0]
    probe = intimate.said(intimate.probe)
    assert probe in opened.text
    said = [shown for place in (couple.group, couple.ana.door, couple.ben.door) for shown in place.messages]
    theirs = [intimate.asked(name) for name in ("", "Ana", "Ben")]
    for words, times in ((theirs[0], 1), (theirs[1], 1), (theirs[2], 1), (probe, 1)):
        telling = [shown.html for shown in said if words in shown.text and shown.html]
        assert len(telling) >= times
        assert all(f"<tg-spoiler>{words}</tg-spoiler>" in html for html in telling)
    assert sum(any(it in shown.text for it in theirs) for shown in said) >= 4
