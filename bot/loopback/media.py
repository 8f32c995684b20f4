"""What media looks like in a message: the Bot API's own fields of everything people send besides words.

Fields and their names: core.telegram.org/bots/api#message and the types it links to.
"""

from bot.loopback.model import ImpossibleError, Json
from bot.loopback.world import World

ALBUM = (2, 10)  # messages: core.telegram.org/bots/api#sendmediagroup
_MIXED = frozenset({"photo", "video"})  # these two share an album; files and music keep to their own kind
_FRAME: Json = {"width": 640, "height": 480}
_EXTRAS: dict[str, Json] = {
    "photo": _FRAME,
    "video": _FRAME | {"mime_type": "video/mp4", "file_name": "clip.mp4"},
    "animation": _FRAME | {"mime_type": "video/mp4", "file_name": "animation.mp4"},
    "video_note": {"length": 240},
    "voice": {"mime_type": "audio/ogg"},
    "audio": {"mime_type": "audio/mpeg", "file_name": "song.mp3"},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "emoji": "🙂",
        "is_animated": False,
        "is_video": False,
    },
    "document": {},
}
_TIMED = frozenset({"video", "animation", "video_note", "voice", "audio"})


def media_content(world: World, kind: str, file_id: str, seconds: int = 0, name: str = "") -> Json:
    """Return the Bot API's fields of one file sent as `kind`; raises KeyError for a kind there is not.

    A GIF fills `document` beside `animation` ("for backward compatibility", says the Bot API).
    """
    size = len(world.files.get(file_id, ("", b""))[1])
    made = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size} | _EXTRAS[kind]
    if kind in _TIMED:  # Telegram knows how long a file is that it has, whoever sends it on
        made["duration"] = world.lengths[file_id] = seconds or world.lengths.get(file_id, 0)
    if kind == "photo":
        return {"photo": [made]}
    if kind == "document":
        return {"document": made | {"file_name": name or "file"}}
    if kind == "animation":
        whole = ("file_id", "file_unique_id", "file_size", "mime_type", "file_name")
        return {"animation": made, "document": {key: made[key] for key in whole}}
    return {kind: made}


def check_album(kinds: list[str]) -> None:
    """Raise ImpossibleError for an album that no app sends: its size, or kinds that do not go together."""
    fewest, most = ALBUM
    if not fewest <= len(kinds) <= most:
        raise ImpossibleError(f"an album has {fewest} to {most} messages")
    together = set(kinds)
    if not (together <= _MIXED or together in ({"document"}, {"audio"})):
        raise ImpossibleError("an album holds photos and videos, or only files, or only music")
