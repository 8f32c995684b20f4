"""The small words of the evening, in enough variants that none comes twice within a week.

They are picked with `variant` by the evening's date and the person. Of what was tapped that evening only
those of `ROUGH` depend: the good night, which stands in the chat, is of one pool for all evenings.
Nothing after a low tap minimises it, promises that it will be better, or turns it into a lesson.
"""

from bot.words import N_

INVITING = (
    N_("Three taps before bed, if you like."),
    N_("Three taps before bed? Only if it suits you."),
    N_("Three taps before bed, and that's the day."),
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
    N_("Good night, %(name)s. 🌙 Rest well."),
    N_("Good night, %(name)s. 🌙 Sleep as long as you can."),
    N_("Good night, %(name)s. 🌙 Lights out whenever you like."),
    N_("Good night, %(name)s. 🌙 May your pillow be cool."),
    N_("Good night, %(name)s. 🌙 Thanks for the three taps."),
    N_("Good night, %(name)s. 🌙 Nothing else to do here."),
    N_("Good night, %(name)s. 🌙 I'll count the sheep."),
    N_("Good night, %(name)s. 🌙 Whichever side of the bed you like."),
    N_("Good night, %(name)s. 🌙 I'll keep the light on here."),
)
"""The last face of a check-in, whatever was tapped: each is true after a hard evening and after a good one.

So it tells nothing of the evening to who reads the chat, or the list of chats.
"""

BY_DAY = (
    N_("That's it, %(name)s."),
    N_("That's it, %(name)s. Thanks for looking back."),
    N_("All done, %(name)s."),
    N_("All done, %(name)s. The rest of the day is yours."),
    N_("That was all, %(name)s."),
    N_("That was all, %(name)s. Thanks for the three taps."),
    N_("Done for today, %(name)s."),
    N_("Done for today, %(name)s. Nothing else to do here."),
)
"""The last face by daylight, whatever was tapped and true after it: no good night at nine in the morning."""

ROUGH = (
    N_("Rough one. Anything that would help tomorrow?"),
    N_("Sorry it was a hard one. What would help tomorrow?"),
    N_("Not an easy one. What would help tomorrow?"),
    N_("That sounds like a lot. Would anything help tomorrow?"),
    N_("Thanks for saying so. What would help tomorrow?"),
    N_("A hard one to end on. Is there something for tomorrow?"),
    N_("Be gentle with yourself tonight. What would help tomorrow?"),
    N_("I'm sorry. Is there anything that would help tomorrow?"),
)
"""The third step after a low tap: it leads to the wish, and asks for no more."""

GENTLE = {
    "afraid": N_(
        "If you are ever afraid of your partner's reaction, this isn't something to sort out here. "
        "/help → Support."
    ),
    "someone": N_(
        "It's been a hard stretch. Is there someone you trust whom you could tell: a friend, family, a "
        "counsellor? /help → Support."
    ),
    "own": N_("A lot of days have been hard lately. A doctor or a helpline can help: /help → Support."),
}
"""What `gentle.py` decides to say after the last step, in a box that leaves nothing in the chat.

It names no number and no cause, and fits there below the tap's receipt.

Low may mean afraid: nothing here speaks of talking with the partner, of a quiet hour, or of resting the bot.
"""
