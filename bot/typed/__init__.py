"""What people type where a day or an hour is asked for, and everything the bot writes, is read here alone.

Pure: no clock, no SQL. Each reader returns None for what it cannot read; it never makes something of half
of a text, so no sentence is taken for an hour. English words and the numbers of Europe and America ("9.15",
"21h", "20.7.", "7/20") are understood. `tests/typed_table.py` is the table it is judged by.
"""

from bot.typed.ends import read_end
from bot.typed.hours import Around, read_time
from bot.typed.words import LONGEST, Reading, may_be_time

__all__ = ["LONGEST", "Around", "Reading", "may_be_time", "read_end", "read_time"]
