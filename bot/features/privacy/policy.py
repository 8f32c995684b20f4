"""The whole policy, as Telegram's terms for bots ask for one; docs/privacy.md has it word for word.

https://telegram.org/tos/bot-developers, section 4.
"""

from bot.words import N_

Paragraph = tuple[str, str]
"""A heading and what stands below it."""

POLICY: tuple[Paragraph, ...] = (
    (
        N_("Who"),
        N_(
            "Kindling is a program; somebody runs this copy of it. They decide about what is kept and answer "
            "your questions: %(operator)s."
        ),
    ),
    (
        N_("What is kept"),
        N_(
            "Your Telegram number, first name and time zone; when you joined; your settings. What you tell "
            "the bot: answers, thank-yous, evenings, wishes, marks on kindnesses and taps below questions. "
            "Of voice notes and photos the number under which Telegram keeps them. Of your group its number, "
            "how many are in it, whether it is public, and which messages of the bot stand where. Nothing "
            "else you write there, no location, no phone number."
        ),
    ),
    (
        N_("Why"),
        N_(
            "Only to do what you ask of it: to ask, to open, to remind and to give back. Each of you agrees "
            "before anything begins. No advertising, no statistics, nothing sold or passed on, no AI reads "
            "along."
        ),
    ),
    (
        N_("How long"),
        N_(
            "Until you erase it. A question can be answered for seven days, and an answer waits sealed as "
            "long; those asked before that was so keep the 36 hours they had. What stays alone goes a day "
            "later, unless its author saves it, or chose that it is shown. After /stop everything goes on "
            "the eighth day. An invitation that not both take up goes after thirty days; who only said hello"
            " is forgotten after a week. Backups are made every night and go after seven days; what you "
            "erase is gone from all of them by then, and a restored backup is made to forget it again."
        ),
    ),
    (
        N_("Where"),
        N_(
            "On the computer of whoever runs this bot. Your words, your evenings and what you muted or chose "
            "for yourself are encrypted there, with a key kept apart from them; which button below a card "
            "you tapped is not. It travels through Telegram, whose chats with bots are not end-to-end "
            "encrypted; what is posted there stays there until you delete it. It goes nowhere else."
        ),
    ),
    (
        N_("Who can see it"),
        N_(
            "Your partner: what opened for both of you, what you said aloud, thank-yous you gave and wishes "
            "you passed on; never the rest. Whoever joins your group later may read back what was posted "
            "there, as its settings have it, which only administrators see; a public group anybody reads, "
            "and the bot is quiet in it. Whoever runs this bot holds the key and could read what you tell "
            "it. Telegram carries it. Should anybody else get at it, whoever runs this bot must tell you "
            "without delay."
        ),
    ),
    (
        N_("What you can do"),
        N_(
            "In your own chat with the bot: /export gives you your words, /delete erases them, /stop ends it "
            "for both of you, by either alone; /settings says whether opened answers are kept. You may also "
            "ask whoever runs this bot, object, or complain to your country's data protection authority. It "
            "is for adults only."
        ),
    ),
    (
        N_("Changes"),
        N_(
            "Before anything here changes in a way that matters to you, whoever runs this bot must tell you, "
            "so that you can leave first."
        ),
    ),
)
