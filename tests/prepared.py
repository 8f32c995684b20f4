"""What each test would make for itself and make the same: the shape of a database, and compiled statements.

Neither has anything of a test in it. A test that is about the making itself (the migrations, the columns that
are encrypted with other keys) makes its own.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import engine, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.prepared import Statements

_made = engine._engine


class _Remembering(Cipher):
    """A cipher that opens the same stored value once: names and settings are read at every tap."""

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one for a key, and it lives as long as the run
    def decrypt(self, token: str, field: str) -> str:
        """Return the text of a token; raises `WrongKey`, each time anew."""
        return super().decrypt(token, field)


@cache
def cipher_of(key: str) -> Cipher:
    """Return one and the same cipher for a key: databases that share it share their compiled statements."""
    return _Remembering([key])


def compile_once() -> None:
    """Have databases of one cipher share their compiled statements for the length of this run.

    SQLAlchemy compiles a statement once for each engine, which in a test of two hundred milliseconds is a
    third of them. It keeps what it compiled by dialect, and a dialect knows one cipher. What comes again is
    prepared once for each engine, too (`bot.db.prepared`).
    """
    engine._engine = _sharing
    vars(engine)["Statements"] = _statements


def _statements(dialect: Dialect) -> Statements:
    """Return what is prepared for a dialect, hence for a cipher."""
    found: Statements = vars(dialect).setdefault("prepared", Statements(dialect))
    return found


def _sharing(url: URL, cipher: Cipher, *, writes: bool) -> AsyncEngine:
    made = _made(url, cipher, writes=writes)
    own = made.sync_engine
    # Kept with the cipher, which they know in turn: all three go together.
    dialect, statements = vars(cipher).setdefault("shared", (own.dialect, {}))
    own.dialect = own.pool._dialect = dialect
    own._compiled_cache = statements
    return made


def read_revisions_once() -> None:
    """Have the bot's own migrations read once in a run, and not at each start; other steps as ever."""
    read = migrate.revisions
    ours = cache(lambda: read(migrate.STEPS))
    migrate.revisions = lambda steps=migrate.STEPS: list(ours()) if steps == migrate.STEPS else read(steps)


class Lasting(ThreadPoolExecutor):
    """Threads that outlast the event loops which use them: each test's own would start and end three."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stay: the next test goes on with them."""


class Fresh:
    """The file of an empty database in today's shape, made once in a run: that takes a second and a half."""

    _file: bytes | None = None

    @classmethod
    async def file(cls) -> bytes:
        """Return the file's content."""
        if cls._file is None:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "fresh.db"
                db = Database(f"sqlite+aiosqlite:///{path}", cipher_of("A" * 43 + "="))
                await migrate.upgrade(db)
                await db.checkpoint()
                await db.close()
                cls._file = path.read_bytes()
        return cls._file

    @classmethod
    async def at(cls, path: Path) -> None:
        """Put one there, where no database is yet."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(await cls.file())
