"""The buttons of joining. Who taps them is in no space yet, so the handlers look who may."""

from enum import StrEnum

from bot.actions import BOTH, GROUP, Action, Guard, Row, Who

_ANYONE = Guard(who=Who.ANYONE)
_ASKS = Guard(who=Who.ANYONE, sends=True)


class Page(StrEnum):
    """Which side of the card on which somebody decides."""

    DETAILS = ""
    BACK = "back"


class Keeps(StrEnum):
    """What becomes of one's own answers once both have read them."""

    SAVED = "x"
    FORGOTTEN = "."
    AS_THEY_ARE = ""  # a button of before there was a choice: it shows it


class OpenDoor(Action, name="pairing.open", was=("p.open",)):
    """Come to one's own private chat, from the group, and decide there."""

    guard = Guard(where=GROUP, who=Who.ANYONE, sends=True)


class WhatISee(Action, name="pairing.sees", was=("p.kept",)):
    """Read what the bot can see."""

    guard = Guard(where=BOTH, who=Who.ANYONE)


class SayYes(Action, name="pairing.yes", was=("p.yes",)):
    """Say one of the two yeses, or take it back: "adult" or "saving", "=", and `consent_views.YES` or not."""

    guard = _ANYONE
    said: str


class ReadDetails(Action, name="pairing.details", was=("p.more",)):
    """Turn to what is saved and who sees it, or back."""

    guard = _ANYONE
    page: Page


class ChooseKeeping(Action, name="pairing.keeps", was=("p.keep",)):
    """Choose what becomes of one's own answers."""

    guard = _ANYONE
    answers: Keeps


class Join(Action, name="pairing.join", was=("p.in",)):
    """Take a seat."""

    guard = _ANYONE


class JoinBesideBots(Action, name="pairing.join_beside_bots", was=("p.bot",)):
    """Take a seat, and give one's word that the others are bots."""

    guard = _ANYONE


class Refuse(Action, name="pairing.no", was=("p.no",)):
    """Say no."""

    guard = _ANYONE


class Undo(Action, name="pairing.undo", was=("p.undo",)):
    """Leave as if never joined."""

    guard = _ANYONE


class RightZone(Action, name="pairing.zone", was=("p.zone",)):
    """Say that a zone's time is one's own."""

    guard = _ANYONE
    zone: str


class AskCity(Action, name="pairing.city", was=("p.town",)):
    """Be asked for a city."""

    guard = _ASKS


class ChooseCity(Action, name="pairing.choose_city", was=("p.city",)):
    """Say which of several cities is meant."""

    guard = _ANYONE
    city: Row


class Vouch(Action, name="pairing.vouch", was=("p.fine",)):
    """Say that a further member is fine."""
