"""Names have one owner each, and say whose they are."""

import pytest

from bot import registry
from bot.actions import Action
from bot.app import EDGE, FEATURES
from bot.feature import Feature, on
from bot.registry import Registry
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import Said, Tap


class Knock(Action, name="one.knock"):
    """A button."""


async def _nothing(_tap: Tap, _action: Action) -> None:
    """Do nothing."""


async def _takes(_said: Said, _prompt: Awaited) -> None:
    """Take what is awaited."""


def test_the_features_have_no_name_in_common() -> None:
    registry.check((*FEATURES, EDGE))


def test_a_prompt_of_two_features_is_refused_at_the_start() -> None:
    one, other = (
        Feature("one", awaited={"one.words": _takes}),
        Feature("two", listening={"one.words": _takes}),
    )
    with pytest.raises(ValueError, match=r"the prompt one\.words is one's and two's"):
        Registry.of((one, other))


def test_a_name_that_says_not_whose_it_is_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="the prompt words of one does not say whose it is"):
        registry.check((Feature("one", awaited={"words": _takes}),))
    with pytest.raises(ValueError, match=r"the action one\.knock of other"):
        registry.check((Feature("other", routes=(on(Knock, _nothing),)),))
