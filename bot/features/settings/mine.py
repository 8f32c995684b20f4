"""What one person sets about their own words in our private chat."""

from markupsafe import Markup

from bot.features.settings.pages import Asker, Change, Way, one_of
from bot.features.settings.sight import Sight
from bot.message import Button
from bot.spaces.fading import LEAVES_WORDS
from bot.words import N_, _


def _line(sight: Sight) -> Markup:
    words = _("they stay") if sight.me[LEAVES_WORDS] else _("I take them away once I have them")
    return Markup(_("My words in this chat: %(words)s")) % {"words": words}


def _button(sight: Sight) -> Button:
    if sight.me[LEAVES_WORDS]:
        return sight.set(_("Tidy our private chat"), "words", "go")
    return sight.set(_("Leave my words in our chat"), "words", "stay")


def _decide(_asker: Asker, value: str) -> Change:
    leaves = one_of(value, ("stay", "go")) == "stay"
    said = "" if leaves else N_("I tidy what's newer than two days, too.")
    return Change("mine", mine=(LEAVES_WORDS.to(leaves),), said=said)


WORDS = Way(under="mine", button=_button, line=_line, alone=True, choices={"words": _decide})
