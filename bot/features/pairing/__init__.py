"""How two people and a group become a space, and what happens when somebody comes or goes."""

from bot.feature import BOTH, WAY_IN, Asks, Command, Feature, called, on
from bot.features.pairing import consent, greeting, handlers, settings, standing, upkeep, views, zones
from bot.features.pairing.actions import (
    AskCity,
    ChooseCity,
    ChooseKeeping,
    Join,
    JoinBesideBots,
    OpenDoor,
    ReadDetails,
    Refuse,
    RightZone,
    SayYes,
    Undo,
    Vouch,
    WhatISee,
)
from bot.features.pairing.events import happened, that_is_fine
from bot.features.pairing.store import COMPOSERS
from bot.features.settings.exports import SETTINGS
from bot.looking import LOOKS
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="pairing",
    commands=(Command("start", "", BOTH, greeting.start, needs_space=False, takes_words=True),),
    routes=(
        on(Vouch, that_is_fine),
        on(OpenDoor, handlers.open_side),
        on(WhatISee, handlers.what_i_can_see),
        on(Join, handlers.join),
        on(JoinBesideBots, handlers.join_beside_bots),
        on(SayYes, consent.agree),
        on(ReadDetails, consent.details),
        on(ChooseKeeping, consent.keep),
        on(Refuse, handlers.say_no),
        on(Undo, handlers.undo),
        on(RightZone, zones.right_zone),
        on(AskCity, zones.another_city),
        on(ChooseCity, zones.city_chosen),
    ),
    awaited={zones.CITY: zones.city_typed},
    prompt_names={zones.CITY: called(N_("My city"))},
    asks={zones.CITY: Asks(zones.load_leads, zones.render_ask)},
    places=frozenset({zones.CITY}),
    fits={zones.CITY: zones.may_be_city},
    links={handlers.LINK: handlers.follow_link},
    composers=COMPOSERS,
    closes=dict.fromkeys(standing.OF_JOINING, standing.closes),
    over=dict.fromkeys(standing.OF_JOINING, standing.over),
    events=happened,
    upkeep=(
        Upkeep("spaces that were removed", upkeep.end_removed),
        Upkeep("spaces that ended", upkeep.erase_ended),
        Upkeep("a look round in the groups", upkeep.look_round),
        Upkeep("what has expired", upkeep.forget),
    ),
    adds=(LOOKS(upkeep.look_for_readers), WAY_IN(views.way_in), SETTINGS(settings.CLOCK, 20)),
)
