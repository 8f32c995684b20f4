"""What was measured, as Markdown."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured in each run. `aim` says in words what it should be."""

    what: str
    values: Sequence[float]
    unit: str = ""
    aim: str = ""

    def row(self) -> str:
        """Return its row: the median, and the least and the most."""
        middle = statistics.median(self.values)
        spread = f"{_short(min(self.values))}–{_short(max(self.values))}" if len(self.values) > 1 else ""
        return f"| {self.what} | {_short(middle)}{self.unit} | {spread} | {self.aim} |"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench: its title, what it measured, and what else must be known."""

    title: str
    figures: Sequence[Figure]
    notes: Sequence[str] = ()

    def lines(self) -> list[str]:
        """Return it as Markdown."""
        head = ["", f"### {self.title}", "", "| | median | min–max | aim |", "|---|---|---|---|"]
        notes = ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return head + [figure.row() for figure in self.figures] + notes


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> list[float]:
    """Return the ratio of each run to the same run's other figure."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def machine(aiogram: str | None) -> list[str]:
    """Return what the bench ran on."""
    names = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy", "aiosqlite", "cryptography")
    versions = [f"{name} {version(name)}" for name in names] + ([f"aiogram {aiogram}"] if aiogram else [])
    load = os.getloadavg()
    return [
        f"- {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(versions)}",
        f"- load before the bench began: {load[0]:.1f} (1 min), {load[1]:.1f} (5 min)",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")


def _short(value: float) -> str:
    """Return three digits of it, all of a large one."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
