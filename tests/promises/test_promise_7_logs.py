"""Promise 7: no words of a couple and no token in any log, error or crash report.

`Judge` (ears.py) compares at the end of every test of the run all that was logged in it (our own loggers
from DEBUG on, tracebacks included) with all that people wrote in it.
"""

import logging

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning, seals, writes
from tests.promises.acts import SECRET
from tests.promises.ears import EARS, SAID, logged_too_much


async def test_a_fault_in_the_middle_of_an_answer_is_reported_without_its_words(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the words themselves stand in the error."""
    await morning(couple)

    def breaks(*args: object, **_kwargs: object) -> None:
        raise ValueError(f"cannot take {args} {SECRET}")

    since = len(EARS.lines)
    with monkeypatch.context() as broken:
        broken.setattr("bot.sealed.rows.write_answer", breaks)
        await writes(couple.ana, SECRET)
    reported = [line for line in EARS.lines[since:] if "a handler failed" in line]
    assert reported
    assert SECRET not in "\n".join(EARS.lines[since:])
    await couple.ana.says(SECRET)
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_promise_7_no_log_line_of_any_test_holds_anybodys_words_or_the_token(couple: Couple) -> None:
    """The judge that looks at every test of the run has ears: it hears what is planted here, and no more."""
    await morning(couple)
    await seals(couple.ana, SECRET)
    assert any("claimed post" in line for line in EARS.lines)
    assert SECRET in SAID
    assert logged_too_much() == []
    log = logging.getLogger("bot.features.question")
    log.debug("sealed: %s", SECRET)
    log.info("https://api.telegram.org/bot%s/sendMessage", couple.stage.telegram.token)
    assert len(logged_too_much()) == 2
    EARS.lines.clear()
