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
            "Kindling is a program, and somebody runs this copy of it. That person decides what is saved, "
            "and is whom you write to with any question or wish about it: %(operator)s."
        ),
    ),
    (
        N_("What is saved"),
        N_(
            "Your Telegram ID, your first name and your time zone; when you joined and what you said yes to; "
            "your settings. What you tell the bot: answers, thank-yous, check-ins, wishes, your marks on "
            "kindnesses and your taps below questions. For voice notes and photos it saves the reference "
            "under which Telegram holds the file. For your group it saves its ID, how many people are in it, "
            "whether it is public, and where the bot's own messages are. It saves nothing else that you "
            "write there, no location and no phone number."
        ),
    ),
    (
        N_("Why, and on what ground"),
        N_(
            "Only to do what you ask of it: to ask, to open, to remind and to give back. The ground is your "
            "consent (GDPR, article 6, 1a): your own yes to saving what you tell the bot, before anything "
            "begins. Check-ins and questions about faith or intimacy say more about you, so each asks for a "
            "yes of its own (article 9, 2a). No advertising, no statistics, nothing sold or passed on, no AI "
            "reads along."
        ),
    ),
    (
        N_("How long"),
        N_(
            "Until you delete it. A question can be answered for seven days, and an answer waits sealed "
            "as long; those asked before that was so keep the 36 hours they had. What stays alone goes a "
            "day after its author was told, unless they save it, or chose that it is shown. Words of need "
            "wait an hour for your choice, and are in no backup till then; those you choose to save when "
            "nothing can show them any more are saved for you alone. Words of which the bot can't "
            "tell what they are for wait encrypted until you say, eight days at most; then they are "
            "deleted. After /stop everything goes on the eighth day. An invitation that you don't both "
            "accept is deleted after thirty days, and somebody who only said hello is forgotten after a "
            "week. Backups are made every night and go after seven days; what you delete is gone from all "
            "of them by then, and a restored backup is made to forget it again."
        ),
    ),
    (
        N_("Where"),
        N_(
            "On the computer of whoever runs this bot. Your words and your name, your check-ins, how deep "
            "questions may go, and the topics and packs you chose are encrypted there, with a key that "
            "lies apart from them. Not encrypted is what the bot has to find its way by: your time zone, "
            "the hour of your reminder, until when you asked for rest, when you said yes to what, whether "
            "opened answers are saved and your messages left in the chat, and which button you tapped "
            "below a card. So whoever runs this bot could read from its file who asked for rest. "
            "Everything travels through Telegram, whose chats with bots are not end-to-end encrypted; what "
            "is posted there stays there until you delete it. It goes nowhere else."
        ),
    ),
    (
        N_("Who can see it"),
        N_(
            "Your partner sees what opened for both of you, what you said aloud, thank-yous you gave and "
            "wishes you passed on, and never the rest. Whoever joins your group later may read back what was "
            "posted there, as its settings have it, which only administrators see; in a public group anybody "
            "reads, and the bot is quiet in it. Whoever runs this bot holds the key and could read what you "
            "tell it, sealed answers too. Telegram carries it. Should anybody else get at it, whoever runs "
            "this bot must tell you without delay."
        ),
    ),
    (
        N_("What you can do"),
        N_(
            "You can take back any yes as easily as you gave it: for check-ins and packs in /settings, Just "
            "mine; for everything with /stop, which either of you can send alone. What was saved until then "
            "was saved lawfully. /export gives you at once what you have both seen or was given, and "
            "everything of yours the next morning, in a message that is deleted an hour later; until then "
            "you can call it off. /delete deletes what you told the bot: all of it, all but what you gave, "
            "or one by one. A thank-you you delete is gone from your partner's list, too. /settings also "
            "says whether opened answers are saved. You may ask whoever runs this bot to show, correct or "
            "delete what it has of you, object, or complain to your country's data protection authority. "
            "Kindling is for adults only."
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
