"""The daily question: one card a day in the group, answers sealed at the doors, one reveal when both are in.

Read `rules.py` for what is decided, `ritual.py` for when a card comes and closes, `handlers.py` for the taps
on it, `door.py`, `line.py` and `sealed.py` for sealing, `apart.py` for words that waited for a yes,
`aloud.py` for answers in the group, `ceding.py` for albums that turn out to be none, `opening.py` for the
moment a card opens, and `more.py` for what is asked below a reveal. `letters.py` lists everything the
question says by itself.
"""

from bot import elsewhere
from bot.ceding import CEDES
from bot.feature import BOTH, GROUP, Action, Command, Feature
from bot.features.question import (
    aloud,
    apart,
    asking,
    ceding,
    closing,
    door,
    editing,
    ending,
    export,
    handlers,
    letters,
    line,
    more,
    opening,
    pacing,
    rereading,
    sealed,
    showing,
    standing,
    telling,
    upkeep,
)
from bot.features.question.door_views import SHOW
from bot.features.question.opening import ANSWER, ASKED, CHANGE, MORE, OPENS, POINTED, PROMPTS, WHOLE
from bot.features.question.ritual import QUESTION
from bot.features.question.singles import SINGLES
from bot.features.question.today import LISTED, OLDER, show_older, today_lines, which
from bot.features.question.views import DRAWN, FIRST
from bot.features.today.exports import OFFERS_AGAIN, TODAY
from bot.lifecycle import KEPT, Kept
from bot.places import BELOW, MORNING, Below, Morning
from bot.words import N_


def _on_cards(family: str, kind: str) -> dict[str, Action]:
    """Return what the buttons of a question's card do; `kind` is the letter that carries them."""
    return {
        f"{family}.seal": Action(door.seal, GROUP, of=kind, sends=True),
        f"{family}.talk": Action(handlers.talked, GROUP, of=kind, shows=True),
        f"{family}.more": Action(handlers.another, GROUP, of=kind, shows=True),
        f"{family}.skip": Action(handlers.not_today, GROUP, of=kind),
        f"{family}.pick": Action(handlers.pick, GROUP, of=kind),
    }


FEATURE = Feature(
    name="question",
    commands=(Command("question", N_("Today's question"), GROUP, handlers.question, at_door=asking.at_door),),
    taps={
        **_on_cards(FIRST, letters.CARD),
        **_on_cards(DRAWN, letters.ANOTHER),
        "q.ask": asking.ask_now,
        "q.first": Action(handlers.ask_first, GROUP, shows=True),
        "q.today": Action(door.seal, BOTH, sends=True),
        "q.option": handlers.pick,
        OLDER: Action(show_older, BOTH, shows=True),
        SHOW: Action(handlers.show_again, BOTH, shows=True),
        "q.whole": sealed.whole,
        "q.read": Action(rereading.read, sends=True, early=True),
        "q.change": Action(sealed.change, sends=True),
        "q.back": sealed.take_back,
        "q.tell": sealed.let_know,
        "q.alone": sealed.when_alone,
        "q.save": Action(ending.save, early=True),
        "q.put": door.put,
        "q.none": aloud.was_none,
        "q.reply": Action(handlers.reply, GROUP, of=letters.REVEAL, shows=True),
        more.MORE.verb: Action(more.MORE.say, GROUP, of=more.MORE.letter, shows=True, sends=True),
        "q.weekly": Action(handlers.weekly, GROUP, of=letters.QUIET, shows=True),
        "q.quiet": Action(handlers.quiet, GROUP, of=letters.QUIET),
    },
    closes={**closing.CLOSES, more.MORE.verb: more.MORE.closes},
    over=closing.OVER,
    awaited={**dict.fromkeys(PROMPTS, door.take), more.MORE.prompt: more.MORE.said},
    prompt_names=dict.fromkeys(PROMPTS, door.name_of),
    leaves={ANSWER: sealed.left, CHANGE: sealed.change_left},
    follows=door.follows,
    listening=dict.fromkeys((MORE, ASKED, POINTED), door.merely_said),
    replies={
        **dict.fromkeys((letters.CARD, letters.ANOTHER, letters.WAITING, letters.ABOUT), aloud.answer),
        LISTED: which,
    },
    links={ANSWER: door.follow},
    saving=apart.saved_as(),
    asks={ANSWER: door.asks, CHANGE: door.asks},
    letters={
        **letters.COMPOSERS,
        **more.LETTERS,
        line.AGAIN: line.compose,
        telling.STAYED: telling.compose,
    },
    outcomes={
        letters.REVEAL: opening.came_of,
        letters.WAITING: closing.waits_until,
        **dict.fromkeys((letters.ALONE, letters.PART), letters.came_of),
        line.AGAIN: line.came_of,
        telling.STAYED: ending.told,
    },
    arrived={
        letters.ANOTHER: standing.fold,
        letters.REVEAL: opening.revealed,
        letters.ALONE: rereading.shown,
        letters.PART: rereading.shown,
        elsewhere.LETTER: rereading.brought,
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
        MORNING(Morning(letters.CARD, letters.day_of)),
        BELOW(Below(pacing.load, pacing.render, pacing.load_told, pacing.told)),
        TODAY(today_lines),
        OFFERS_AGAIN(frozenset({letters.REVEAL, letters.ALONE, letters.PART})),
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
    upkeep=upkeep.erase_not_kept,
)
