"""What the bot says about its own eyes: the same sentences for every room that tells it, true to Telegram."""

from dataclasses import dataclass

from bot.words import _


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
            "mode off. I read only commands, replies to me and taps, and keep nothing else."
        )
    return _(
        "In your group I see commands (with any message they reply to), replies to me, and taps. "
        "Nothing else you write there."
    )


def what_i_see_now(eyes: Eyes, *, at_start: bool) -> str:
    """Return the same with its proof. `at_start` is what `getMe` said when the bot began."""
    reads = at_start if eyes.reads_everything is None else eyes.reads_everything
    if eyes.is_admin and not reads:
        return _(
            "I'm an administrator of your group, so Telegram shows me every message there. I read only "
            "commands, replies to me and taps, and keep nothing else. Make me a plain member to change that."
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
