"""The tests' language does what its words say, and transcripts hold what people saw and nothing else."""

from functools import partial

import pytest

from bot.loopback.model import Toast
from tests.loopback.scene import Scene, play, refused
from tests.people import Failure


async def toasted(scene: Scene, text: str, **extras: object) -> None:
    """Let the bot answer the newest tap."""
    query = list(scene.telegram.world.queries.values())[-1]
    await scene.bot("answerCallbackQuery", callback_query_id=query.id, text=text, **extras)


async def test_a_tap_goes_to_the_newest_message_with_the_button_wherever_it_is() -> None:
    scene = await play()
    await scene.card()
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "door"}]]}
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="At the door", reply_markup=keyboard)
    await scene.ana.presses("Yes")
    await scene.ben.presses("Yes")
    await scene.ana.presses("Yes", at=scene.group)
    await scene.card()
    await scene.ana.presses("Yes")
    taps = [update["callback_query"] for update in await scene.bot.hears()]
    assert [(tap["from"]["id"], tap["data"]) for tap in taps] == [
        (scene.ana.id, "door"),
        (scene.ben.id, "y"),
        (scene.ana.id, "y"),
        (scene.ana.id, "y"),
    ]


async def test_a_missing_button_says_which_there_are() -> None:
    scene = await play()
    await scene.card()
    with pytest.raises(AssertionError, match="Ana sees no button 'No', only: Yes"):
        await scene.ana.presses("No")


async def test_a_failure_shows_what_the_person_saw_and_nobody_else() -> None:
    scene = await play()
    await scene.bot("sendMessage", chat_id=scene.ben.id, text="For Ben alone")
    await scene.card()
    with pytest.raises(Failure, match="Ana sees no button 'No'") as missing:
        await scene.ana.taps("No")
    assert "A card [Yes]" in str(missing.value)
    assert "For Ben" not in str(missing.value)


async def test_a_tap_that_the_bot_does_not_answer_fails_where_an_answer_is_taken_for_granted() -> None:
    scene = await play()
    card = await scene.card()
    with pytest.raises(Failure, match="no answer to a tap"):
        await scene.ana.taps("Yes")
    with pytest.raises(Failure, match="no answer to a tap"):
        await scene.ana.forges("y", on=card)
    assert (await scene.ana.presses("Yes")).answer is None


async def test_a_button_that_leads_nowhere_gives_no_link() -> None:
    scene = await play()
    await scene.card()
    scene.telegram.settle = partial(toasted, scene, "Noted.")
    with pytest.raises(Failure, match="leads nowhere"):
        await scene.ana.finds_link("Yes")


async def test_what_no_app_allows_fails_with_what_was_seen() -> None:
    scene = await play()
    dana = scene.telegram.person("Dana")
    await dana.says("/start")
    with pytest.raises(Failure, match="Dana is not in this group") as impossible:
        await dana.says("Hello", at=scene.group)
    assert "/start" in str(impossible.value)


async def test_a_tap_returns_what_the_bot_answered_when_it_answers_in_time() -> None:
    scene = await play()
    await scene.card()

    async def answers() -> None:
        await toasted(scene, "Noted. Only you see this.", show_alert=True)

    scene.telegram.settle = answers
    assert await scene.ben.taps("Yes") == Toast("Noted. Only you see this.", alert=True)


async def test_data_can_be_forged_from_outside_the_group() -> None:
    scene = await play()
    dana = scene.telegram.person("Dana")
    await dana.sends_data(data="a.tap:41", on=await scene.card())
    [update] = await scene.bot.hears()
    assert update["callback_query"]["data"] == "a.tap:41"
    assert update["callback_query"]["from"]["id"] == dana.id


async def test_a_command_from_the_menu_is_addressed_in_a_group_and_bare_at_a_door() -> None:
    scene = await play()
    await scene.ana.says_from_menu("/question", at=scene.group)
    await scene.ana.says_from_menu("/today")
    assert await scene.bot.words() == ["/question@kindling_bot", "/today"]


async def test_nobody_speaks_where_they_are_not() -> None:
    scene = await play()
    dana = scene.telegram.person("Dana")
    with pytest.raises(AssertionError, match="Dana is not in this group"):
        await dana.says("Hello", at=scene.group)
    await scene.ana.blocks_bot()
    with pytest.raises(AssertionError, match="Ana blocks the bot"):
        await scene.ana.says("Hello")


async def test_a_screen_holds_every_version_and_the_toasts_of_its_own_person() -> None:
    scene = await play()
    card = await scene.card(disable_notification=True)
    await scene.bot("editMessageText", chat_id=scene.group.id, message_id=card.id, text="Later")
    await scene.ben.sends_data("y", on=card)
    await toasted(scene, "For Ben alone")
    await scene.ben.sends_data("y", on=card)
    await toasted(scene, "", url="https://t.me/kindling_bot?start=n0nce")
    ben, ana = (person.screen(scene.group).splitlines() for person in (scene.ben, scene.ana))
    assert ben[-4:] == [
        "Kindling: A card [Yes] (silent)",
        "Kindling: Later (silent) (edited)",
        "[toast] For Ben alone",
        "[toast] (opens the door)",
    ]
    assert ana == ben[:-2]


async def test_a_transcript_holds_doors_and_groups_in_order_and_no_one_elses_door() -> None:
    scene = await play()
    await scene.bot("sendMessage", chat_id=scene.ben.id, text="For Ben's door")
    await scene.card()
    transcript = scene.ben.transcript()
    assert transcript.index("door | Kindling: For Ben's door") < transcript.index(
        "Ana & Ben | Kindling: A card"
    )
    assert "For Ben's door" not in scene.ana.transcript()


async def test_somebody_who_came_later_or_left_sees_only_their_time() -> None:
    scene = await play()
    dana = scene.telegram.person("Dana")
    await scene.card()
    await scene.group.adds(dana, by=scene.ana)
    await scene.cleo.leaves(scene.group)
    await scene.bot("sendMessage", chat_id=scene.group.id, text="Second")
    assert "A card" not in dana.screen(scene.group)
    assert "Second" in dana.screen(scene.group)
    assert "Second" not in scene.cleo.screen(scene.group)


async def test_after_an_upgrade_the_screen_goes_on_and_the_messages_begin_anew() -> None:
    scene = await play()
    await scene.card()
    await scene.group.becomes_supergroup()
    await scene.bot("sendMessage", chat_id=scene.group.id, text="Here now")
    assert [shown.text for shown in scene.group.messages if not shown.service] == ["Here now"]
    assert "A card" in scene.ana.screen(scene.group)
    assert "Here now" in scene.ana.screen(scene.group)


async def test_a_shown_message_knows_what_a_person_sees_of_it() -> None:
    scene = await play()
    question = await scene.ana.says("/question@kindling_bot", at=scene.group)
    text = "Ana: <tg-spoiler>the 🌱 walk</tg-spoiler>"
    reply = {"message_id": question.id}
    prompt = {"force_reply": True, "input_field_placeholder": "Your answer"}
    target = {"chat_id": scene.group.id, "parse_mode": "HTML", "text": text}
    await scene.bot("sendMessage", **target, reply_parameters=reply, reply_markup=prompt)
    shown = scene.group.last()
    await scene.ben.reacts(shown, "❤")
    assert (shown.text, shown.html, shown.spoilers) == ("Ana: the 🌱 walk", text, ["the 🌱 walk"])
    assert (shown.placeholder, shown.buttons, shown.silent) == ("Your answer", [], False)
    assert (shown.reply_to, shown.chat, shown.reactions) == (question, scene.group, ["❤"])
    assert shown.sender is scene.telegram.world.bot
    assert shown.date == scene.clock.now()


async def test_waiting_in_vain_names_calls_and_no_words() -> None:
    scene = await play()
    await scene.card()
    with pytest.raises(TimeoutError) as waited:
        await scene.telegram.until(lambda: False, seconds=0.01)
    assert "sendMessage: ok" in str(waited.value)
    assert "A card" not in str(waited.value)


async def test_everything_people_send_reaches_the_bot_at_their_door() -> None:
    scene = await play()
    ana = scene.ana
    await ana.sends_voice(seconds=7, caption="listen")
    await ana.sends_photo()
    await ana.sends_sticker()
    await ana.sends_document()
    await ana.sends_location()
    await ana.sends_contact()
    await ana.forwards("old news")
    messages = [update["message"] for update in await scene.bot.hears()]
    kinds = ["voice", "photo", "sticker", "document", "location", "contact", "forward_origin"]
    assert [kind in message for kind, message in zip(kinds, messages, strict=True)] == [True] * 7
    assert (messages[0]["voice"]["duration"], messages[0]["caption"]) == (7, "listen")


async def test_a_deleted_message_is_gone_for_the_bot_and_stays_in_what_was_seen() -> None:
    scene = await play()
    shown = await scene.ana.says("wrong window")
    await scene.ana.deletes(shown)
    answer = {"message_id": shown.id, "allow_sending_without_reply": True}
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Hm", reply_parameters=answer)
    assert scene.ana.door.last().reply_to is None
    assert "(gone: Ana: wrong window)" in scene.ana.screen(scene.ana.door)


async def test_following_a_link_presses_start_and_unblocks() -> None:
    scene = await play()
    await scene.ana.blocks_bot()
    await scene.ana.opens("https://t.me/kindling_bot?start=n0nce")
    assert await scene.bot.words() == ["/start n0nce"]
    with pytest.raises(AssertionError, match="does not lead to a door"):
        await scene.ana.opens("https://t.me/kindling_bot?startgroup=x")
    with pytest.raises(AssertionError, match="does not lead to a door"):
        await scene.ana.opens("https://t.me/other_bot?start=x")


async def test_a_closed_account_cannot_be_written_to() -> None:
    scene = await play()
    await scene.ana.closes_account()
    words = "Forbidden: user is deactivated"
    await refused(words, scene, "sendMessage", chat_id=scene.ana.id, text="Hello")
