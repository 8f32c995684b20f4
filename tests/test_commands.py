"""Every command of every feature is documented, in the menus, in /help, and sent by a test."""

import re
from pathlib import Path

import pytest

from bot.feature import Command
from tests.conftest import Couple
from tests.declared import COMMANDS

ROOT = Path(__file__).parents[1]
IN_MENUS = [command for command in COMMANDS if command.about]
PLACES = {"group": "group", "door": "private"}
SOURCES = "\n".join(
    path.read_text() for path in sorted((ROOT / "tests").rglob("test_*.py")) if path != Path(__file__)
)


def readme_table() -> dict[str, set[str]]:
    """Return each command of the README's table with the places it names."""
    rows = re.findall(r"^\| `/(\w+)` \| ([\w, ]+) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    return {name: {place.strip() for place in places.split(",")} for name, places in rows}


def test_the_readme_lists_every_command_where_it_works_and_no_other() -> None:
    told = {command.name: {PLACES[place] for place in command.places} for command in COMMANDS}
    assert readme_table() == told


async def test_the_menus_of_groups_and_doors_hold_what_works_there(couple: Couple) -> None:
    calls = [call for call in couple.stage.telegram.calls if call.method == "setMyCommands"]
    menus = {
        call.params["scope"]["type"]: {it["command"] for it in call.params["commands"]} for call in calls
    }
    assert menus == {
        "all_group_chats": {command.name for command in IN_MENUS if "group" in command.places},
        "all_private_chats": {command.name for command in IN_MENUS if "door" in command.places},
    }


async def test_help_at_the_door_tells_of_every_command(couple: Couple) -> None:
    await couple.ana.says("/help")
    listed = re.findall(r"^/(\w+): (.+)$", couple.ana.door.last().text, re.MULTILINE)
    assert dict(listed) == {command.name: command.about for command in IN_MENUS}
    assert len(listed) == len(IN_MENUS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_some_test_sends_it(command: Command) -> None:
    sent = rf'says(?:_from_menu)?\(\s*f?"/{command.name}\b'
    assert re.search(sent, SOURCES), f"no test says /{command.name}"
