"""Picks as another version of `content/` made them, by `python -m tests.content.recorded COMMIT`.

The lives are today's (`tests.content.lives`), what picks is the folder `content` of that commit. Those that
are written down in `picks.txt` are 79d02fe's.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.content import lives

PICKS = Path(__file__).with_name("picks.txt")


def recorded() -> list[str]:
    """Return what stands for the picks of each `lives.TOGETHER` lives."""
    return PICKS.read_text(encoding="ascii").split()


def digest(line: int) -> str:
    """Return what stands for the picks of the lives of a line, made from the whole of their histories."""
    return lives.digest(pick for number in lives.together(line) for pick in lives.picks(lives.life(number)))


def _write() -> None:
    lines = range(lives.LIVES // lives.TOGETHER)
    PICKS.write_text("".join(f"{digest(line)}\n" for line in lines), encoding="ascii")


def _by(commit: str) -> None:
    """Run this module again, with that commit's folder `content` in the place of today's."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", commit, "content"], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        paths = f"import sys; sys.path[:0] = [{folder!r}]; "
        script = paths + "from tests.content.recorded import _write; _write()"
        subprocess.run([sys.executable, "-c", script], check=True)


if __name__ == "__main__":
    _by(sys.argv[1])
