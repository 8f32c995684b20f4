"""Words under what an answer cannot hold (a clip, a GIF, a file) are sealed, and their author hears so."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.stage import TONIGHT

SEALED = "I've sealed your words. I can't save what they came with."
CANNOT = "I can take text, a voice note or a photo."
CLIPS = pytest.mark.parametrize("clip", ["video", "gif", "document", "audio"])


async def sends(couple: Couple, clip: str, caption: str | None = None) -> Shown:
    """Ana sends a clip to the prompt at her door."""
    sent: Shown = await getattr(couple.ana, f"sends_{clip}")(caption=caption)
    return sent


def told(couple: Couple) -> list[str]:
    """Return what the bot said at Ana's door so far."""
    return [shown.text for shown in couple.ana.door.messages if shown.sender is not couple.ana.user]


@CLIPS
async def test_the_words_are_the_answer(couple: Couple, clip: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await sends(couple, clip, "by the lake")
    assert told(couple)[-2] == SEALED
    assert told(couple)[-1].startswith(
        "Sealed. It opens when you've both answered, until Sunday night. More to say?"
    )
    await couple.ana.says("at dawn")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert "by the lake\nat dawn" in reveals(couple)[-1].text


@CLIPS
async def test_without_words_nothing_is_sealed(couple: Couple, clip: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await sends(couple, clip)
    assert told(couple)[-1] == CANNOT + TONIGHT


async def test_they_follow_an_edit_and_change_takes_their_place(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    said = await sends(couple, "gif", "by the lake")
    await couple.ana.edits(said, "by the sea")
    assert told(couple)[-1] == "Your sealed words are changed too. I can't save what they came with."
    await couple.ana.taps("Change", at=couple.ana.door)
    await sends(couple, "video", "in the hills")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert "in the hills" in reveals(couple)[-1].text
    assert "by the" not in reveals(couple)[-1].text


async def test_where_two_prompts_are_open_it_is_asked_which(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await couple.ana.says("/thanks")
    await sends(couple, "video", "by the lake")
    asked = couple.ana.door.last()
    assert asked.text == "I was waiting for more than one thing. Which is this? I can save its words alone."
    await couple.ana.taps("A thank-you", on=asked)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    assert "Ana thanks you: by the lake" in couple.group.last().text


@pytest.mark.parametrize("at_door", [True, False])
async def test_to_the_question_of_a_bare_thanks_they_are_the_thank_you(couple: Couple, at_door: bool) -> None:
    place = couple.ana.door if at_door else couple.group
    await couple.ana.says("/thanks@kindling_bot", at=place)
    asked = place.last()
    await couple.ana.sends_video(at=place, caption="for the lake", reply_to=asked)
    if at_door:
        assert couple.ana.door.last().text.startswith(
            "I can't take that kind of file, but your words are saved."
        )
        await couple.ana.taps("Give it now", at=couple.ana.door)
        assert "Ana thanks you: for the lake" in couple.group.last().text
    else:
        assert "what I saw of it is with your thank-yous" in couple.group.last().text
