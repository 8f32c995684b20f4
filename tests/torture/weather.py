"""The weather over Telegram: which calls go wrong, by chance, and how."""

from collections import Counter
from collections.abc import Callable
from random import Random

from bot.loopback import faults
from bot.loopback.faults import Fault
from bot.loopback.model import Call

Kind = Callable[[Random], Fault]


def _refuse(status: int, words: str) -> Kind:
    return lambda _: faults.api_error(status, words)


_ANYWHERE: dict[str, Kind] = {
    "429 retry_after": lambda random: faults.flood(random.randint(1, 3)),
    "500 before": lambda _: faults.server_error(500),
    "500 after acceptance": lambda _: faults.server_error(500, accepted=True),
    "502 html before": lambda _: faults.bad_gateway_html(),
    "502 html after acceptance": lambda _: faults.bad_gateway_html(accepted=True),
    "broken json": lambda random: faults.broken_json(accepted=random.random() < 0.7),
    "reset before": lambda _: faults.reset_before(),
    "reset after acceptance": lambda _: faults.reset_after_accepting(),
    "read timeout before": lambda _: faults.timeout_before(),
    "read timeout after acceptance": lambda _: faults.timeout_after_accepting(),
}
_TO_DOORS = {"blocked": _refuse(403, "Forbidden: bot was blocked by the user")}
_TO_GROUPS = {
    "kicked": _refuse(403, "Forbidden: bot was kicked from the group chat"),
    "not enough rights": _refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
}
_EDITS = {"message to edit not found": _refuse(400, "Bad Request: message to edit not found")}
_TAPS = {
    "query is too old": _refuse(
        400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
}
_POLLS = {
    name: kind
    for name, kind in _ANYWHERE.items()
    if "timeout" not in name and "after" not in name and name != "broken json"
} | {"broken json": lambda _: faults.broken_json(accepted=False)}

GONE = ("blocked", "kicked", "not enough rights")
"""Faults after which an outbox message waits for an hour."""


class Weather:
    """Strikes calls by chance; `tally` counts what struck, `calm` ends it."""

    def __init__(self, random: Random, *, share: float = 0.12, polls: float = 0.03) -> None:
        """Let that share of messages, edits and answers go wrong, and that share of polls."""
        self._random = random
        self._share = share
        self._polls = polls
        self.tally: Counter[str] = Counter()
        self.calm = False

    def strike(self, call: Call) -> Fault | None:
        """Return what goes wrong with this call, None for nothing."""
        kinds, share = self._kinds(call)
        if self.calm or not kinds or self._random.random() >= share:
            return None
        name = self._random.choice(sorted(kinds))
        self.tally[name] += 1
        return kinds[name](self._random)

    def _kinds(self, call: Call) -> tuple[dict[str, Kind], float]:
        if call.method == "getUpdates":
            return _POLLS, self._polls
        if call.method == "answerCallbackQuery":
            return _ANYWHERE | _TAPS, self._share
        if call.method.startswith("edit"):
            return _ANYWHERE | _EDITS, self._share
        if call.method.startswith("send"):
            to_door = int(call.params.get("chat_id", 0)) > 0
            return _ANYWHERE | (_TO_DOORS if to_door else _TO_GROUPS), self._share
        return {}, 0.0
