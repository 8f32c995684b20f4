"""The pages of what is one person's own, and never shown to the other."""

from markupsafe import Markup

from bot import dates
from bot.cards import Button, Card
from bot.features.checkin.exports import REMINDER, MyConsent
from bot.features.pairing.exports import AskCity
from bot.features.question.exports import DEPTHS, SAVES_ANSWERS
from bot.features.settings.sight import Sight
from bot.spaces.fading import LEAVES_WORDS
from bot.words import _

TOPICS_A_PAGE = 8


def mine(sight: Sight) -> Card:
    """Return the overview of one's own: hours alone. What was refused is told by no page (`unshown`)."""
    me, at = sight.me, sight.me[REMINDER]
    text = Markup(
        _(
            "<b>Just mine</b>\nEvening reminder: %(reminder)s\n"
            "My clock: %(time)s now, for our private chat alone\nMy words in this chat: %(words)s"
        )
    ) % {
        "reminder": dates.say_time(at) if at else _("off"),
        "time": dates.say_time(sight.now.astimezone(me.tz).time()),
        "words": _("they stay") if me[LEAVES_WORDS] else _("I take them away once I have them"),
    }
    words = (
        sight.set(_("Tidy our private chat"), "words", "go")
        if me[LEAVES_WORDS]
        else sight.set(_("Leave my words in our chat"), "words", "stay")
    )
    return Card(
        text,
        rows=(
            (sight.go(_("Reminder"), "reminder"), Button(_("My clock"), AskCity(sight.space.id))),
            (sight.go(_("How deep"), "depth"), sight.go(_("Topics"), "topics0")),
            (sight.go(_("Question packs"), "packs"), Button(_("Check-in"), MyConsent(sight.space.id))),
            (sight.go(_("My answers"), "answers"),),
            (words,),
            (sight.back("home"),),
        ),
    )


def kept(sight: Sight) -> Card:
    """Return what becomes of one's own answers after both have read them."""
    saves = sight.me[SAVES_ANSWERS]
    text = Markup(
        _("<b>My answers</b>\nAfter you've both read them I save yours, or forget them within two days.")
    )
    return Card(
        text,
        rows=(
            (sight.set(_("Save my answers"), "keep", "on", now=saves),),
            (sight.set(_("Forget my answers"), "keep", "off", now=not saves),),
            (sight.back("mine"),),
        ),
    )


def reminder(sight: Sight) -> Card:
    """Return the choice of an evening reminder."""
    at = sight.me[REMINDER]
    text = Markup(
        _(
            "<b>Evening reminder</b>\nA line here, before bed, by your own clock, with a sound outside your "
            "quiet hours. Only for you."
        )
    )
    picks = ("20:00", "21:00", "21:30", "22:00", "22:30", "23:00")
    off = (sight.set(_("Off"), "reminder", "off", now=at is None),)
    return Card(text, rows=(off, *sight.times("reminder", at, picks), (sight.back("mine"),)))


def depth(sight: Sight) -> Card:
    """Return the choice of depth."""
    text = Markup(
        _(
            "<b>How deep may questions go, for you?</b>\nI ask you both the same, so the lighter wish "
            "counts, at once. A deeper one starts some time after you both chose it. Neither of you sees "
            "what the other chose."
        )
    )
    rows = tuple((sight.set(_(label), "depth", str(level)),) for level, label in enumerate(DEPTHS, start=1))
    for_a_while = sight.go(_("Only light questions for a while"), "light")
    return Card(unshown(text), rows=(*rows, (for_a_while,), (sight.back("mine"),)))


def light(sight: Sight) -> Card:
    """Return both ways for light questions only for a while, always offered, whatever was chosen.

    /pause leads here too. No evening does: an offer after a low one would show it to who holds the phone.
    """
    text = Markup(
        _(
            "<b>Only light questions for a while</b>\nFrom the next one on, for two to four weeks: chance "
            "picks the day it ends. %(name)s may notice that they are light. Light weeks come by themselves "
            "too, and I never say why."
        )
    ) % {"name": sight.other.name}
    return Card(
        text,
        rows=(
            (sight.set(_("Yes, light ones"), "light", "x"),),
            (sight.set(_("As before"), "light", "."),),
            (sight.back("depth"),),
        ),
    )


def topics(sight: Sight, number: int) -> Card | None:
    """Return a page of topics, all alike whatever was left out; None past the last."""
    topics = sorted(sight.topics.items(), key=lambda item: item[1])
    pages = [topics[at : at + TOPICS_A_PAGE] for at in range(0, len(topics), TOPICS_A_PAGE)]
    if number >= len(pages):
        return None
    text = Markup(
        _(
            "<b>Topics</b>\nTap one to leave it out, nine at most. It never comes for the two of you then, "
            "and I don't say whose choice it was. Others rest for weeks by themselves; over months it "
            "can still be noticed that one never comes."
        )
    )
    rows: list[tuple[Button, ...]] = [
        (sight.go(name, f"topic{number},{topic}"),) for topic, name in pages[number]
    ]
    turns = []
    if number > 0:
        turns.append(sight.go(_("Previous"), f"topics{number - 1}"))
    if number + 1 < len(pages):
        turns.append(sight.go(_("Next"), f"topics{number + 1}"))
    back_in = sight.set(_("Bring them all back"), "hear", f"all,{number}")
    return Card(unshown(text), rows=(*rows, tuple(turns), (back_in,), (sight.back("mine"),)))


def topic(sight: Sight, number: int, topic: str) -> Card | None:
    """Return both ways for one topic, always offered; None if there is no such topic."""
    name = sight.topics.get(topic)
    if name is None:
        return None
    text = Markup(_("<b>%(topic)s</b>\nMay I ask you two about it?")) % {"topic": name}
    return Card(
        text,
        rows=(
            (sight.set(_("Yes, that's fine"), "mute", f"{topic},.,{number}"),),
            (sight.set(_("Leave it out"), "mute", f"{topic},x,{number}"),),
            (sight.back(f"topics{number}"),),
        ),
    )


def unshown(text: Markup) -> Markup:
    """Return the text of a page that does not show what was chosen: a no stands where anybody may look."""
    why = Markup(
        _(
            "I don't show here what you chose, so nobody reads it over your shoulder. "
            "Everything of mine, in /export, has it."
        )
    )
    return Markup("\n").join([text, why])
