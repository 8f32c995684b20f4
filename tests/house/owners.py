"""Whose table is whose: the posts have one store, and so has the index of messages."""

import ast

from tests.house.source import nodes, trees

_STORE, _INDEX = "schedules/posts.py", "schedules/messages.py"
_WRITES = {"update", "delete", "insert", "upsert"}


def strangers_at_posts() -> list[str]:
    """Return the modules beside the store that write the table of posts, or read nothing else than it.

    Who has a table of things that hang on posts may join it to them.
    """
    looked_at = trees("bot", "schedules").items()
    found = [(path, tree) for path, tree in looked_at if path != _STORE and not path.startswith("bot/db/")]
    return [path for path, tree in found if _writes(tree) or _tables(tree) == {"posts"}]


def strangers_at_messages() -> list[str]:
    """Return the modules beside the index that name its table, `copies`: which message belongs to what."""
    looked_at = trees("bot", "schedules").items()
    found = [(path, tree) for path, tree in looked_at if path != _INDEX and not path.startswith("bot/db/")]
    return [path for path, tree in found if "copies" in _tables(tree)]


def _writes(tree: ast.Module) -> bool:
    calls = [node for node in nodes(tree, ast.Call) if isinstance(node, ast.Call) and node.args]
    of_posts = [it for it in calls if isinstance(it.args[0], ast.Name) and it.args[0].id == "posts"]
    return any(isinstance(it.func, ast.Name) and it.func.id in _WRITES for it in of_posts)


def _tables(tree: ast.Module) -> set[str]:
    """Return the tables that a module imports."""
    imports = [node for node in nodes(tree, ast.ImportFrom) if isinstance(node, ast.ImportFrom)]
    of_tables = [it for it in imports if (it.module or "").startswith("bot.db.tables")]
    return {name.name for it in of_tables for name in it.names}
