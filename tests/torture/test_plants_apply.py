"""Each planted fault fits the code as it is: a plant that fits nothing would prove nothing."""

import ast

import pytest

from tests.torture.plants import PLANTS, ROOT, Plant


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_a_plant_fits_the_code_once(plant: Plant) -> None:
    text = (ROOT / plant.file).read_text()
    assert text.count(plant.line) == 1
    ast.parse(text.replace(plant.line, plant.instead))
