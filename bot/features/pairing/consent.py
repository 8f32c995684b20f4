"""The card at a door on which somebody decides, and its two yeses: being an adult, and what may be saved."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.disclosure import Host
from bot.features.pairing import consent_views, rules, store, views
from bot.features.pairing.actions import ChooseKeeping, Keeps, Page, ReadDetails, SayYes
from bot.features.pairing.consent_views import TAKEN_BACK, YES
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from bot.features.question.exports import SAVES_ANSWERS
from bot.message import Message
from bot.services import Services
from bot.spaces import store as spaces
from bot.spaces.model import Partner, PartnerState, Space, SpaceState
from bot.telegram.incoming import Person, Tap
from bot.words import _

_YESES = {"adult": ADULT_AT, "saving": SAVING_AT}
_LOOKS = 5  # groups looked into for somebody who presses Start; each is a question to Telegram


async def card_for(services: Services, space: Space, me: Partner) -> Message:
    """Return what stands at the door of somebody who came to decide, or has decided already."""
    if me.state is PartnerState.IN and rules.may_undo(space, me, services.now()):
        return views.joined_door_card(space.id)
    if me.state is PartnerState.IN:
        return views.in_already_card()
    return consent_views.consent_card(space.id, me, await host_of(services, space, me.person_id))


async def host_of(services: Services, space: Space, person_id: int) -> Host:
    """Return who runs this bot, as this person may hear it before both are in.

    Of the other only what the group saw is said: who asked the bot in. Anybody else that OPERATOR_IS names is
    the partner only where no third person can be: Telegram says whether they are in the group, to whom its
    members are no secret, and how many are. Where it does not, nobody is named.
    """
    runs, inviter = services.settings.operator_is, space.inviter_id
    async with services.db.read() as tx:
        known = await spaces.known(tx, inviter) if inviter not in (0, person_id) else None
    is_partner = False
    if runs is not None and runs != person_id and space.chat_id is not None:
        is_partner = runs == inviter or (known is None and await _is_the_other(services, space.chat_id, runs))
    return Host(
        said=services.settings.operator,
        partner=known.name if known else None,
        is_reader=runs == person_id,
        is_partner=is_partner,
    )


async def _is_the_other(services: Services, chat_id: int, person_id: int) -> bool:
    """Return whether a person is in a group in which nobody is but two and the bot."""
    if not await services.sender.is_member(chat_id, person_id):
        return False
    return await services.sender.member_count(chat_id) == rules.TWO_AND_THE_BOT


async def agree(tap: Tap, tapped: SayYes) -> None:
    """Take one of the two yeses, or take it back; before one is in."""
    what, _sep, how = tapped.said.partition("=")
    async with tap.services.db.write() as tx:
        me = await guest(tx, tap)
        yes_to = _YESES.get(what)
        if (
            me is not None
            and me.state is PartnerState.INVITED
            and tap.space
            and yes_to
            and how in (YES, TAKEN_BACK)
        ):
            said = tap.at if how == YES else None
            await spaces.put(tx, tap.space.id, yes_to.to(said), person_id=me.person_id)
            me = await guest(tx, tap)
    await _show(tap, me)


async def details(tap: Tap, tapped: ReadDetails) -> None:
    """Turn to what is saved and who sees it, or back."""
    async with tap.services.db.read() as tx:
        me = await guest(tx, tap)
    await _show(tap, me, on_details=tapped.page is Page.DETAILS)


async def keep(tap: Tap, tapped: ChooseKeeping) -> None:
    """Choose whether one's own answers are saved once both have read them; before one is in."""
    async with tap.services.db.write() as tx:
        me = await guest(tx, tap)
        decides = (
            me is not None and me.state is PartnerState.INVITED and tapped.answers is not Keeps.AS_THEY_ARE
        )
        if me is not None and decides and tap.space:
            keeps = tapped.answers is Keeps.SAVED
            await spaces.put(tx, tap.space.id, SAVES_ANSWERS.to(keeps), person_id=me.person_id)
            me = await guest(tx, tap)
    await _show(tap, me, on_details=True)


async def invited_to(services: Services, person: Person) -> Space | None:
    """Return the newest space waiting for both in a group in which Telegram sees this person, invited to it.

    Whoever presses Start in a private chat may have been asked by the other already. They are invited by
    this, as by the button in the group.
    """
    async with services.db.read() as tx:
        waiting = await spaces.newest_inviting(tx, _LOOKS)
    for space in waiting:
        if space.chat_id is None or space.group.public or space.removed_at is not None:
            continue
        if not await services.sender.is_member(space.chat_id, person.id):
            continue
        async with services.db.write() as tx:
            here = await spaces.by_id(tx, space.id)
            if (
                here is None
                or here.state is not SpaceState.INVITING
                or not await store.allowed(tx, services, here, person.id)
            ):
                continue
            return await store.invite(tx, here, person, services.now())
    return None


async def guest(tx: AsyncConnection, tap: Tap) -> Partner | None:
    """Return the row of whoever tapped at their own door, in a space that is not closed."""
    space = await spaces.by_id(tx, tap.space.id) if tap.space else None
    if space is None or space.state is SpaceState.CLOSED:
        return None
    return space.guest(tap.person.id)


async def _show(tap: Tap, me: Partner | None, *, on_details: bool = False) -> None:
    if me is None or tap.space is None:
        await tap.alert(views.over())
    elif me.state is PartnerState.IN:
        await tap.toast(_("You're in already. /settings changes it."))
    else:
        await tap.toast()
        page = consent_views.details_card(tap.space.id, me) if on_details else None
        await tap.edit(page or await card_for(tap.services, tap.space, me))
