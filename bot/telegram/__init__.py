"""The edge: everything that speaks to Telegram."""

import os

# python-telegram-bot 22.x warns each time it hands out a wait as a plain number and asks its users to opt in
# to `timedelta` this way; it reads the variable at each use. https://docs.python-telegram-bot.org (v22.2)
os.environ.setdefault("PTB_TIMEDELTA", "1")
