"""The small words of the kindness, in enough variants that none comes twice within a week.

They are picked with `variant` by the day of the post, the same for both. Who did what is told to nobody: a
new couple's cards say so, and later one in seven.
"""

from bot.words import N_

EXPLAINS = (
    N_(
        "A small kindness for today, if you'd like one. You each get your own, and nobody is told what you "
        "do with it."
    ),
    N_("A small kindness for today, one each. Do it, swap it or leave it: nobody is told which."),
    N_("A small kindness for today. Only you see yours, and what comes of it stays with you."),
    N_("A small kindness for today. Looking commits you to nothing, and nobody hears that you did."),
    N_("A small kindness for today, two in fact: yours and one that isn't. I keep both to myself."),
    N_("A small kindness for today. Have a look; whether you do it is between you and the button."),
    N_("A small kindness for today. Take yours or leave it. I'm the only one who knows, and I don't talk."),
    N_("A small kindness for today, for your eyes only. It needs ten minutes at most, and no applause."),
)
"""The paragraph of a new couple's card, and of one card in so many later: what happens with it."""

CARD = (
    N_("A small kindness for today. It fits in a pocket."),
    N_("A small kindness for today. Warning: may cause a grin at the other end."),
    N_("A small kindness for today. Free, quick and ever so slightly sneaky."),
    N_("A small kindness for today. I've hidden two, one for each of you. No peeking."),
    N_("A small kindness for today. Best enjoyed before midnight."),
    N_("A small kindness for today. Somebody's day is about to get better."),
    N_("A small kindness for today. Contents: a surprise. Risk: a smile."),
    N_("A small kindness for today. Quicker than making tea."),
    N_("A small kindness for today. No wrapping paper needed."),
    N_("A small kindness for today. Yours is behind the button, looking innocent."),
    N_("A small kindness for today. The cheapest magic I know."),
    N_("A small kindness for today. Nobody will suspect a thing."),
    N_("A small kindness for today. It weighs nothing and travels well."),
    N_("A small kindness for today. Batteries not included, none needed."),
)
"""The paragraph of the day's card: it teases, and explains nothing."""

LINE = (
    N_("There's a small kindness for each of you today, if you'd like one."),
    N_("There's a small kindness for each of you today, for your eyes only."),
    N_("There's a small kindness for each of you today. Look when it suits you."),
    N_("There's a small kindness for each of you today; nobody is told what you do with it."),
    N_("There's a small kindness for each of you today, a different one each."),
    N_("There's a small kindness for each of you today. It won't bite."),
    N_("There's a small kindness for each of you today. Looking commits you to nothing."),
    N_("There's a small kindness for each of you today. Two tiny plots, one good cause."),
)
"""The line that stands on other features' cards."""
