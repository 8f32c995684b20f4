"""Who reads decides the language: the group has one, and each of the two has their own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import words
from bot.spaces import languages, store
from content.bank import Bank
from tests.people import there
from tests.pseudo.language import MINE, OURS, Catalogue
from tests.stage import BANK, Couple, Stage


@pytest.fixture
async def mixed(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> Couple:
    """A couple whose group reads one language and Ana another; Ben reads English."""
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))
    for tongue in (OURS, MINE):
        words.learn(tongue.name, Catalogue(tongue))
    async with couple.stage.kindling.parts.db.write() as tx:
        space = there(await store.by_chat(tx, couple.group.id))
        await store.put(tx, space.id, languages.OURS.to(OURS.name))
        await store.put(tx, space.id, languages.MINE.to(MINE.name), person_id=couple.ana.id)
    return couple


async def test_the_days_card_is_in_the_groups_language_and_what_a_tap_says_in_its_persons(
    mixed: Couple, stage: Stage
) -> None:
    await stage.moves_to_time(9)
    card = mixed.group.last()
    assert OURS.says("Not today") in card.buttons

    hers = await mixed.ana.taps(OURS.says("Not today"), on=card)
    his = await mixed.ben.taps(OURS.says("Not today"), on=card)

    assert hers.text == MINE.says(his.text)


async def test_each_door_is_in_its_own_language(mixed: Couple, stage: Stage) -> None:
    for person in (mixed.ana, mixed.ben):
        await person.says("/pause")
    assert MINE.says("1 day") in mixed.ana.door.last().buttons
    assert "1 day" in mixed.ben.door.last().buttons


async def test_a_reveal_is_in_the_groups_language_whoever_was_last(mixed: Couple, stage: Stage) -> None:
    await stage.moves_to_time(9)
    for person in (mixed.ana, mixed.ben):
        await person.taps(OURS.says("Answer privately"), at=mixed.group)
        await person.says("Tea, and a long walk")
    await mixed.minute_passes()
    reveal = mixed.group.last()
    assert "Tea, and a long walk" in reveal.text
    assert OURS.opens in reveal.text
    assert MINE.opens not in reveal.text

    await mixed.ana.taps(OURS.says("Tell me more"), on=reveal)

    assert MINE.opens not in mixed.group.messages[-1].text


async def test_typed_days_are_read_back_by_the_readers_calendar(mixed: Couple, stage: Stage) -> None:
    await mixed.ben.says("/pause")
    await mixed.ben.taps("Until…", at=mixed.ben.door)
    await mixed.ben.says("friday")
    assert "Friday 17 July" in mixed.ben.door.last().text


async def test_a_language_that_nobody_knows_any_more_is_english(mixed: Couple, stage: Stage) -> None:
    words._catalogues.pop(MINE.name)
    await mixed.ana.says("/pause")
    assert "1 day" in mixed.ana.door.last().buttons


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [("en-xa", OURS.name), ("EN_XB", MINE.name), ("en", "en"), ("tlh", "en"), (None, "en"), ("", "en")],
)
def test_what_telegram_says_of_an_app_is_its_language_if_it_is_spoken(
    tag: str | None, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))
    for tongue in (OURS, MINE):
        words.learn(tongue.name, Catalogue(tongue))
    assert words.spoken(tag) == spoken


async def test_the_menus_are_told_in_every_language(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))
    words.learn("de", Catalogue(MINE))
    stage = make_stage()
    await stage.start()
    menus = stage.telegram.world.menus
    english, german = (
        {it["command"]: it["description"] for it in menus[f"all_private_chats::{code}"]}
        for code in ("", "de")
    )
    assert german == {command: MINE.says(about) for command, about in english.items()}
    await stage.stop()


async def test_questions_come_from_the_bank_of_who_reads(
    mixed: Couple, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {
        key: replace(question, text=f"Frage {key}?", options=()) for key, question in BANK.questions.items()
    }
    monkeypatch.setitem(dict_of(stage), OURS.name, replace(BANK, questions=asked))
    await stage.moves_to_time(9)
    assert "Frage q-" in mixed.group.last().text


def dict_of(stage: Stage) -> dict[str, Bank]:
    """Return the banks of the running bot, to be added to."""
    banks = stage.kindling.services.banks
    assert isinstance(banks, dict)
    return banks
