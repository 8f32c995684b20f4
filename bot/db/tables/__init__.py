"""The tables, one file per feature; `metadata` holds them all.

Instants are UTC, local dates and times are columns of their own, and what a couple says or ticks is
encrypted field by field. Every row of a space falls with it (`ON DELETE CASCADE`). A new feature's table is a
module here, imported by itself. A column in which something stands after /delete says why in its
`info={"stays": "..."}`.
"""

from importlib import import_module
from pkgutil import iter_modules

from bot.db.tables.asides import asides
from bot.db.tables.base import metadata
from bot.db.tables.checkin import evenings
from bot.db.tables.door import awaited, drafts, fading, missed, nonces
from bot.db.tables.erasures import erasures
from bot.db.tables.export import exports
from bot.db.tables.kindness import handed
from bot.db.tables.pasts import numberings, pasts
from bot.db.tables.people import meta, partners, people, spaces
from bot.db.tables.preferences import preferences
from bot.db.tables.question import answers, cards, marks
from bot.db.tables.schedule import copies, keyboards, outbox, plan, posts, timers
from bot.db.tables.taken import taken
from bot.db.tables.thanks import thanks
from bot.db.tables.updates import updates

__all__ = [
    "answers",
    "asides",
    "awaited",
    "cards",
    "copies",
    "drafts",
    "erasures",
    "evenings",
    "exports",
    "fading",
    "handed",
    "keyboards",
    "marks",
    "meta",
    "metadata",
    "missed",
    "nonces",
    "numberings",
    "outbox",
    "partners",
    "pasts",
    "people",
    "plan",
    "posts",
    "preferences",
    "spaces",
    "taken",
    "thanks",
    "timers",
    "updates",
]

for _module in iter_modules(__path__):  # those of features that are imported by nobody here are tables, too
    import_module(f"{__name__}.{_module.name}")
