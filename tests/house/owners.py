"""Whose table is whose: the posts have one store, `schedules/posts.py`."""

import ast

from tests.house.source import nodes, trees

_STORE = "schedules/posts.py"
_WRITES = {"update", "delete", "insert", "upsert"}


def strangers_at_posts() -> list[str]:
    """Return the modules beside the store that write the table of posts, or read nothing else than it.

    Who has a table of things that hang on posts may join it to them.
    """
    looked_at = trees("bot", "schedules").items()
    found = [(path, tree) for path, tree in looked_at if path != _STORE and not path.startswith("bot/db/")]
    return [path for path, tree in found if _writes(tree) or _reads_alone(tree)]


def _writes(tree: ast.Module) -> bool:
    calls = [node for node in nodes(tree, ast.Call) if isinstance(node, ast.Call) and node.args]
    of_posts = [it for it in calls if isinstance(it.args[0], ast.Name) and it.args[0].id == "posts"]
    return any(isinstance(it.func, ast.Name) and it.func.id in _WRITES for it in of_posts)


def _reads_alone(tree: ast.Module) -> bool:
    imports = [node for node in nodes(tree, ast.ImportFrom) if isinstance(node, ast.ImportFrom)]
    tables = {
        name.name for it in imports if (it.module or "").startswith("bot.db.tables") for name in it.names
    }
    return tables == {"posts"}
