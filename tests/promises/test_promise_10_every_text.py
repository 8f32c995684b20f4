"""Promise 10, text by text: whatever Telegram answers, each message comes once the refusal is over, and once.

`REFUSALS=all` goes through every text that the loopback knows, else one stands for all that mean the same.
"""

import os
from collections.abc import Iterable

import pytest
from telegram.error import BadRequest, Forbidden

from bot.loopback import refusals
from bot.loopback.refusals import Refusal
from bot.loopback.shown import Shown
from bot.outcomes import Impossible
from bot.telegram.outbound.verdicts import outcome_of
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import CARD_LASTS, is_done, is_over, reveals, seals
from tests.promises.test_promise_10_refusals import NOTICE, gives_a_photo, media_at, with_words

UNKNOWN = (
    Refusal(400, "Bad Request: a sentence that nobody has seen yet"),
    Refusal(400, "Bad Request: SOMETHING_NEW_FORBIDDEN"),
    Refusal(403, "Forbidden: a sentence that nobody has seen yet"),
)
EVERY = (*UNKNOWN, *dict.fromkeys(refusals.EVERY))
FOR_THIS = "this one is for you"
ALONE = "From Ana, on "
WISH = "asked me to pass this on"
LONG = "heron " * 500


def meaning(refusal: Refusal) -> str:
    """Return what a refusal means to the bot."""
    error = Forbidden if refusal.code == 403 else BadRequest
    return str(outcome_of(error(refusal.text.partition(": ")[2])))


def chosen(texts: Iterable[Refusal]) -> list[Refusal]:
    """Return all of them, or the first of each meaning."""
    if os.environ.get("REFUSALS") == "all":
        return list(texts)
    return list({meaning(refusal): refusal for refusal in reversed(list(texts))}.values())


def test_only_what_is_wrong_with_the_message_itself_can_end_it() -> None:
    never = {it.text for it in EVERY if meaning(it).startswith(Impossible.__name__)}
    assert never <= {it.text for it in (*refusals.OF_WORDS, *refusals.OF_MEDIA, *refusals.OF_EDITS)}
    assert not any(it.text in never for it in UNKNOWN)


class Life:
    """A couple whose group refuses everything now and then."""

    def __init__(self, couple: Couple, refusal: Refusal) -> None:
        self.couple = couple
        self.refusal = refusal

    def refuses(self) -> None:
        group = self.couple.group
        self.couple.stage.telegram.refuses("send", self.refusal.text, chat=group, code=self.refusal.code)

    async def takes_again(self) -> None:
        """Let the refusal be over, and what waits longest come; ask for what can only be asked for."""
        stage = self.couple.stage
        stage.telegram.takes_again()
        await stage.moves(minutes=61)
        if self.never:
            await self.couple.ben.says_from_menu("/today", self.couple.group)
            today = self.couple.group.last()
            for label in ("Show it again", "Send it again"):
                if label in today.buttons:
                    await self.couple.ben.taps(label, on=today)

    @property
    def never(self) -> bool:
        return meaning(self.refusal).startswith(Impossible.__name__)

    async def card(self) -> Shown:
        """Live until the day's card is there, late, with the wish passed on the evening before."""
        couple = self.couple
        await couple.stage.moves_to_time(21)
        await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
        self.refuses()
        await couple.stage.moves_to_time(9)
        await couple.stage.moves(minutes=1)
        assert with_words(couple, WISH) == []
        await self.takes_again()
        if self.never:
            await couple.ben.says_from_menu("/question", couple.group)
        assert len(with_words(couple, WISH)) == 1
        (card,) = (shown for shown in couple.group.messages if "Not today" in shown.buttons)
        return card

    async def reveal(self, card: Shown) -> None:
        """Answer in words, sound and a picture; see the reveal and its parts."""
        couple = self.couple
        await couple.ana.taps("Answer privately", on=card)
        await couple.ana.sends_voice(at=couple.ana.door)
        await couple.ana.says(LONG, at=couple.ana.door)
        await is_done(couple.ana)
        await couple.ben.taps("Answer privately", on=card)
        self.refuses()
        await couple.ben.sends_photo(at=couple.ben.door, caption="the lake")
        await is_done(couple.ben)
        await couple.stage.moves(minutes=1)
        assert reveals(couple) == []
        assert media_at(couple.group, "voice") == media_at(couple.ben.door, "voice") == []
        assert with_words(couple, "It's just below.") == []
        await self.takes_again()
        (reveal,) = reveals(couple)
        parts = [shown for shown in couple.group.messages if shown.text.startswith(("Ana:", "Ben:"))]
        assert all(part.id > reveal.id for part in parts)
        assert [part.spoilers[0].split() for part in parts if "heron" in part.text] == [LONG.split()]
        assert len(media_at(couple.group, "voice")) + len(media_at(couple.ben.door, "voice")) == 1
        assert len(media_at(couple.group, "photo")) + len(media_at(couple.ana.door, "photo")) == 1
        assert len(with_words(couple, "It's just below.")) == 1

    async def thanks(self) -> None:
        """Give a thank-you with a picture, and one so long that its words stand above the card."""
        couple = self.couple
        photos = len(media_at(couple.group, "photo")) + len(with_words(couple, NOTICE))
        self.refuses()
        await gives_a_photo(couple)
        await couple.ana.says("/thanks " + "w" * 3900, at=couple.ana.door)
        await couple.ana.taps("Give it now", at=couple.ana.door)
        await couple.stage.moves(minutes=1)
        assert with_words(couple, FOR_THIS) == []
        await self.takes_again()
        first, _second = with_words(couple, FOR_THIS)
        assert "for the lake" in first.text
        assert len(media_at(couple.group, "photo")) + len(with_words(couple, NOTICE)) == photos + 1
        (words,) = with_words(couple, "www")
        assert words.id < with_words(couple, FOR_THIS)[-1].id

    async def alone(self) -> None:
        """Seal an answer that is to be shown if it stays alone."""
        couple = self.couple
        await couple.stage.moves_to_time(9)
        await seals(couple.ana, "only mine", on=couple.group.last())
        await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
        await couple.stage.moves(hours=CARD_LASTS)
        self.refuses()
        await is_over(couple, minutes=5)
        assert with_words(couple, ALONE) == []
        await self.takes_again()
        assert [shown.spoilers for shown in with_words(couple, ALONE)] == [["only mine"]]


@pytest.mark.parametrize("refusal", chosen(EVERY), ids=lambda it: it.text)
async def test_promise_10_whatever_telegram_answers_each_message_comes_once_it_is_over(
    couple: Couple, refusal: Refusal
) -> None:
    life = Life(couple, refusal)
    card = await life.card()
    await life.reveal(card)
    await life.thanks()
    await life.alone()
    await couple.stage.moves(days=1)
    assert len(reveals(couple)) == 1
    assert len(with_words(couple, FOR_THIS)) == 2
    assert len(with_words(couple, WISH)) <= 1  # above a card it went with the card's old face
    assert len(with_words(couple, ALONE)) == 1
