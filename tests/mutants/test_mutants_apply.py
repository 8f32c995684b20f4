"""Every mutant still applies to the present code, and breaks the wall of a promise that has a test."""

import subprocess

import pytest

from tests.mutants import ROOT, Mutant, mutants

ALL = mutants()


@pytest.mark.parametrize("mutant", ALL, ids=[mutant.name for mutant in ALL])
def test_a_mutant_applies_and_names_a_test_of_its_promise(mutant: Mutant) -> None:
    applied = subprocess.run(
        ["git", "apply", "--check", "-p1", str(mutant.patch)], cwd=ROOT, capture_output=True, text=True
    )
    assert applied.returncode == 0, applied.stderr
    file, _, test = mutant.fails.partition("::")
    assert f"test_promise_{mutant.promise}_" in file
    assert f"def {test}(" in (ROOT / file).read_text()


def test_every_promise_has_a_mutant() -> None:
    assert {mutant.promise for mutant in ALL} == {*range(1, 9), 10}
