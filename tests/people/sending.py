"""What people of the tests can send beside what the page needs: albums, files, rich messages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.loopback import people
from bot.loopback.media import check_album
from bot.loopback.model import ImpossibleError, Json
from bot.loopback.rich import rich_message
from bot.loopback.shown import Place, Shown
from bot.loopback.typed import text_of
from bot.loopback.wire import unix
from tests.people.failing import Failure


class Sender(people.Person):
    """A person who sends whatever apps can send."""

    def failure(self, what: str) -> Failure:
        """Return a failure that shows what this person saw."""
        return Failure(what, self.transcript(), f"What {self.name} saw:")

    def screen(self, place: Place) -> str:
        """Return all that this person was ever shown in a chat and over it, every version of every edit.

        One line each, without times and ids, so that two worlds can be compared.
        """
        seen = [entry for entry in self._world.log if self.id in entry.audience and entry.chat in place.chats]
        return "\n".join(entry.line for entry in seen)

    def transcript(self) -> str:
        """Return all that this person was ever shown anywhere, in order."""
        seen = [entry for entry in self._world.log if self.id in entry.audience]
        return "\n".join(f"{entry.chat.title or 'door'} | {entry.line}" for entry in seen)

    async def replies(self, text: str, to: Shown) -> Shown:
        """Reply to a message in its chat."""
        return await self.says(text, to.place, reply_to=to)

    async def forwards(self, text: str, at: Place | None = None, *, origin: str = "Somebody") -> Shown:
        """Forward words that somebody else wrote elsewhere."""
        about = {"type": "hidden_user", "date": unix(self._world.clock.now()), "sender_user_name": origin}
        return await self._sends(text_of(self._world, text), at, None, origin=about)

    async def sends_rich(
        self, *blocks: Json | str, at: Place | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a rich message (`rich_message` and no `text`), built with bot/loopback/rich.py."""
        return await self._sends(rich_message(*blocks), at, reply_to)

    async def sends_video(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a video."""
        return await self._sends_media("video", at, caption, reply_to, 12)

    async def sends_round_video(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a round video (`video_note`), which has no caption."""
        return await self._sends_media("video_note", at, None, reply_to, 9)

    async def sends_gif(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a GIF: Telegram fills `animation` and `document`."""
        return await self._sends_media("animation", at, caption, reply_to, 3)

    async def sends_audio(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a piece of music."""
        return await self._sends_media("audio", at, caption, reply_to, 180)

    async def sends_document(
        self, at: Place | None = None, caption: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a file."""
        return await self._sends_media("document", at, caption, reply_to)

    async def sends_album(
        self,
        what: int | Sequence[str] = 3,
        at: Place | None = None,
        caption: str | Sequence[str | None] | None = None,
        reply_to: Shown | None = None,
    ) -> list[Shown]:
        """Send an album: each picture is a message of its own, and all share one `media_group_id`.

        All of them are there, numbered in a row, before the bot can answer the first.

        Args:
            what: how many photos (2 to 10), or the kinds in order: "photo" and "video" mixed, or
                "document" or "audio" only.
            at: the group; the own door where none is named.
            caption: the words under the first message, as apps put them, or one for each message.
            reply_to: the message that each of them replies to.

        Returns:
            Its messages in order.
        """
        kinds = ["photo"] * what if isinstance(what, int) else list(what)
        with self._possible():
            check_album(kinds)
        words = [caption] if isinstance(caption, str) or caption is None else list(caption)
        words += [None] * (len(kinds) - len(words))
        album = {"media_group_id": self._world.album_id()}
        place = at or self.door
        shown = [
            self._post(place, self._media(kind, words[number]) | album, reply_to=reply_to)
            for number, kind in enumerate(kinds)
        ]
        await self._telegram.settle()
        return shown

    async def sends_location(self, at: Place | None = None, reply_to: Shown | None = None) -> Shown:
        """Send a place on the map."""
        return await self._sends({"location": {"latitude": 52.52, "longitude": 13.4}}, at, reply_to)

    async def sends_contact(self, at: Place | None = None) -> Shown:
        """Send somebody's number."""
        return await self._sends({"contact": {"phone_number": "+4930123456", "first_name": "Dana"}}, at, None)

    async def sends_oddly(
        self, at: Place | None = None, reply_to: Shown | None = None, **content: Any
    ) -> Shown:
        """Send a message with these fields of the Bot API, right or wrong, as another server may."""
        return await self._sends(content, at, reply_to)

    @contextmanager
    def _possible(self) -> Iterator[None]:
        """Have what no app allows fail the test."""
        try:
            yield
        except ImpossibleError as impossible:
            raise self.failure(str(impossible)) from None
