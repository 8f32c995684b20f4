"""How two people and a group become a space, and what happens when somebody comes or goes."""

from bot.feature import BOTH, GROUP, Action, Command, Feature
from bot.features.pairing import consent, greeting, handlers, standing, zones
from bot.features.pairing.events import happened, that_is_fine
from bot.features.pairing.store import JOINED, compose_end, compose_joined
from bot.features.pairing.upkeep import look_for_readers, upkeep
from schedules.outbox import FAREWELL, FAREWELL_UNGIVEN

FEATURE = Feature(
    name="pairing",
    commands=(Command("start", "", BOTH, greeting.start, needs_space=False, takes_words=True),),
    taps={"p.fine": that_is_fine},
    open_taps={
        "p.open": Action(handlers.open_side, GROUP, sends=True),
        "p.kept": Action(handlers.what_i_can_see, BOTH),
        "p.in": handlers.say_yes,
        "p.bot": handlers.say_yes_with_a_bot,
        "p.yes": consent.agree,
        "p.more": consent.details,
        "p.keep": consent.keep,
        "p.no": handlers.say_no,
        "p.undo": handlers.undo,
        "p.zone": zones.right_zone,
        "p.town": Action(zones.another_city, sends=True),
        "p.city": zones.city_chosen,
    },
    awaited={zones.CITY: zones.city_typed},
    asks={zones.CITY: zones.asks},
    places=frozenset({zones.CITY}),
    fits={zones.CITY: zones.may_be_city},
    links={handlers.LINK: handlers.follow_link},
    letters={JOINED: compose_joined, FAREWELL: compose_end, FAREWELL_UNGIVEN: compose_end},
    closes={standing.OPEN: standing.closes, "p.kept": standing.closes},
    over={standing.OPEN: standing.over},
    events=happened,
    upkeep=upkeep,
    looks=look_for_readers,
)
