"""The page in a browser: what each of the two can see and do on their phone."""

import asyncio
from collections.abc import Sequence

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.loopback.media import media_content
from bot.playground.pages import Pages
from bot.playground.stage import Stage
from tests.page.conftest import opened
from tests.page.phone import Phone
from tests.people import there

pytestmark = pytest.mark.page


async def asked_in(page: Page) -> tuple[Phone, Phone]:
    """Let Ana start the bot and add it to the group, and both look at the group."""
    ana, ben = Phone(page, "ana"), Phone(page, "ben")
    await asked_in_by(ana)
    await ben.turns_to("group")
    return ana, ben


async def asked_in_by(ana: Phone) -> None:
    """Let Ana start the bot and add it to the group."""
    await ana.here.get_by_role("button", name="Start", exact=True).click()
    await ana.button("Add me to our group", "door").click()
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group: Ana & Ben").click()
    await expect(ana.messages("group").last).to_contain_text("Today's question")


async def test_a_newcomer_gets_the_bot_into_the_group(desktop: Page) -> None:
    await expect(desktop.get_by_test_id("hint")).to_have_text("Open Kindling on Ana's phone and press Start.")
    await expect(desktop.locator("[data-phone=ana] .welcome:visible")).to_contain_text(
        "One good question a day."
    )
    ana, ben = await asked_in(desktop)
    await expect(ana.here.locator("[data-chat=group]")).to_have_attribute("aria-selected", "true")
    await expect(ben.messages("group").filter(has_text="Ana added Kindling")).to_be_visible()
    await expect(ben.messages("group").last).to_have_attribute("data-sender", "Kindling")


async def test_an_alert_covers_one_phone_and_a_toast_passes_by(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    await ana.button("Only for me").click()
    await expect(ana.here.locator("[data-alert]")).to_contain_text("Only you see this.")
    await expect(ben.here.locator("[data-alert]")).to_have_count(0)
    await ben.button("Not today").click()
    await expect(ben.here.locator("[data-toast]")).to_have_text("Noted. Only you see this.")
    await expect(ana.here.locator("[data-toast]")).to_have_count(0)
    await ana.here.locator("[data-alert]").get_by_role("button", name="OK").click()
    await expect(ana.here.locator("[data-alert]")).to_have_count(0)
    await expect(ana.button("Only for me")).to_be_focused()


async def inside(inner: Locator, outer: Locator) -> bool:
    """Whether one box lies within another, a pixel given."""
    small, large = await inner.bounding_box(), await outer.bounding_box()
    assert small is not None
    assert large is not None
    return (
        small["x"] >= large["x"] - 1
        and small["y"] >= large["y"] - 1
        and small["x"] + small["width"] <= large["x"] + large["width"] + 1
        and small["y"] + small["height"] <= large["y"] + large["height"] + 1
    )


async def test_what_comes_up_covers_one_phone_whole_and_its_card_stands_inside(desktop: Page) -> None:
    ana, _ = await asked_in(desktop)
    await ana.button("Only for me").click()
    await covers(ana, "[data-alert]")
    await ana.presses("OK")
    await desktop.get_by_test_id("start-over").click()
    await covers(ana, "[data-sheet]")


async def covers(phone: Phone, card: str) -> None:
    """Assert that a card stands over a phone, and nothing else of it can be reached."""
    curtain, shown = phone.here.locator(".curtain"), phone.here.locator(card)
    await expect(shown).to_be_visible()
    await shown.page.wait_for_timeout(250)  # it fades in
    assert await inside(phone.here.locator(".room"), curtain)
    assert await inside(shown, curtain)
    box = there(await shown.bounding_box())
    assert box["width"] > 200
    assert await shown.evaluate("it => it.scrollWidth <= it.clientWidth")


async def test_a_photo_under_its_cover_keeps_its_place_in_the_chat(desktop: Page, pages: Pages) -> None:
    ana, _ = await asked_in(desktop)
    world, group = pages.stage.world, pages.stage.group
    assert group is not None
    world.post(group.now, world.bot, media_content(world, "photo", world.file("photo", b"1")))
    veiled = media_content(world, "photo", world.file("photo", b"2")) | {"has_media_spoiler": True}
    world.post(group.now, world.bot, veiled)
    plain, covered = ana.messages("group").nth(-2), ana.messages("group").nth(-1)
    await expect(covered.locator(".veil")).to_be_visible()
    assert await inside(covered.locator(".veil"), covered.locator(".bubble"))
    sizes = [await it.locator(".bubble").bounding_box() for it in (plain, covered)]
    assert sizes[0] is not None
    assert sizes[1] is not None
    assert abs(sizes[0]["height"] - sizes[1]["height"]) < 20


async def test_a_voice_note_sent_on_by_its_id_keeps_its_length(desktop: Page, pages: Pages) -> None:
    ana, _ = await asked_in(desktop)
    world, group = pages.stage.world, pages.stage.group
    assert group is not None
    file_id = world.file("voice", b"1")
    media_content(world, "voice", file_id, 7)
    world.post(group.now, world.bot, media_content(world, "voice", file_id))
    await expect(ana.newest("group").get_by_role("img", name="Voice message, 7 seconds")).to_be_visible()


async def test_the_keyboard_goes_on_where_it_was(desktop: Page) -> None:
    ana = Phone(desktop, "ana")
    await ana.here.get_by_role("button", name="Start", exact=True).press("Enter")
    await expect(ana.button("Add me to our group", "door")).to_be_visible()
    assert await desktop.evaluate("document.activeElement.closest('[data-phone]')?.dataset.phone") == "ana"
    await expect(ana.here.get_by_role("tab", name="Kindling", exact=True)).to_be_visible()


STANDS_ON = (
    "document.activeElement.closest('[data-phone]')?.dataset.phone + ' ' + document.activeElement.className"
)


async def stands_on(page: Page) -> str:
    """Return which phone the keyboard is on, and what there."""
    return str(await page.evaluate(STANDS_ON))


async def test_the_keyboard_goes_on_in_the_chat_that_a_choice_led_to(desktop: Page) -> None:
    ana = Phone(desktop, "ana")
    await ana.here.get_by_role("button", name="Start", exact=True).press("Enter")
    await ana.button("Add me to our group", "door").press("Enter")
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group").press("Enter")
    await expect(ana.messages("group").last).to_contain_text("Today's question")
    await expect(ana.here.locator("[data-chat=group]")).to_have_attribute("aria-selected", "true")
    assert await stands_on(desktop) == "ana scroller"


@pytest.mark.parametrize("size", [(1280, 900), (360, 740), (844, 390)])
async def test_the_keyboard_goes_on_at_start_once_all_was_begun_anew(
    desktop: Page, size: tuple[int, int]
) -> None:
    await desktop.set_viewport_size({"width": size[0], "height": size[1]})
    await asked_in_by(Phone(desktop, "ana"))
    over = desktop.get_by_test_id("start-over")
    if not await over.is_visible():
        await desktop.locator(".clock summary").press("Enter")
    await over.press("Enter")
    await desktop.keyboard.press("Escape")
    assert await desktop.evaluate("document.activeElement.closest('.clock') !== null")
    if not await over.is_visible():
        await desktop.locator(".clock summary").press("Enter")
    await over.press("Enter")
    await desktop.get_by_role("dialog").get_by_role("button", name="Start over").press("Enter")
    await expect(desktop.locator(".message")).to_have_count(0)
    await expect(Phone(desktop, "ana").here.get_by_role("button", name="Start", exact=True)).to_be_focused()


async def test_the_keyboard_stays_in_a_chat_whose_message_is_deleted_under_it(desktop: Page) -> None:
    ana, _ = await asked_in(desktop)
    await ana.writes("Good morning", "group")
    await ana.chooses("Delete", "Good morning")
    await expect(ana.messages("group").filter(has_text="Good morning")).to_have_count(0)
    assert await desktop.evaluate("document.activeElement !== document.body")


async def test_two_people_may_have_names_of_their_own(desktop: Page, pages: Pages) -> None:
    await desktop.goto(f"{pages.url}?a=Lea&b=Tom%20<b>")
    await expect(desktop.get_by_role("heading", name="Lea's phone")).to_be_visible()
    await expect(desktop.get_by_test_id("hint")).to_have_text("Open Kindling on Lea's phone and press Start.")
    lea = Phone(desktop, "ana")
    await lea.turns_to("group")
    await lea.presses("New group: Lea & Tom <b>")
    await lea.writes("Good morning", "group")
    await desktop.goto(f"{pages.url}?a=Eve&b=Adam")  # a play that goes on keeps its people
    await expect(Phone(desktop, "ben").here.locator("[data-chat=group]")).to_contain_text("Lea: Good morning")
    await expect(desktop.get_by_role("heading", name="Lea's phone")).to_be_visible()


async def test_nothing_can_be_pressed_on_phones_that_are_begun_anew_with_other_names(
    chromium: Browser, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_begin = asyncio.Event(), asyncio.Event()
    begins = pages._start_over

    async def slowly(names: Sequence[str]) -> Stage:
        asked.set()
        await may_begin.wait()
        return await begins(names)

    monkeypatch.setattr(pages, "_start_over", slowly)
    page = await chromium.new_page()
    await page.goto(f"{pages.url}?a=Uma&b=Eve")
    await asked.wait()
    await page.evaluate(
        "new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))"
    )
    assert await page.get_by_role("button", name="Start", exact=True).count() == 0
    may_begin.set()
    await expect(page.get_by_role("heading", name="Uma's phone")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).first.click()
    await expect(Phone(page, "ana").messages("door").first).to_be_visible()


async def test_names_that_cannot_be_leave_those_there_were(chromium: Browser, pages: Pages) -> None:
    page = await chromium.new_page()
    await page.goto(f"{pages.url}?a=Ana&b=ana")
    await expect(page.get_by_role("heading", name="Ben's phone")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).first.click()
    await expect(Phone(page, "ana").messages("door").first).to_be_visible()


async def test_answering_in_private_goes_through_the_reply_bar_at_the_door(desktop: Page) -> None:
    ana, _ = await asked_in(desktop)
    await ana.button("Answer privately").click()
    await expect(ana.here.locator("[data-chat=door]")).to_have_attribute("aria-selected", "true")
    await expect(ana.here.locator(".reply-bar")).to_contain_text("Which ten minutes")
    field = ana.here.get_by_label("Message", exact=True)
    await expect(field).to_have_attribute("placeholder", "Your answer, sealed")
    await ana.writes("<img src=x onerror=alert(1)> & /the walk", "door")
    await expect(ana.messages("door").last).to_contain_text("Sealed.")
    said = ana.messages("door").filter(has_text="onerror").locator(".words").first
    await expect(said).to_have_text("<img src=x onerror=alert(1)> & /the walk")
    await expect(ana.here.locator(".message img:not(.avatar img)")).to_have_count(0)
    await expect(ana.here.locator(".reply-bar")).to_be_hidden()
    left, phone = (
        await ana.messages("door").locator(".quote").first.bounding_box(),
        await ana.here.bounding_box(),
    )
    assert left is not None
    assert phone is not None
    assert left["x"] > phone["x"]


async def test_spoilers_open_for_whoever_taps_them(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    await ana.button("Reveal").click()
    hidden = ana.here.locator(".spoiler-words")
    await expect(hidden).to_have_count(2)
    await expect(hidden.first).to_be_hidden()
    await ana.here.get_by_role("button", name="Hidden. Tap to show.").first.press("Enter")
    await expect(hidden.last).to_be_visible()
    await expect(ana.here.get_by_role("button", name="Hidden. Tap to show.")).to_have_count(0)
    await expect(hidden.last.locator("strong")).to_have_text("soup")
    await expect(ben.here.locator(".spoiler-words").first).to_be_hidden()
    await ana.writes("There it is", "group")
    await expect(hidden.first).to_be_visible()
    await expect(
        ben.messages("group").filter(has_text="Both answers").get_by_label("without sound")
    ).to_be_visible()


async def test_a_veiled_photo_opens_for_whoever_taps_it(desktop: Page, pages: Pages) -> None:
    ana, ben = await asked_in(desktop)
    world, group = pages.stage.world, pages.stage.group
    assert group is not None
    photo = media_content(world, "photo", world.file("photo", b"a bench")) | {"has_media_spoiler": True}
    world.post(group.now, world.bot, photo)
    await expect(ana.here.get_by_role("img", name="Photo", exact=True)).to_have_count(0)
    await ana.here.get_by_role("button", name="Hidden photo. Tap to show.").click()
    await expect(ana.here.get_by_role("img", name="Photo", exact=True)).to_be_visible()
    await expect(ben.here.get_by_role("img", name="Photo", exact=True)).to_have_count(0)


async def test_words_can_be_answered_changed_hearted_and_taken_back(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    await ana.writes("Good mornign", "group")
    await ben.chooses("Reply", "Good mornign")
    await ben.writes("And to you", "group")
    await expect(ana.messages("group").last.locator(".quote")).to_contain_text("Good mornign")
    await ana.chooses("Edit", "Good mornign")
    await ana.writes("Good morning", "group")
    changed = ben.messages("group").filter(has_text="Good morning").first
    await expect(changed).to_contain_text("edited")
    await ben.chooses("❤", "Good morning")
    await expect(ana.messages("group").locator(".reaction")).to_have_text("❤ from Ben")
    await ana.chooses("Delete", "Good morning")
    await expect(ben.messages("group").filter(has_text="Good morning")).to_have_count(0)


async def test_commands_come_from_the_menu_and_from_a_slash(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    await ana.here.get_by_test_id("commands").click()
    await ana.here.get_by_role("menuitem", name="/thanks").click()
    await expect(ana.here.locator(".reply-bar")).to_contain_text("What for?")
    await expect(ben.here.locator(".reply-bar")).to_be_hidden()
    await ben.here.get_by_label("Message", exact=True).fill("/th")
    await ben.here.locator(".offers").get_by_role("button", name="/thanks").click()
    await expect(ben.here.locator(".reply-bar")).to_contain_text("What for?")
    await ben.writes("The soup", "group")
    await expect(ana.messages("group").last).to_contain_text("Sealed.")


async def test_what_is_attached_is_shown_as_what_it_is(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    for kind, label in (
        ("Photo", "Photo"),
        ("Voice message", "Voice message, 5 seconds"),
        ("Sticker", "Sticker"),
    ):
        await ana.here.get_by_role("button", name="Attach").click()
        await ana.here.get_by_role("menuitem", name=kind).click()
        await expect(ben.messages("group").get_by_role("img", name=label)).to_be_visible()


async def test_a_message_in_a_chat_not_looked_at_counts_as_unread(desktop: Page) -> None:
    ana, ben = await asked_in(desktop)
    await ben.turns_to("door")
    await ana.writes("Good morning", "group")
    badge = ben.here.locator("[data-chat=group] .badge")
    await expect(badge).to_have_text("1 unread")
    await expect(ben.here.locator("[data-chat=group]")).to_contain_text("Ana: Good morning")
    await ben.turns_to("group")
    await expect(badge).to_have_count(0)


async def test_the_clock_moves_and_days_are_kept_apart(desktop: Page) -> None:
    ana, _ = await asked_in(desktop)
    await expect(desktop.get_by_test_id("clock-time")).to_have_text("Monday 13 July, 09:00")
    await desktop.get_by_test_id("clock-tonight").click()
    await expect(desktop.get_by_test_id("clock-time")).to_have_text("Monday 13 July, 21:30")
    await desktop.get_by_test_id("clock-next-morning").click()
    await expect(desktop.get_by_test_id("clock-time")).to_have_text("Tuesday 14 July, 09:00")
    await ana.writes("Good morning", "group")
    await expect(ana.here.locator("[data-log=group] .separator")).to_have_text(
        ["Monday 13 July", "Tuesday 14 July"]
    )


async def test_starting_over_asks_first_and_then_empties_everything(desktop: Page) -> None:
    await asked_in(desktop)
    await desktop.get_by_test_id("start-over").click()
    await desktop.get_by_role("dialog").get_by_role("button", name="Start over").click()
    await expect(desktop.locator(".message")).to_have_count(0)
    await expect(desktop.get_by_role("button", name="Start", exact=True)).to_have_count(2)


async def test_a_narrow_screen_shows_one_phone_and_keeps_everything_in_reach(pocket: Page) -> None:
    ana, ben = Phone(pocket, "ana"), Phone(pocket, "ben")
    await expect(ben.here).to_be_hidden()
    await expect(pocket.get_by_test_id("clock-tonight")).to_be_hidden()
    await pocket.locator(".clock summary").tap()
    await expect(pocket.get_by_test_id("clock-tonight")).to_be_visible()
    await pocket.locator(".clock summary").tap()
    await ana.here.get_by_role("button", name="Start", exact=True).tap()
    await ana.button("Add me to our group", "door").tap()
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group").tap()
    await expect(ana.button("Answer privately")).to_be_in_viewport(ratio=1)
    await expect(pocket.get_by_test_id("switch-ben").locator(".badge")).to_be_visible()
    await pocket.get_by_test_id("switch-ben").tap()
    await expect(ana.here).to_be_hidden()
    await ben.here.locator("[data-chat=group]").tap()
    await expect(ben.button("Not today")).to_be_in_viewport(ratio=1)
    wide = await pocket.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


async def test_a_swiped_message_is_answered(pocket: Page) -> None:
    ana = Phone(pocket, "ana")
    await ana.here.get_by_role("button", name="Start", exact=True).tap()
    box = there(await ana.messages("door").last.locator(".bubble").bounding_box())
    x, y = box["x"] + box["width"] / 2, box["y"] + 12
    finger = await pocket.context.new_cdp_session(pocket)
    for kind, by in (("touchStart", 0), ("touchMove", 30), ("touchMove", 90)):
        touch = {"type": kind, "touchPoints": [{"x": x - by, "y": y}]}
        await finger.send("Input.dispatchTouchEvent", touch)
    await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await expect(ana.here.locator(".reply-bar")).to_contain_text("Reply to Kindling")


async def test_the_page_says_so_when_the_playground_stops(chromium: Browser, pages: Pages) -> None:
    page = await opened(chromium, pages, [])
    await expect(page.get_by_test_id("offline")).to_be_hidden()
    await pages.stop()
    await expect(page.get_by_test_id("offline")).to_be_visible()


SMALLEST = """() => [...document.querySelectorAll('button:not(.inline-command), summary')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().width)
  .map((it) => [it.className || it.textContent, it.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)"""


async def test_whatever_a_thumb_presses_is_large_enough(pocket: Page) -> None:
    ana = Phone(pocket, "ana")
    assert await pocket.evaluate(SMALLEST) == []
    await ana.here.get_by_role("button", name="Start", exact=True).tap()
    await ana.button("Add me to our group", "door").tap()
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group").tap()
    await expect(ana.button("Answer privately")).to_be_visible()
    await ana.here.get_by_role("button", name="Attach").tap()
    await expect(ana.here.get_by_role("menuitem", name="Photo")).to_be_visible()
    assert await pocket.evaluate(SMALLEST) == []


async def test_a_low_window_keeps_nearly_half_for_the_chat_and_the_newest_in_sight(pocket: Page) -> None:
    ana = Phone(pocket, "ana")
    await ana.here.get_by_role("button", name="Start", exact=True).tap()
    await ana.button("Add me to our group", "door").tap()
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group").tap()
    for number in range(8):
        await ana.writes(f"line {number}", "group")
    await expect(ana.newest("group")).to_contain_text("line 7")
    for width, height in ((640, 450), (740, 360), (360, 740)):  # a desk's page at 200 %, a phone turned twice
        await pocket.set_viewport_size({"width": width, "height": height})
        await expect(ana.newest("group")).to_be_in_viewport(ratio=1)
        room = there(await ana.here.locator(".room").bounding_box())
        assert room["height"] >= height * 0.45, (width, height)


@pytest.mark.parametrize("size", [(844, 390), (900, 420), (1024, 500), (1200, 420), (1600, 420)])
async def test_a_phone_on_its_side_shows_both_phones_the_hint_and_the_whole_clock(
    desktop: Page, size: tuple[int, int]
) -> None:
    width, height = size
    await desktop.set_viewport_size({"width": width, "height": height})
    hint = desktop.get_by_test_id("hint")
    await expect(hint).to_be_in_viewport(ratio=1)
    assert await hint.evaluate("it => it.scrollWidth <= it.clientWidth")
    for who in ("ana", "ben"):
        await expect(Phone(desktop, who).here).to_be_in_viewport(ratio=1)
    if not await desktop.get_by_test_id("start-over").is_visible():
        await desktop.locator(".clock summary").click()
    for button in await desktop.locator(".clock button").all():
        await expect(button).to_be_in_viewport(ratio=1)
    assert await desktop.evaluate("document.documentElement.scrollWidth") <= width
