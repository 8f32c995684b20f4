"""How a question's words stand in a message: those about closeness under a spoiler."""

from markupsafe import Markup

from content.bank import INTIMACY, Question


def veiled(question: Question, words: str) -> Markup:
    """Return the question's text or its probe for a message, escaped.

    A lock screen shows what a chat says, to whoever stands near; Telegram hides spoilers there.
    """
    if question.pack == INTIMACY:
        return Markup("<tg-spoiler>%s</tg-spoiler>") % words
    return Markup.escape(words)
