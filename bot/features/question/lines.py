"""The small words around a question, in enough variants that none comes twice within a week.

They are picked with `variant` by the day of the card. None of them depends on what either of the two did.
"""

from bot.words import N_

MORNING = (
    N_("Good morning. Today's question:"),
    N_("Good morning. One question, two answers:"),
    N_("Good morning. Coffee first, then this one:"),
    N_("Good morning. I've been saving this one for you two:"),
    N_("Good morning. I don't sleep, so I had time to think of this:"),
    N_("Good morning. No right answer, as ever:"),
    N_("Good morning. Something to chew on besides breakfast:"),
    N_("Good morning. You two again! I'd hoped so. Today's question:"),
    N_("Good morning. Stretch, yawn, and then:"),
    N_("Good morning. This one's still warm:"),
    N_("Good morning. Here's one to carry around all day:"),
    N_("Good morning. It's a short one, and it grows:"),
    N_("Good morning. Bed hair welcome. Today's question:"),
    N_("Good morning. I picked this one with my eyes shut:"),
    N_("Good morning. Answer now, or let it follow you around till tonight:"),
    N_("Good morning. Nobody's marking this:"),
    N_("Good morning. This one asked to be next:"),
    N_("Good morning. First thought, best thought:"),
    N_("Good morning. For the two of you, and for nobody else:"),
    N_("Good morning. Handle with a smile:"),
    N_("Good morning. The day's young, and so is this question:"),
    N_("Good morning. I have it on good authority that you two are fun. Go on:"),
    N_("Good morning. Before the world wants something, here's what I want to know:"),
    N_("Good morning. Two toothbrushes' worth of thinking time:"),
)
"""Above the day's question in the morning. Deep ones and those about closeness have `PLAINLY`."""

AFTERNOON = (
    N_("Good afternoon. Today's question:"),
    N_("Good afternoon. A break, and a question:"),
    N_("Good afternoon. Halfway through the day, here's yours:"),
    N_("Good afternoon. Something to go with the biscuit:"),
    N_("Good afternoon. One question, two answers:"),
    N_("Good afternoon. Look up for a minute:"),
    N_("Good afternoon. This one couldn't wait till tonight:"),
    N_("Good afternoon. Here's what I'd like to know from you two:"),
)

EVENING = (
    N_("Good evening. Today's question:"),
    N_("Good evening. Shoes off, and then:"),
    N_("Good evening. One question before the day's done:"),
    N_("Good evening. Something to talk about besides the day:"),
    N_("Good evening. One question, two answers:"),
    N_("Good evening. This one likes company:"),
    N_("Good evening. The best one's always last. Or today's, at any rate:"),
    N_("Good evening. Here's what I'd like to know from you two:"),
)

PLAINLY = (N_("Good morning. Today's question:"), AFTERNOON[0], EVENING[0])
"""Above what wants no joke before it: by the hour of the day, morning first."""

OPENED = (
    N_("Both answers are open."),
    N_("Both answers are open. Take your time."),
    N_("Both answers are open. Read slowly, there's no hurry."),
    N_("Both answers are open. Tap to read each other."),
    N_("Both answers are open. Here you are, side by side."),
    N_("Both answers are open. There's no wrong one here."),
    N_("Both answers are open. Enjoy the reading."),
    N_("Both answers are open. In whichever order you like."),
)
"""The first line of a reveal: what a lock screen shows, so it begins alike and tells nothing.

Neither here nor in what follows is anything said of how the two compare: one may have been said aloud.
`SAME` does say it, under a veil, and only where both tapped.
"""

SAME = (
    N_("You both said it!"),
    N_("You both said the very same!"),
    N_("The same one, without looking. You both said it!"),
    N_("Two taps, one answer. You both said it!"),
    N_("You both said it, each on your own!"),
    N_("One answer for two: you both said it!"),
    N_("Well, well: you both said it!"),
    N_("You both said it! No whispering needed."),
)
"""Below the answers to a choice where both tapped the same option."""

PROBED = (
    N_("If you'd like more: %(probe)s"),
    N_("A little further, if you like: %(probe)s"),
    N_("And if you have a minute: %(probe)s"),
    N_("To go on from here: %(probe)s"),
    N_("For when you two next talk: %(probe)s"),
    N_("One more, only if it's welcome: %(probe)s"),
    N_("Something to ask each other: %(probe)s"),
    N_("If it leads somewhere: %(probe)s"),
    N_("For later, perhaps: %(probe)s"),
)
"""What introduces an item's own follow-up."""

FOLLOWED = (
    N_("If you'd like more: what would you like to hear more about?"),
    N_("If you'd like more: which part would you like to ask about?"),
    N_("If you'd like more: what did you not expect?"),
    N_("If you'd like more: what would you two add today?"),
    N_("If you'd like more: what made you answer as you did?"),
    N_("If you'd like more: what would you have said a year ago?"),
    N_("If you'd like more: what did you nearly write instead?"),
    N_("If you'd like more: what made you smile?"),
    N_("If you'd like more: is there a story behind either answer?"),
    N_("If you'd like more: which part would you tell a friend?"),
    N_("If you'd like more: what do you understand better now?"),
    N_("If you'd like more: tell each other one thing you liked."),
)
"""The follow-up where the item has none of its own."""

DEEP = (
    N_("A thank-you first is a good reply to this one."),
    N_("Before you reply, thank each other for telling."),
    N_("This took some trust. Begin with a thank-you."),
    N_("Nothing here needs fixing. Thanks comes first."),
    N_("Listen to all of it first, and say thank you."),
    N_("A thank-you, then a question. Advice can wait."),
    N_("Say first that you're glad to know this."),
    N_("Words like these are a gift. Say thanks before you reply."),
)
"""Below the reveal of a deep question: thanks before any reply."""

STARTS = (
    N_("One of you may like to start. No hurry."),
    N_("Whoever feels like it goes first."),
    N_("This one likes a quiet half hour."),
    N_("Going first with this one is a kindness in itself."),
    N_("Take as much room for this as you like."),
    N_("It's fine to say only as much as you want to."),
    N_("There's no need to finish this one today."),
    N_("A few honest words are plenty here."),
)
"""Below a deep question: starting is a gift, and nobody has to."""

RARER = {
    2: (
        N_("I'll come every other day for now, until you two answer one. More or less? /settings."),
        N_("I'll come every other day for now, until you two answer one. /settings has other paces."),
        N_("I'll come every other day for now, until you two answer one. Another pace? /settings."),
    ),
    7: (
        N_("I'll come once a week for now, until you two answer one. More or less? /settings."),
        N_("I'll come once a week for now, until you two answer one. /settings has other paces."),
        N_("I'll come once a week for now, until you two answer one. Another pace? /settings."),
    ),
}
"""Said when the ladder steps to so many days between posts, and what undoes it, which nothing else says."""

GONE_QUIET = (
    N_("I'll be quiet for now, until one of you sends /question. There's nothing to catch up on."),
    N_("I'll be quiet for now, until one of you sends /question, any day you like. Nothing has piled up."),
    N_("I'll be quiet for now, until a /question from either of you. No hurry, and nothing is waiting."),
)
"""The line before silence. It gives no reason and names nobody."""
