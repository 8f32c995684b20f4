"""What may be set about the postcard: whether it comes, for both; and one's own frame."""

from bot.spaces.preference import TEXT, YES_OR_NO, Mine, Ours
from bot.words import N_

ON = Ours("postcard.on", False, YES_OR_NO, label=N_("Postcard"))
"""Whether it comes."""

BORDER = Mine("postcard.border", "plain", TEXT, private=True, label=N_("My frame"))
"""How those are framed that one of them pinned."""
