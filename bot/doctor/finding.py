"""What the doctor found about one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Either it is well, or `text` says what to do."""

    ok: bool
    what: str
    text: str

    def __str__(self) -> str:
        """Return the line for whoever runs the bot."""
        return f"{'ok  ' if self.ok else 'mend'}  {self.what}: {self.text}"


def well(what: str, text: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(True, what, text)


def mend(what: str, text: str) -> Finding:
    """Return a finding that says what to do."""
    return Finding(False, what, text)
