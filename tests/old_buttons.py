"""Tapping a button of an earlier version: its callback data stand in chats for years."""

from markupsafe import Markup

from bot.cards import Button, Card
from bot.playground.model import Toast
from bot.playground.people import Person
from bot.playground.shown import Place
from tests.stage import Stage


async def taps_old(stage: Stage, person: Person, data: str, place: Place | None = None) -> Toast | None:
    """Let somebody tap a button with this callback data below a message there, as an old version sent it.

    At their door where no place is named. Returns what the tap was answered with.
    """
    assert stage.kindling is not None
    at = place or person.door
    card = Card(Markup("An old card"), rows=((Button("Tap", tap=data),),))
    await stage.kindling.house.sender.send(at.id, card)
    return await person.taps("Tap", on=at.last())
