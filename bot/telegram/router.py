"""Updates in, by their kind. The one gate every act passes."""

from telegram import Update

from bot.feature import Feature
from bot.house import House
from bot.telegram import asking, holding
from bot.telegram.asking import Asking
from bot.telegram.attending import Attending
from bot.telegram.holding import Holding
from bot.telegram.listening import Listening
from bot.telegram.rooms import Rooms
from bot.telegram.tapping import Tapping


class Router:
    """Hands taps, messages, edits and what happens to chats to those who know whose room each is."""

    def __init__(self, house: House, bot_id: int, features: tuple[Feature, ...]) -> None:
        rooms = Rooms.of(features)
        questions = Asking(house, rooms)
        held = Holding(house, rooms)
        self._listening = Listening(house, rooms, questions, held, bot_id)
        own = {
            asking.WHICH_SPACE: questions.chose_space,
            asking.WHICH_PROMPT: questions.chose_prompt,
            holding.KEEP: self._listening.kept,
            holding.LEAVE: held.left,
        }
        self._tapping = Tapping(house, rooms, own)
        self._attending = Attending(house, rooms, bot_id)

    async def handle(self, update: Update) -> None:
        """Handle one update of a kind that `bot.app.UPDATES` names."""
        if update.callback_query:
            await self._tapping.take(update.callback_query)
        elif update.message:
            if not await self._attending.take_service(update.message):
                await self._listening.take(update.message)
        elif update.edited_message:
            await self._listening.take_edit(update.edited_message)
        elif update.my_chat_member:
            await self._attending.take_own_membership(update.my_chat_member)
