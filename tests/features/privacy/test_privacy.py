"""What is kept, and erasing one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, select

from bot.db.tables import answers, evenings, handed, thanks
from bot.disclosure import Eyes, what_i_see_now
from bot.features.privacy import views
from bot.features.privacy.actions import EraseAll
from bot.features.privacy.policy import POLICY
from bot.loopback.faults import server_error
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import morning, reveals, seals
from tests.people import Loopback, Person, there
from tests.promises.acts import rows
from tests.worlds import seen_by_ben

ROOT = Path(__file__).parents[3]
OWNERS = (answers.c.person_id, evenings.c.person_id, handed.c.person_id, thanks.c.giver_id)


async def owners(couple: Couple, owner: ColumnElement[int]) -> set[int]:
    """Return whose rows a table holds, by its column of owners."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return set((await tx.scalars(select(owner))).all())


async def leaves_words(couple: Couple, person: Person) -> None:
    """Say something in every feature."""
    toast = await person.taps("Answer privately", at=couple.group)
    if toast.url:
        await person.opens(toast.url)
    await person.says("The walk by the river")
    await person.taps("Show me mine")
    await person.says_from_menu("/checkin", person.door)
    for label in ("Okay", "In between", "Some space"):
        await person.taps(label, at=person.door)
    await person.says(f"/thanks@kindling_bot for the soup, from {person.name}", couple.group)


async def a_full_day(couple: Couple) -> None:
    """Let both leave words in every feature."""
    await couple.stage.moves_to_time(9)
    await couple.stage.moves_to_time(12, 30)
    await couple.stage.moves_to_time(19)
    for person in (couple.ana, couple.ben):
        await leaves_words(couple, person)


async def erases(person: Person) -> None:
    """Erase everything this person wrote."""
    await person.says("/delete")
    await person.taps("Erase my words", at=person.door)


async def test_privacy_is_the_same_everywhere_and_names_the_host(
    make_stage: Callable[..., Stage], ana: Person
) -> None:
    stage = make_stage(operator="Dana <dana@example.org>")
    await stage.start()
    await ana.says("/privacy")
    await stage.stop()
    assert "whoever runs me (Dana <dana@example.org>, unchecked)" in ana.door.last().text


async def test_the_policy_names_a_contact_the_ground_and_how_to_take_a_yes_back(
    make_stage: Callable[..., Stage], ana: Person
) -> None:
    stage = make_stage(operator="Dana <dana@example.org>")
    await stage.start()
    await ana.says("/privacy")
    await ana.taps("The whole policy")
    await stage.stop()
    policy = "\n".join(message.text for message in ana.door.messages[-2:])
    for said in (
        "with any question or wish about it: Dana <dana@example.org> (a name that the bot can't check)",
        "The ground is your consent (GDPR, article 6, 1a)",
        "each asks for a yes of its own (article 9, 2a)",
        "You can take back any yes as easily as you gave it",
    ):
        assert said in policy


async def test_privacy_in_the_group_and_at_a_door_are_word_for_word_the_same(couple: Couple) -> None:
    await couple.ana.says_from_menu("/privacy", couple.group)
    await couple.ben.says("/privacy")
    assert couple.group.last().text == couple.ben.door.last().text
    for word in ("/export", "/delete", "/stop", "not end-to-end encrypted", "Nothing else you write there."):
        assert word in couple.group.last().text


async def test_privacy_proves_what_the_bot_can_see_by_asking_telegram(couple: Couple) -> None:
    telegram = couple.stage.telegram
    await couple.ana.says("/privacy")
    assert "privacy mode is on, and I'm a plain member there." in couple.ana.door.last().text
    await couple.group.promotes_bot(by=couple.ana)
    await couple.ana.says("/privacy")
    assert "I'm an administrator of your group" in couple.ana.door.last().text
    assert "Nothing else you write there." not in couple.ana.door.last().text
    await couple.group.promotes_bot(by=couple.ana, admin=False)
    telegram.fail_next("getChatMember", server_error())
    await couple.ana.says("/privacy")
    assert "confirms just now: privacy mode is on." in couple.ana.door.last().text
    telegram.fail_next("getMe", server_error())
    await couple.ana.says("/privacy")
    assert "I couldn't ask Telegram just now" in couple.ana.door.last().text


@pytest.mark.parametrize("reads", [None, True, False])
@pytest.mark.parametrize("admin", [None, True, False])
@pytest.mark.parametrize("operator", [None, "Dana Example, dana@example.org"])
def test_privacy_is_at_most_a_hundred_words(
    reads: bool | None, admin: bool | None, operator: str | None
) -> None:
    seen = what_i_see_now(Eyes(reads, admin), at_start=False)
    assert len(views.privacy(operator, seen).text.striptags().split()) <= 100


async def test_the_whole_policy_comes_to_the_door_and_is_the_one_in_the_docs(couple: Couple) -> None:
    docs = " ".join((ROOT / "docs" / "privacy.md").read_text().split())
    for title, text in POLICY:
        assert f"## {title} {' '.join(text.split())}" % {"operator": "`OPERATOR`"} in docs
    said = len(couple.group.messages)
    await couple.ana.says_from_menu("/privacy", couple.group)
    await couple.ana.taps("The whole policy", at=couple.group)
    shown = "\n".join(message.text for message in couple.ana.door.messages[-2:])
    for title, _text in POLICY:
        assert title in shown
    assert "whoever set this bot up for you." in shown
    assert [message.text for message in couple.group.messages[said:] if "complain" in message.text] == []
    await couple.ben.says("/privacy")
    await couple.ben.taps("The whole policy", at=couple.ben.door)
    assert "data protection authority" in couple.ben.door.last().text


async def test_a_stranger_in_the_group_gets_the_policy_at_their_own_door(
    couple: Couple, cleo: Person
) -> None:
    await couple.ana.says_from_menu("/privacy", couple.group)
    card = couple.group.last()
    await couple.group.adds(cleo, by=couple.ana)
    links = [await cleo.finds_link("The whole policy", on=card) for _ in range(5)]
    assert [row["person_id"] for row in (await rows(couple.stage))["nonces"]].count(cleo.id) == 1
    await couple.stage.moves(hours=35)
    await cleo.taps("The whole policy", on=card)
    await couple.stage.moves(hours=35)
    await cleo.opens(links[0])
    assert "data protection authority" in cleo.door.last().text


async def test_delete_erases_ones_own_words_in_every_feature_and_leaves_the_others(couple: Couple) -> None:
    await a_full_day(couple)
    both = {couple.ana.id, couple.ben.id}
    assert [await owners(couple, owner) for owner in OWNERS] == [both] * 4
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    assert couple.ana.door.last().text.startswith("Done.")
    assert [await owners(couple, owner) for owner in OWNERS] == [{couple.ben.id}] * 4


async def test_what_was_erased_is_not_left_in_the_file(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.ana.taps("Show me mine")
    async with couple.stage.kindling.parts.db.read() as tx:
        connection = await tx.get_raw_connection()
        driver = there(connection.driver_connection)
        [(mark,)] = await driver.execute_fetchall("SELECT mark FROM handed")
    files = [couple.stage.path, couple.stage.path.with_name(couple.stage.path.name + "-wal")]

    def holds() -> bool:
        return any(str(mark).encode() in file.read_bytes() for file in files if file.exists())

    assert holds()
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    assert not holds()


async def test_thinking_again_keeps_everything(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.ana.taps("Show me mine")
    await couple.ana.says("/delete")
    assert "It can't be undone" in couple.ana.door.last().text
    await couple.ana.taps("Leave them", at=couple.ana.door)
    assert await owners(couple, handed.c.person_id) == {couple.ana.id}


async def test_the_preview_is_the_same_whatever_there_is(couple: Couple) -> None:
    await couple.ana.says("/delete")
    empty = couple.ana.door.last().text
    await a_full_day(couple)
    await couple.ana.says("/delete")
    assert couple.ana.door.last().text == empty


async def test_nobody_elses_words_can_be_erased(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.ana.taps("Show me mine")
    cleo = couple.stage.telegram.person("Cleo")
    await cleo.says("/delete")
    assert cleo.door.last().text == "There is nothing of yours here to erase."
    for on in (cleo.door.last(), couple.group.last()):
        toast = await cleo.forges(f"{EraseAll.name}:1:0", on=on)
    toast = await couple.ana.forges(f"{EraseAll.name}:1:0", on=couple.group.last())
    assert toast.text == "That button has expired. Try /today."
    assert await owners(couple, handed.c.person_id) == {couple.ana.id}


async def test_ben_cannot_tell_that_ana_erased_her_kindnesses(tmp_path: Path) -> None:
    async def erased(couple: Couple) -> None:
        await couple.stage.moves_to_time(12, 30)
        await couple.ana.taps("Show me mine")
        await couple.ana.says("/delete")
        await couple.ana.taps("Erase my words", at=couple.ana.door)
        await bens_day(couple)

    async def kept(couple: Couple) -> None:
        await couple.stage.moves_to_time(12, 30)
        await couple.ana.taps("Show me mine")
        await bens_day(couple)

    async def bens_day(couple: Couple) -> None:
        await couple.ben.taps("Show me mine")
        await couple.ben.says("/today")
        await couple.stage.moves(days=1)
        await couple.ben.taps("Show me mine")

    assert await seen_by_ben(tmp_path / "a", erased) == await seen_by_ben(tmp_path / "b", kept)


async def test_a_reveal_stays_as_posted_when_ben_replies_after_ana_erased_her_answer(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk by the river")
    await seals(couple.ben, "The bench in the sun")
    ((posted, veiled),) = ((shown.text, shown.spoilers) for shown in reveals(couple))
    await erases(couple.ana)
    toast = await couple.ben.taps("Tell me more", at=couple.group)
    assert toast.text == "You can both see that now."
    (shown,) = reveals(couple)
    assert (shown.text, shown.spoilers) == (f"{posted}\n\nBen: tell me more.", veiled)
    assert "Tell me more" in reveals(couple)[0].buttons


async def test_a_reveal_stays_as_posted_when_only_what_was_said_aloud_is_left(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk by the river")
    await couple.ben.replies("The bench in the sun", to=couple.group.last())
    await couple.minute_passes()
    ((posted, veiled),) = ((shown.text, shown.spoilers) for shown in reveals(couple))
    await erases(couple.ana)
    toast = await couple.ben.taps("Tell me more", at=couple.group)
    assert toast.text == "You can both see that now."
    (shown,) = reveals(couple)
    assert (shown.text, shown.spoilers) == (f"{posted}\n\nBen: tell me more.", veiled)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "You can both see that now."),
        (2, "That day is over. /today shows what's on."),
    ],
)
async def test_under_an_erased_thank_you_ben_hears_what_he_would_have_heard(
    couple: Couple, days: int, words: str
) -> None:
    heard = []
    for erased in (False, True):
        await couple.ana.says("/thanks@kindling_bot for the soup on the stairs", couple.group)
        card = couple.group.last()
        landed = card.message.buttons[0][0]["callback_data"]
        if erased:
            await erases(couple.ana)
        await couple.stage.moves(days=days)
        assert bool(card.buttons) == (days == 0)
        toast = await couple.ben.forges(landed, on=card)  # his app may show the keys a moment longer
        heard.append(toast.text)
        assert card.text.startswith("Ben, this one is for you. 💛")
    assert heard[0] == heard[1] == words


async def test_with_two_spaces_it_asks_which_and_erases_only_there(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, ana, ben)
    other = await joined(stage, cleo, ana)
    await stage.moves_to_time(12, 30)
    for group in (couple.group, other.group):
        await ana.taps("Show me mine", at=group)
    await ana.says("/delete")
    assert ana.door.last().rows == [["With Ben"], ["With Cleo"]]
    await ana.taps("With Cleo", at=ana.door)
    await ana.taps("Erase my words", at=ana.door)
    async with stage.kindling.parts.db.read() as tx:
        left = set((await tx.scalars(select(handed.c.space_id))).all())
    await stage.stop()
    assert left == {1}


async def test_it_says_so_when_telegram_shows_it_every_message(
    make_stage: Callable[..., Stage], telegram: Loopback, ana: Person
) -> None:
    telegram.rules.off("privacy_mode")
    stage = make_stage()
    await stage.start()
    await ana.says("/privacy")
    await stage.stop()
    assert "Telegram shows me every message" in ana.door.last().text
    assert "Nothing else you write there." not in ana.door.last().text
