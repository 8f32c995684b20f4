"""Thank-yous in the group, as the two see them."""

from tests.conftest import Couple


async def test_a_thanks_with_words_brings_one_card_that_mentions_the_receiver(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    card = couple.group.last()
    assert card.text.startswith("Ben, this one is for you. 💛")
    assert "soup" not in card.text
    print(couple.ana.transcript())
    assert card.buttons == ["That landed", "Tell me more", "Didn't know you saw"]
    assert f'<a href="tg://user?id={couple.ben.id}">Ben</a>' in card.html
