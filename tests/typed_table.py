"""What people type for a day or an hour, and what it means: the table by which readers are judged.

`ENDS` are days and ends of a rest, each at a fixed now; `HOURS` are times of the day; `NEITHER` is read as
nothing at all. British, American and European ways stand beside each other, and the bot's own prints.
A `?` behind what is meant marks a guess: it is shown before it counts.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.typed import Around

MONDAY = datetime(2026, 7, 13, 20, 30, tzinfo=ZoneInfo("Europe/Berlin"))
SATURDAY = datetime(2026, 11, 28, 15, 0, tzinfo=ZoneInfo("Europe/London"))
SPRING = datetime(2026, 3, 4, 9, 10, tzinfo=ZoneInfo("America/New_York"))
"""A Wednesday; on Sunday the clock there goes forward."""


@dataclass(frozen=True)
class End:
    """An end: typed at `now`, meant by that wall clock; `guess` where it has to be shown first."""

    now: datetime
    typed: str
    meant: datetime
    guess: bool


@dataclass(frozen=True)
class Hour:
    """A time of the day: typed where one `around` that part of the day is asked for."""

    around: Around
    typed: str
    meant: time
    guess: bool


def _ends(now: datetime, table: str) -> list[End]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return [
        End(
            now,
            typed.strip(),
            datetime.fromisoformat(meant.strip(" ?")).replace(tzinfo=now.tzinfo),
            guess="?" in meant,
        )
        for typed, meant in rows
    ]


def _hours(around: Around, table: str) -> list[Hour]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return [
        Hour(around, typed.strip(), time.fromisoformat(meant.strip(" ?")), guess="?" in meant)
        for typed, meant in rows
    ]


ENDS = [
    *_ends(
        MONDAY,
        """
        tomorrow                              | 2026-07-14 00:00
        Until tomorrow!                       | 2026-07-14 00:00
        tmrw                                  | 2026-07-14 00:00
        tommorow                              | 2026-07-14 00:00
        the day after tomorrow                | 2026-07-15 00:00
        Thursday                              | 2026-07-16 00:00
        thurs                                 | 2026-07-16 00:00
        till Weds                             | 2026-07-15 00:00
        Thu                                   | 2026-07-16 00:00
        this Friday                           | 2026-07-17 00:00
        next Friday                           | 2026-07-17 00:00 ?
        Monday                                | 2026-07-20 00:00 ?
        next Monday                           | 2026-07-20 00:00
        next week                             | 2026-07-20 00:00
        Thursday next week                    | 2026-07-23 00:00
        Thursday week                         | 2026-07-23 00:00
        a week on Thursday                    | 2026-07-23 00:00
        a week tomorrow                       | 2026-07-21 00:00
        after the weekend                     | 2026-07-20 00:00
        the weekend                           | 2026-07-18 00:00
        the end of the week                   | 2026-07-20 00:00 ?
        end of the month                      | 2026-08-01 00:00
        next month                            | 2026-08-01 00:00
        in 3 days                             | 2026-07-16 20:30
        three days                            | 2026-07-16 20:30
        3 days from now                       | 2026-07-16 20:30
        in 3 days' time                       | 2026-07-16 20:30
        a couple of days                      | 2026-07-15 20:30
        10                                    | 2026-07-23 20:30
        1 week                                | 2026-07-20 20:30
        A week                                | 2026-07-20 20:30
        1 day                                 | 2026-07-14 20:30
        a week and 2 days                     | 2026-07-22 20:30
        a fortnight                           | 2026-07-27 20:30
        12 hours                              | 2026-07-14 08:30
        five                                  | 2026-07-18 20:30
        in 5                                  | 2026-07-18 20:30 ?
        until 9                               | 2026-07-13 21:00 ?
        until 17                              | 2026-07-14 17:00 ?
        about a week                          | 2026-07-20 20:30 ?
        a week and a half                     | 2026-07-24 08:30
        this time tomorrow                    | 2026-07-14 20:30
        next weekend                          | 2026-07-18 00:00 ?
        end of July                           | 2026-08-01 00:00
        half an hour                          | 2026-07-13 21:00
        90 minutes                            | 2026-07-13 22:00
        14 July                               | 2026-07-14 00:00
        July 14th                             | 2026-07-14 00:00
        the 14th of July, 2026                | 2026-07-14 00:00
        Tuesday, July 14                      | 2026-07-14 00:00
        Tue 14 Jul 2026                       | 2026-07-14 00:00
        14. July                              | 2026-07-14 00:00
        14.7.                                 | 2026-07-14 00:00
        14. 7. 2026                           | 2026-07-14 00:00
        14.7                                  | 2026-07-14 00:00 ?
        20260714                              | 2026-07-14 00:00
        14.07.2026                            | 2026-07-14 00:00
        14/7                                  | 2026-07-14 00:00 ?
        7/14                                  | 2026-07-14 00:00 ?
        4/8                                   | 2026-08-04 00:00 ?
        14/07/2026                            | 2026-07-14 00:00
        2026-07-14                            | 2026-07-14 00:00
        2026-07-14 08:00                      | 2026-07-14 08:00
        the 20th                              | 2026-07-20 00:00
        Monday 20 July                        | 2026-07-20 00:00
        Monday 20 July 2026                   | 2026-07-20 00:00
        Monday 20 July, 08:00                 | 2026-07-20 08:00
        I'm resting until Monday 20 July.     | 2026-07-20 00:00
        resting until Monday 20 July, 08:00.  | 2026-07-20 08:00
        noon                                  | 2026-07-14 12:00
        21:45                                 | 2026-07-13 21:45
        9pm                                   | 2026-07-13 21:00
        half past nine                        | 2026-07-13 21:30 ?
        half nine                             | 2026-07-13 21:30 ?
        tonight at 10                         | 2026-07-13 22:00
        tomorrow at noon                      | 2026-07-14 12:00
        noon tomorrow                         | 2026-07-14 12:00
        9am on Thursday                       | 2026-07-16 09:00
        Thursday, half past nine              | 2026-07-16 09:30
        Thursday at half nine                 | 2026-07-16 09:30 ?
        tomorrow at 3                         | 2026-07-14 15:00 ?
        until 9 tomorrow                      | 2026-07-14 09:00
        Sunday midnight                       | 2026-07-19 00:00 ?
        tomorrow at 8ish                      | 2026-07-14 08:00 ?
        tomorrow morning                      | 2026-07-14 06:00
        Sunday evening at 8                   | 2026-07-19 20:00
        """,
    ),
    *_ends(
        SATURDAY,
        """
        Monday 30 November, 09:00             | 2026-11-30 09:00
        after the weekend                     | 2026-11-30 00:00
        the weekend                           | 2026-12-05 00:00 ?
        Saturday                              | 2026-12-05 00:00 ?
        Saturday at 6pm                       | 2026-11-28 18:00
        Sunday                                | 2026-11-29 00:00
        Dec 1                                 | 2026-12-01 00:00
        12/1                                  | 2026-12-01 00:00 ?
        Christmas Eve                         | 2026-12-24 00:00
        Boxing Day                            | 2026-12-26 00:00
        1st Dec, 9.30am                       | 2026-12-01 09:30
        next month                            | 2026-12-01 00:00
        """,
    ),
    *_ends(
        SPRING,
        """
        Sept 1                                | 2026-09-01 00:00
        1 week                                | 2026-03-11 09:10
        next Tues at 7:30 p.m.                | 2026-03-10 19:30
        3/14                                  | 2026-03-14 00:00 ?
        half nine                             | 2026-03-04 09:30 ?
        this evening                          | 2026-03-04 18:00
        """,
    ),
]

HOURS = [
    *_hours(
        "day",
        """
        09:00                                 | 09:00
        21:45 ✓                               | 21:45
        every day at 09:00                    | 09:00
        7:30                                  | 07:30
        19.15                                 | 19:15
        19h15                                 | 19:15
        21h                                   | 21:00
        21 Uhr                                | 21:00
        1930                                  | 19:30
        0930 hrs                              | 09:30
        24:00                                 | 00:00
        noon                                  | 12:00
        12 noon                               | 12:00
        midnight                              | 00:00
        12 am                                 | 00:00
        9pm                                   | 21:00
        9p                                    | 21:00
        9:15 p.m.                             | 21:15
        9.15p.m.                              | 21:15
        9 30 pm                               | 21:30
        9 o'clock                             | 09:00
        nine o’clock sharp                    | 09:00
        half past nine                        | 09:30
        half past nine in the evening         | 21:30
        half nine                             | 09:30 ?
        half 9                                | 09:30 ?
        half nine pm                          | 21:30 ?
        8ish                                  | 08:00 ?
        8-ish pm                              | 20:00 ?
        around nine                           | 09:00 ?
        about 19:30                           | 19:30 ?
        quarter to ten                        | 09:45
        quarter of ten                        | 09:45
        quarter till ten                      | 09:45
        make it 9                             | 09:00
        8 or so                               | 08:00 ?
        5 to 9                                | 08:55
        ten past nine                         | 09:10
        nine oh five                          | 09:05
        twenty past 8 tonight                 | 20:20
        quarter to one                        | 12:45
        5                                     | 17:00 ?
        half past three                       | 15:30 ?
        03:00                                 | 03:00
        6                                     | 06:00 ?
        7 in the morning                      | 07:00
        at 8 please                           | 08:00
        9, thanks!                            | 09:00
        """,
    ),
    *_hours(
        "evening",
        """
        9                                     | 21:00
        half past nine                        | 21:30
        half nine                             | 21:30 ?
        8ish                                  | 20:00 ?
        quarter to ten                        | 21:45
        09:30                                 | 09:30
        nine in the morning                   | 09:00
        twelve                                | 00:00 ?
        midnight                              | 00:00
        10:30                                 | 22:30 ?
        one                                   | 01:00 ?
        21:30 Uhr                             | 21:30
        9 Uhr                                 | 21:00 ?
        """,
    ),
    *_hours(
        "morning",
        """
        6                                     | 06:00
        half past five                        | 05:30
        8ish                                  | 08:00 ?
        noon                                  | 12:00
        10:00                                 | 10:00
        """,
    ),
]

NEITHER = """
soon
no
whenever you like
maybe tomorrow
not tomorrow
see you tomorrow
tomorrow never dies
Friday I'm in love
I sat by the sea on Sunday
Wednesday Addams
call me at nine
dinner at 8 with Sam
after dinner
before noon
April
May
June and August
Ben
Mon amour
we have 3 kids
two weeks ago
yesterday
a few days
a month of Sundays
between 8 and 9
9 to 5
8 or 9
10-11pm
3-4 days
nine lives
a
a second
Thursday 9
in a bit
thanks
please
half
-3
1,5 days
50%
7:60
25:00
32 July
30 February
14 July 2020
31/31
1 2 3
I love you
""".strip().splitlines()
