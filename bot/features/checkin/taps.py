"""The taps of a check-in. They count at the tapper's own door alone; nothing of them reaches the group."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.checkin import consent_views, gentle, rules, store, views
from bot.features.checkin.actions import GoBack, LastSeven, PassOn, SayCloseness, SayDay, SayWish
from bot.features.checkin.gentle import Gentle
from bot.features.checkin.handlers import tonight
from bot.features.checkin.preferences import AGREED_AT
from bot.features.checkin.rules import Evening, Step
from bot.features.question.exports import QUESTION_TIME
from bot.telegram.incoming import Tap
from bot.words import _

Decide = Callable[[Evening], tuple[Evening, str]]
"""Returns the evening after a tap, and its receipt; ValueError where the button is of before a change."""


async def day(tap: Tap, tapped: SayDay) -> None:
    """The first tap: how the day was."""
    level = tapped.level.number

    def decide(before: Evening) -> tuple[Evening, str]:
        return replace(before, day=level, step=Step.CLOSENESS), views.noted_day(before.day, level)

    await _take(tap, tapped.evening, decide)


async def closeness(tap: Tap, tapped: SayCloseness) -> None:
    """The second tap: how close it felt."""
    level = tapped.level.number

    def decide(before: Evening) -> tuple[Evening, str]:
        after = replace(before, closeness=level, step=Step.WISH)
        return after, views.noted_closeness(before.closeness, level)

    await _take(tap, tapped.evening, decide)


async def wish(tap: Tap, tapped: SayWish) -> None:
    """The third tap: what would help."""
    named = tapped.wish or None

    def decide(before: Evening) -> tuple[Evening, str]:
        return rules.with_wish(before, named), views.noted_wish(before.wish, named)

    await _take(tap, tapped.evening, decide)


async def pass_on(tap: Tap, tapped: PassOn) -> None:
    """The last tap, for whoever named a wish: pass it on in the morning, or keep it."""
    tells_on = rules.tells_on(tap.home.local(tap.at), tap.home[QUESTION_TIME])

    def decide(before: Evening) -> tuple[Evening, str]:
        after = rules.with_telling(before, tapped.wish, tells_on)
        return after, _("I'll pass it on in the morning.") if after.passed_on else _("Just for you, then.")

    await _take(tap, tapped.evening, decide)


async def back(tap: Tap, tapped: GoBack) -> None:
    """Go a step back; what was tapped stays until it is tapped anew."""

    def decide(before: Evening) -> tuple[Evening, str]:
        if tapped.step not in rules.BACK_TO:
            raise ValueError("not a step to go back to")
        return replace(before, step=tapped.step), ""

    await _take(tap, tapped.evening, decide)


async def week(tap: Tap, _tapped: LastSeven) -> None:
    """Show this person their own last seven evenings, in a box that nobody else sees."""
    since = tonight(tap) - timedelta(days=6)
    async with tap.services.db.read() as tx:
        found = await store.since(tx, tap.home.id, tap.person.id, since)
    await tap.alert(views.last_seven(found))


async def _take(tap: Tap, named: date, decide: Decide) -> None:
    """Write down one tap on tonight's evening, which the button `named`, and show the next step in its place.

    A tap given twice writes the same again. Wherever the card lies in the chat, its buttons mean the
    evening they were made for; once that is over they only say so.
    """
    evening = tonight(tap)
    if named != evening:
        await tap.alert(views.over())
        await tap.strip()
        return
    if tap.me[AGREED_AT] is None:  # a card of before they were asked, or they took their yes back
        await tap.toast()
        await tap.edit(consent_views.first_ask(tap.home, tap.me, evening, tap.services.settings))
        return
    async with tap.write() as tx:
        found = await store.evening(tx, tap.home.id, tap.person.id, evening)
        if found is None:
            await store.begin(tx, tap.home.id, tap.person.id, evening, tap.at)
        try:
            after, receipt = decide(found or Evening(evening))
        except ValueError:
            after, receipt = None, _("You changed that since. /checkin starts over.")
        worn = after is not None and await store.has_worn_wish(tx, tap.home.id, tap.person.id, after)
        if worn and after is not None and after.passed_on and (found is None or not found.passed_on):
            after, receipt = None, _("You've passed that on twice this week.")
        if after is not None:
            await store.save(tx, tap.home.id, tap.person.id, after)
        said = await _gentle(tx, tap, after) if after is not None else None
    await (tap.toast(receipt) if said is None else tap.alert(views.gently(receipt, said)))
    if after is not None:
        await tap.edit(views.step(tap.home, tap.me, after, at=tap.at, worn=worn))


async def _gentle(tx: AsyncConnection, tap: Tap, evening: Evening) -> Gentle | None:
    """Return what this person's own evenings are answered with after the last step of tonight's."""
    if evening.step is not Step.DONE or not gentle.is_low(evening):
        return None

    async def last(days: int) -> list[Evening]:
        since = evening.local_date - timedelta(days=days - 1)
        return await store.since(tx, tap.home.id, tap.person.id, since)

    if not gentle.may_say(await last(gentle.LOOKS_BACK)):
        return None  # as on nearly every evening: the long look back is not needed
    return gentle.tonight(await last(gentle.REMEMBERS))
