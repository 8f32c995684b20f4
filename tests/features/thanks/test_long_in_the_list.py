"""A long thank-you in its receiver's list: all of it can be read, page by page."""

import re

from tests.conftest import Couple

HEAD = "From your thank-yous, only for you:\nAna: "


async def gives(couple: Couple, words: str) -> None:
    """Ana gives words from her door."""
    await couple.ana.says(f"/thanks {words}")
    await couple.ana.taps("Give it now", at=couple.ana.door)


async def opens(couple: Couple) -> None:
    """Ben opens his list."""
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous", at=couple.ben.door)


async def test_it_is_read_page_by_page_to_its_end_and_back(couple: Couple) -> None:
    words = " ".join(f"w{number}" for number in range(1400))  # cut into two messages by the app
    await couple.ana.says("/thanks")
    await couple.ana.says(words)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await opens(couple)
    shown = couple.ben.door.last()
    assert shown.buttons == ["Read on", "Hide this one"]
    read = [shown.text.removeprefix(HEAD)]
    while "Read on" in shown.buttons:
        await couple.ben.taps("Read on", on=shown)
        read.append(shown.text.removeprefix(HEAD))
    assert re.findall(r"\w+", " ".join(read)) == words.split()
    assert shown.buttons == ["Back", "Hide this one"]
    await couple.ben.taps("Back", on=shown)
    assert shown.text.removeprefix(HEAD) == read[-2]
    assert all(HEAD not in page for page in read)


async def test_one_of_two_thousand_characters_stands_on_one_page(couple: Couple) -> None:
    await gives(couple, "w" * 2000)
    await opens(couple)
    assert couple.ben.door.last().text == HEAD + "w" * 2000
    assert couple.ben.door.last().buttons == ["Hide this one"]


async def test_its_neighbours_begin_at_their_beginning_and_each_page_is_veiled(couple: Couple) -> None:
    await gives(couple, "for the soup")
    await gives(couple, "v" * 4000)
    await opens(couple)
    shown = couple.ben.door.last()
    await couple.ben.taps("Read on", on=shown)
    assert shown.buttons == ["Back", "Older", "Hide this one"]
    assert "v" in shown.spoilers[0]
    await couple.ben.taps("Older", on=shown)
    assert shown.text == HEAD + "for the soup"
    await couple.ben.taps("Newer", on=shown)
    assert shown.buttons == ["Read on", "Older", "Hide this one"]


async def test_a_page_that_there_is_not_shows_the_first(couple: Couple) -> None:
    await gives(couple, "v" * 4000)
    await opens(couple)
    shown = couple.ben.door.last()
    text = shown.text
    data = next(
        row["callback_data"] for line in shown.message.buttons for row in line if "Read" in row["text"]
    )
    for page in ("9", "-1", "x", "²", "1" * 20):
        await couple.ben.forges(data.rpartition(":")[0] + f":{page}", on=shown)
        assert shown.text == text
