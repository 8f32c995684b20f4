"""The small words of thank-yous, in enough variants that none comes twice within a week.

Every hint asks for something specific (what was done, what it says about them, what it meant) and for little.
"""

from bot.words import N_

HINTS = (
    N_("What did %(name)s do, and what did it mean to you? One line is plenty."),
    N_("Something %(name)s did today, however small. What did it change for you?"),
    N_("Something you'd have missed if %(name)s hadn't done it. One line is plenty."),
    N_("Effort counts, too: what did %(name)s put into it?"),
    N_("Something good about %(name)s that showed today. When was it?"),
    N_("Name the moment, then how it felt. Two short lines are plenty."),
    N_("Something that goes without saying, said for once."),
    N_("What did %(name)s make easier for you, and how?"),
    N_("One thing you noticed and didn't mention at the time."),
    N_("What would today have been without %(name)s? One line is plenty."),
)
"""Below the question what a thank-you is for."""

AT_FIRST = (
    N_("Just write it here: only you will see it at first."),
    N_("Write it here. I show it to nobody until you give it."),
    N_("Here I show it to nobody; you choose afterwards when to give it."),
    N_("Write it as it comes. You decide next what becomes of it."),
    N_("Nobody else sees it yet. Give it now or on Sunday, as you like."),
    N_("Put it here in your own words. Giving it comes after."),
    N_("It waits here with you first, and you say when it's given."),
    N_("Say it here; what happens with it is your choice in a moment."),
)
"""At the door: what is written there is not given yet."""
