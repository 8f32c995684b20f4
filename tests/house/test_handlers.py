"""What was tapped is called so wherever a tap is handled."""

import ast

import bot.app  # whose features' actions are known once they are imported
from tests.house import handlers
from tests.house.source import trees


def test_what_was_tapped_is_called_so() -> None:
    assert bot.app.FEATURES
    assert handlers.other_names(trees("bot")) == []


def test_another_name_is_found() -> None:
    code = "async def give(tap: Tap, said: Give | None) -> None: ...\n"
    assert handlers.other_names({"bot/new.py": ast.parse(code)}) == ["bot/new.py: give(said)"]
    assert handlers.other_names({"bot/new.py": ast.parse(code.replace("said", "tapped"))}) == []
