"""The newcomer's way, clicked on the page of the real playground, from nothing to the next morning."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.playground import trial
from tests.page.phone import Phone
from tests.stage import BANK

pytestmark = pytest.mark.page
PICTURE = os.environ.get("KINDLING_PICTURE")  # where to write the README's picture, if anywhere


@pytest.fixture
async def playground(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The playground as `make run` opens it, asking in words; yields its address."""
    monkeypatch.setattr("content.bank.load", lambda: BANK)
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    playing = asyncio.create_task(trial.play(0, address.set_result, stop))
    yield await address
    stop.set()
    assert await playing == 0


@pytest.fixture
async def page(chromium: Browser, playground: str) -> AsyncIterator[Page]:
    complaints: list[str] = []
    page = await chromium.new_page(viewport={"width": 1280, "height": 900})
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(15_000)
    await page.goto(playground)
    yield page
    assert complaints == []


async def test_the_newcomers_walk(page: Page) -> None:
    ana, ben = Phone(page, "ana"), Phone(page, "ben")
    await join(ana, ben)
    await answer_the_first_question(page, ana, ben)
    await thank_and_receive(ana, ben)
    if PICTURE:
        await take_picture(page, ana, ben)
    await check_in_and_pass_a_wish_on(page, ana)
    await wake_up_to_it(page, ana, ben)


async def join(ana: Phone, ben: Phone) -> None:
    """Both come in, each at their own door."""
    await ana.presses("Start")
    await expect(ana.newest("door")).to_contain_text("group for just you two")
    await ana.button("Add me to our group", "door").click()
    await ana.here.locator("[data-sheet]").get_by_role("button", name="New group: Ana & Ben").click()
    await expect(ana.newest("group")).to_contain_text("Ana asked me in")
    for phone in (ana, ben):
        await phone.turns_to("group")
        await phone.button("Open our private chat").click()
        await expect(phone.here.locator("[data-chat=door]")).to_have_attribute("aria-selected", "true")
        await expect(phone.here.locator(":focus")).to_have_count(1)  # the keyboard goes on where it led
        for label in ("Yes, I'm 18 or older", "Yes, you may save it", "I'm in"):
            await phone.button(label, "door").click()
        await phone.button("Yes", "door").click()
    await expect(ben.messages("group").filter(has_text="You're both in")).to_be_visible(visible=False)


async def answer_the_first_question(page: Page, ana: Phone, ben: Phone) -> None:
    """A sealed answer each; both open together a minute after the last word."""
    await ana.turns_to("group")
    await ana.button("Ask us our first question").click()
    words = {
        ana: "The man who ran after my bus with the scarf I had dropped.",
        ben: "A neighbour left soup at my door when I was ill, and never said a word.",
    }
    for phone, text in words.items():
        await phone.turns_to("group")
        can_be_put_off = page.get_by_role("button", name="Not today", exact=True)
        question = phone.messages("group").filter(has=can_be_put_off).last
        await expect(question).to_be_visible()
        if await question.get_by_role("button", name="Answer privately").count():
            await question.get_by_role("button", name="Answer privately").click()
            await phone.writes(text, "door")
        else:  # a choice: the first of its options
            await question.get_by_role("button").first.click()
    await page.get_by_test_id("clock-plus-minute").click()
    for phone in (ana, ben):
        await phone.turns_to("group")
        await expect(phone.newest("group")).to_contain_text("Both answers are open")
        for veil in await phone.newest("group").locator(".spoiler").all():
            await veil.click()


async def thank_and_receive(ana: Phone, ben: Phone) -> None:
    """Ben thanks in the group, Ana receives it."""
    await ben.writes("/thanks for picking me up in the rain.", "group")
    await expect(ana.newest("group")).to_contain_text("this one is for you")
    await ana.button("That landed").click()
    await expect(ben.newest("group")).to_contain_text("that landed")


async def take_picture(page: Page, ana: Phone, ben: Phone) -> None:
    """Photograph both phones in the group, once nothing covers what was said."""
    await page.set_viewport_size({"width": 1280, "height": 1000})
    for phone in (ana, ben):
        await phone.turns_to("group")
    await expect(page.locator("[data-toast]")).to_have_count(0)
    await page.mouse.move(0, 0)
    await page.screenshot(path=Path(str(PICTURE)))


async def check_in_and_pass_a_wish_on(page: Page, ana: Phone) -> None:
    """Three taps in the evening, at Ana's door, and a wish for Ben."""
    await page.get_by_test_id("clock-tonight").click()
    await ana.turns_to("door")
    await ana.writes("/checkin", "door")
    for label in ("Yes, save my check-ins", "Good", "Very close", "A hand", "Yes, tell Ben"):
        await ana.button(label, "door").click()
    await expect(ana.newest("door")).to_contain_text("Good night, Ana")


async def wake_up_to_it(page: Page, ana: Phone, ben: Phone) -> None:
    """Next morning: the wish above a new question; at half past twelve a kindness that fits it."""
    await page.get_by_test_id("clock-next-morning").click()
    await ben.turns_to("group")
    await expect(ben.newest("group")).to_contain_text(
        "Ana asked me to pass this on: a hand would help today."
    )
    await expect(ben.newest("group")).to_contain_text("Good morning.")
    for _hour in range(4):
        await page.get_by_test_id("clock-plus-hour").click()
    await expect(ben.newest("group")).to_contain_text("A small kindness for today")
    await ben.button("Show me mine").click()
    await expect(ben.here.locator("[data-alert]")).to_contain_text("Only you see this.")
