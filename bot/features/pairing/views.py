"""The words and keyboards of joining."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.cards import Button, Card, Rows
from bot.spaces.cities import City
from bot.spaces.model import Partner, Space
from bot.telegram import taps
from bot.words import _


def stranger_card(username: str) -> Card:
    """Return the card at the door of somebody who has no space yet."""
    text = Markup(
        _(
            "<b>Hello! I'm Kindling.</b> 🔥\n"
            "I live in a couple's own group chat: one good question a day, a small kindness if you like, and "
            "a place for your thank-yous.\n\n"
            "Make a group for just you two, then bring me in."
        )
    )
    add = Button(_("Add me to our group"), url=f"https://t.me/{username}?startgroup=hello")
    return Card(text, rows=((add,),))


def partner_card() -> Card:
    """Return the hello at the door of somebody who is in an active space."""
    return Card(
        Markup(
            _(
                "Hello again. This side is just you and me.\n"
                "/today shows what's open, /thanks keeps a thank-you, /checkin closes the day in three taps, "
                "/settings sets your times."
            )
        )
    )


def welcome_card(space_id: int, inviter: str | None) -> Card:
    """Return the group's first card."""
    text = Markup(
        _(
            "I bring one good question a day, and a small kindness if you like.\n"
            "I see commands (with any message they reply to), replies to me, and taps: nothing else you "
            "write. What you tell me is kept on the computer of whoever runs me. Whoever joins later may "
            "read back. For two adults."
        )
    )
    rows = (
        (Button(_("Open my side"), tap=taps.data("p.open", space_id)),),
        (Button(_("What is kept?"), tap=taps.data("p.kept", space_id)),),
    )
    return Card(Markup("\n").join([_hello(inviter), text]), rows=rows)


def public_welcome_card(space_id: int, inviter: str | None) -> Card:
    """Return the group's first card where anybody may read along: what to mend before anything begins."""
    text = Markup(
        _(
            "This group is public: anybody can find it and read along. I'm made for two, so please make it "
            "private first (group settings → group type). Then tap here, and I'll say what I do."
        )
    )
    rows = ((Button(_("It's private now"), tap=taps.data("p.open", space_id)),),)
    return Card(Markup("\n").join([_hello(inviter), text]), rows=rows)


def public_alert() -> str:
    """Return why nothing begins in a public group, as an alert."""
    return _(
        "Your group is public: anybody can find it and read along. Make it private (group settings → group "
        "type), then tap again."
    )


def public_line() -> Card:
    """Return the one line before the bot goes quiet in a group that anybody may read."""
    return Card(
        Markup(
            _(
                "This group is public now: anybody can find it and read along, so I'll be quiet. Make it "
                "private (group settings → group type), and I'll go on. Nothing is lost."
            )
        ),
        silent=True,
    )


def kept_alert(operator: str | None) -> str:
    """Return what is kept and where, in an alert (200 characters at most, so a long name is left out)."""
    kept = _(
        "Your answers, thank-yous and check-ins, encrypted, on the computer of whoever runs me. "
        "Yours to erase any time."
    )
    named = (
        _(
            "Your answers, thank-yous and check-ins, encrypted, on the computer of whoever runs me: "
            "%(operator)s. Yours to erase any time."
        )
        % {"operator": operator}
        if operator
        else kept
    )
    return named if len(named) <= 200 else kept


def taken_line(who_may_join: str) -> str:
    """Return why this bot is not for these two, in a group or as an alert."""
    if who_may_join == "listed":
        return _("This Kindling is for people its host has listed. Anyone can run their own.")
    return _("This Kindling belongs to another couple. Anyone can run their own.")


def consent_card(space_id: int, me: Partner, operator: str | None, *, crowd: bool = False) -> Card:
    """Return the private question whether this person wants in; says nothing about anybody else.

    `crowd` adds the way on for a group that holds more than two people and the bot.
    """
    host = (
        Markup(_("on the computer of whoever runs me (%(operator)s)")) % {"operator": operator}
        if operator
        else Markup(_("on the computer of whoever runs me"))
    )
    parts = [
        Markup(_("<b>Would you like me in your group?</b> This side is just you and me.")),
        Markup(
            _(
                "<b>I'm in</b> means: you are an adult, and I may keep what you tell me (answers, "
                "thank-yous, check-ins), encrypted, %(host)s. Private answers open only together. You can "
                "pause, erase your words or leave any time, on your own."
            )
        )
        % {"host": host},
    ]
    if crowd:
        parts.append(
            Markup(_("That group holds more than the two of you and me. I can come in if the rest is a bot."))
        )
    keep = _("My answers, once opened: kept") if me.keeps_answers else _("My answers, once opened: not kept")
    rows: Rows = (
        (Button(_("I'm in"), tap=taps.data("p.in", space_id)),),
        (Button(keep, tap=taps.data("p.keep", space_id)),),
        (Button(_("Not for me"), tap=taps.data("p.no", space_id)),),
    )
    if crowd:
        rows = ((Button(_("The other member is a bot"), tap=taps.data("p.bot", space_id)),), *rows[1:])
    return Card(Markup("\n\n").join(parts), rows=rows)


def declined_card() -> Card:
    """Return the face of the consent card after a no."""
    return Card(
        Markup(
            _(
                "That's fine, and it stays here: nothing changes in the group.\n"
                "If you ever feel like it, tap <b>Open my side</b> there."
            )
        )
    )


def joined_door_card(space_id: int) -> Card:
    """Return the door's card after a yes; the same whether the other is in or not."""
    text = Markup(
        _(
            "You're in. As soon as you both are, I'll say so in the group.\n"
            "Changed your mind? For a day you can undo this, as if you had never joined."
        )
    )
    return Card(text, rows=((Button(_("Undo"), tap=taps.data("p.undo", space_id)),),))


def undone_card() -> Card:
    """Return the face of the card after an undo."""
    return Card(Markup(_("Undone: it's as if you had never joined, and what you told me is erased.")))


def zone_card(zone: str, now: datetime, *, leads: bool) -> Card:
    """Return the question whether it is the time it is in this zone; `leads` is as for `city_prompt`."""
    text = Markup(_("One more thing, so that I never come at a bad hour: is it <b>%(time)s</b> for you now?"))
    rows = (
        (Button(_("Yes"), tap=taps.data("p.zone", arg=zone)),),
        (Button(_("No, another city"), tap=taps.data("p.town")),),
    )
    return Card(text % {"time": _clock(now, zone)} + _leading(leads=leads), rows=rows)


def city_prompt(*, leads: bool) -> Card:
    """Return the prompt for a city's name.

    Where this clock `leads` the group's times it says so: when posts come tells the other something of it.
    """
    return Card(
        Markup(_("Which city's time do you live by? The nearest larger one will do."))
        + _leading(leads=leads),
        placeholder=_("Lisbon, Kyoto, …"),
    )


def city_card(city: City, now: datetime) -> Card:
    """Return the question whether this city was meant."""
    text = Markup(_("Do you mean %(city)s (%(where)s)? Tap it to set it."))
    return Card(text % {"city": city.name, "where": city.where}, rows=_cities_rows([city], now))


def cities_card(found: list[City], now: datetime) -> Card:
    """Return the question which of several cities is meant, each with its time."""
    return Card(
        Markup(_("There is more than one of that name. Which is yours?")), rows=_cities_rows(found, now)
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
                tap=taps.data("p.city", ref=city.id),
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


def zone_done_card(city: str, zone: str, now: datetime) -> Card:
    """Return the door's card once the zone is known."""
    text = Markup(_("Good: %(city)s time, %(time)s now. /settings changes it any time."))
    return Card(text % {"city": city, "time": _clock(now, zone)})


def zone_found_card(city: City, now: datetime) -> Card:
    """Return the door's card once a typed city is known; it names the country, and mends a wrong guess."""
    text = Markup(_("Good: %(city)s (%(where)s), %(time)s now. /settings changes it any time."))
    named = {"city": city.name, "where": city.where, "time": _clock(now, city.zone)}
    return Card(text % named, rows=(_another_city(),))


def _another_city() -> tuple[Button, ...]:
    return (Button(_("Another city"), tap=taps.data("p.town")),)


def joined_card(space: Space, now: datetime) -> Card:
    """Return the group's card that says that both are in."""
    text = Markup(
        _(
            "You're both in. 🌱\n"
            "One question a day: %(times)s. Answer privately and it stays sealed until you've both answered, "
            "or reply here for both to see. Miss any day you like. Either of you can pause or end this from "
            "your private chat with me."
        )
    )
    rows = (
        (Button(_("Ask us our first question"), tap=taps.data("q.first", space.id)),),
        (Button(_("Set our times"), tap=taps.data("s.open", space.id)),),
    )
    return Card(text % {"times": _times(space, now)}, rows=rows)


def hush_line() -> Card:
    """Return the one line before the bot goes quiet among more than two people."""
    return Card(
        Markup(_("I'm made for two, so I'll be quiet while more people are here. Nothing is lost.")),
        silent=True,
    )


def ended_card(*, ungiven: bool) -> Card:
    """Return what each hears once a space ended by itself; it names nobody, as either sees the group.

    Whose own thank-you was still `ungiven` hears that it stays so.
    """
    erased = (
        _("What was sealed is erased unopened; your waiting thank-you isn't given.")
        if ungiven
        else _("What was sealed is erased unopened.")
    )
    text = _(
        "Your space has ended: your group no longer holds the two of you and me. For seven days "
        "/export still gives you your words and /delete erases them; then everything goes by itself. "
        "%(erased)s To begin anew, bring me into a group of you two, where each says yes again."
    )
    return Card(Markup.escape(text % {"erased": erased}), silent=True)


def vouch_card(space_id: int) -> Card:
    """Return the door's question whether a further member is fine; the same at both doors."""
    text = Markup(
        _(
            "There is somebody else in your group now, so I'm quiet there. If that's fine with you (another "
            "bot, say), tell me here. I'll go on when you've both said so."
        )
    )
    return Card(text, rows=((Button(_("That's fine"), tap=taps.data("p.fine", space_id)),),))


def vouched_card() -> Card:
    """Return the face of that question once it was answered."""
    return Card(Markup(_("Noted, just here. I'll go on when you've both said so.")))


def _hello(inviter: str | None) -> Markup:
    if inviter:
        return Markup(_("Hello! %(name)s asked me in. 🔥")) % {"name": inviter}
    return Markup(_("Hello! One of you asked me in. 🔥"))


def _times(space: Space, now: datetime) -> Markup:
    """Return the question's time, for each of the two where their clocks differ."""
    due = datetime.combine(space.local(now).date(), space.question_time, tzinfo=space.tz)
    local = {p.person_id: due.astimezone(ZoneInfo(p.zone)).strftime("%H:%M") for p in space.couple}
    if len(set(local.values())) == 1:
        return escape(next(iter(local.values())))
    each = Markup(_("%(time)s for %(name)s"))
    return Markup(", ").join(each % {"time": local[p.person_id], "name": p.name} for p in space.couple)


def _leading(*, leads: bool) -> Markup:
    return Markup("\n") + escape(_("Your group's times follow this clock.")) if leads else Markup("")


def _clock(now: datetime, zone: str) -> str:
    return now.astimezone(ZoneInfo(zone)).strftime("%H:%M")
