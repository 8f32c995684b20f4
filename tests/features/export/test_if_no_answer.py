"""A copy of everything says what its author chose for a sealed answer that stays alone."""

import pytest

from tests.conftest import Couple
from tests.features.export.test_export import everything, exported
from tests.features.question.acts import morning, reveals, seals

SHOW = "If Ben doesn't answer: show mine"


@pytest.mark.parametrize(
    ("shows", "data", "words"), [(False, "erase", "delete mine"), (True, "show", "show mine")]
)
async def test_it_is_in_the_file_and_on_the_page(couple: Couple, shows: bool, data: str, words: str) -> None:
    await seals(couple.ana, "the lake", await morning(couple))
    if shows:
        await couple.ana.taps(SHOW, at=couple.ana.door)
    said, page = await everything(couple, couple.ana)
    assert [it["if_no_answer"] for it in said["answers"]] == [data]
    assert f"<dt>If no answer comes</dt><dd>{words}</dd>" in page


async def test_what_is_open_has_no_such_choice(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the lake", card)
    await couple.ana.taps(SHOW, at=couple.ana.door)
    await seals(couple.ben, "the sea", card)
    assert len(reveals(couple)) == 1
    at_once, _page = await exported(couple, couple.ana)
    later, page = await everything(couple, couple.ana)
    assert not any("if_no_answer" in it for said in (at_once, later) for it in said["answers"])
    assert "If no answer comes" not in page
