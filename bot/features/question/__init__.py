"""The daily question: one card a day in the group, answers sealed at the doors, one reveal when both are in.

Read `rules.py` for what is decided, `ritual.py` for when a card comes and closes, `handlers.py` for the taps
on it, `door.py` and `line.py` for sealing, `line_taps.py` for the buttons below a *Sealed* line, `apart.py`
for words that waited for a yes, `aloud.py` for answers in the group, and `ending.py` for what stayed alone;
`bot.sealed` for the moment a card opens. `kinds.py` lists everything the question says by itself,
`composers.py` how it is made, `standing.py` what a card shows later, and `pair.py` what the question tells
the sealed pair. The way of one answer, function by function, is `tests/house/way.py`.
"""

from functools import partial

from bot import elsewhere
from bot.ceding import CEDES
from bot.feature import GROUP, Asks, Command, Feature, PromptName, on
from bot.features.question import (
    actions,
    aloud,
    apart,
    composers,
    door,
    editing,
    ending,
    erasing,
    export,
    handlers,
    kinds,
    line,
    line_taps,
    settings,
    standing,
)
from bot.features.question.erasing import SINGLES
from bot.features.question.kinds import (
    ANSWER,
    ASKED,
    CHANGE,
    LISTED,
    MORE,
    NAMES,
    OPENS,
    POINTED,
    PROMPTS,
    WHOLE,
)
from bot.features.question.pair import PAIR
from bot.features.question.ritual import QUESTION
from bot.features.question.today import show_older, today_lines, which
from bot.features.settings.exports import SETTINGS
from bot.features.today.exports import OFFERS_AGAIN, TODAY
from bot.lifecycle import KEPT, Kept
from bot.places import BELOW, MORNING, Below, Morning
from bot.sealed import opening, sending
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="question",
    commands=(
        Command(
            "question", N_("Today's question"), GROUP, handlers.question, at_door=handlers.question_at_door
        ),
    ),
    routes=(
        on(actions.Seal, door.ask),
        on(actions.TakeUp, door.ask),
        on(actions.WeTalked, handlers.talked),
        on(actions.DrawAnother, handlers.another),
        on(actions.NotToday, handlers.not_today),
        on(actions.Pick, handlers.pick),
        on(actions.PickAtDoor, handlers.pick),
        on(actions.AskNow, handlers.ask_now),
        on(actions.AskFirst, handlers.ask_first),
        on(actions.ShowOlder, show_older),
        on(actions.ShowAgain, handlers.show_again),
        on(actions.BeDone, line_taps.whole),
        on(actions.ReadMine, line_taps.read),
        on(actions.Change, line_taps.change),
        on(actions.TakeBack, line_taps.take_back),
        on(actions.LetKnow, line_taps.let_know),
        on(actions.WhenAlone, line_taps.when_alone),
        on(actions.Save, ending.save),
        on(actions.Put, door.put),
        on(actions.WasNone, aloud.was_none),
        on(actions.ReplyBelow, handlers.reply),
        on(actions.SayMore, composers.say_more),
        on(actions.OnceAWeek, handlers.weekly),
        on(actions.QuietIsFine, handlers.quiet_is_fine),
    ),
    closes={**standing.CLOSES, actions.SayMore: composers.SAY_MORE.closes},
    over=standing.OVER,
    awaited={**dict.fromkeys(PROMPTS, door.take), composers.SAY_MORE.prompt: composers.SAY_MORE.said},
    prompts_were={
        "answer": ANSWER,
        "answer.change": CHANGE,
        "answer.asked": ASKED,
        "answer.more": MORE,
        "answer.about": POINTED,
    },
    prompt_names=dict.fromkeys(PROMPTS, PromptName(door.load_name, door.render_name)),
    leaves={ANSWER: line_taps.left, CHANGE: line_taps.change_left},
    follows=door.follows,
    listening=dict.fromkeys((MORE, ASKED, POINTED), door.merely_said),
    replies={
        **dict.fromkeys((kinds.CARD, kinds.ANOTHER, kinds.WAITING, kinds.ABOUT), aloud.answer),
        LISTED: which,
    },
    links={ANSWER: door.come_in},
    saving=apart.saved_as(),
    asks={
        ANSWER: Asks(door.load_asked, door.render_ask),
        CHANGE: Asks(door.load_asked, door.render_change),
    },
    composers={
        **composers.COMPOSERS,
        **line.COMPOSERS,
        **ending.COMPOSERS,
    },
    outcomes={
        kinds.REVEAL: partial(opening.came_of, PAIR),
        kinds.WAITING: standing.waits_until,
        **dict.fromkeys((kinds.ALONE, kinds.PART), partial(sending.came_of, NAMES)),
        kinds.LINE_AGAIN: line.came_of,
        kinds.STAYED: ending.told,
    },
    arrived={
        kinds.ANOTHER: standing.fold,
        kinds.REVEAL: partial(opening.revealed, PAIR),
        kinds.ALONE: line_taps.reading_shows,
        kinds.PART: line_taps.reading_shows,
        elsewhere.MEDIUM: line_taps.reading_brought,
        kinds.LINE_AGAIN: line.arrived,
    },
    rituals=(QUESTION,),
    timers={
        OPENS: partial(opening.opens, PAIR),
        WHOLE: line.minute_over,
        kinds.WAITED: standing.waited,
        kinds.SHOWS: standing.shows,
        kinds.TELLS: ending.tells,
        kinds.ENDS: ending.ends,
        kinds.TURNS: ending.turns,
    },
    edited={kinds.ANSWER: editing.edited},
    adds=(
        MORNING(Morning(kinds.CARD, composers.day_of)),
        BELOW(
            Below(
                composers.load_rarer, composers.render_rarer, composers.load_rarer_told, composers.rarer_told
            )
        ),
        TODAY(today_lines),
        SETTINGS(settings.QUESTION, 10),
        SETTINGS(settings.DEPTH_PAGE, 30),
        SETTINGS(settings.TOPICS, 40),
        SETTINGS(settings.PACKS, 50),
        SETTINGS(settings.ANSWERS, 70),
        *(SETTINGS(page) for page in (settings.LIGHT, settings.TOPIC)),
        *(SETTINGS(page) for page in (settings.PACK, settings.OF_INTIMACY, settings.OF_FAITH)),
        OFFERS_AGAIN(frozenset({kinds.REVEAL, kinds.ALONE, kinds.PART})),
        CEDES(door.cedes),
        KEPT(
            Kept(
                export=export.export,
                shares=export.shares,
                erase=erasing.erase,
                singles=SINGLES,
                undone=erasing.undone,
                ends=erasing.end,
            )
        ),
    ),
    upkeep=(Upkeep("answers that are not saved", erasing.erase_not_kept),),
)
