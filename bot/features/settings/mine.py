"""The pages of what is one person's own, and never shown to the other."""

from markupsafe import Markup

from bot import dates
from bot.cards import Button, Card
from bot.features.settings.sight import Sight
from bot.spaces.cities import zone_city
from bot.telegram.taps import data
from bot.words import N_, _

TOPICS_A_PAGE = 8
DEPTHS = (N_("Light"), N_("Open"), N_("Deep"))


def mine(sight: Sight) -> Card:
    """Return the overview of one's own."""
    me = sight.me
    reminder = dates.say_time(me.reminder_at) if me.reminder_at else _("off")
    text = Markup(
        _(
            "<b>Just mine</b>\n"
            "Evening reminder: %(reminder)s\nMy clock: %(city)s\nMy answers, once opened: %(keep)s\n"
            "How deep: %(depth)s\nMy words in this chat: %(words)s"
        )
    ) % {
        "reminder": reminder,
        "city": zone_city(me.zone),
        "keep": _("kept") if me.keeps_answers else _("not kept"),
        "depth": _(DEPTHS[me.depth - 1]).lower(),
        "words": _("they stay") if me.leaves_words else _("I take them away once I have them"),
    }
    keep = (
        sight.set(_("Don't keep my answers"), "keep", "off")
        if me.keeps_answers
        else sight.set(_("Keep my answers"), "keep", "on")
    )
    words = (
        sight.set(_("Tidy our private chat"), "words", "go")
        if me.leaves_words
        else sight.set(_("Leave my words in our chat"), "words", "stay")
    )
    return Card(
        text,
        rows=(
            (sight.go(_("Reminder"), "reminder"), Button(_("My clock"), data("p.town", sight.space.id))),
            (sight.go(_("How deep"), "depth"), sight.go(_("Topics"), "topics0")),
            (sight.go(_("Question packs"), "packs"), Button(_("Check-in"), data("c.mine", sight.space.id))),
            (keep,),
            (words,),
            (sight.back("home"),),
        ),
    )


def reminder(sight: Sight) -> Card:
    """Return the choice of an evening reminder."""
    at = sight.me.reminder_at
    text = Markup(
        _("<b>Evening reminder</b>\nA quiet line here, before bed, by your own clock. Only for you.")
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
    rows = tuple(
        (sight.set(_(label), "depth", str(level), now=level == sight.me.depth),)
        for level, label in enumerate(DEPTHS, start=1)
    )
    return Card(text, rows=(*rows, (sight.back("mine"),)))


def topics(sight: Sight, number: int) -> Card | None:
    """Return a page of topics; None past the last."""
    topics = sorted(sight.topics.items(), key=lambda item: item[1])
    pages = [topics[at : at + TOPICS_A_PAGE] for at in range(0, len(topics), TOPICS_A_PAGE)]
    if number >= len(pages):
        return None
    text = Markup(
        _(
            "<b>Topics</b>\nA tick means you're fine with it. You may leave out up to nine. They never come "
            "for the two of you, and I don't say whose choice it was. Others rest for weeks by "
            "themselves; over months it can still be noticed that one never comes."
        )
    )
    rows: list[tuple[Button, ...]] = []
    for topic, name in pages[number]:
        heard = topic not in sight.me.muted
        rows.append((sight.set(name, "mute", f"{topic},{'x' if heard else '.'},{number}", now=heard),))
    turns = []
    if number > 0:
        turns.append(sight.go(_("Previous"), f"topics{number - 1}"))
    if number + 1 < len(pages):
        turns.append(sight.go(_("Next"), f"topics{number + 1}"))
    return Card(text, rows=(*rows, tuple(turns), (sight.back("mine"),)))
