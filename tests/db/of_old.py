"""Values as versions of before AES-GCM wrote them."""

from bot.db.encrypted import Cipher


def of_old(cipher: Cipher, text: str) -> str:
    """Return a text as a Fernet token under the first key of a cipher."""
    return cipher._of_old.encrypt(text.encode()).decode()
