"""A browser for the page: Debian's Chromium, headless, which reaches nothing but this machine."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.clock import MovableClock
from bot.playground.pages import Pages
from bot.playground.stage import Stage
from tests.people import Loopback
from tests.playground.small_bot import small_bot

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 7, 13, 9, tzinfo=BERLIN)

expect.set_options(timeout=10_000)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A browser of this test's own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def pages() -> AsyncIterator[Pages]:
    """The playground with the small bot."""
    clock = MovableClock(MORNING)

    async def wake() -> None:
        """Nothing is woken here."""

    async def start_over(names: Sequence[str]) -> Stage:
        return stage_of(Loopback(clock), names)

    def stage_of(telegram: Loopback, names: Sequence[str]) -> Stage:
        return Stage(telegram, clock, [telegram.person(name) for name in names], BERLIN, wake)

    telegram = Loopback(clock)
    pages = await Pages(stage_of(telegram, ("Ana", "Ben")), start_over).start()
    async with small_bot(telegram):
        yield pages
    await pages.stop()


async def opened(chromium: Browser, pages: Pages, complaints: list[str], **window: Any) -> Page:
    """Open the page in a window, noting whatever the browser complains of."""
    context = await chromium.new_context(**window)
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await page.goto(pages.url)
    await page.wait_for_selector(".phone")
    return page


@pytest.fixture
async def desktop(chromium: Browser, pages: Pages) -> AsyncIterator[Page]:
    """The page on a desk, both phones side by side; the browser may not complain of anything."""
    complaints: list[str] = []
    page = await opened(chromium, pages, complaints, viewport={"width": 1280, "height": 900})
    yield page
    assert complaints == []


@pytest.fixture
async def pocket(chromium: Browser, pages: Pages) -> AsyncIterator[Page]:
    """The page on a phone, one of the two shown at a time; the browser may not complain of anything."""
    complaints: list[str] = []
    window = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = await opened(chromium, pages, complaints, **window)
    yield page
    assert complaints == []
