"""A voice note that the group does not take: once its author has it again, the one they sent goes."""

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals

NO_VOICE = "Bad Request: CHAT_SEND_VOICES_FORBIDDEN"


async def opens_refused(couple: Couple) -> None:
    """Let Ana seal a voice note, which the group refuses, and Ben words; both are open then."""
    card = await morning(couple)
    couple.stage.telegram.refuses("sendVoice", NO_VOICE, chat=couple.group)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_voice(4)
    await is_done(couple.ana)
    await seals(couple.ben, "the sea", on=card)
    assert len(reveals(couple)) == 1


async def test_the_authors_own_goes_as_without_a_refusal(couple: Couple) -> None:
    await opens_refused(couple)
    await couple.stage.moves(minutes=1)
    (voice,) = (it for it in couple.ana.door.messages if it.media)
    assert voice.text.startswith("Ana:")
    (brought,) = (it for it in couple.ben.door.messages if it.media)
    assert brought.text.startswith("Ana:")


async def test_it_goes_whether_or_not_the_others_door_takes_it(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendVoice", "Bad Request: VOICE_MESSAGES_FORBIDDEN", chat=couple.ben)
    await opens_refused(couple)
    await couple.stage.moves(minutes=1)
    assert [it.text[:4] for it in couple.ana.door.messages if it.media] == ["Ana:"]
    assert not any(it.media for it in couple.ben.door.messages)
