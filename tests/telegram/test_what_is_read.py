"""What people send in unusual dress (rich, in a caption, with a comma) is read as what it is."""

import pytest

from bot.loopback.model import Json
from bot.loopback.rich import paragraph, styled
from tests.conftest import Couple, Stage
from tests.features.question.acts import morning
from tests.features.thanks.looking import cards, logged
from tests.people import Person
from tests.stage import TONIGHT

NO_TEXT = "I can take text, a voice note or a photo."
NOT_KEPT = "stands alone, so I didn't save what came with it."


def command_line(command: str, words: str) -> Json:
    """Return a paragraph that begins with a command."""
    return paragraph(styled("bot_command", command, bot_command=command), words)


async def test_a_rich_answer_is_sealed_and_revealed(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_rich("the long", "way home")
    await couple.ben.taps("Answer privately")
    await couple.ben.says("the walk")
    await couple.stage.moves(minutes=2)
    assert "the long\nway home" in couple.ana.screen(couple.group)


async def test_a_rich_reply_to_the_card_is_an_answer_said_aloud(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.sends_rich("the walk", at=couple.group, reply_to=card)
    await couple.stage.moves(minutes=2)
    await couple.ana.taps("Answer privately", on=card)
    assert couple.ana.toasts[-1].text == "Said aloud. Not yours? See our private chat."


async def test_a_rich_thank_you_is_one(couple: Couple) -> None:
    ours = couple.group.last()
    await couple.ana.sends_rich(command_line("/thanks", ", for the soup"), at=couple.group, reply_to=ours)
    await couple.ben.sends_rich(command_line("/thanks", " for the bread"))
    assert [row.text for row in await logged(couple)] == ["for the soup", "for the bread"]


async def test_a_rich_message_is_a_command_though_no_app_marked_it(couple: Couple) -> None:
    await couple.ana.sends_rich("/today")
    assert "I don't know that one." not in couple.ana.door.last().text
    await couple.ana.sends_rich("/thanks for the soup")
    ours = couple.group.last()
    await couple.ben.sends_rich("/thanks for the bread", at=couple.group, reply_to=ours)
    assert [row.text for row in await logged(couple)] == ["for the soup", "for the bread"]


async def test_a_rich_edit_is_followed(couple: Couple) -> None:
    ours = couple.group.last()
    said = await couple.ana.replies("/thanks@kindling_bot for the tea", to=ours)
    await couple.ana.edits_rich(said, command_line("/thanks@kindling_bot", " for the soup"))
    (row,) = await logged(couple)
    assert row.text == "for the soup"


@pytest.mark.parametrize(
    "text",
    ["/thanks, for the soup", "/thanks: for the soup", "/thanks - for the soup", "/thanks\nfor the soup"],
)
async def test_thanks_with_anything_behind_the_command(couple: Couple, text: str) -> None:
    await couple.ana.says("/today", at=couple.group)  # so that bare commands reach the bot
    await couple.ana.says(text, at=couple.group)
    await couple.ben.says(text)
    assert [row.text for row in await logged(couple)] == ["for the soup", "for the soup"]


async def test_a_full_stop_behind_a_command_is_none_of_its_words(couple: Couple) -> None:
    await couple.ana.says("/today.")
    assert NOT_KEPT not in couple.ana.screen(couple.ana.door)
    await couple.ana.says("/checkin.")
    assert "Hard" in couple.ana.door.last().buttons


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_thanks_below_a_photo_or_voice_note_goes_with_it(couple: Couple, kind: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    send = couple.ana.sends_photo if kind == "photo" else couple.ana.sends_voice
    await send(caption="/thanks for this view")
    (row,) = await logged(couple)
    assert (row.text, row.media, row.state) == ("for this view", [kind], "kept")
    await couple.ana.taps("Give it now")
    assert "for this view" in cards(couple)[0].text
    await couple.ben.taps("Answer privately")
    await couple.ben.says("the walk")
    await couple.stage.moves(minutes=2)
    assert "You both answered" not in couple.ana.screen(couple.group), "the thank-you was nobody's answer"


async def test_thanks_below_a_photo_in_the_group(couple: Couple) -> None:
    await couple.ana.sends_photo(couple.group, caption="/thanks@kindling_bot for this view")
    await couple.ana.sends_photo(couple.group, caption="/thanks@kindling_bot")
    assert [(row.text, row.media) for row in await logged(couple)] == [
        ("for this view", ["photo"]),
        ("", ["photo"]),
    ]


async def test_an_edited_caption_is_read_without_its_command(couple: Couple) -> None:
    said = await couple.ana.sends_photo(couple.group, caption="/thanks@kindling_bot, for this")
    await couple.ana.edits(said, "/thanks@kindling_bot: for this view")
    (row,) = await logged(couple)
    assert row.text == "for this view"


@pytest.mark.parametrize("command", ["today", "checkin", "settings", "privacy", "help", "stop"])
async def test_words_behind_a_command_that_takes_none_are_not_lost_in_silence(
    couple: Couple, command: str
) -> None:
    await couple.ana.says(f"/{command} was lovely")
    note, answer = couple.ana.door.messages[-2:]
    kind = f"/{command} stands alone, so I didn't save what came with it. To say thanks: /thanks."
    assert note.text == kind + TONIGHT
    assert NOT_KEPT not in answer.text


async def test_words_behind_a_command_in_the_group_are_not_lost_in_silence(couple: Couple) -> None:
    await couple.ana.says("/today@kindling_bot was lovely", at=couple.group)
    assert NOT_KEPT in couple.group.messages[-2].text
    await couple.ana.sends_photo(couple.group, caption="/today@kindling_bot")
    assert NOT_KEPT in couple.group.messages[-2].text


async def test_a_command_for_another_bot_is_never_an_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("/thanks@another_bot for the soup")
    assert couple.ana.door.last().text == "I don't know that one. /help shows what I can do." + TONIGHT
    assert await logged(couple) == []
    before = couple.ana.screen(couple.group)
    await couple.ana.says("/thanks@another_bot for the soup", at=couple.group)
    assert couple.ana.screen(couple.group) == before + "\nAna: /thanks@another_bot for the soup"


SERVICE_LINES: dict[str, object] = {
    "boost_added": {"boost_count": 1},
    "chat_background_set": {
        "type": {
            "type": "pattern",
            "document": {"file_id": "w", "file_unique_id": "w"},
            "fill": {"type": "solid", "color": 1},
            "intensity": 1,
        }
    },
    "chat_shared": {"request_id": 1, "chat_id": 5},
    "connected_website": "example.org",
    "delete_chat_photo": True,
    "forum_topic_closed": {},
    "forum_topic_created": {"name": "Us", "icon_color": 1},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "new_chat_photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}],
    "new_chat_title": "Us",
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}},
    "users_shared": {"request_id": 1, "users": []},
    "video_chat_started": {},
    "write_access_allowed": {},
}


@pytest.mark.parametrize("field", SERVICE_LINES)
async def test_telegrams_own_lines_meet_silence(couple: Couple, field: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    for at in (couple.ana.door, couple.group):
        before = len(at.messages)
        await couple.ana.leaves_line(at, **{field: SERVICE_LINES[field]})
        assert len(at.messages) == before + 1, "nothing but Telegram's own line"
    await couple.ana.says("the walk")
    assert couple.ana.door.last().text.startswith("Sealed"), "no such line fulfils a prompt"


async def test_whoever_lets_the_bot_write_opens_their_door(stage: Stage, ana: Person, ben: Person) -> None:
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    await ana.allows_messages()
    await ana.taps("Open our private chat", at=group)
    assert "I'm in" in ana.door.last().buttons
