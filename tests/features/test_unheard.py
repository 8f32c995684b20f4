"""A group that takes nothing: whoever speaks to the bot there hears so at their door, once in an hour."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning

LINE = "Your group isn't taking my messages just now, so I couldn't answer you there."
LATER = "Your group isn't taking my messages just now. I'll post this once it does."
REFUSALS = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
]


@pytest.mark.parametrize(("code", "text"), REFUSALS)
@pytest.mark.parametrize("command", ["/today", "/help", "/checkin", "/privacy", "/thanks"])
async def test_who_commands_in_a_group_that_refuses_the_answer_hears_so_once_at_their_door(
    couple: Couple, command: str, code: int, text: str
) -> None:
    telegram = couple.stage.telegram
    telegram.refuses("send", text, chat=couple.group, code=code)
    for _ in range(3):
        await couple.ana.says_from_menu(command, couple.group)
    assert couple.ana.transcript().count(LINE) == 1
    assert LINE not in couple.ben.transcript()
    said = next(call for call in telegram.calls if "taking my messages" in str(call.params.get("text")))
    assert said.params["disable_notification"] is True
    await couple.stage.moves(hours=1)
    await couple.ana.says_from_menu(command, couple.group)
    assert couple.ana.transcript().count(LINE) == 2


@pytest.mark.parametrize("card", ["/question", "/kindness"])
async def test_who_asks_for_a_card_that_the_group_refuses_hears_that_it_comes(
    couple: Couple, card: str
) -> None:
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await couple.ana.says_from_menu(card, couple.group)
    await couple.stage.moves(seconds=11)
    assert couple.ana.transcript().count(LATER) == 1
    assert LATER not in couple.ben.transcript()
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(hours=1)
    assert couple.group.last().buttons


async def test_who_asks_for_a_card_that_comes_hears_nothing_of_it(couple: Couple) -> None:
    before = couple.ana.door.messages
    await couple.ana.says_from_menu("/question", couple.group)
    await couple.stage.moves(seconds=11)
    await couple.ana.says_from_menu("/kindness", couple.group)
    await couple.stage.moves(seconds=11)
    assert couple.ana.door.messages == before


async def test_a_third_person_hears_nothing(couple: Couple) -> None:
    cleo = couple.stage.telegram.person("Cleo")
    await couple.group.adds(cleo, by=couple.ana)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await cleo.says_from_menu("/today", couple.group)
    assert LINE not in cleo.transcript() + couple.ana.transcript() + couple.ben.transcript()


@pytest.mark.parametrize(
    ("card", "at", "key"), [("/question", (9, 0), "Not today"), ("/kindness", (12, 30), "Did it")]
)
async def test_a_card_that_general_refused_comes_at_once_in_the_topic_where_it_is_asked_for(
    couple: Couple, card: str, at: tuple[int, int], key: str
) -> None:
    general = await couple.group.becomes_forum()
    us = await couple.group.opens_topic("Us", by=couple.ana)
    if card == "/kindness":
        await morning(couple)
    await general.closes(by=couple.ana)
    await couple.stage.moves_to_time(*at)
    assert not any(key in shown.buttons for shown in couple.group.messages)
    await couple.ana.says_from_menu(card, us)
    found = [shown for shown in couple.group.messages if key in shown.buttons]
    assert [shown.thread for shown in found] == [us.thread]
    await couple.stage.moves(seconds=11)
    assert "isn't taking my messages" not in couple.ana.transcript()


async def test_one_given_while_the_group_refuses_is_said_to_be_on_its_way_and_no_more(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendMessage", "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", chat=couple.group)
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    told = [shown.text for shown in couple.ana.door.messages[-2:]]
    assert told == [
        "Given. It's on its way to your group.",
        "Your group isn't taking my messages just now. I'll post this once it does.",
    ]
