"""What a thank-you may be and for how long it may be answered. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from schedules.due import instant

Receipt = Literal["landed", "more", "saw"]
RECEIPTS: tuple[Receipt, ...] = ("landed", "more", "saw")

# A message holds 4,096 UTF-16 units and a caption 1,024 (https://core.telegram.org/bots/api#sendmessage,
# #sendphoto); what is left over is room for the card's own sentences and two names.
_BESIDE_TEXT = 4096 - 600
_BESIDE_MEDIA = 1024 - 600

_SUNDAY = 6


def next_sunday(today: date) -> date:
    """Return the Sunday after a local date; of a Sunday, the one a week later."""
    return today + timedelta(days=(_SUNDAY - today.weekday()) or 7)


def closes_at(given_on: date, next_card_at: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a card's buttons end: with the next day's card, whatever happened.

    It hangs on the clock alone and never on whether a card really came, so a button that stayed untouched
    says nothing.
    """
    return instant(given_on + timedelta(days=1), next_card_at, zone)


def fits_card(text: str, *, with_media: bool) -> bool:
    """Return whether the giver's words fit on the card; longer ones go out whole, in their own message."""
    units = len(text.encode("utf-16-le")) // 2
    return units <= (_BESIDE_MEDIA if with_media else _BESIDE_TEXT)


def receipt(arg: str) -> Receipt | None:
    """Return the receiver's reply that a button names, or None for a forged one."""
    return next((known for known in RECEIPTS if known == arg), None)
