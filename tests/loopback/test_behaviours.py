"""Each behaviour of the loopback is kept, and its scenario notices when it is not."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.rules import BEHAVIOURS, Rules
from tests.loopback import hearing, speaking
from tests.loopback.scene import Scene, play

Scenario = Callable[[Scene], Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {
    name: scenario
    for module in (hearing, speaking)
    for name, scenario in vars(module).items()
    if name in BEHAVIOURS
}
PAGE = Path(__file__).parents[2] / "docs" / "loopback.md"


@pytest.mark.parametrize("name", BEHAVIOURS)
async def test_a_behaviour_is_kept(name: str) -> None:
    await SCENARIOS[name](await play())


@pytest.mark.parametrize("name", BEHAVIOURS)
async def test_a_scenario_notices_that_its_behaviour_is_switched_off(name: str) -> None:
    scene = await play(name)
    with pytest.raises(AssertionError):
        await SCENARIOS[name](scene)


def test_the_page_lists_every_behaviour_with_its_source_and_its_test() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| `(.+?)` \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {name: what for name, what, _, _ in rows} == BEHAVIOURS
    modules = {"hearing.py": hearing, "speaking.py": speaking}
    for name, _, source, test in rows:
        module, _, scenario = test.partition("::")
        assert scenario == name
        assert SCENARIOS[name] is getattr(modules[module], name)
        assert source.strip()


def test_only_behaviours_that_exist_can_be_switched_off() -> None:
    with pytest.raises(KeyError):
        Rules().off("privacy")


def test_a_behaviour_can_be_switched_on_again() -> None:
    rules = Rules()
    rules.off("privacy_mode")
    rules.on("privacy_mode")
    assert rules["privacy_mode"]
