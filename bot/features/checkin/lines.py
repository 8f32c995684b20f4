"""The small words of the evening, in enough variants that none comes twice within a week.

They are picked with `variant` by the evening's date and the person. None of them depends on what was tapped
that evening but those of `ROUGH`, which stand at one's own door alone.
"""

from bot.words import N_

INVITING = (
    N_("Three taps before bed, if you like."),
    N_("Three taps before bed? Only if it suits you."),
    N_("Three taps before bed, and the day is closed."),
    N_("Three taps before bed, when you're ready."),
    N_("Three taps before bed: how was today?"),
    N_("Three taps before bed, just for you."),
    N_("Three taps before bed, or straight to sleep. Both are fine."),
    N_("Three taps before bed. It takes fifteen seconds."),
    N_("Three taps before bed, for a quiet look back."),
)
"""The line that invites at a door: the reminder, and /today."""

CLOSING = (
    N_("Good night, %(name)s. 🌙"),
    N_("Good night, %(name)s. 🌙 Sleep well."),
    N_("Good night, %(name)s. 🌙 That's today, done."),
    N_("Good night, %(name)s. 🌙 Tomorrow is a new page."),
    N_("Good night, %(name)s. 🌙 The rest can wait until morning."),
    N_("Good night, %(name)s. 🌙 Lights out whenever you like."),
    N_("Good night, %(name)s. 🌙 May your pillow be cool."),
    N_("Good night, %(name)s. 🌙 Thanks for stopping by."),
    N_("Good night, %(name)s. 🌙 Let the day go."),
    N_("Good night, %(name)s. 🌙 Rest is all that's left to do."),
)
"""The last face of a check-in. It has no value in it, for chat lists show it."""

ROUGH = (
    N_("Rough one. Anything that would help tomorrow?"),
    N_("Not an easy day. What would help tomorrow?"),
    N_("That sounds like a lot. Would anything help tomorrow?"),
    N_("Some days are like that. What would help tomorrow?"),
    N_("Thanks for saying so. What would help tomorrow?"),
    N_("A hard one to end on. Is there something for tomorrow?"),
    N_("Be gentle with yourself tonight. What would help tomorrow?"),
    N_("It doesn't have to be good every day. What would help tomorrow?"),
    N_("That's over now. Anything that would help tomorrow?"),
)
"""The third step after a low tap: it leads to the wish, and asks for no more."""

GENTLE = {
    "rest": N_(
        "Some evenings have been heavy lately. /pause rests everything for a while, and /settings makes it "
        "less. Talking goes best in a quiet hour, and is not for moments when you feel afraid of how it may "
        "be taken: for those, /help here has a Support page."
    ),
    "someone": N_(
        "It has been a hard stretch. Is there someone you trust whom you could tell: a friend, family, a "
        "counsellor? /help here has a Support page with more."
    ),
    "own": N_(
        "Many days have been hard of late. This is for you, not about the two of you: a doctor, a counsellor "
        "or a helpline knows such stretches well. /help here has a Support page."
    ),
}
"""What `gentle.py` decides to say, after the last step, veiled. It names no number and no cause."""
