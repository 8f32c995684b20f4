"""Long answers survive whole: any script, emoji, and text that looks like HTML."""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals

TEXTS = {
    "html": ("<b>bold</b> & <tg-spoiler>x</tg-spoiler> &amp; </span> \"q\" 'a' " * 80)[:4096].strip(),
    "emoji": "👨‍👩‍👧‍👦🔥" * 341,
    "arabic": ("أحبّ الصباح معك " * 256).strip(),
    "one long word": "ß" * 4096,
}


@pytest.mark.parametrize("kind", TEXTS)
async def test_four_thousand_and_ninety_six_characters_each_arrive_whole_and_in_order(
    couple: Couple, kind: str
) -> None:
    text = TEXTS[kind]
    await morning(couple)
    await seals(couple.ana, text)
    await seals(couple.ben, text[::-1] if kind == "one long word" else text)
    (reveal,) = reveals(couple)
    assert "Ana: in a message of its own, just below." in reveal.text
    after = couple.group.messages[couple.group.messages.index(reveal) + 1 :]
    assert all(shown.reply_to == reveal and shown.silent for shown in after)
    names = [shown.text.split(":", 1)[0] for shown in after]
    assert names == sorted(names)
    said = [shown.spoilers[0] for shown in after if shown.text.startswith("Ana:")]
    assert "".join("".join(said).split()) == "".join(text.split())


async def test_html_in_a_short_answer_is_shown_as_written(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "<b>me</b> & you <3")
    await seals(couple.ben, "</tg-spoiler>oops")
    assert reveals(couple)[0].spoilers == ["<b>me</b> & you <3", "</tg-spoiler>oops"]


async def test_the_longest_answers_that_stand_inside_leave_the_reveal_within_its_limit(
    couple: Couple,
) -> None:
    await morning(couple)
    await seals(couple.ana, "a" * 1000)
    await seals(couple.ben, "🔥" * 500)
    assert reveals(couple)[0].spoilers == ["a" * 1000, "🔥" * 500]


async def test_what_one_answer_cannot_hold_is_said_at_once_and_nothing_of_the_rest_is_lost(
    couple: Couple,
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    for letter in "abc":
        await couple.ana.says(letter * 4096)
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.ana.says("d" * 4097)
    assert any(
        shown.text.startswith("That's more than one answer can hold, so I left the rest of your text out.")
        for shown in couple.ana.door.messages
    )
    await couple.minute_passes()
    await seals(couple.ben, "Mine")
    pieces = [shown.spoilers[0] for shown in couple.group.messages if shown.text.startswith("Ana:\n")]
    assert "".join("".join(pieces).split()) == "".join(letter * 4096 for letter in "abcd")
