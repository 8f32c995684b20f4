"""A group that anybody can find and read: noticed, quieted with the way out, and gone on with by itself."""

import pytest

from bot.loopback import faults
from tests.conftest import Couple, Stage
from tests.features.pairing.walk import cards, invited, opens_side, says_yes
from tests.features.question.acts import morning, seals
from tests.people import Group, Loopback, Person
from tests.promises.acts import every_tap, forges_all, harmless
from tests.stage import says_in

NOW_PUBLIC = "This group is public now"
QUIET = "I'm made for two, so I'll be quiet while this group is public. Nothing is lost."
MEND = "Make it private (group settings → group type), and I'll go on."


async def both_in(ana: Person, ben: Person, group: Group) -> None:
    await says_yes(ana, group)
    await says_yes(ben, group)


async def test_a_public_group_is_noticed_by_the_next_update_and_quieted_once_with_the_way_out(
    couple: Couple,
) -> None:
    await couple.group.becomes_public()
    await couple.ana.says_from_menu("/question", couple.group)
    await couple.ben.says_from_menu("/question", couple.group)
    said = [shown.text for shown in couple.group.messages if shown.sender is couple.stage.telegram.world.bot]
    assert len(said) == 3
    assert NOW_PUBLIC in said[0]
    assert MEND in said[0]
    assert said[1:] == [QUIET, QUIET]
    await couple.stage.moves_to_time(9)
    await couple.stage.moves_to_time(12, 30)
    assert couple.group.last().text == QUIET


async def test_a_public_group_is_noticed_within_a_day_where_nobody_says_anything(couple: Couple) -> None:
    await couple.group.becomes_public()
    await couple.stage.moves(days=1, hours=1)
    assert len(cards(couple.group, NOW_PUBLIC)) == 1
    await couple.stage.moves(days=2)
    assert couple.group.last().text.startswith(NOW_PUBLIC)


async def test_a_tap_on_a_card_finds_out_before_it_does_anything(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    card = await morning(couple)
    await couple.group.becomes_public()
    before = len(couple.group.messages)
    await couple.ana.taps("Another", on=card)
    assert [shown.text for shown in couple.group.messages[before:]] == [
        *cards(couple.group, NOW_PUBLIC),
    ]


async def test_what_both_sealed_waits_while_anybody_could_read_it_and_opens_once_private(
    couple: Couple,
) -> None:
    await couple.group.becomes_supergroup()
    card = await morning(couple)
    await seals(couple.ana, "the pond at dusk", card)
    await couple.group.becomes_public()
    await seals(couple.ben, "the old pear tree", card)
    await couple.stage.moves(minutes=5)
    await couple.stage.moves(hours=2)
    assert "the pond at dusk" not in couple.ben.transcript()
    assert "the old pear tree" not in couple.ana.transcript()
    await couple.group.becomes_private()
    await couple.stage.moves(hours=1, minutes=1)
    await couple.stage.moves(minutes=5)
    assert "the pond at dusk" in couple.ben.transcript()
    assert "the old pear tree" in couple.ana.transcript()


@pytest.mark.parametrize("when", ["before the card", "between"])
async def test_a_group_that_went_public_unheard_is_noticed_before_anything_opens_there(
    couple: Couple, when: str
) -> None:
    if when == "before the card":
        await couple.group.becomes_public()
    await couple.stage.moves_to_time(9)
    for person, words in ((couple.ana, "the pond at dusk"), (couple.ben, "the old pear tree")):
        await person.says("/today")
        await person.taps("Answer privately", at=person.door)
        await person.says(words)
        await person.taps("That's all", at=person.door)
        if when == "between" and person is couple.ana:
            await couple.minute_passes()
            await couple.group.becomes_public()
    await couple.stage.moves(minutes=5)
    assert "the pond at dusk" not in couple.ben.transcript()
    assert "the old pear tree" not in couple.ana.transcript()
    assert len(cards(couple.group, NOW_PUBLIC)) == 1
    await couple.group.becomes_private()
    await couple.stage.moves(hours=1, minutes=1)
    await couple.stage.moves(minutes=5)
    assert "the pond at dusk" in couple.ben.transcript()
    assert "the old pear tree" in couple.ana.transcript()


async def test_no_card_goes_to_a_group_that_went_public_unheard_until_it_is_private(couple: Couple) -> None:
    await couple.group.becomes_public()
    calls = len(couple.stage.telegram.calls)
    await couple.stage.moves_to_time(9)
    assert [shown.text for shown in couple.group.messages[-1:]] == cards(couple.group, NOW_PUBLIC)
    looks = [call.method for call in couple.stage.telegram.calls[calls:]].count("getChat")
    assert looks <= 2  # the day's look at everything, and the one before the card
    await couple.group.becomes_private()
    await couple.stage.moves(hours=1, minutes=1)
    assert "Not today" in couple.group.last().buttons


async def test_no_thank_you_from_the_door_goes_to_a_group_that_went_public_unheard(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    await couple.group.becomes_public()
    await couple.ana.says("/thanks for the pear tree")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    assert cards(couple.group, "pear tree") == []
    assert len(cards(couple.group, NOW_PUBLIC)) == 1
    await couple.group.becomes_private()
    await couple.stage.moves(hours=1, minutes=1)
    assert len(cards(couple.group, "pear tree")) == 1


async def test_parts_of_an_answer_wait_in_a_group_that_went_public_after_its_reveal(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    card = await morning(couple)
    await seals(couple.ana, "the pond at dusk " * 100, card)
    couple.stage.telegram.fail_next(
        "sendMessage",
        faults.flood(600),
        when=lambda params: "just below" not in params["text"] and "dusk" in params["text"],
    )
    await seals(couple.ben, "the old pear tree", card)
    assert len(cards(couple.group, "the old pear tree")) == 1
    assert cards(couple.group, "dusk") == []
    await couple.group.becomes_public()
    await couple.stage.moves(minutes=11)
    assert cards(couple.group, "dusk") == []
    assert len(cards(couple.group, NOW_PUBLIC)) == 1


async def test_the_answer_to_a_card_tells_that_its_group_is_public(couple: Couple) -> None:
    """Telegram did not answer the look before; the message it took names its chat."""
    await couple.group.becomes_supergroup()
    await couple.group.becomes_public()
    couple.stage.telegram.fail_next("getChat", faults.server_error(), times=1)
    await couple.stage.moves_to_time(9)
    assert len(cards(couple.group, NOW_PUBLIC)) == 1


async def test_where_telegram_does_not_say_a_thank_you_goes_and_the_answer_to_it_tells(
    couple: Couple,
) -> None:
    """As a reveal does: who cannot be asked is no reason to hold anything back."""
    await couple.group.becomes_supergroup()
    await couple.group.becomes_public()
    await couple.ana.says("/thanks for the pear tree")
    couple.stage.telegram.fail_next("getChat", faults.server_error(), times=2)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    assert len(cards(couple.group, "pear tree")) == 1
    assert len(cards(couple.group, NOW_PUBLIC)) == 1


async def test_before_many_cards_of_a_moment_one_look_is_enough_and_words_are_looked_for_each_time(
    couple: Couple,
) -> None:
    await couple.group.becomes_supergroup()
    card = await morning(couple)
    await couple.stage.moves(seconds=11)
    calls = len(couple.stage.telegram.calls)

    def made(method: str) -> int:
        return [call.method for call in couple.stage.telegram.calls[calls:]].count(method)

    await couple.ana.taps("Another", on=card)
    await couple.ben.taps("Another", at=couple.group)
    assert (made("sendMessage"), made("getChat")) == (2, 1)
    await couple.ana.says("/thanks@kindling_bot for the soup", couple.group)
    assert (made("sendMessage"), made("getChat")) == (3, 2)


@pytest.mark.parametrize("when", ["given", "aloud", "sunday", "edited"])
async def test_words_of_a_thank_you_wait_though_the_group_was_private_a_moment_ago(
    couple: Couple, when: str
) -> None:
    """Something went out there within two minutes; Telegram told nobody that it is public now."""
    ana, group = couple.ana, couple.group
    await couple.leaves_words()
    await group.becomes_supergroup()
    said = await ana.says("/thanks for the ferry")
    if when == "sunday":
        await ana.taps("Save it for Sunday", at=ana.door)
        for _ in range(6):
            await couple.stage.moves(days=1)
        await couple.stage.moves_to_time(18, 1)
        await ana.taps("Show", at=ana.door)
    if when == "edited":
        await ana.taps("Give it now", at=ana.door)
    await ana.says("/thanks@kindling_bot for the soup", group)
    await group.becomes_public()
    if when == "edited":
        await ana.edits(said, "/thanks for the pear tree")
        assert ana.door.last().text == "What was given stays as it was."
    elif when == "aloud":
        await ana.says("/thanks@kindling_bot for the pear tree", group)
        assert group.last().text.startswith("I'm made for two, so I'll be quiet while this group is public.")
    else:
        await ana.edits(said, "/thanks for the pear tree")
        await ana.taps("Give it now", at=ana.door)
        assert ana.door.last().text == "Given. I post it once I may speak in your group again."
    assert [it.text for it in group.messages if "pear tree" in it.text and it.sender is not ana.user] == []
    assert len(cards(group, NOW_PUBLIC)) == 1
    given = cards(group, "this one is for you")
    await group.becomes_private()
    await couple.stage.moves(hours=1, minutes=1)
    assert len(cards(group, "this one is for you")) == len(given) + (when != "edited")


@pytest.mark.prove
async def test_no_tap_real_or_forged_changes_what_anybody_can_read(couple: Couple) -> None:
    ana, ben, group = couple.ana, couple.ben, couple.group
    await group.becomes_supergroup()
    card = await morning(couple)
    await ana.says("/thanks@kindling_bot for the soup", group)
    thanks = group.last()
    await seals(ana, "the pond at dusk", card)
    await group.becomes_public()
    await seals(ben, "the old pear tree", card)
    await couple.stage.moves(minutes=5)
    toast = await ben.taps("That landed", on=thanks)
    assert toast.text == "I'm quiet while this group is public."
    before = ben.screen(group)
    for on in (card, thanks):
        for person in (ana, ben):
            await forges_all(person, harmless(await every_tap(couple.stage)), on, couple.stage)
    seen = [line for line in ben.screen(group).splitlines() if not line.startswith(("[toast]", "[alert]"))]
    assert seen == [line for line in before.splitlines() if not line.startswith(("[toast]", "[alert]"))]


async def test_what_waited_goes_out_with_the_first_update_of_a_private_group(couple: Couple) -> None:
    await couple.group.becomes_public()
    await couple.ana.says_from_menu("/today", couple.group)
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    assert cards(couple.group, "for the soup") == []
    await couple.group.becomes_private()
    await couple.ben.says_from_menu("/today", couple.group)
    assert len(cards(couple.group, "for the soup")) == 1


async def test_an_update_from_before_does_not_end_the_quiet_time_of_a_group_that_is_public_now(
    couple: Couple, telegram: Loopback
) -> None:
    await couple.group.becomes_public()
    await couple.ana.says_from_menu("/today", couple.group)
    await couple.group.becomes_private()
    await couple.stage.stop()
    await couple.ana.says_from_menu("/today", couple.group)  # waits, and says private
    await couple.group.becomes_public()
    await couple.stage.start()
    space = await couple.stage.space_in(couple.group)
    assert space.quieted


async def test_where_telegram_does_not_say_it_stays_as_quiet_as_it_was(
    couple: Couple, telegram: Loopback
) -> None:
    await couple.group.becomes_public()
    await couple.ana.says_from_menu("/today", couple.group)
    telegram.fail_next("getChat", faults.server_error(), times=50)
    await couple.group.becomes_private()
    await couple.ana.says_from_menu("/today", couple.group)
    assert couple.group.last().text == QUIET
    telegram.fail_no_more()
    await couple.ana.says_from_menu("/today", couple.group)
    assert couple.group.last().text != QUIET


async def test_a_public_group_hears_at_the_hello_what_to_mend_and_nothing_begins_until_then(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Ana & Ben", ben, kind="supergroup")
    await group.becomes_public()
    await group.adds_bot(by=ana, payload="hello")
    [hello] = [shown for shown in group.messages if shown.buttons]
    assert "This group is public: anybody can find it and read along." in hello.text
    assert len(hello.text.split()) <= 60
    assert hello.buttons == ["It's private now"]
    for person in (ana, ben):
        toast = await person.taps("It's private now")
        assert toast.alert
        assert "Make it private (group settings → group type), then tap again." in toast.text
        assert len(toast.text) <= 200
        assert person.door.messages == []
    await group.becomes_private()
    await stage.moves(seconds=5)  # nobody mends a group within the moment of a double tap
    await ana.follows("It's private now")
    await says_in(ana)
    await ana.taps("Yes", at=ana.door)
    [full] = [shown for shown in group.messages if "Open our private chat" in shown.buttons]
    assert "I bring you two one good question a day" in full.text
    await says_yes(ben, group)
    assert len(cards(group, "You're both in")) == 1


async def test_a_group_that_went_public_while_the_two_join_is_not_begun(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await opens_side(ben, group)
    await group.becomes_public()
    toast = await says_in(ben)
    assert "Your group is public" in toast.text
    space = await stage.space_in(group)
    assert (space.state, len(space.couple)) == ("inviting", 1)
    await group.becomes_private()
    await says_in(ben)
    await ben.taps("Yes", at=ben.door)
    assert len(cards(group, "You're both in")) == 1


@pytest.mark.parametrize("first", ["crowd", "public"])
async def test_two_reasons_to_be_quiet_both_have_to_go(couple: Couple, cleo: Person, first: str) -> None:
    await couple.group.becomes_supergroup()

    async def public() -> None:
        await couple.group.becomes_public()
        await couple.ana.says_from_menu("/today", couple.group)

    if first == "public":
        await public()
    await couple.group.adds(cleo, by=couple.ana)
    if first == "crowd":
        await public()
    await couple.group.becomes_private()
    await couple.ana.says_from_menu("/question", couple.group)
    assert "while more people are here" in couple.group.last().text
    await cleo.leaves(couple.group)
    await couple.ana.says_from_menu("/question", couple.group)
    assert "quiet" not in couple.group.last().text


async def test_joining_and_privacy_say_that_who_comes_later_may_read_back(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    [hello] = cards(group, "asked me in")
    assert len(hello.split()) <= 60
    toast = await ben.taps("What I can see", at=group)
    assert "Who joins later may read back." in toast.text
    await ana.says("/privacy")
    assert "Whoever joins later may read back." in ana.door.last().text
