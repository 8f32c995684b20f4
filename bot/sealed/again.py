"""What may not have arrived of what opened goes out once more, where somebody asks for it."""

from bot.sealed import sending
from bot.sealed.pair import CardAction, Pair
from bot.sealed.views import closed_toast
from bot.telegram.incoming import Tap
from bot.words import _


async def show_again(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Show it again*: a reveal whose tries all stayed without an answer goes out once more."""
    async with tap.write() as tx:
        comes = await sending.show_again(pair.names, tx, tap.home.id, tapped.card, tap.at)
    await tap.toast(_("Here it comes.") if comes else closed_toast())
    tap.services.wake()
