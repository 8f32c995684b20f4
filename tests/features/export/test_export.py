"""/export gives a person their own words and those given to them, and nothing private of the other."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import ColumnElement, select

from bot.db.encrypted import EncryptedInt, EncryptedText
from bot.db.tables import metadata, partners, thanks
from bot.features.checkin.preferences import AGREED_AT, REMINDER
from bot.features.export import making
from bot.features.export.actions import ChooseSpace
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from bot.features.question.preferences import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    DEPTH_FROM,
    FORMS_LEFT_OUT,
    MUTED,
    PROMPTED,
    READER_TOLD,
    SAVES_ANSWERS,
)
from bot.loopback.faults import Fault, api_error, refused, server_error
from bot.loopback.shown import Shown
from bot.spaces import languages
from bot.spaces import store as spaces
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import ANNOUNCED, VOUCHED
from bot.spaces.preference import Mine, declared
from schedules.rest import PAUSED_UNTIL
from tests.conftest import MONDAY, Couple, Stage, joined
from tests.features.checkin.looking import checks_in, sets_own
from tests.features.question.acts import seals
from tests.people import Person
from tests.promises.test_promise_8_leaving import lived_in

OWNERS = {"thanks": "giver_id", "people": "id"}
"""Whose a row is, where the column is not called `person_id`."""

IN_SETTINGS = {
    SAVES_ANSWERS: "keeps_answers",
    VOUCHED: "others_in_the_group_are_fine",
    DEPTH: "depth",
    DEPTH_BEFORE: "depth_for_now",
    MUTED: "muted_topics",
    FORMS_LEFT_OUT: "forms_left_out",
    REMINDER: "reminder",
    PAUSED_UNTIL: "paused_until",
    CHOSEN: "packs",
    ADULT_AT: "yes_to_being_an_adult",
    SAVING_AT: "yes_to_saving",
    AGREED_AT: "yes_to_check_ins",
    ANNOUNCED: "announced_zone",
    LEAVES_WORDS: "leaves_words_in_chat",
}
"""Where what a partner chose stands in the file."""

NOTHING_SAID = {
    languages.MINE,  # there is one so far, and nobody is asked
    PROMPTED, READER_TOLD,
    DEPTH_FROM,  # from when a deeper one counts would tell whose choice it waited for
}  # fmt: skip
"""What is remembered of a partner that holds the bot's own notes."""

NOT_YET = ("updates",)
"""What waits to be handled: nobody has taken it in so far, and in a moment it is in its feature."""


def packed(couple: Couple, shown: Shown) -> dict[str, str]:
    """Return the files of a sent document as text, by their names."""
    assert shown.media == "document"
    content = couple.stage.telegram.world.files[shown.message.content["document"]["file_id"]][1]
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert all(it.date_time[3:] == (0, 0, 0) for it in archive.infolist())
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def exported(couple: Couple, person: Person) -> tuple[dict[str, Any], str]:
    """Let a person say /export; return the JSON and the page they got."""
    await person.says("/export")
    files = packed(couple, person.door.last())
    assert sorted(files) == ["kindling.html", "kindling.json"]
    return json.loads(files["kindling.json"]), files["kindling.html"]


def documents(couple: Couple, person: Person) -> list[Shown]:
    """Return the files that stand at a person's door, oldest first."""
    return [shown for shown in person.door.messages if shown.media == "document"]


def copies(couple: Couple, person: Person) -> list[Shown]:
    """Return the files of everything of one's own that stand there."""
    return [it for it in documents(couple, person) if it.text.startswith("The copy you asked for.")]


async def everything(couple: Couple, person: Person) -> tuple[dict[str, Any], str]:
    """Let a person ask for everything of theirs; return what they get the next morning."""
    before = {it.id for it in copies(couple, person)}  # one that is too old to be deleted stands there yet
    await person.says("/export")
    await person.taps("Everything of mine", at=person.door)
    while before.issuperset(it.id for it in copies(couple, person)):
        await couple.stage.moves_to_time(8)
    files = packed(couple, copies(couple, person)[-1])
    return json.loads(files["kindling.json"]), files["kindling.html"]


async def would_get(couple: Couple, person: Person) -> str:
    """Return both files of everything of a person's, had they asked for it a day ago."""
    services = couple.stage.kindling.services
    async with services.db.read() as tx:
        (space,) = await spaces.of_person(tx, person.id)
    document = await making.make(services, space, person.id, services.now(), whole=True)
    with ZipFile(io.BytesIO(document.content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


class Page(HTMLParser):
    """Reads a page: its text, its tags, and whatever could lead out of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags, self.leads = "", set[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.leads += [name for name, _value in attrs if name in ("src", "href", "srcset", "action", "data")]
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


async def test_everything_of_a_person_that_is_kept_encrypted_is_in_their_file(couple: Couple) -> None:
    """Walks the tables: a column that a feature forgets to export fails here."""
    await lived_in(couple)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Heavy", "Far", "Some fun", "Yes, tell Ben")
    said, _page = await everything(couple, couple.ana)
    text = json.dumps(said, ensure_ascii=False)
    found = 0
    async with couple.stage.kindling.parts.db.read() as tx:
        for table in metadata.sorted_tables:
            owner: ColumnElement[int] | None = table.c.get(OWNERS.get(table.name, "person_id"))
            hidden = [c for c in table.c if isinstance(c.type, EncryptedText | EncryptedInt)]
            if not hidden or table.name in NOT_YET:
                continue
            assert owner is not None, f"{table.name}: whose words are these?"
            for row in (await tx.execute(select(*hidden).where(owner == couple.ana.id))).all():
                for value in row:
                    for piece in pieces(value):
                        assert piece in text, table.name
                        found += 1
    assert found >= 10


async def test_all_that_one_chose_or_said_of_oneself_is_in_both_halves(couple: Couple) -> None:
    """Every column of a partner is in the file or is named as one that holds nothing they said."""
    ana = couple.ana
    day = MONDAY + timedelta(days=3)
    chosen: dict[str, Any] = {"announced": "Asia/Tokyo", "leaves_words": True, "vouched": True}
    await sets_own(couple, ana, **chosen, checkin_at=MONDAY, paused_until=day)
    of_people = {it for it in declared().values() if isinstance(it, Mine) and not it.key.startswith("test.")}
    assert of_people == set(IN_SETTINGS) | NOTHING_SAID
    assert {it.name for it in partners.c} == {"space_id", "person_id", "state", "away", "joined_at"}
    said, page = await everything(couple, ana)
    (settings,) = said["settings"]
    said_of_us = {it for it in settings if not it.startswith("test.")}  # other tests declare their own
    assert said_of_us == {"name", "zone", "joined", *IN_SETTINGS.values()}
    assert settings["announced_zone"] == "Asia/Tokyo"
    assert settings["leaves_words_in_chat"] is True
    assert settings["others_in_the_group_are_fine"] is True
    for words in (
        "<dt>Clock you announced</dt><dd>Asia/Tokyo</dd>",
        "<dt>Your words in our chat</dt><dd>left there</dd>",
        "<dt>Paused until</dt><dd>Thursday 16 July 2026</dd>",
        "<dt>Yes to being an adult</dt><dd>Monday 13 July 2026</dd>",
        "<dt>Yes to saving</dt><dd>Monday 13 July 2026</dd>",
        "<dt>Yes to check-ins</dt><dd>Monday 13 July 2026</dd>",
        "<dt>Others in the group</dt><dd>fine, you said</dd>",
    ):
        assert words in page


def pieces(value: object) -> list[str]:
    """Return what of a stored value a reader would look for."""
    if value is None:
        return []
    if isinstance(value, str) and value.startswith("[["):
        return [words for _number, words in json.loads(value) if words]
    return [part for part in re.split(r"[,=]", str(value)) if part] if value else []


async def test_nothing_of_the_partner_is_in_it_but_what_they_gave(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await couple.stage.moves_to_time(9)
    await seals(ana, "Ana's opened words")
    await seals(ben, "Ben's opened words")
    await ben.says("/thanks the soup that Ben liked", at=couple.group)
    await ben.says("/thanks a secret that Ben keeps for Sunday")
    await ben.taps("Save it for Sunday", at=ben.door)
    await couple.stage.moves_to_time(12, 30)
    await ben.taps("Show me mine")
    await couple.stage.moves_to_time(21)
    await checks_in(ben, "Hard", "Far", "Some space", "No, just for me")
    await couple.stage.moves_to_time(9)
    await seals(ben, "what Ben seals today")
    said, page = await everything(couple, ana)
    assert [it["answer"] for it in said["answers"] if "answer" in it] == ["Ana's opened words"]
    assert [it["text"] for it in said["thanks_received"]] == ["the soup that Ben liked"]
    assert (said["evenings"], said["kindnesses"], said["thanks_given"]) == ([], [], [])
    for words in ("Ben's opened words", "secret that Ben keeps", "what Ben seals", "Hard", "Some space"):
        assert words not in json.dumps(said)
        assert words not in page


async def test_what_ben_did_with_his_own_words_leaves_anas_file_as_it_was(couple: Couple) -> None:
    await couple.stage.moves_to_time(9)
    await seals(couple.ana, "Ana's opened words")
    await seals(couple.ben, "Ben's opened words")
    before = await exported(couple, couple.ana)
    await couple.ben.says("/delete")
    await couple.ben.taps("Erase my words")
    assert await exported(couple, couple.ana) == before


async def test_a_hidden_thank_you_is_not_shown_again_in_the_file(couple: Couple) -> None:
    await couple.ben.says("/thanks the soup", at=couple.group)
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(thanks.update().values(hidden=True))
    said, _page = await exported(couple, couple.ana)
    assert said["thanks_received"] == []


async def test_nothing_in_it_is_finer_than_a_day(couple: Couple) -> None:
    await lived_in(couple)
    said, page = await everything(couple, couple.ana)
    said["settings"][0].pop("reminder")
    clock = re.compile(r"\d{1,2}:\d{2}|T\d{2}")
    assert not clock.search(json.dumps(said))
    assert not clock.search(Page(page).words)
    assert {it["date"] for it in said["answers"]} == {"2026-07-13", "2026-07-14"}


async def test_the_page_stands_alone_and_nothing_said_becomes_markup(couple: Couple) -> None:
    await couple.stage.moves_to_time(9)
    await seals(couple.ana, "<script>alert(1)</script> & <img src=x onerror=alert(2)>\n«Grüße» 🙂")
    said, html = await everything(couple, couple.ana)
    page = Page(html)
    assert page.leads == []
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert "<script>alert(1)</script> & <img src=x onerror=alert(2)>\n«Grüße» 🙂" in page.words
    assert said["answers"][0]["answer"].endswith("«Grüße» 🙂")
    for part in ("prefers-color-scheme: dark", "@media print", "default-src 'none'"):
        assert part in html
    assert "url(" not in html


async def test_it_goes_to_ones_own_door_only(couple: Couple) -> None:
    said = len(couple.group.messages)
    await couple.ana.says_from_menu("/export", couple.group)
    assert couple.group.messages[-1].media is None
    assert [shown.media for shown in couple.group.messages[said:] if shown.media] == []
    assert couple.ben.door.last().media is None


async def test_a_closed_space_still_gives_them_for_seven_days(couple: Couple) -> None:
    await couple.ben.says("/thanks the soup", at=couple.group)
    await couple.ben.says("/stop")
    assert "/export" in couple.ben.door.last().text
    await couple.ben.taps("End quietly")
    await couple.stage.moves(days=6)
    said, _page = await exported(couple, couple.ana)
    assert [it["text"] for it in said["thanks_received"]] == ["the soup"]
    await couple.stage.moves(days=1, hours=2)
    await couple.ana.says("/export")
    assert couple.ana.door.last().text == "There is nothing of yours here to take along."


async def test_a_stranger_has_nothing_and_a_forged_tap_gets_nothing(couple: Couple, cleo: Person) -> None:
    await cleo.says("/export")
    assert cleo.door.last().text == "There is nothing of yours here to take along."
    for person, place in ((cleo, cleo.door), (couple.ana, couple.group)):
        await person.forges(f"{ChooseSpace.name}:1:0", on=place.last())
        assert [shown.media for shown in place.messages if shown.media] == []


async def test_who_is_in_two_spaces_is_asked_which(make_stage: Callable[..., Stage], ana: Person, ben: Person,
                                                   cleo: Person) -> None:  # fmt: skip
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    first = await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    await ben.says("/thanks from Ben", at=first.group)
    await ana.says("/export")
    assert ana.door.last().buttons == ["With Ben", "With Cleo"]
    await ana.taps("With Cleo", at=ana.door)
    said = json.loads(packed(first, ana.door.last())["kindling.json"])
    assert (said["partner"], said["thanks_received"]) == ("Cleo", [])
    await stage.stop()


@pytest.mark.parametrize("fault", [refused(), server_error(), api_error(403, "Forbidden: not now")])
async def test_a_file_that_telegram_does_not_take_is_said_kindly(couple: Couple, fault: Fault) -> None:
    couple.stage.telegram.fail_next("sendDocument", fault, times=3 if fault == refused() else 1)
    await couple.ana.says("/export")
    assert couple.ana.door.last().text.startswith("The file didn't get through")
