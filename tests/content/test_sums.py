"""A pick from sums and the cards that came after them is the pick from the whole history."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from random import Random

import pytest

from content.bank import Question
from content.forms import Form
from content.numbering import MOST, Numbering
from content.pacing import INTIMACY_DECLINED
from content.past import Asked, Couple, Past
from content.picker import CROWDED, OFF_FORMS, OFF_MIX, OFF_TONE, STILL_TRUE, WOKEN, pick_question
from content.rotation import Pick
from content.sums import DECLINED_FOR, Sums
from tests.content import lives
from tests.content.make import bank_of

PARTS = 4
ALL = Numbering(lives.IDS)


def test_a_hundred_lives_have_the_same_picks_from_sums_as_from_all_their_cards() -> None:
    assert differing(range(100)) == []


@pytest.mark.prove
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_lives_have_the_same_picks_from_sums_as_from_all_their_cards(part: int) -> None:
    assert differing(range(part, lives.LIVES, PARTS)) == []


def test_these_lives_know_every_way_of_picking() -> None:
    found = [pick for number in range(300) for pick in lives.picks(lives.life(number))]
    assert None in found
    reasons = {reason for pick in found if pick for reason in pick.reasons}
    assert reasons >= {STILL_TRUE, CROWDED, WOKEN, OFF_MIX, OFF_FORMS, OFF_TONE, "oldest of all"}
    assert reasons >= {"pack early", "chosen by hand", *map(str, Form)}


def test_cards_of_older_days_that_come_late_are_found_among_the_sums() -> None:
    for number in range(60):
        life, chance = lives.life(number), Random(number)
        history = [*out_of_order(chance, life.history)]
        sums, tail = summed_up(chance, life, history)
        at = life.days[0]
        whole = pick_question(at.bank, history, at.couple, at.day, life.seed, late=at.late)
        assert from_sums(at, tail, life.seed, sums) == whole


def differing(numbers: Iterable[int]) -> list[int]:
    """Return which of the lives have other picks from sums."""
    return [number for number in numbers if [*picks(number)] != lives.picks(lives.life(number))]


def picks(number: int) -> Iterator[Pick[Question] | None]:
    """Yield the picks of a life's days; its cards are summed up anew at any time, by any bank."""
    life, chance = lives.life(number), Random(-number)
    sums, tail = summed_up(chance, life, life.history)
    for at, joint in zip(life.days, life.joint, strict=True):
        pick = from_sums(at, tail, life.seed, sums)
        yield pick
        tail = [*tail, *lives.came_of(pick, at, joint=joint)]
        if chance.random() < 0.3:
            sums, tail = summed(chance, at.couple, sums, tail)


def summed_up(chance: Random, life: lives.Life, history: Sequence[Asked]) -> tuple[Sums, list[Asked]]:
    """Return sums of most of a history, made now and then as it grew, and the cards after them."""
    sums = Sums.of_none(ALL if chance.random() < 0.9 else Numbering(()))
    tail: list[Asked] = []
    for at, card in enumerate(history, start=1):
        tail.append(card)
        if chance.random() < 0.02 or at == len(history):
            sums, tail = summed(chance, life.days[0].couple, sums, tail)
    return sums, tail


def from_sums(at: lives.Day, tail: Sequence[Asked], seed: int, sums: Sums) -> Pick[Question] | None:
    sums = Sums.unpacked(sums.packed(), sums.numbering)
    return pick_question(at.bank, tail, at.couple, at.day, seed, late=at.late, sums=sums)


def summed(chance: Random, couple: Couple, sums: Sums, cards: Sequence[Asked]) -> tuple[Sums, list[Asked]]:
    """Return sums of some more of the cards, and the others, all under the bank of that day."""
    bank = lives.bank(int(chance.random() * lives.BANKS))
    cut = int(chance.random() * (len(cards) + 1))
    ids = bank.questions if chance.random() < 0.5 else ()
    numbering = sums.numbering.extended([*ids, *(it.item_id for it in cards[:cut])])
    return Past(bank, couple, cards[:cut], sums.under(numbering)).sums(), [*cards[cut:]]


def out_of_order(chance: Random, cards: Sequence[Asked]) -> Iterator[Asked]:
    """Yield cards as they may have come: one of an older day comes late now and then."""
    late: list[Asked] = []
    for card in cards:
        if chance.random() < 0.01:
            late.append(card)
            continue
        yield card
        if late and chance.random() < 0.2:
            yield late.pop()
    yield from late


def test_sums_of_a_changed_bank_are_those_of_the_bank_there_is() -> None:
    couple, at = Couple(3, lives.life(0).days[0].couple.first_day), lives.bank(4)
    cards = [Asked(item_id, couple.first_day + timedelta(days)) for days, item_id in enumerate(at.questions)]
    numbering = Numbering(()).extended(it.item_id for it in cards)
    by: dict[str, Sums] = {}
    for name, bank in (("none", bank_of()), ("at", at)):
        by[name] = Past(bank, couple, cards, Sums.of_none(numbering)).sums()
    assert by["none"].counts != by["at"].counts
    assert Past(at, couple, (), by["none"]).sums() == by["at"]


def test_what_is_packed_is_small_and_comes_out_as_it_went_in() -> None:
    couple, bank = Couple(3, lives.life(0).days[0].couple.first_day), lives.bank(4)
    ids = [*bank.questions]
    cards = [
        Asked(ids[days % len(ids)], couple.first_day + timedelta(days), not_today=days % 7 == 0)
        for days in range(5 * 365)
    ]
    sums = Past(bank, couple, cards, Sums.of_none(Numbering(ids))).sums()
    packed = sums.packed()
    assert len(packed) < 60 + 4 * len(ids) + 4 * len(cards) + 4 * DECLINED_FOR
    assert Sums.unpacked(packed, sums.numbering) == sums
    for broken in (b"", packed[:20], packed[:-1], packed + b"12"):
        with pytest.raises(ValueError, match="no sums"):
            Sums.unpacked(broken, sums.numbering)
    with pytest.raises(ValueError, match="another numbering"):
        Sums.unpacked(packed, Numbering(ids[1:]))


def test_a_numbering_only_grows_and_its_digest_tells_which_it_is() -> None:
    first = Numbering(["q-b", "q-a"])
    more = first.extended(["q-d", "q-a", "q-c", "q-c"])
    assert more.ids == ("q-b", "q-a", "q-c", "q-d")
    assert first.extended(["q-a"]) is first
    assert Numbering(more.ids).digest == more.digest != first.digest
    for wrong in (["q-a", "q-a"], [f"q-{at}" for at in range(MOST + 1)]):
        with pytest.raises(ValueError, match="each once"):
            Numbering(wrong)


def test_sums_are_not_made_by_a_numbering_that_lacks_an_item() -> None:
    couple, bank = Couple(3, lives.life(0).days[0].couple.first_day), lives.bank(4)
    past = Past(bank, couple, [Asked("q-gone-001", couple.first_day)], Sums.of_none(Numbering(())))
    with pytest.raises(ValueError, match="lacks an item"):
        past.sums()


def test_a_not_today_is_kept_as_long_as_a_rule_asks_for_it_and_no_longer() -> None:
    assert INTIMACY_DECLINED[1] <= DECLINED_FOR
    couple, bank = Couple(3, lives.life(0).days[0].couple.first_day), bank_of()
    sums = Sums.of_none(Numbering(["q-a"]))
    for days in (0, 1, DECLINED_FOR - 1, DECLINED_FOR):
        card = Asked("q-a", couple.first_day + timedelta(days), not_today=days == 0)
        sums = Past(bank, couple, [card], sums).sums()
        assert len(sums.declined) == (days < DECLINED_FOR)
