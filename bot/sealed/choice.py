"""A choice: an answer that is tapped and never typed."""

from dataclasses import replace

from markupsafe import Markup

from bot.sealed import contributions, rows
from bot.sealed.contributions import AnswerState, Card
from bot.sealed.door import answerable, refuse
from bot.sealed.opening import keep
from bot.sealed.pair import Pair, PickAction, Subject
from bot.sealed.views import aloud_toast, closed_toast
from bot.telegram.incoming import Tap
from bot.words import _


async def pick(pair: Pair, tap: Tap, tapped: PickAction) -> None:
    """An option of a choice: sealed with one tap; a tap on another one takes its place, for a minute or more.

    The toast is the same for the first and the second to tap: the card opens when both are whole.
    """
    async with tap.write() as tx:
        card = await answerable(pair, tx, tap, tapped.card)
        subject = pair.subject(tap.reader, card) if isinstance(card, Card) else Subject("", Markup())
        option = tapped.option if tapped.option < len(subject.options) else None
        said = None
        if isinstance(card, Card) and option is not None:
            said = await rows.answer_of(tx, card.id, tap.person.id)
            if said is None or (said.how is AnswerState.SEALED and said.option != option):
                begun = said or contributions.begun(card, tap.person.id, AnswerState.SEALED, tap.at)
                chosen = contributions.again(replace(begun, option=option), card, tap.at)
                await keep(pair, tx, tap.services, tap.home, chosen)
    if not isinstance(card, Card):
        await refuse(tap, card)
    elif option is None:
        await tap.toast(closed_toast())
    elif said is not None and said.how is AnswerState.ALOUD:
        await tap.toast(aloud_toast())
    else:
        choice = str(option + 1) if subject.listed else subject.options[option]
        await tap.toast(_("Sealed: %(choice)s. Tap another to change.") % {"choice": choice})
        tap.services.wake()
