"""What the page hears of the world behind it, and what it can have done there."""

from datetime import datetime

import pytest

from bot.clock import MovableClock
from tests.loopback.scene import RawBot
from tests.people import Loopback
from tests.playground.browsing import BERLIN, Browser, Events, Json, holds, in_group, labels, message_of
from tests.playground.small_bot import ALERT, TOAST


async def test_both_doors_are_unopened_at_first(browser: Browser) -> None:
    world = await browser.sees()
    for who in ("ana", "ben"):
        phone = world["phones"][who]
        assert not phone["door"]["opened"]
        assert not phone["group"]["exists"]
        assert phone["door"]["messages"] == []
    assert world["bot"]["description"] == "One good question a day."


async def test_a_page_already_open_hears_of_changes(browser: Browser) -> None:
    async with browser.http.get("/events") as response:
        events = Events(response)
        assert not (await events.world())["phones"]["ana"]["door"]["opened"]
        await browser.does("start")
        world = await events.world(holds("ana", "door", "Hello, I am Kindling."))
    assert labels(world["phones"]["ana"]["door"]) == ["Add me to our group", "Only for me"]
    assert world["phones"]["ben"]["door"]["messages"] == []


async def test_the_startgroup_link_makes_the_group_and_brings_the_bot(browser: Browser) -> None:
    world = await in_group(browser)
    group = world["phones"]["ben"]["group"]
    assert (group["title"], group["exists"], group["bot_inside"]) == ("Ana & Ben", True, True)
    assert [one["service"]["what"] for one in group["messages"] if one["service"]] == ["created", "added"]
    assert group["commands"] == [{"command": "thanks", "description": "Thank each other"}]
    status, body = await browser.tries("add_bot", who="ben")
    assert (status, body["error"]) == (409, "Kindling is in your group already.")


async def test_a_group_can_be_made_before_the_bot_is_asked_in(browser: Browser) -> None:
    await browser.does("new_group", who="ben")
    world = await browser.sees()
    assert world["phones"]["ana"]["group"]["exists"]
    assert not world["phones"]["ana"]["group"]["bot_inside"]
    assert (await browser.tries("new_group"))[0] == 409


async def test_only_the_tapper_is_answered(browser: Browser) -> None:
    card = message_of(await in_group(browser), "ben", "group", "question")
    told = await browser.does("tap", "ben", "group", message=card["id"], row=1, column=0)
    assert told == {"toast": {"text": ALERT, "alert": True, "url": None}}
    told = await browser.does("tap", "ana", "group", message=card["id"], row=1, column=1)
    assert told == {"toast": {"text": TOAST, "alert": False, "url": None}}


async def test_a_link_in_an_answer_leads_to_the_open_prompt(browser: Browser) -> None:
    card = message_of(await in_group(browser), "ana", "group", "question")
    told = await browser.does("tap", "ana", "group", message=card["id"], row=0, column=0)
    assert told["toast"]["url"] == "https://t.me/kindling_bot?start=n1"
    await browser.does("open", url=told["toast"]["url"])
    world = await browser.sees(holds("ana", "door", "Which ten minutes"))
    prompt = message_of(world, "ana", "door", "Which ten minutes")
    assert prompt["force_reply"] == {"placeholder": "Your answer, sealed", "only_for": None}
    assert message_of(world, "ana", "door", "/start")["text"] == "/start"
    await browser.does("reply", text="the walk", to=prompt["id"])
    world = await browser.sees(holds("ana", "door", "Sealed."))
    assert message_of(world, "ana", "door", "Sealed.")["reply_to"]["text"] == "the walk"
    assert not holds("ben", "group", "the walk")(world)
    assert not holds("ben", "door", "the walk")(world)


async def test_a_tap_on_nothing_is_refused_in_a_sentence(browser: Browser) -> None:
    card = message_of(await in_group(browser), "ana", "group", "question")
    tap = {"who": "ana", "chat": "group", "message": card["id"]}
    assert await browser.tries("tap", **tap, row=7, column=0) == (409, {"error": "That button is gone."})
    tap["message"] = 99_999
    assert await browser.tries("tap", **tap, row=0, column=0) == (409, {"error": "That message is gone."})


async def test_nobody_reaches_into_the_others_door(browser: Browser) -> None:
    await browser.does("start")
    world = await browser.sees(holds("ana", "door", "Hello"))
    card = message_of(world, "ana", "door", "Hello")
    status, _ = await browser.tries("tap", "ben", "door", message=card["id"], row=1, column=0)
    assert status == 409


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (400, {}),
        (400, {"do": "sing"}),
        (409, {"do": "say", "who": "cleo", "text": "hi"}),
        (409, {"do": "say", "who": "ana", "chat": "attic", "text": "hi"}),
        (409, {"do": "say", "who": "ana", "text": "  "}),
        (409, {"do": "say", "who": "ana", "chat": "group", "text": "no group yet"}),
        (400, {"do": "tap", "who": "ana", "message": "1", "row": 0, "column": 0}),
        (409, {"do": "open", "who": "ana", "url": "https://t.me/other_bot?start=x"}),
        (409, {"do": "clock", "to": "yesterday"}),
    ],
)
async def test_what_cannot_be_done_gets_a_sentence(browser: Browser, status: int, act: Json) -> None:
    async with browser.http.post("/act", json=act) as response:
        assert response.status == status
        assert (await response.json())["error"].strip()


async def test_unread_marks_go_when_the_chat_is_looked_at(browser: Browser) -> None:
    world = await in_group(browser)
    before = world["phones"]["ben"]["group"]["unread"]
    assert before == len(world["phones"]["ben"]["group"]["messages"])
    await browser.does("read", "ben", "group")
    world = await browser.sees()
    assert world["phones"]["ben"]["group"]["unread"] == 0
    await browser.does("say", "ana", "group", text="Good morning")
    world = await browser.sees(holds("ben", "group", "Good morning"))
    assert world["phones"]["ben"]["group"]["unread"] == 1
    await browser.does("read", "ana", "group")
    await browser.does("say", "ana", "group", text="Anybody?")
    assert (await browser.sees())["phones"]["ana"]["group"]["unread"] == 0


async def test_own_messages_can_be_changed_and_taken_back_and_others_not(browser: Browser) -> None:
    await in_group(browser)
    await browser.does("say", "ana", "group", text="Good mornign")
    mine = message_of(await browser.sees(), "ana", "group", "Good mornign")
    assert (await browser.tries("edit", "ben", "group", message=mine["id"], text="ha"))[0] == 409
    assert (await browser.tries("delete", "ben", "group", message=mine["id"]))[0] == 409
    await browser.does("edit", "ana", "group", message=mine["id"], text="Good morning")
    changed = message_of(await browser.sees(), "ben", "group", "Good morning")
    assert (changed["id"], changed["edited"]) == (mine["id"], True)
    await browser.does("delete", "ana", "group", message=mine["id"])
    assert not holds("ben", "group", "Good morning")(await browser.sees())


async def test_a_second_reaction_of_the_same_kind_takes_it_back(browser: Browser) -> None:
    card = message_of(await in_group(browser), "ana", "group", "question")
    await browser.does("react", "ben", "group", message=card["id"], emoji="❤")
    world = await browser.sees()
    ben = world["phones"]["ben"]["person"]["id"]
    assert message_of(world, "ana", "group", "question")["reactions"] == [{"emoji": "❤", "by": [ben]}]
    await browser.does("react", "ben", "group", message=card["id"], emoji="❤")
    assert message_of(await browser.sees(), "ana", "group", "question")["reactions"] == []


async def test_what_is_not_drawn_is_named_in_words(browser: Browser) -> None:
    await in_group(browser)
    await browser.ana.sends_gif(at=browser.group)
    await browser.ana.sends_album(["video", "video"], at=browser.group)
    world = await browser.sees(lambda world: len(world["phones"]["ben"]["group"]["messages"]) >= 5)
    media = [one["media"] for one in world["phones"]["ben"]["group"]["messages"] if one["media"]]
    assert [one["words"] for one in media] == ["GIF", "Video", "Video"]


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker"])
async def test_media_are_shown_as_what_they_are(browser: Browser, kind: str) -> None:
    await browser.does("start")
    await browser.does(kind)
    messages = (await browser.sees())["phones"]["ana"]["door"]["messages"]
    assert [one["media"]["kind"] for one in messages if one["media"]] == [kind]


async def test_buttons_that_ask_for_a_reply_are_shown_as_what_asks_until_they_are_gone(
    browser: Browser, telegram: Loopback
) -> None:
    await in_group(browser)
    bot = RawBot(telegram)
    group = next(chat.id for chat in telegram.world.chats.values() if chat.person is None)
    markup = {"inline_keyboard": [[{"text": "Leave it", "callback_data": "x"}]], "force_reply": True}
    sent = await bot("sendMessage", chat_id=group, text="Which time?", reply_markup=markup)
    world = await browser.sees(holds("ana", "group", "Which time?"))
    asks = message_of(world, "ana", "group", "Which time?")
    assert asks["force_reply"] == {"placeholder": "", "only_for": None}
    assert asks["keyboard"] == [[{"text": "Leave it", "kind": "tap"}]]
    await bot("editMessageText", chat_id=group, message_id=sent["message_id"], text="Left as it is.")
    left = message_of(await browser.sees(holds("ana", "group", "Left as")), "ana", "group", "Left as")
    assert (left["force_reply"], left["keyboard"]) == (None, [])


async def test_a_question_that_names_somebody_by_a_link_is_for_them(
    browser: Browser, telegram: Loopback
) -> None:
    world = await in_group(browser)
    bot = RawBot(telegram)
    group = next(chat.id for chat in telegram.world.chats.values() if chat.person is None)
    ben = world["phones"]["ben"]["person"]["id"]
    named = f'<a href="tg://user?id={ben}">Ben</a>, what more?'
    markup = {"force_reply": True, "selective": True}
    await bot("sendMessage", chat_id=group, text=named, parse_mode="HTML", reply_markup=markup)
    world = await browser.sees(holds("ana", "group", "what more?"))
    assert message_of(world, "ana", "group", "what more?")["force_reply"]["only_for"] == ben


async def test_a_menu_command_reaches_the_bot_in_the_group_and_its_question_is_for_the_asker(
    browser: Browser,
) -> None:
    await in_group(browser)
    await browser.does("command", "ben", "group", text="/thanks")
    world = await browser.sees(holds("ana", "group", "What for?"))
    prompt = message_of(world, "ana", "group", "What for?")["force_reply"]
    assert prompt == {"placeholder": "Thank you for…", "only_for": world["phones"]["ben"]["person"]["id"]}


async def test_spoilers_stay_shut_in_quotes_and_silence_is_marked(browser: Browser) -> None:
    card = message_of(await in_group(browser), "ana", "group", "question")
    await browser.does("tap", "ana", "group", message=card["id"], row=2, column=0)
    reveal = message_of(await browser.sees(holds("ben", "group", "Both")), "ben", "group", "Both")
    assert reveal["silent"]
    await browser.does("reply", "ben", "group", text="Oh!", to=reveal["id"])
    quote = message_of(await browser.sees(), "ana", "group", "Oh!")["reply_to"]["text"]
    assert "walk" not in quote
    assert "soup" not in quote
    assert quote.startswith("Both answers are open.\nAna: ░░░░")


@pytest.mark.parametrize(
    ("start", "to", "end"),
    [
        ("2026-07-13T08:00", "plus-minute", "2026-07-13T08:01"),
        ("2026-07-13T08:00", "plus-hour", "2026-07-13T09:00"),
        ("2026-07-13T08:00", "tonight", "2026-07-13T21:30"),
        ("2026-07-13T22:00", "tonight", "2026-07-14T21:30"),
        ("2026-07-13T09:00", "next-morning", "2026-07-14T09:00"),
        ("2026-07-13T08:30", "next-morning", "2026-07-14T09:00"),
        ("2026-07-14T00:30", "next-morning", "2026-07-14T09:00"),
        ("2026-10-24T21:30", "next-morning", "2026-10-25T09:00"),
    ],
)
async def test_the_clock_moves_by_the_wall_and_the_bot_is_rung(
    browser: Browser, clock: MovableClock, start: str, to: str, end: str
) -> None:
    clock.move_to(datetime.fromisoformat(start).replace(tzinfo=BERLIN))
    await browser.does("clock", to=to)
    assert clock.now() == datetime.fromisoformat(end).replace(tzinfo=BERLIN)
    assert browser.rung == [clock.now()]
    assert (await browser.sees())["now"] == clock.now().isoformat()


async def test_an_open_page_hears_the_moved_clock_at_once(browser: Browser, clock: MovableClock) -> None:
    async with browser.http.get("/events") as response:
        events = Events(response)
        await events.world()
        await browser.does("clock", to="tonight")
        told = await events.next()
    assert told == {"now": clock.now().isoformat(), "zone": "Europe/Berlin"}


async def test_starting_over_empties_both_phones_on_every_open_page(browser: Browser) -> None:
    await browser.does("start")
    async with browser.http.get("/events") as response:
        events = Events(response)
        before = await events.world(holds("ana", "door", "Hello"))
        await browser.does("start_over")
        after = await events.world(lambda world: bool(world["stage"] != before["stage"]))
    assert after["phones"]["ana"]["door"]["messages"] == []


async def test_an_upgraded_group_keeps_its_history_on_the_page(browser: Browser) -> None:
    await in_group(browser)
    await browser.group.becomes_supergroup()
    await browser.does("say", "ana", "group", text="Still here")
    world = await browser.sees(holds("ben", "group", "Still here"))
    assert holds("ben", "group", "Today's question")(world)
    services = [
        one["service"]["what"] for one in world["phones"]["ben"]["group"]["messages"] if one["service"]
    ]
    assert services == ["created", "added", "upgraded"]
    assert all(one["text"] or one["service"] for one in world["phones"]["ben"]["group"]["messages"])


async def test_stopping_ends_open_pages_at_once(browser: Browser) -> None:
    async with browser.http.get("/events") as response:
        events = Events(response)
        await events.world()
        await browser.pages.stop()
        await events.end()


@pytest.mark.parametrize(
    "names", [["Ana"], ["Ana", "ana "], ["Ana", ""], ["Ana", "x" * 65], ["Ana", "a\nb"], "Ana, Ben", [1, 1]]
)
async def test_names_that_are_none_are_refused_in_one_line_and_the_play_goes_on(
    browser: Browser, names: object
) -> None:
    async with browser.http.post("/act", json={"do": "start_over", "names": names}) as response:
        assert response.status == 409
        assert "name" in (await response.json())["error"]
    assert [phone["person"]["name"] for phone in (await browser.sees())["phones"].values()] == ["Ana", "Ben"]
