"""Who left their words in their private chat, and has it tidied after all, finds it tidy."""

from tests.stage import Couple


async def chooses(couple: Couple, label: str) -> str:
    """Let Ana choose this on her own page of the settings; return the toast."""
    ana = couple.ana
    await ana.says("/settings")
    await ana.taps("Just mine", at=ana.door)
    toast = await ana.taps(label, at=ana.door)
    return toast.text if toast else ""


async def answers(couple: Couple, words: str) -> None:
    """Let Ana answer today's question in private, and look at what is open, as she leaves her words."""
    await couple.ana.taps("Answer privately", at=couple.group)
    await couple.ana.says(words)
    await couple.stage.moves(minutes=2)
    await couple.ana.says("/today")
    assert words in said(couple)


def said(couple: Couple) -> list[str]:
    """Return what stands in Ana's private chat."""
    return [message.text for message in couple.ana.door.messages]


async def test_words_of_the_last_two_days_go_at_once_and_cards_in_the_night(couple: Couple) -> None:
    await couple.stage.moves_to_time(9, 1)
    await chooses(couple, "Leave my words in our chat")
    await answers(couple, "the lake at dawn")
    await couple.stage.moves_to_time(9, 1)
    assert {"the lake at dawn", "/today"} <= set(said(couple))
    assert await chooses(couple, "Tidy our private chat") == "I tidy what's newer than two days, too."
    await couple.stage.moves(minutes=1)
    assert "the lake at dawn" not in said(couple)
    await couple.stage.moves_to_time(8)
    assert not {"/today", "/settings"} & set(said(couple))
    assert not [text for text in said(couple) if text.startswith("Just mine")]


async def test_what_telegram_no_longer_lets_go_stands(couple: Couple) -> None:
    await couple.stage.moves_to_time(9, 1)
    await chooses(couple, "Leave my words in our chat")
    await answers(couple, "the lake at dawn")
    for _day in range(3):
        await couple.stage.moves_to_time(9, 1)
    await chooses(couple, "Tidy our private chat")
    await couple.stage.moves_to_time(8)
    assert "the lake at dawn" in said(couple)
    assert "Nothing here any more." not in said(couple)


async def test_who_leaves_their_words_again_keeps_what_stands(couple: Couple) -> None:
    await couple.stage.moves_to_time(9, 1)
    await chooses(couple, "Leave my words in our chat")
    await answers(couple, "the lake at dawn")
    for _day in range(3):
        await couple.stage.moves_to_time(9, 1)
        assert "the lake at dawn" in said(couple)
