"""The evening's three taps, and the wish a partner may pass on."""

from bot.composing import Composer
from bot.feature import BOTH, Command, Feature, on
from bot.features.checkin import consent, export, handlers, morning, reminder, settings, singles, store, taps
from bot.features.checkin.actions import (
    Agree,
    Begin,
    Decline,
    GoBack,
    LastSeven,
    MyConsent,
    PassOn,
    SayCloseness,
    SayDay,
    SayWish,
    Stop,
)
from bot.features.settings.exports import SETTINGS
from bot.features.today.exports import TODAY
from bot.lifecycle import KEPT, Kept
from bot.places import ABOVE, Above
from bot.words import N_

FEATURE = Feature(
    name="checkin",
    commands=(Command("checkin", N_("Three taps before bed, in private"), BOTH, handlers.command),),
    routes=(
        on(Begin, handlers.begin),
        on(GoBack, taps.back),
        on(SayDay, taps.day),
        on(SayCloseness, taps.closeness),
        on(SayWish, taps.wish),
        on(PassOn, taps.pass_on),
        on(LastSeven, taps.week),
        on(Agree, consent.agree),
        on(Decline, consent.decline),
        on(MyConsent, consent.page),
        on(Stop, consent.stop),
    ),
    closes={Begin: handlers.closes, morning.GOES: morning.goes_at},
    over={morning.GOES: morning.over},
    links={handlers.LINK: handlers.followed},
    composers={
        morning.KIND: Composer(morning.load, morning.render, take=morning.take),
        reminder.KIND: Composer(reminder.load, reminder.render),
        reminder.RESTS: Composer(reminder.load_rest, reminder.render_rest),
    },
    outcomes={morning.KIND: morning.came_of_message},
    rituals=(morning.Morning(), reminder.Reminder()),
    adds=(
        ABOVE(Above(morning.load_above, morning.render_above, morning.take_above, morning.came_of)),
        TODAY(handlers.today_lines),
        SETTINGS(settings.PAGE, 10),
        SETTINGS(settings.CONSENT, 60),
        KEPT(
            Kept(
                export=export.export,
                erase=singles.erase_all,
                singles=singles.SINGLES,
                undone=store.pass_on_none,
                ends=store.forget_wishes,
            )
        ),
    ),
)
