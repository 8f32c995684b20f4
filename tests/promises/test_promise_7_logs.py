"""Promise 7: no words of a couple and no token in any log, error or crash report.

The second test judges every test that ran before it: it is sorted to the end of the run, and has heard all
that was logged (our own loggers from DEBUG on, tracebacks included) and all that people wrote meanwhile.
"""

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning, seals
from tests.promises.acts import SECRET
from tests.promises.ears import EARS, SAID


async def test_a_fault_in_the_middle_of_an_answer_is_reported_without_its_words(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the words themselves stand in the error."""
    await morning(couple)

    def breaks(*args: object, **_kwargs: object) -> None:
        raise ValueError(f"cannot take {args} {SECRET}")

    since = len(EARS.lines)
    with monkeypatch.context() as broken:
        broken.setattr("bot.features.question.store.write_answer", breaks)
        await seals(couple.ana, SECRET)
    reported = [line for line in EARS.lines[since:] if "a handler failed" in line]
    assert reported
    assert SECRET not in "\n".join(EARS.lines[since:])
    await couple.ana.says(SECRET)
    assert couple.ana.door.last().text.startswith("Sealed.")


def test_promise_7_no_log_line_of_the_whole_run_holds_anybodys_words_or_the_token(
    request: pytest.FixtureRequest,
) -> None:
    logged = "\n".join(EARS.lines)
    assert "claimed post" in logged or request.session.testscollected < 10
    assert [len(said) for said in SAID if said in logged] == []  # their lengths: a failure prints no words
    assert ":TEST-token" not in logged
