"""Updates in, by their kind. The one gate every act passes."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot import traces, words
from bot.feature import Feature, on
from bot.message import Message
from bot.registry import Registry
from bot.services import Services
from bot.spaces import languages
from bot.telegram import actions
from bot.telegram.inbound.attending import Attending
from bot.telegram.inbound.meeting import meet
from bot.telegram.inbound.processed import AlreadyDone, ProcessedUpdates
from bot.telegram.parsing import lenient
from bot.telegram.parsing.updates import Update
from bot.telegram.said.asking import Asking
from bot.telegram.said.drafts import Drafts
from bot.telegram.said.holding import Holding
from bot.telegram.said.leaving import Leaving
from bot.telegram.said.listening import Listening
from bot.telegram.tapping import Tapping
from bot.words import _, speaking
from schedules import again

log = logging.getLogger(__name__)


class Router:
    """Hands taps, messages, edits and what happens to chats to those who know whose feature each is.

    Each is entered as processed with what it writes.
    """

    def __init__(
        self, services: Services, bot_id: int, features: tuple[Feature, ...], processed: ProcessedUpdates
    ) -> None:
        self._services = services
        registry = Registry.of(features)
        drafts = Drafts(services, processed)
        questions = Asking(services, registry, drafts)
        held = Holding(services, registry, drafts)
        leaving = Leaving(services, registry)
        self._listening = Listening(services, registry, questions, held, leaving, processed, bot_id)
        own = (
            on(actions.LeaveIt, leaving.left),
            on(actions.ChooseSpace, questions.chose_space),
            on(actions.ChoosePrompt, questions.chose_prompt),
            on(actions.ChooseNone, questions.chose_none),
            on(actions.ShowHeld, questions.shows),
            on(actions.AskAgain, questions.asks_anew),
            on(actions.ReadFirst, held.read),
            on(actions.LetGoOn, self._listening.kept),
            on(actions.Delete, held.left),
        )
        self._tapping = Tapping(services, registry, own)
        self._attending = Attending(services, registry, processed, bot_id)
        self._processed = processed
        self._services = services

    async def handle(self, raw: dict[str, Any], at: datetime | None = None) -> None:
        """Handle one update of a kind that `bot.app.UPDATES` names, as Telegram's JSON says it.

        `at` is when a tap was made, which it does not say itself (None: now). One that has had its effect
        changes nothing and is not answered again.
        """
        update = lenient.read(raw, self._services.now())
        if update is None:
            await self._decline(raw)
            return
        refused = await self._refused_at_door(update)
        language = await self._language(update)
        with speaking(language), self._processed.recording(update.update_id), suppress(AlreadyDone):
            await meet(self._services, update)
            await self._attending.look_at(update.chat)
            if update.callback_query:
                await self._tapping.take(update.callback_query, at)
            elif update.message:
                if update.message.from_user is not None:
                    self._tapping.note_other(update.message.from_user.id)
                if not await self._attending.take_service(update.message):
                    await self._listening.take(update.message)
            elif update.edited_message:
                await self._listening.take_edit(update.edited_message)
            elif update.my_chat_member:
                await self._attending.take_own_membership(update.my_chat_member)

        await self._offer_again(refused)
        if update.chat is not None and update.chat.is_private:
            await traces.go_now(self._services, update.chat.id)

    async def _language(self, update: Update) -> str:
        """Return the language in which an update is answered: of who tapped, else of where it is said."""
        user, chat = update.user, update.chat
        if words.speaks_one() or chat is None:
            return words.ENGLISH
        app = user.language_code if user is not None else None
        theirs = user is not None and (update.callback_query is not None or chat.is_private)
        async with self._services.db.read() as tx:
            if user is not None and theirs:
                return await languages.of_person(tx, user.id, app)
            return await languages.of_group(tx, chat.id, app)

    async def _refused_at_door(self, update: Update) -> Sequence[int]:
        """Return what the door did not take, before this, of whoever is heard of there now."""
        chat = update.chat
        if chat is None or not chat.is_private:
            return ()
        async with self._services.db.read() as tx:
            return await again.refused_at(tx, chat.id)

    async def _offer_again(self, outbox_ids: Sequence[int]) -> None:
        """Offer it now instead of in a minute: the door may take it again."""
        if outbox_ids:
            async with self._services.db.write() as tx:
                await again.hurry(tx, outbox_ids, self._services.now())
            self._services.wake()

    async def apologise(self, raw: dict[str, Any]) -> None:
        """Tell a person that what they said or tapped went wrong; whatever else it was meets silence."""
        update = lenient.read(raw, self._services.now())
        if update is None:
            return
        with speaking(await self._language(update)):
            if update.callback_query:
                await self._tapping.apologise(update.callback_query)
            elif update.message:
                await self._listening.apologise(update.message)

    async def _decline(self, raw: dict[str, Any]) -> None:
        """End the waiting sign of a tap that cannot be read; say at a door that a message could not be."""
        log.warning("update %s cannot be read", raw.get("update_id"))
        sender = self._services.sender
        match raw:
            case {"callback_query": {"id": str(query)}}:
                await sender.toast(query)
            case {"message": {"chat": {"id": int(chat)}, "from": {"id": int(person)}}} if chat == person:
                async with languages.of_door(self._services.db, person):
                    message = Message(Markup.escape(_("I can take text, a voice note or a photo.")))
                await sender.send(chat, message)
