"""What the bot says about its own eyes: one sentence for every room that tells it, true to `getMe`."""

from bot.words import _


def what_i_see(*, sees_everything: bool) -> str:
    """Return what the bot can read in a group.

    `sees_everything` is `can_read_all_group_messages` of `getMe`: Telegram's privacy mode is off.
    https://core.telegram.org/bots/features#privacy-mode
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
