"""What one person sets about their own words in our private chat."""

from markupsafe import Markup

from bot.features.settings.context import PageContext
from bot.features.settings.pages import Change, ChoiceContext, Way, one_of
from bot.message import Button
from bot.spaces.fading import LEAVES_WORDS
from bot.words import N_, _


def _line(context: PageContext) -> Markup:
    words = _("they stay") if context.me[LEAVES_WORDS] else _("I take them away once I have them")
    return Markup(_("My words in this chat: %(words)s")) % {"words": words}


def _button(context: PageContext) -> Button:
    if context.me[LEAVES_WORDS]:
        return context.set(_("Tidy our private chat"), "words", "go")
    return context.set(_("Leave my words in our chat"), "words", "stay")


def _decide(_context: ChoiceContext, value: str) -> Change:
    leaves = one_of(value, ("stay", "go")) == "stay"
    said = "" if leaves else N_("I tidy what's newer than two days, too.")
    return Change("mine", mine=(LEAVES_WORDS.to(leaves),), said=said)


WORDS = Way(under="mine", button=_button, line=_line, alone=True, choices={"words": _decide})
