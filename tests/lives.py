"""What a couple does in each feature: a feature whose tests have a `living.py` is lived in wherever all
are.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests import features
from tests.conftest import Couple


async def live_in_each_feature(couple: Couple) -> None:
    """Have Ana and Ben do everything that the features' own `living.lives` have them do.

    What Ana does there leaves something of hers in each of the feature's tables, and each of its statements
    and acts is asked for once.
    """
    for room in iter_modules(features.__path__, f"{features.__name__}."):
        names = [it.name for it in iter_modules(import_module(room.name).__path__)] if room.ispkg else []
        if "living" in names:
            await import_module(f"{room.name}.living").lives(couple)
