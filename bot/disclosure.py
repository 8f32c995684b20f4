"""What the bot says of its own eyes, and of whoever runs it: the same sentences for every feature, and
true.
"""

from dataclasses import dataclass

from markupsafe import Markup

from bot.words import _

_OPERATOR = 40  # characters of it that a card has room for; /privacy has the whole of it


@dataclass(frozen=True, slots=True)
class Host:
    """Who runs this bot, as one of the two may be told.

    `is_reader` and `is_partner` go by the setting OPERATOR_IS, `said` is OPERATOR, which nobody can check.
    `partner` is the other's name, where the reader knows it from the group; None, and nothing is given away.
    """

    said: str | None = None
    partner: str | None = None
    is_reader: bool = False
    is_partner: bool = False


def who_could_read(host: Host) -> Markup:
    """Return who could read even what is sealed: nothing hides that, least of all a name that reassures."""
    if host.is_reader:
        return Markup.escape(_("You run this bot, so you could read even sealed answers."))
    partner = host.partner or _("your partner")
    if host.is_partner:
        text = _("%(partner)s runs this bot and could read even sealed answers. Decide with that in mind.")
        named = host.partner or _("Your partner")
        return Markup.escape(text) % {"partner": named}
    if host.said:
        text = _(
            "Whoever runs this bot (“%(operator)s”; I can't check that name) could read even sealed answers. "
            "If that is %(partner)s, decide with that in mind."
        )
        return Markup.escape(text) % {"operator": _cut(host.said), "partner": partner}
    text = _(
        "Whoever runs this bot could read even sealed answers. If that is %(partner)s, decide with that in "
        "mind."
    )
    return Markup.escape(text) % {"partner": partner}


def who_could_read_these(host: Host) -> Markup:
    """Return, in one short sentence, who could read what a person is about to have saved."""
    if host.is_reader:
        return Markup.escape(_("You run this bot, so you could read them."))
    if host.is_partner:
        text = _("%(partner)s runs this bot and could read them.")
        return Markup.escape(text) % {"partner": host.partner or _("Your partner")}
    if host.said:
        text = _("Whoever runs this bot (“%(operator)s”; I can't check that name) could read them.")
        return Markup.escape(text) % {"operator": _cut(host.said)}
    return Markup.escape(_("Whoever runs this bot could read them."))


@dataclass(frozen=True, slots=True)
class Eyes:
    """What Telegram says just now of what it shows the bot; None where it did not say.

    `reads_everything` is `can_read_all_group_messages` of `getMe`, `is_admin` the bot's own standing in the
    group in question (`getChatMember` of itself), for administrators are shown everything too.
    https://core.telegram.org/bots/features#privacy-mode
    """

    reads_everything: bool | None = None
    is_admin: bool | None = None


def what_i_see(*, sees_everything: bool) -> str:
    """Return what the bot can read in a group.

    `sees_everything` is `can_read_all_group_messages` of `getMe`: Telegram's privacy mode is off.
    """
    if sees_everything:
        return _(
            "In your group Telegram shows me every message, because whoever runs me switched my privacy "
            "mode off. I use only commands, replies to me and taps, and save nothing else."
        )
    # Translators: at most 200 characters
    return _(
        "In your group I see commands (with any message they reply to), replies to me, and taps. "
        "Nothing else you write there."
    )


def in_an_alert(eyes: Eyes, *, at_start: bool) -> str:
    """Return what the bot can see, and where what it is told goes, in an alert (200 characters at most).

    `at_start` is what `getMe` said when the bot began.
    """
    reads = at_start if eyes.reads_everything is None else eyes.reads_everything
    if eyes.is_admin:
        # Translators: at most 200 characters
        return _(
            "As an administrator of your group I'm shown all messages, and use commands, replies to me and "
            "taps. What you tell me is saved, encrypted, with whoever runs me. Who joins later may read back."
        )
    if reads:
        # Translators: at most 200 characters
        return _(
            "Telegram shows me all of your group's messages; I use commands, replies to me and taps. What "
            "you tell me is saved, encrypted, with whoever runs me. Who joins later may read back."
        )
    return _(
        "In your group I see commands (with any message they reply to), replies to me and taps, nothing "
        "else. What you tell me is saved, encrypted, with whoever runs me. Who joins later may read back."
    )


def what_i_see_now(eyes: Eyes, *, at_start: bool) -> str:
    """Return the same with its proof. `at_start` is what `getMe` said when the bot began."""
    reads = at_start if eyes.reads_everything is None else eyes.reads_everything
    if eyes.is_admin and not reads:
        return _(
            "I'm an administrator of your group, so Telegram shows me every message there. I use only "
            "commands, replies to me and taps, and save nothing else. Make me a plain member to change that."
        )
    seen = what_i_see(sees_everything=reads)
    if eyes.reads_everything is None:
        proof = _("I couldn't ask Telegram just now; that's from when I started.")
    elif reads:
        return seen
    elif eyes.is_admin is None:
        proof = _("Telegram confirms just now: privacy mode is on.")
    else:
        proof = _("Telegram confirms just now: privacy mode is on, and I'm a plain member there.")
    return _("%(seen)s %(proof)s") % {"seen": seen, "proof": proof}


def _cut(operator: str) -> str:
    return operator if len(operator) <= _OPERATOR else f"{operator[: _OPERATOR - 1].rstrip()}…"
