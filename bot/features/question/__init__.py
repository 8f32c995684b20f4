"""The daily question: one card a day in the group, answers sealed at the doors, one reveal when both are in.

Read `rules.py` for what is decided, `ritual.py` for when a card comes and closes, and `handlers.py` for the
taps on it. What the two say to it is `bot.sealed`: sealing at the doors (`door`, `line`), what stayed alone
(`ending`), and the moment a card opens (`opening`); `pair.py` is what the question tells the sealed pair.
`kinds.py` lists everything the question says by itself, `composers.py` how it is made, and `standing.py` what
a card shows later. The way of one answer, function by function, is `tests/house/way.py`.
"""

from functools import partial

from bot import elsewhere
from bot.ceding import CEDES
from bot.feature import GROUP, Asks, Command, Feature, PromptName, on
from bot.features.question import (
    actions,
    composers,
    export,
    handlers,
    kinds,
    leaving_out,
    settings,
    standing,
)
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
from bot.sealed import (
    again,
    aloud,
    apart,
    choice,
    door,
    editing,
    ending,
    erasing,
    line,
    line_taps,
    opening,
    sending,
)
from bot.sealed.composers import composers as of_pair
from bot.sealed.pair import SEALS
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
        on(actions.Seal, partial(door.ask, PAIR)),
        on(actions.TakeUp, partial(door.ask, PAIR)),
        on(actions.WeTalked, handlers.talked),
        on(actions.DrawAnother, handlers.another),
        on(actions.NotToday, handlers.not_today),
        on(actions.Pick, partial(choice.pick, PAIR)),
        on(actions.PickAtDoor, partial(choice.pick, PAIR)),
        on(actions.AskNow, handlers.ask_now),
        on(actions.AskFirst, handlers.ask_first),
        on(actions.ShowOlder, show_older),
        on(actions.ShowAgain, partial(again.show_again, PAIR)),
        on(actions.BeDone, partial(line_taps.whole, PAIR)),
        on(actions.ReadMine, partial(line_taps.read, PAIR)),
        on(actions.Change, partial(line_taps.change, PAIR)),
        on(actions.TakeBack, partial(line_taps.take_back, PAIR)),
        on(actions.LetKnow, partial(line_taps.let_know, PAIR)),
        on(actions.WhenAlone, partial(line_taps.when_alone, PAIR)),
        on(actions.Save, partial(ending.save, PAIR)),
        on(actions.Put, handlers.put),
        on(actions.WasNone, partial(aloud.was_none, PAIR)),
        on(actions.ReplyBelow, handlers.reply),
        on(actions.SayMore, composers.say_more),
        on(actions.OnceAWeek, handlers.weekly),
        on(actions.QuietIsFine, handlers.quiet_is_fine),
    ),
    closes={**standing.CLOSES, actions.SayMore: composers.SAY_MORE.closes},
    over=standing.OVER,
    awaited={
        **dict.fromkeys(PROMPTS, partial(door.take, PAIR)),
        composers.SAY_MORE.prompt: composers.SAY_MORE.said,
    },
    prompts_were={
        "answer": ANSWER,
        "answer.change": CHANGE,
        "answer.asked": ASKED,
        "answer.more": MORE,
        "answer.about": POINTED,
    },
    prompt_names=dict.fromkeys(
        PROMPTS, PromptName(partial(door.load_name, PAIR), partial(door.render_name, PAIR))
    ),
    leaves={ANSWER: line_taps.left, CHANGE: partial(line_taps.change_left, PAIR)},
    follows=partial(door.follows, PAIR),
    listening=dict.fromkeys((MORE, ASKED, POINTED), partial(door.merely_said, PAIR)),
    replies={
        **dict.fromkeys((kinds.CARD, kinds.ANOTHER, kinds.WAITING, kinds.ABOUT), partial(aloud.answer, PAIR)),
        LISTED: which,
    },
    links={ANSWER: partial(door.come_in, PAIR)},
    saving=apart.saved_as(PAIR),
    asks={
        ANSWER: Asks(partial(door.load_asked, PAIR), partial(door.render_ask, PAIR)),
        CHANGE: Asks(partial(door.load_asked, PAIR), door.render_change),
    },
    composers={
        **composers.COMPOSERS,
        **of_pair(PAIR),
    },
    outcomes={
        kinds.REVEAL: partial(opening.came_of, PAIR),
        kinds.WAITING: standing.waits_until,
        **dict.fromkeys((kinds.ALONE, kinds.PART), partial(sending.came_of, NAMES)),
        kinds.LINE_AGAIN: partial(line.came_of, PAIR),
        kinds.STAYED: partial(ending.told, PAIR),
    },
    arrived={
        kinds.ANOTHER: standing.fold,
        kinds.REVEAL: partial(opening.revealed, PAIR),
        kinds.ALONE: partial(line_taps.reading_shows, PAIR),
        kinds.PART: partial(line_taps.reading_shows, PAIR),
        elsewhere.MEDIUM: partial(line_taps.reading_brought, PAIR),
        kinds.LINE_AGAIN: partial(line.arrived, PAIR),
    },
    rituals=(QUESTION,),
    timers={
        OPENS: partial(opening.opens, PAIR),
        WHOLE: partial(line.minute_over, PAIR),
        kinds.WAITED: standing.waited,
        kinds.SHOWS: standing.shows,
        kinds.TELLS: partial(ending.tells, PAIR),
        kinds.ENDS: partial(ending.ends, PAIR),
        kinds.TURNS: partial(ending.turns, PAIR),
    },
    edited={kinds.ANSWER: partial(editing.edited, PAIR)},
    adds=(
        SEALS(PAIR),
        MORNING(Morning(kinds.CARD, composers.day_of)),
        BELOW(
            Below(
                composers.load_rarer, composers.render_rarer, composers.load_rarer_told, composers.rarer_told
            )
        ),
        TODAY(today_lines),
        SETTINGS(settings.QUESTION, 10),
        SETTINGS(settings.DEPTH_PAGE, 30),
        SETTINGS(leaving_out.TOPICS, 40),
        SETTINGS(leaving_out.FORMS, 45),
        SETTINGS(settings.PACKS, 50),
        SETTINGS(settings.ANSWERS, 70),
        *(SETTINGS(page) for page in (settings.LIGHT, leaving_out.TOPIC, leaving_out.FORM)),
        *(SETTINGS(page) for page in (settings.PACK, settings.OF_INTIMACY, settings.OF_FAITH)),
        OFFERS_AGAIN(frozenset({kinds.REVEAL, kinds.ALONE, kinds.PART})),
        CEDES(partial(door.cedes, PAIR)),
        KEPT(
            Kept(
                export=export.export,
                shares=export.shares,
                erase=partial(erasing.erase, PAIR),
                singles=erasing.singles(PAIR, N_("My answers")),
                undone=partial(erasing.undone, PAIR),
                ends=partial(erasing.end, NAMES),
            )
        ),
    ),
    upkeep=(Upkeep("answers that are not saved", partial(erasing.erase_not_kept, PAIR)),),
)
