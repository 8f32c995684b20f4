"""`make mutants`: apply each patch to a copy of its own and see its promise's test fail.

A test counts as failing only if it ran and failed itself: a copy that cannot even start is no proof.
Unpatched, the same tests must pass. Ends with 1 where anything is otherwise.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants import ROOT, Mutant, mutants

LONGEST = 300  # seconds for one test on a slow machine
_CONTROL = 900
_COPIED = ("bot", "content", "schedules", "tests", "pyproject.toml")


def main() -> int:
    """Try the mutants named on the command line, or all of them; print one line each."""
    words = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    words.add_argument("names", nargs="*", help="only these mutants")
    words.add_argument("--jobs", type=int, default=2, help="how many at once")
    given = words.parse_args()
    chosen = [it for it in mutants() if not given.names or it.name in given.names]
    with tempfile.TemporaryDirectory(prefix="kindling-mutants-", dir=_memory()) as folder:
        passed = _control(Path(folder), chosen)
        _say(f"unpatched: {'passes' if passed else 'FAILS, so nothing below says anything'}")
        with ThreadPoolExecutor(given.jobs) as pool:
            verdicts = list(pool.map(lambda it: _report(Path(folder), it), chosen))
    found = sum(verdicts)
    _say(f"{found} of {len(chosen)} mutants found, {len({it.promise for it in chosen})} promises")
    return 0 if passed and chosen and found == len(chosen) else 1


def _control(folder: Path, chosen: Sequence[Mutant]) -> bool:
    copy = _copied(folder, "unpatched")
    code, said = _pytest(copy, sorted({it.fails for it in chosen}), _CONTROL)
    if code:
        _say(said)
    return code == 0


def _report(folder: Path, mutant: Mutant) -> bool:
    verdict = _try(folder, mutant)
    _say(f"promise {mutant.promise}  {mutant.name}: {verdict}")
    return verdict == "found"


def _try(folder: Path, mutant: Mutant) -> str:
    """Return what became of one mutant: "found", or what stood in the way."""
    copy = _copied(folder, mutant.name)
    applied = subprocess.run(
        ["git", "apply", "-p1", str(mutant.patch)], cwd=copy, capture_output=True, text=True, check=False
    )
    if applied.returncode:
        return f"DOES NOT APPLY: {applied.stderr.strip()}"
    code, said = _pytest(copy, [mutant.fails], LONGEST)
    shutil.rmtree(copy)
    if code is None:
        return f"UNDECIDED, the test did not end within {LONGEST} s"
    failed = re.findall(r"^FAILED (\S+)", said, re.MULTILINE)
    if code == 1 and any(it.split("[")[0] == mutant.fails for it in failed):
        return "found"
    return "SURVIVES" if code == 0 else f"BROKEN, the test cannot run (pytest ended with {code})"


def _copied(folder: Path, name: str) -> Path:
    copy = folder / name
    copy.mkdir()
    for part in _COPIED:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.patch"))
        else:
            shutil.copy(source, copy / part)
    return copy


def _pytest(copy: Path, tests: Sequence[str], limit: float) -> tuple[int | None, str]:
    """Run some tests of a copy; return pytest's exit code (None: it took too long) and what it printed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "CI"))}
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-rf", "--tb=line", "--show-capture=no", *tests],
            cwd=copy,
            env=environment | {"PYTEST_DEBUG_TEMPROOT": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    return run.returncode, run.stdout + run.stderr


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _memory() -> str | None:
    """Return a folder in memory if the machine offers one: each commit of a test waits for the disk else."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
