"""The words and keyboards of joining."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot import dates
from bot.actions import Row
from bot.features.pairing.actions import (
    AskCity,
    ChooseCity,
    OpenDoor,
    RightZone,
    Undo,
    Vouch,
    WhatISee,
)
from bot.features.question.exports import QUESTION_TIME, AskFirst
from bot.features.settings.exports import Open, Turn
from bot.message import Button, Message, Rows
from bot.spaces.cities import City
from bot.spaces.model import Space
from bot.words import N_, _, below, beside
from schedules.quiet import is_quiet_at

_EXAMPLE = N_("Which wait makes you most restless: a queue, a reply, a late train?")


def stranger_card(username: str) -> Message:
    """Return the card at the door of somebody of whose group the bot knows nothing.

    The other may have brought the bot into their group already, so it says what to do then, too.
    """
    text = Markup(
        _(
            "<b>Hello! I'm Kindling.</b> 🔥\n"
            "I bring the two of you one good question a day, like this one:\n<i>%(example)s</i>\n"
            "Private answers open when you've both answered.\n\n"
            "Make a group for just you two and bring me in. Already done by your partner? Tap <b>Open our "
            "private chat</b> there."
        )
    ) % {"example": _(_EXAMPLE)}
    add = Button(_("Add me to our group"), url=f"https://t.me/{username}?startgroup=hello")
    return Message(text, rows=((add,), (_what_i_can_see(),)))


def partner_card() -> Message:
    """Return the hello at the door of somebody who is in an active space."""
    return Message(
        Markup(
            _(
                "Hello again. This is our private chat.\n"
                "/today shows what's on, /thanks says thank you, /checkin looks back on the day in three "
                "taps, /settings sets your times."
            )
        )
    )


def way_in(space: Space) -> Button:
    """Return the way from a group that waits for both to one's own door."""
    return _open_door(space.id)


def _open_door(space_id: int) -> Button:
    return Button(_("Open our private chat"), tap=OpenDoor(space_id))


def welcome_card(space_id: int, inviter: str | None) -> Message:
    """Return the group's first card."""
    text = Markup(
        _(
            "I bring you two one good question a day, and a small kindness if you like.\n"
            "What you answer privately opens only when you've both answered. I begin once each of you has "
            "said yes, in our private chat."
        )
    )
    rows = (
        (_open_door(space_id),),
        (_what_i_can_see(space_id),),
    )
    return Message(Markup("\n").join([_hello(inviter), text]), rows=rows)


def welcomed_card(inviter: str | None) -> Message:
    """Return what that card says once both have joined and it asks for nothing any more."""
    text = Markup(
        _(
            "I bring you two one good question a day, and a small kindness if you like.\n"
            "What you answer privately opens only when you've both answered."
        )
    )
    return Message(Markup("\n").join([_hello(inviter), text]))


def public_welcome_card(space_id: int, inviter: str | None) -> Message:
    """Return the group's first card where anybody may read along: what to mend before anything begins."""
    text = Markup(
        _(
            "This group is public: anybody can find it and read along. I'm made for two, so please make it "
            "private first (group settings → group type). Then tap here, and I'll say what I do."
        )
    )
    rows = ((Button(_("It's private now"), tap=OpenDoor(space_id)),),)
    return Message(Markup("\n").join([_hello(inviter), text]), rows=rows)


def public_alert() -> str:
    """Return why nothing begins in a public group, as an alert."""
    return _(
        "Your group is public: anybody can find it and read along. Make it private (group settings → group "
        "type), then tap again."
    )


def public_line() -> Message:
    """Return the one line before the bot goes quiet in a group that anybody may read."""
    return Message(
        Markup(
            _(
                "This group is public now: anybody can find it and read along, so I'll be quiet. Make it "
                "private (group settings → group type), and I'll go on. Nothing is lost."
            )
        ),
        silent=True,
    )


def taken_line(who_may_join: str) -> str:
    """Return why this bot is not for these two, in a group or as an alert."""
    if who_may_join == "listed":
        return _("This Kindling is for people listed by whoever runs it. Anyone can run their own.")
    return _("This Kindling belongs to another couple. Anyone can run their own.")


def declined_card() -> Message:
    """Return the face of the consent card after a no."""
    return Message(
        Markup(
            _(
                "That's fine, and it stays in this chat: nothing changes in the group.\n"
                "If you ever feel like it, tap <b>Open our private chat</b> there."
            )
        )
    )


def joined_door_card(space_id: int) -> Message:
    """Return the door's card after a yes; the same whether the other is in or not.

    It goes with its button after `rules.UNDO`; /stop takes back the yes of who waits longer.
    """
    text = Markup(
        _(
            "You're in. As soon as you both are, I'll say so in the group.\n"
            "Changed your mind? For a day, and while I wait for you both, you can undo this, as if you had "
            "never joined."
        )
    )
    return Message(text, rows=((Button(_("Undo"), tap=Undo(space_id)),),))


def in_already_card() -> Message:
    """Return what stands at the door of somebody who joined longer ago than it can be undone."""
    return Message(Markup.escape(_("You're in already. /stop ends things at any time.")))


def undone_card(*, named: bool) -> Message:
    """Return the face of the card after an undo; `named` is whether the invitation still says their name."""
    text = _(
        "Undone: it's as if you had never joined. What you told me is deleted here, and from backups within "
        "seven days."
    )
    stays = _("Your name stays with the invitation in your group, which shows it, until that ends.")
    return Message(beside(text, stays if named else ""))


def zone_card(zone: str, now: datetime, *, leads: bool) -> Message:
    """Return the question whether it is the time it is in this zone; `leads` is as for `city_prompt`."""
    text = Markup(_("One more thing: is it <b>%(time)s</b> for you now?"))
    rows = (
        (Button(_("Yes"), tap=RightZone(0, zone)),),
        (Button(_("No, another city"), tap=AskCity(0)),),
    )
    return Message(below(text % {"time": _clock(now, zone)}, _leading(leads=leads)), rows=rows)


def city_prompt(*, leads: bool) -> Message:
    """Return the prompt for a city's name.

    Where the group's times take it (`leads`) it says so: when posts come tells the other something of it.
    """
    return Message(
        below(_("Which city are you near? It sets the clock I go by for you."), _leading(leads=leads)),
        page=True,
    )


def city_card(city: City, now: datetime) -> Message:
    """Return the question whether this city was meant."""
    text = Markup(_("Do you mean %(city)s (%(where)s)? Tap it to set it."))
    named = {"city": city.name, "where": city.where}
    return Message(text % named, rows=_cities_rows([city], now), passes=False)


def cities_card(found: list[City], now: datetime) -> Message:
    """Return the question which of several cities is meant, each with its time."""
    return Message(
        Markup(_("There is more than one of that name. Which is yours?")),
        rows=_cities_rows(found, now),
        passes=False,  # until it is made, the clock is not the one they think it is
    )


def _cities_rows(found: list[City], now: datetime) -> Rows:
    """Return a key for each city, and one for none of them."""
    rows = tuple(
        (
            Button(
                _("%(city)s, %(where)s (%(time)s)")
                % {
                    "city": city.name,
                    "where": city.where,
                    "time": _clock(now, city.zone),
                },
                tap=ChooseCity(0, Row(city.id)),
            ),
        )
        for city in found
    )
    return (*rows, _another_city())


def unknown_city_line() -> str:
    """Return the answer to a city that is not known."""
    return _(
        "I don't know that one. Try the nearest larger city, in any language, or send a place on the map."
    )


def only_a_clock_line() -> str:
    """Return the answer to "CET" or "UTC+1": it is understood, but is no place."""
    return _(
        "Many places go by that clock, and most change it with the seasons. Which city's time is yours? Or "
        "send a place on the map."
    )


def zone_done_card(city: str, zone: str, now: datetime, group: Space | None = None, me: int = 0) -> Message:
    """Return the door's card once the zone is known; `group` and `me` as for `zone_found_card`."""
    text = Markup(_("Good: %(city)s time, %(time)s now. /settings changes it any time."))
    there, rows = _elsewhere(group, me, zone, now)
    return Message(text % {"city": city, "time": _clock(now, zone)} + there, rows=rows)


def zone_found_card(city: City, now: datetime, group: Space | None = None, me: int = 0) -> Message:
    """Return the door's card once a typed city is known; it names the country, and mends a wrong guess.

    Where the `group` goes by another clock it says when the question comes by this one, which is that of `me`
    (a person id).
    """
    text = Markup(_("Good: %(city)s (%(where)s), %(time)s now. /settings changes it any time."))
    named = {"city": city.name, "where": city.where, "time": _clock(now, city.zone)}
    there, rows = _elsewhere(group, me, city.zone, now)
    return Message(text % named + there, rows=(_another_city(), *rows))


def _elsewhere(group: Space | None, me: int, zone: str, now: datetime) -> tuple[Markup, Rows]:
    """Return when the group's question comes by one's own clock, if the group's is another.

    Where that is night by one's own, what helps stands right there; nobody learns that it does.
    """
    if group is None or now.astimezone(ZoneInfo(zone)).utcoffset() == group.local(now).utcoffset():
        return Markup(""), ()
    at = datetime.combine(group.local(now).date(), group[QUESTION_TIME], tzinfo=group.tz)
    text = Markup(
        _("It moves this chat alone. Your group's question comes at %(time)s here, and nobody is told.")
    )
    hours = Button(_("Our clock"), tap=Turn(group.id, "clock"))
    others = [it.name for it in group.couple if it.person_id != me]
    if others and _is_untold_night(group, me, at.astimezone(ZoneInfo(zone))):
        text = Markup(
            _(
                "It moves this chat alone, and nobody is told: your group's question comes at %(time)s here, "
                "in your night. If you tell %(name)s your hours, nothing in your group makes a sound then."
            )
        )
        label = _("Tell %(name)s my hours") % {"name": others[0]}
        hours = Button(label, tap=Turn(group.id, "hours"))
    named = {"time": _clock(at, zone), "name": others[0] if others else ""}
    return Markup("\n") + text % named, ((hours,),)


def _is_untold_night(group: Space, me: int, at: datetime) -> bool:
    """Whether an instant, by one's own clock, is in the night, and the other was not told those hours."""
    mine = group.partner(me)
    told = ZoneInfo(mine.announced) if mine is not None and mine.announced else group.tz
    is_told = at.astimezone(told).utcoffset() == at.utcoffset()
    return not is_told and is_quiet_at(group, at.time())


def _another_city() -> tuple[Button, ...]:
    return (Button(_("Another city"), tap=AskCity(0)),)


def joined_card(space: Space) -> Message:
    """Return the group's card that says that both are in. It names one hour, the space's own."""
    text = Markup(
        _(
            "You're both in. 🌱\n"
            "One question a day: %(time)s. Answer privately and it stays sealed until you've both answered, "
            "or reply here for both to see. Miss any day you like. Either of you can pause or end this in "
            "our private chat."
        )
    )
    rows = (
        (Button(_("Ask us our first question"), tap=AskFirst(space.id)),),
        (Button(_("Set our times"), tap=Open(space.id)),),
    )
    return Message(text % {"time": dates.say_time(space[QUESTION_TIME])}, rows=rows)


def quiet_line() -> Message:
    """Return the one line before the bot goes quiet among more than two people."""
    return Message(
        Markup(_("I'm made for two, so I'll be quiet while more people are here. Nothing is lost.")),
        silent=True,
    )


def ended_card(*, ungiven: bool) -> Message:
    """Return what each hears once a space ended by itself; it names nobody, as either sees the group.

    Whose own thank-you was still `ungiven` hears that it stays so.
    """
    text = (
        _(
            "Kindling has ended for you two: your group no longer holds the two of you and me. What was "
            "sealed is deleted unopened; no thank-you of yours that waited is given. For seven days /export "
            "gives you your words and /delete deletes them; then everything goes. To begin anew, bring me "
            "into a group of just you two."
        )
        if ungiven
        else _(
            "Kindling has ended for you two: your group no longer holds the two of you and me. What was "
            "sealed is deleted unopened. For seven days /export still gives you your words and /delete "
            "deletes them; then everything goes. To begin anew, bring me into a group of just you two."
        )
    )
    return Message(Markup.escape(text), silent=True)


def vouch_card(space_id: int) -> Message:
    """Return the door's question whether a further member is fine; the same at both doors."""
    text = Markup(
        _(
            "There is somebody else in your group now, so I'm quiet there. If that's fine with you (another "
            "bot, say), tell me here. I'll go on when you've both said so."
        )
    )
    return Message(text, rows=((Button(_("That's fine"), tap=Vouch(space_id)),),))


def vouched_card() -> Message:
    """Return the face of that question once it was answered."""
    return Message(Markup(_("Noted. Only you see this. I'll go on when you've both said so.")))


def over() -> str:
    """Return the alert on a button of an invitation that is over."""
    return _("That invitation is over. Send /start in your group and I'll say hello again.")


def _what_i_can_see(space_id: int = 0) -> Button:
    return Button(_("What I can see"), tap=WhatISee(space_id))


def _hello(inviter: str | None) -> Markup:
    if inviter:
        return Markup(_("Hello! %(name)s asked me in. 🔥")) % {"name": inviter}
    return Markup(_("Hello! One of you asked me in. 🔥"))


def _leading(*, leads: bool) -> str:
    return _("Your group's times will go by it.") if leads else ""


def _clock(now: datetime, zone: str) -> str:
    return dates.say_time(now.astimezone(ZoneInfo(zone)).time())
