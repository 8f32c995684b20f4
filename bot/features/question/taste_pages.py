"""The pages on which one of the two sets how deep questions go and what is left out, for themselves alone."""

from markupsafe import Markup

from bot.features.question import choosing
from bot.features.question.taste import DEPTHS
from bot.features.settings.exports import Page, Sight, unshown
from bot.message import Button, Message
from bot.words import N_, _

TOPICS_A_PAGE = 8


def _depth(sight: Sight, rest: str) -> Message | None:
    if rest:
        return None
    text = Markup(
        _(
            "<b>How deep may questions go, for you?</b>\nI ask you both the same, so the lighter wish "
            "counts, at once. A deeper one starts some time after you both chose it. Neither of you sees "
            "what the other chose."
        )
    )
    rows = tuple((sight.set(_(label), "depth", str(level)),) for level, label in enumerate(DEPTHS, start=1))
    for_a_while = sight.go(_("Only light questions for a while"), "light")
    return Message(unshown(text), rows=(*rows, (for_a_while,), (sight.back("mine"),)))


def _light(sight: Sight, rest: str) -> Message | None:
    """Return both ways for light questions only for a while, always offered, whatever was chosen.

    /pause leads here too. No evening does: an offer after a low one would show it to who holds the phone.
    """
    if rest:
        return None
    text = Markup(
        _(
            "<b>Only light questions for a while</b>\nFrom the next one on, for two to four weeks: chance "
            "picks the day it ends. %(name)s may notice that they are light. Light weeks come by themselves "
            "too, and I never say why."
        )
    ) % {"name": sight.other.name}
    return Message(
        text,
        rows=(
            (sight.set(_("Yes, light ones"), "light", "x"),),
            (sight.set(_("As before"), "light", "."),),
            (sight.back("depth"),),
        ),
    )


def _topics(sight: Sight, rest: str) -> Message | None:
    """Return a page of topics, all alike whatever was left out; None past the last."""
    if not rest.isdecimal() or len(rest) > 3:
        return None
    number = int(rest)
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
    return Message(unshown(text), rows=(*rows, tuple(turns), (back_in,), (sight.back("mine"),)))


def _topic(sight: Sight, rest: str) -> Message | None:
    """Return both ways for one topic, always offered; None if there is no such topic."""
    number, _sep, topic = rest.partition(",")
    name = sight.topics.get(topic)
    if name is None or not number.isdecimal() or len(number) > 3:
        return None
    text = Markup(_("<b>%(topic)s</b>\nMay I ask you two about it?")) % {"topic": name}
    return Message(
        text,
        rows=(
            (sight.set(_("Yes, that's fine"), "mute", f"{topic},.,{number}"),),
            (sight.set(_("Leave it out"), "mute", f"{topic},x,{number}"),),
            (sight.back(f"topics{number}"),),
        ),
    )


DEPTH = Page(
    name="depth", build=_depth, under="mine", label=N_("How deep"), choices={"depth": choosing.depth}
)
LIGHT = Page(name="light", build=_light, choices={"light": choosing.light})
TOPICS = Page(
    name="topics",
    first="0",
    build=_topics,
    under="mine",
    label=N_("Topics"),
    choices={"mute": choosing.mute, "hear": choosing.hear},
)
TOPIC = Page(name="topic", build=_topic)
