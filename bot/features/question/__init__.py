"""The daily question: one card a day in the group, answers sealed at the doors, one reveal when both are in.

Read `rules.py` for what is decided, `ritual.py` for when a card comes and closes, `handlers.py` for the taps
on it, `door.py` and `sealed.py` for sealing, `aloud.py` for answers in the group, and `opening.py` for the
moment a card opens. `letters.py` lists everything the question says by itself.
"""

from bot.feature import GROUP, Command, Feature
from bot.features.question import aloud, door, export, handlers, letters, sealed, upkeep
from bot.features.question.opening import ANSWER, MORE, PROMPTS
from bot.features.question.ritual import QUESTION
from bot.features.question.today import SHOW, today_lines
from bot.features.question.views import DRAWN, FIRST
from bot.words import N_

_ON_CARDS = {
    "seal": door.seal,
    "talk": handlers.talked,
    "more": handlers.another,
    "skip": handlers.not_today,
    "pick": handlers.pick,
}

FEATURE = Feature(
    name="question",
    commands=(Command("question", N_("Today's question"), GROUP, handlers.question),),
    taps={
        **{f"{FIRST}.{verb}": run for verb, run in _ON_CARDS.items()},
        **{f"{DRAWN}.{verb}": run for verb, run in _ON_CARDS.items()},
        "q.first": handlers.ask_first,
        "q.today": door.seal,
        SHOW: handlers.show_again,
        "q.change": sealed.change,
        "q.back": sealed.take_back,
        "q.tell": sealed.let_know,
        "q.alone": sealed.when_alone,
        "q.put": door.put,
        "q.reply": handlers.reply,
        "q.weekly": handlers.weekly,
        "q.quiet": handlers.quiet,
    },
    awaited=dict.fromkeys(PROMPTS, door.take),
    prompt_names=dict.fromkeys(PROMPTS, door.name_of),
    listening=frozenset({MORE}),
    replies={letters.CARD: aloud.answer, letters.ANOTHER: aloud.answer},
    proofs={
        **{f"{FIRST}.{verb}": letters.CARD for verb in _ON_CARDS},
        **{f"{DRAWN}.{verb}": letters.ANOTHER for verb in _ON_CARDS},
        "q.reply": letters.REVEAL,
        "q.weekly": letters.QUIET,
        "q.quiet": letters.QUIET,
    },
    links={ANSWER: door.follow},
    letters=letters.COMPOSERS,
    rituals=(QUESTION,),
    edited=sealed.edited,
    morning_letter=letters.CARD,
    morning_of=letters.day_of,
    today_lines=today_lines,
    export=export.export,
    erase=upkeep.erase,
    ends=upkeep.end,
    upkeep=upkeep.erase_not_kept,
)
