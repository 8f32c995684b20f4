"""Question packs and ideas with touch: each one's own choice, in force only together, and unseen."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.features.question.preferences import CHOSEN
from bot.features.settings.pages import DEEPENS_AFTER, ChoiceContext, Forged
from content.picker import pick_idea, pick_question
from tests.conftest import BANK, Couple
from tests.features.question.acts import morning
from tests.features.settings.spaces import TODAY, a_person, a_space, decide, mine
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

NOW = datetime.combine(TODAY, time(8), tzinfo=UTC)
LATER = NOW + timedelta(days=5)
TagsAfter = Callable[..., Awaitable[frozenset[str]]]


def context(**of_ana: Any) -> ChoiceContext:
    me = a_person(**of_ana)
    return ChoiceContext(a_space(), me, NOW, BANK.topics.keys(), deepens_at=LATER, packs=BANK.packs.keys())


def test_a_pack_counts_from_an_unforeseeable_day_and_touch_at_once() -> None:
    assert mine(decide(context(), "pack", "faith,x")) == {"chosen": {"faith": LATER.date()}}
    assert mine(decide(context(), "pack", "touch,x")) == {"chosen": {"touch": TODAY}}


def test_intimacy_counts_at_once_and_its_first_card_waits_in_the_picker() -> None:
    assert mine(decide(context(), "pack", "intimacy,x")) == {"chosen": {"intimacy": TODAY}}


def test_choosing_again_keeps_its_day_and_taking_back_is_at_once() -> None:
    chosen = {"faith": TODAY, "apart": TODAY}
    assert mine(decide(context(chosen=chosen), "pack", "faith,x")) == {"chosen": chosen}
    assert mine(decide(context(chosen=chosen), "pack", "faith,.")) == {"chosen": {"apart": TODAY}}
    assert mine(decide(context(chosen={"faith": TODAY}), "pack", "faith,.")) == {"chosen": {}}


@pytest.mark.parametrize("value", ["nonsense,x", "faith", "faith,", "faith,y", ",x"])
def test_no_button_of_ours_says_this(value: str) -> None:
    with pytest.raises(Forged):
        decide(context(), "pack", value)


def test_what_is_kept_reads_back() -> None:
    chosen = {"intimacy": TODAY, "touch": TODAY + timedelta(days=3)}
    assert CHOSEN.kind.read(CHOSEN.to(chosen).text or "") == chosen
    assert CHOSEN.to({}).text is None


async def chooses(person: Person, *packs: str) -> None:
    await person.says("/settings")
    card = person.door.last()
    await person.taps("Just mine", on=card)
    await person.taps("Question packs", on=card)
    for pack in packs:
        await person.taps(pack.removeprefix("no "), on=card)
        yes = {"Intimacy": "Yes, I'd like these, and I'm 18+", "Faith": "Yes, and you may save that"}
        await person.taps(
            "No thanks" if pack.startswith("no ") else yes.get(pack, "Yes, I'd like these"), on=card
        )


@pytest.fixture
def tags_after(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> TagsAfter:
    """Return what moves the clock by a span, asks for a question, and tells what it might assume."""
    asked: list[frozenset[str]] = []

    def noting(*args: Any, **options: Any) -> Any:
        asked.append(args[2].tags)
        return pick_question(*args, **options)

    async def tags_after(**span: float) -> frozenset[str]:
        await couple.stage.moves(**span)
        await couple.ben.says_from_menu("/question", couple.group)
        return asked[-1]

    monkeypatch.setattr("bot.features.question.ritual.pick_question", noting)
    return tags_after


async def test_a_question_may_come_from_a_pack_only_once_both_chose_it(
    couple: Couple, tags_after: TagsAfter
) -> None:
    await chooses(couple.ana, "Faith", "Living apart")
    assert await tags_after(days=DEEPENS_AFTER[1].days + 1) == frozenset()
    await chooses(couple.ben, "Faith")
    assert await tags_after(days=DEEPENS_AFTER[0].days - 1) == frozenset()
    assert await tags_after(days=DEEPENS_AFTER[1].days) == {"faith"}
    await chooses(couple.ana, "no Faith")
    assert await tags_after(days=1) == frozenset()


async def test_nothing_intimate_is_asked_in_front_of_a_further_member_whom_both_vouched_for(
    couple: Couple, tags_after: TagsAfter
) -> None:
    for person in (couple.ana, couple.ben):
        await chooses(person, "Faith", "Intimacy")
    assert await tags_after(days=DEEPENS_AFTER[1].days + 1) == {"faith", "intimacy"}
    cleo = couple.stage.telegram.person("Cleo")
    await couple.group.adds(cleo, by=couple.ben)
    for person in (couple.ana, couple.ben):
        await person.taps("That's fine", at=person.door)
    assert await tags_after(days=2) == {"faith"}
    await couple.group.removes(cleo, by=couple.ben)
    assert await tags_after(days=2) == {"faith", "intimacy"}


async def test_ideas_follow_ones_own_choice_alone(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: dict[int, frozenset[str]] = {}

    def noting(*args: Any, **options: Any) -> Any:
        wanted[args[2].person_id] = args[2].tags
        return pick_idea(*args, **options)

    monkeypatch.setattr("bot.features.kindness.handlers.pick_idea", noting)
    await chooses(couple.ana, "Ideas with touch", "Living apart")
    await couple.stage.moves_to_time(12, 31)
    for person in (couple.ana, couple.ben):
        await person.taps("Show me mine")
    assert wanted == {couple.ana.id: {"touch", "apart"}, couple.ben.id: frozenset()}


async def test_what_was_chosen_is_encrypted_where_it_lies(couple: Couple) -> None:
    await chooses(couple.ana, "Faith")
    assert (await couple.space()).couple[0][CHOSEN]
    assert b"faith=" not in couple.stage.path.read_bytes()


async def test_ben_sees_the_very_same_whatever_ana_chose(tmp_path: Path) -> None:
    def lives_with(*packs: str) -> Lives:
        async def lives(couple: Couple) -> None:
            await chooses(couple.ana, *packs)
            for _ in range(4):
                await morning(couple)
            await couple.ben.says("/settings")
            await couple.ben.taps("Just mine")

        return lives

    chosen = await seen_by_ben(tmp_path / "all", lives_with("Intimacy", "Faith", "Ideas with touch"))
    assert chosen == await seen_by_ben(tmp_path / "none", lives_with())
