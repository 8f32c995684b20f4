"""The evening's three taps, and the wish a partner may pass on."""

from bot.feature import BOTH, Action, Command, Feature
from bot.features.checkin import consent, export, handlers, morning, reminder, singles, store, taps
from bot.words import N_

FEATURE = Feature(
    name="checkin",
    commands=(Command("checkin", N_("Three taps before bed, in private"), BOTH, handlers.command),),
    taps={
        "c.go": Action(handlers.begin, BOTH, sends=True),
        "c.at": taps.back,
        "c.day": taps.day,
        "c.near": taps.closeness,
        "c.wish": taps.wish,
        "c.tell": taps.tell,
        "c.week": taps.week,
        "c.yes": consent.agree,
        "c.no": consent.decline,
        "c.mine": consent.page,
        "c.stop": consent.stop,
    },
    closes={"c.go": handlers.closes},
    links={handlers.LINK: handlers.followed},
    letters={
        morning.LETTER: morning.compose,
        reminder.LETTER: reminder.compose,
        reminder.RESTS: reminder.compose_rest,
    },
    outcomes={morning.LETTER: morning.came_of_letter},
    rituals=(morning.Morning(), reminder.Reminder()),
    morning_lines=morning.lines,
    morning_outcome=morning.came_of,
    today_lines=handlers.today_lines,
    export=export.export,
    erase=singles.erase_all,
    singles=singles.SINGLES,
    undone=store.pass_on_none,
    ends=store.forget_wishes,
)
