"""The small words of the kindness, in enough variants that none comes twice within a week.

They are picked with `variant` by the day of the post, the same for both. Ideas take ten minutes at most or
say so themselves; who did what is told to nobody, and every line of the card says so in its own words.
"""

from bot.words import N_

CARD = (
    N_(
        "A small kindness for today, if you'd like one. Ten minutes at most. "
        "You each get your own, and nobody is told what you do with it."
    ),
    N_(
        "A small kindness for today, one for each of you. Some take a minute, none takes long. "
        "What becomes of it stays with you."
    ),
    N_("A small kindness for today. Yours is yours alone: do it, swap it or leave it. Nobody is told which."),
    N_(
        "A small kindness for today, should it suit the day. You each have a different one, "
        "and only you will know about yours."
    ),
    N_(
        "A small kindness for today. Have a look whenever you have a minute; "
        "looking promises nothing, and nobody hears of it."
    ),
    N_(
        "A small kindness for today, waiting under the button. It's something little, "
        "and what you do with it is told to nobody."
    ),
    N_(
        "A small kindness for today, two of them in fact: one each. Take yours or leave it. "
        "I keep it to myself."
    ),
    N_(
        "A small kindness for today. Little things count, and this one is little. "
        "Nobody is told whether you did it."
    ),
    N_(
        "A small kindness for today, if there's room for one. If not, it was nice to drop by. "
        "Nobody is told either way."
    ),
)
"""The paragraph of the day's card."""

LINE = (
    N_("There's a small kindness for each of you today, if you'd like one."),
    N_("There's a small kindness for each of you today, for your eyes only."),
    N_("There's a small kindness for each of you today. Look when it suits you."),
    N_("There's a small kindness for each of you today; nobody is told what you do with it."),
    N_("There's a small kindness for each of you today, a different one each."),
    N_("There's a small kindness for each of you today, should there be a minute."),
    N_("There's a small kindness for each of you today. Taking a look promises nothing."),
    N_("There's a small kindness for each of you today, as little as it is."),
)
"""The line that stands on other features' cards."""
