"""The daily question: one card a day in the group, answers sealed at the doors, one reveal when both are in.

Read `rules.py` for what is decided, `ritual.py` for when a card comes and closes, `handlers.py` for the taps
on it, `door.py`, `line.py` and `sealed.py` for sealing, `apart.py` for words that waited for a yes,
`aloud.py` for answers in the group, `ceding.py` for albums that turn out to be none, `opening.py` for the
moment a card opens, and `more.py` for what is asked below a reveal. `sending.py` lists everything the
question says by itself.
"""

from bot import elsewhere
from bot.ceding import CEDES
from bot.feature import GROUP, Asks, Command, Feature, PromptName, on
from bot.features.question import (
    actions,
    aloud,
    apart,
    asking,
    ceding,
    closing,
    composers,
    door,
    editing,
    ending,
    export,
    handlers,
    kinds,
    line,
    more,
    opening,
    pacing,
    pack_pages,
    rereading,
    sealed,
    sending,
    settings,
    showing,
    standing,
    taste_pages,
    telling,
    upkeep,
)
from bot.features.question.opening import ANSWER, ASKED, CHANGE, MORE, OPENS, POINTED, PROMPTS, WHOLE
from bot.features.question.ritual import QUESTION
from bot.features.question.singles import SINGLES
from bot.features.question.today import LISTED, show_older, today_lines, which
from bot.features.settings.exports import SETTINGS
from bot.features.today.exports import OFFERS_AGAIN, TODAY
from bot.lifecycle import KEPT, Kept
from bot.places import BELOW, MORNING, Below, Morning
from bot.upkeep import Upkeep
from bot.words import N_

FEATURE = Feature(
    name="question",
    commands=(Command("question", N_("Today's question"), GROUP, handlers.question, at_door=asking.at_door),),
    routes=(
        on(actions.Seal, door.seal),
        on(actions.TakeUp, door.seal),
        on(actions.WeTalked, handlers.talked),
        on(actions.DrawAnother, handlers.another),
        on(actions.NotToday, handlers.not_today),
        on(actions.Pick, handlers.pick),
        on(actions.PickAtDoor, handlers.pick),
        on(actions.AskNow, asking.ask_now),
        on(actions.AskFirst, handlers.ask_first),
        on(actions.ShowOlder, show_older),
        on(actions.ShowAgain, handlers.show_again),
        on(actions.BeDone, sealed.whole),
        on(actions.ReadMine, rereading.read),
        on(actions.Change, sealed.change),
        on(actions.TakeBack, sealed.take_back),
        on(actions.LetKnow, sealed.let_know),
        on(actions.WhenAlone, sealed.when_alone),
        on(actions.Save, ending.save),
        on(actions.Put, door.put),
        on(actions.WasNone, aloud.was_none),
        on(actions.ReplyBelow, handlers.reply),
        on(actions.SayMore, more.say),
        on(actions.OnceAWeek, handlers.weekly),
        on(actions.QuietIsFine, handlers.quiet),
    ),
    closes={**closing.CLOSES, actions.SayMore: more.MORE.closes},
    over=closing.OVER,
    awaited={**dict.fromkeys(PROMPTS, door.take), more.MORE.prompt: more.MORE.said},
    prompts_were={
        "answer": ANSWER,
        "answer.change": CHANGE,
        "answer.asked": ASKED,
        "answer.more": MORE,
        "answer.about": POINTED,
    },
    prompt_names=dict.fromkeys(PROMPTS, PromptName(door.load_name, door.render_name)),
    leaves={ANSWER: sealed.left, CHANGE: sealed.change_left},
    follows=door.follows,
    listening=dict.fromkeys((MORE, ASKED, POINTED), door.merely_said),
    replies={
        **dict.fromkeys((kinds.CARD, kinds.ANOTHER, sending.WAITING, sending.ABOUT), aloud.answer),
        LISTED: which,
    },
    links={ANSWER: door.follow},
    saving=apart.saved_as(),
    asks={
        ANSWER: Asks(door.load_asked, door.render_ask),
        CHANGE: Asks(door.load_asked, door.render_change),
    },
    composers={
        **composers.COMPOSERS,
        **more.COMPOSERS,
        **line.COMPOSERS,
        **telling.COMPOSERS,
    },
    outcomes={
        kinds.REVEAL: opening.came_of,
        sending.WAITING: closing.waits_until,
        **dict.fromkeys((sending.ALONE, sending.PART), sending.came_of),
        line.AGAIN: line.came_of,
        telling.STAYED: ending.told,
    },
    arrived={
        kinds.ANOTHER: standing.fold,
        kinds.REVEAL: opening.revealed,
        sending.ALONE: rereading.shown,
        sending.PART: rereading.shown,
        elsewhere.MEDIUM: rereading.brought,
        line.AGAIN: line.arrived,
    },
    rituals=(QUESTION,),
    timers={
        OPENS: opening.opens,
        WHOLE: line.turns,
        closing.WAITED: closing.waited,
        showing.SHOWS: showing.shows,
        telling.TELLS: telling.tells,
        telling.ENDS: ending.ends,
        ending.TURNS: ending.turns,
    },
    edited=editing.edited,
    adds=(
        MORNING(Morning(kinds.CARD, sending.day_of)),
        BELOW(Below(pacing.load, pacing.render, pacing.load_told, pacing.told)),
        TODAY(today_lines),
        SETTINGS(settings.QUESTION, 10),
        SETTINGS(taste_pages.DEPTH, 30),
        SETTINGS(taste_pages.TOPICS, 40),
        SETTINGS(pack_pages.PACKS, 50),
        SETTINGS(settings.ANSWERS, 70),
        *(SETTINGS(page) for page in (taste_pages.LIGHT, taste_pages.TOPIC)),
        *(SETTINGS(page) for page in (pack_pages.PACK, pack_pages.OF_INTIMACY, pack_pages.OF_FAITH)),
        OFFERS_AGAIN(frozenset({kinds.REVEAL, sending.ALONE, sending.PART})),
        CEDES(ceding.cedes),
        KEPT(
            Kept(
                export=export.export,
                shares=export.shares,
                erase=upkeep.erase,
                singles=SINGLES,
                undone=upkeep.undone,
                ends=upkeep.end,
            )
        ),
    ),
    upkeep=(Upkeep("answers that are not saved", upkeep.erase_not_kept),),
)
