"""Each file, module, test, command, name and target of `make` that a page names is there."""

import subprocess

import pytest

from tests.house.named import TOPS, Known, known, missing, missing_in_docstrings
from tests.house.source import ROOT, trees

INVENTED = {
    "CONTRIBUTING.md": {
        "content/de",  # a language that is begun
        "handlers.see",  # a tap that is added
        "postcard.see",
    },
    "docs/loopback.md": {"examples/chatmemberbot.py"},  # python-telegram-bot's
    "tests/db/old/README.md": {"bot/from"},  # in an expression of sed's
}
"""What a page names that is not ours, or only once somebody followed it."""

IN_DOCSTRINGS = {
    "bot/db/migrate.py": ["env.py"],  # which Alembic has elsewhere
    "bot/db/migrations/versions/__init__.py": ["does>.py"],
    "tests/house/named.py": ["docs/"],
}
HISTORY = "CHANGELOG.md"


def pages() -> list[str]:
    """Return the paths of the pages from the project's root."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(path for path in listed.stdout.splitlines() if path != HISTORY and (ROOT / path).exists())


@pytest.mark.parametrize("page", pages())
def test_what_a_page_names_is_there(page: str) -> None:
    folder = page.rpartition("/")[0]
    assert missing((ROOT / page).read_text(), known(), folder) == sorted(INVENTED.get(page, ()))


def test_what_docstrings_name_is_there() -> None:
    found = {path: missing_in_docstrings(path, known()) for path in trees(*TOPS)}
    assert {path: names for path, names in found.items() if names} == IN_DOCSTRINGS


A_FEW = Known(
    paths="bot/\nbot/app.py\nbot/features/\nbot/features/thanks/\nbot/features/thanks/views.py",
    members={
        "app": frozenset({"run"}),
        "Sender": frozenset({"send"}),
        "test_app": frozenset({"test_it_runs_on"}),
    },
    targets=frozenset({"test"}),
    commands=frozenset({"doctor"}),
)


@pytest.mark.parametrize(
    "said",
    ["bot/app.py", "app.py", "thanks/views.py", "…/views.py", "bot/features/<name>/", "bot/app", "app.run",
     "Sender.send", "app.send", "test_it_runs...", "bot/app.py::send", "make test", "make", "Client.cpp",
     ".venv/bin/python -m bot doctor", "python -m bot.app", "Table.insert"],
)  # fmt: skip
def test_what_is_there_is_no_fault(said: str) -> None:
    assert missing(f"As `{said}` says.", A_FEW) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("bot/apps.py", "bot/apps.py"),
        ("apps.py", "apps.py"),
        ("bot/features/door/", "bot/features/door/"),
        ("bot/features/<name>/store.py", "bot/features/<name>/store.py"),
        ("bot/app.py::runs", "bot/app.py::runs"),
        ("Sender.sends", "Sender.sends"),
        ("Sender.run", "Sender.run"),
        ("app.runs", "app.runs"),
        ("test_it_stands...", "test_it_stands"),
        ("test_it_runs", "test_it_runs"),
        ("make tests", "make tests"),
        (".venv/bin/python -m bot mend", "python -m bot mend"),
        ("python -m bot.apps", "python -m bot.apps"),
    ],
)
def test_what_is_not_there_is_found(said: str, fault: str) -> None:
    assert missing(f"As `{said}` says.", A_FEW) == [fault]
    assert missing(f"So:\n\n    {said}\n", A_FEW) == [fault]
    assert missing(f"```sh\n{said}  # so\n```\n", A_FEW) == [fault]


def test_a_link_leads_to_a_page_and_to_its_heading() -> None:
    page = "# Why not?\n[one](../README.md), [two](https://example.org/none), [three](none.md#there)"
    assert missing(page, A_FEW, "docs") == ["none.md"]
    here, there = "[four](#why-not), [five](#why)", "[six](../README.md#start), [seven](../README.md#end)"
    assert missing(f"{page} {here} {there}", A_FEW, "docs") == ["#why", "../README.md#end", "none.md"]
