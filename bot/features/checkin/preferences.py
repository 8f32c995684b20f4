"""What one of the two chose about their check-ins."""

from datetime import datetime, time

from bot.spaces.preference import INSTANT, TIME, Mine

AGREED_AT: Mine[datetime | None] = Mine("checkin.agreed_at", None, INSTANT)
"""When they said that their check-ins may be saved; None where they did not, or took it back."""

REMINDER: Mine[time | None] = Mine("checkin.reminder", None, TIME)
"""Their wish for an evening reminder, by their own clock."""
