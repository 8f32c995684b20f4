"""The words of /help, of the Support page, and of what is said to words of need.

Fixed sentences, made by nobody at run time; they judge and promise nothing. What may be seen on a lock screen
or in a list of chats (first lines, what asks to be read) names nothing.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot import dates
from bot.actions import Row
from bot.feature import Command
from bot.features.support.actions import (
    ChooseCountry,
    DeleteTold,
    Hide,
    ListCountries,
    OpenSupport,
    ReadTold,
)
from bot.features.support.rules import FIRST
from bot.message import Button, Message
from bot.words import N_, _, below, beside
from content.crisis import KINDS, Kind
from content.helplines import Helpline, Helplines

_ACKNOWLEDGED: dict[Kind, str] = {
    "die": N_("That sounds really hard, and it's good that you said it."),
    "hurt": N_(
        "I'm sorry. Nobody may hurt you or make you afraid, whatever came before. It isn't your fault."
    ),
    "harm": N_(
        "It's good that you stopped to write this. If it could happen now, go to another room, or outside, "
        "until it has passed."
    ),
}
_BESIDES: dict[Kind, str] = {
    "die": N_("Somebody you trust would want to hear this, too."),
    "hurt": N_(
        "If someone checks your phone, use another device. What happened is worth a copy somewhere only you "
        "can reach."
    ),
    "harm": N_(
        "Being afraid of what you may do is a reason to call, before anything happens or after it did."
    ),
}


def help_in_group(door_link: str) -> Message:
    """Return the same short help for everyone in the group."""
    text = _(
        "I bring you two one good question a day, and a small kindness if you like. "
        "What I can do is in my menu: tap / below. Anything private is in our private chat."
    )
    return Message(
        Markup.escape(text), rows=((Button(_("Open our private chat"), url=door_link),),), silent=True
    )


def help_at_door(commands: Iterable[Command], what_i_see: str) -> Message:
    """Return every command that has a line of its own, and what the bot can read."""
    listed = [command for command in commands if command.about]
    here = [command for command in listed if "door" in command.places]
    there = [command for command in listed if "door" not in command.places]
    parts = [
        below(_("Here, in our private chat:"), _list(here)),
        below(_("Also, in your group:"), _list(there)),
        Markup.escape(what_i_see),
    ]
    return Message(Markup("\n\n").join(parts), rows=((_support(),),))


def help_before_joining() -> Message:
    """Return what works at the door of somebody who has not joined, and may be a stranger."""
    text = _("Whoever has joined sees here what I can do. /privacy says what I save.")
    return Message(Markup.escape(text), rows=((_support(),),))


def page(lines: Helplines, country: str | None) -> Message:
    """Return the Support page with the lines of a country."""
    parts = [
        Markup.escape(_("Settings → Devices shows who else can read this account.")),
        Markup.escape(_("I don't record that you opened this page. It goes from this chat in ten minutes.")),
        Markup(" ").join([Markup.escape(_i_am_a_program()), Markup.escape(_what_is_noticed())]),
        _ground(lines, country, lines.of(country)),
        Markup.escape(
            _(
                "Somebody you trust, a doctor or a counsellor is a good beginning, too. If someone checks "
                "your phone, use another device, and clear this chat's notifications. Before you delete "
                "anything: you may want a copy somewhere only you can reach."
            )
        ),
    ]
    other = _("Other countries") if country in lines.countries else _("Choose a country")
    return Message(Markup("\n\n").join(parts), rows=((Button(other, ListCountries(0)),), (_hide(),)))


def countries(lines: Helplines) -> Message:
    """Return the list of countries of which lines are known."""
    buttons = [Button(dates.say_country(code), ChooseCountry(0, code)) for code in lines.countries]
    buttons.sort(key=lambda it: it.label)
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    text = Markup(_("Which country? I don't remember your choice. Anywhere else: <b>findahelpline.com</b>."))
    return Message(text, rows=(*rows, (_hide(),)))


def before_taking(
    kind: Kind, lines: Helplines, country: str | None, *, in_group: bool, with_media: bool
) -> Message:
    """Return what stands above the choice before words of need are taken, and what that means.

    A photo or voice note that came `with_media` stays in the chat if it is saved.
    """
    goes = (
        _("Deleted, it goes from our private chat, too, as far as Telegram lets me; saved, it stays there.")
        if with_media
        else _("It's gone from our private chat already, as far as Telegram lets me.")
    )
    held = _("What you wrote isn't saved. I hold it, encrypted, for an hour, then delete it.")
    waits = (
        _(
            "What you wrote stands in your group; I add nothing to it until you choose. I hold it, "
            "encrypted, for an hour."
        )
        if in_group
        else beside(held, goes)
    )
    return Message(Markup("\n\n").join([*_text(kind, lines, country), Markup.escape(waits)]))


def to_read(about: int, kind: Kind) -> Message:
    """Return the neutral line above the same text where nothing is asked; `about` is the message meant."""
    text = _("There's something here for you to read. It goes in an hour.")
    read = Button(_("Read"), ReadTold(0, Row(about), KINDS.index(kind)))
    return Message(Markup.escape(text), rows=((read,),), silent=True)


def told(kind: Kind, lines: Helplines, country: str | None, about: int) -> Message:
    """Return the text for words that nobody waits for, or that stand in the group already."""
    waits = (
        _(
            "I saved nothing of what you wrote, and took it from our private chat, as far as Telegram lets "
            "me. This goes in an hour, too."
        )
        if about
        else _("What you said stands in your group. This goes from our private chat in an hour.")
    )
    delete = Button(_("Delete this now"), DeleteTold(0, Row(about)))
    return Message(
        Markup("\n\n").join([*_text(kind, lines, country), Markup.escape(waits)]), rows=((delete,),)
    )


def _text(kind: Kind, lines: Helplines, country: str | None) -> list[Markup]:
    """Return the text of a kind: that it was heard, what the bot is not, who helps, and one thing more."""
    return [
        Markup.escape(_(_ACKNOWLEDGED[kind])),
        Markup.escape(_i_am_a_program()),
        _ground(lines, country, lines.of(country, FIRST[kind])),
        Markup(" ").join(Markup.escape(it) for it in (_(_BESIDES[kind]), _("/help → Support has more."))),
    ]


def _i_am_a_program() -> str:
    return _("I'm only a program: nobody reads along here, and I can't call for help.")


def _what_is_noticed() -> str:
    return _("I notice a few typed words of need, in English; voice notes and photos I don't look at.")


def _ground(lines: Helplines, country: str | None, shown: Sequence[Helpline]) -> Markup:
    """Return who helps: the emergency number, some lines, and where to look for all others."""
    told = []
    if shown and country is not None:
        checked = min(line.verified_on for line in shown)
        told.append(
            Markup(_("<b>%(country)s</b>, checked %(month)s:"))
            % {"country": dates.say_country(country), "month": dates.say_month(checked)}
        )
    number = lines.emergency(country)
    danger = _("your local emergency number") if number is None else number
    told.append(Markup(_("In danger right now: <b>%(number)s</b>")) % {"number": danger})
    told += [_line(line) for line in shown]
    told.append(Markup(_("Other lines, and other countries: <b>findahelpline.com</b>")))
    return Markup("\n").join(told)


def _line(line: Helpline) -> Markup:
    reached = ", ".join(it for it in (line.hours, line.also) if it)
    return Markup(_("<b>%(number)s</b> %(name)s, %(about)s (%(reached)s)")) % {
        "number": line.number,
        "name": line.name,
        "about": line.about,
        "reached": reached,
    }


def _support() -> Button:
    return Button(_("Support"), OpenSupport(0))


def _hide() -> Button:
    return Button(_("Hide"), Hide(0))


def _list(commands: Iterable[Command]) -> Markup:
    return Markup("\n").join(
        Markup(_("/%(name)s: %(about)s")) % {"name": command.name, "about": _(command.about)}
        for command in commands
    )
