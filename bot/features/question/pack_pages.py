"""The pages of question packs and ideas with touch: one's own choices, never shown to the other."""

from markupsafe import Markup

from bot.features.question import choosing
from bot.features.question.choosing import ASKED, FAITH, INTIMACY, TOUCH
from bot.features.settings.exports import Page, Sight, unshown
from bot.message import Message
from bot.words import N_, _


def _packs(sight: Sight, rest: str) -> Message | None:
    """Return what may be chosen beyond the universal questions and ideas."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Question packs</b>\nA pack joins your questions some time after you've both chosen it, and "
            "stops quietly if either of you switches it off. Neither sees what the other chose. "
            "<b>Ideas with touch</b> are for your own small kindnesses alone."
        )
    )
    rows = tuple(
        (sight.go(name, pack if pack in ASKED else f"pack,{pack}"),) for pack, name in sight.packs.items()
    )
    touch = sight.go(_("Ideas with touch"), f"pack,{TOUCH}")
    return Message(unshown(text), rows=(*rows, (touch,), (sight.back("mine"),)))


def _pack(sight: Sight, rest: str) -> Message | None:
    """Return both ways for one pack, always offered; None if there is no such pack."""
    pack = rest.removeprefix(",")
    name = _("Ideas with touch") if pack == TOUCH else sight.packs.get(pack)
    if name is None or pack in ASKED:
        return None
    what = (
        _("These are for your own small kindnesses.") if pack == TOUCH else _("Questions for the two of you.")
    )
    text = Markup("<b>%s</b>\n%s") % (name, what)
    return Message(
        text,
        rows=(
            (sight.set(_("Yes, I'd like these"), "pack", f"{pack},x"),),
            (sight.set(_("No thanks"), "pack", f"{pack},."),),
            (sight.back("packs"),),
        ),
    )


def _intimacy(sight: Sight, rest: str) -> Message | None:
    """Return the page of the pack that asks for more than a tick: for adults who both want it."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Intimacy</b>\nQuestions about closeness and desire, for two adults of 18 or older who both "
            "want them: one a week at most, sealed like any other, never pictures. They begin some time "
            "after you've both said yes, not in your first weeks, never while anybody else is in your "
            "group; they rest for weeks by chance, and after a private Not today. They stop quietly if "
            "either of you switches them off."
        )
    )
    return Message(
        text,
        rows=(
            (sight.set(_("Yes, I'd like these, and I'm 18+"), "pack", f"{INTIMACY},x"),),
            (sight.set(_("No thanks"), "pack", f"{INTIMACY},."),),
            (sight.back("packs"),),
        ),
    )


def _faith(sight: Sight, rest: str) -> Message | None:
    """Return the page of the pack whose choice may tell what somebody believes: it has a yes of its own."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Faith</b>\nQuestions about belief, doubt and what is holy to you, whatever that is. I save "
            "that you want them, encrypted; it may say something of what you believe. They begin some time "
            "after you've both said yes, and stop quietly if either of you switches them off."
        )
    )
    return Message(
        text,
        rows=(
            (sight.set(_("Yes, and you may save that"), "pack", f"{FAITH},x"),),
            (sight.set(_("No thanks"), "pack", f"{FAITH},."),),
            (sight.back("packs"),),
        ),
    )


PACKS = Page(
    name="packs",
    build=_packs,
    under="mine",
    label=N_("Question packs"),
    choices={"pack": choosing.pack},
)
PACK = Page(name="pack", build=_pack)
OF_INTIMACY = Page(name="intimacy", build=_intimacy)
OF_FAITH = Page(name="faith", build=_faith)
