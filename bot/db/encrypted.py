"""Text and numbers that are encrypted before they reach the database.

`EncryptedText` and `EncryptedInt` are column types; `Database` binds its cipher to its own dialects, so two
databases with different keys live side by side in one process. Encrypted columns cannot be compared or
sorted in SQL: the same value is written differently each time (Fernet, https://github.com/fernet/spec).
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class WrongKey(Exception):
    """None of the keys opens what is stored. Says nothing of the content."""


class Cipher:
    """Encrypts with the first key and decrypts with any, so that keys can be changed without a stop."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take one or more Fernet keys (32 bytes, URL-safe base64), newest first.

        Raises:
            ValueError: no key, or one of another shape; the key is not named.
        """
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            well_formed = False
        else:
            well_formed = True
        if not well_formed:  # outside the handler, so that no traceback can show a key
            raise ValueError("an encryption key is missing or has the wrong shape")

    def encrypt(self, text: str) -> str:
        """Return the text encrypted, as ASCII."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """Return the text of a token.

        Raises:
            WrongKey: no key fits, or the token was tampered with.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise WrongKey("what is stored was encrypted with another key") from None


_ciphers: WeakKeyDictionary[Dialect, Cipher] = WeakKeyDictionary()


def bind(dialect: Dialect, cipher: Cipher) -> None:
    """Let the encrypted columns of statements on this dialect use this cipher.

    The dialect is the one thing of an engine that a column type is handed, and every engine has its own.
    """
    _ciphers[dialect] = cipher


def cipher_of(dialect: Dialect) -> Cipher:
    """Return the cipher of the database whose dialect this is; raises LookupError if none is bound to it."""
    try:
        return _ciphers[dialect]
    except KeyError:
        raise LookupError("no cipher is bound to this database") from None


class EncryptedText(TypeDecorator[str]):
    """A text column whose content only the cipher's keys can read; NULL stays NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else cipher_of(dialect).encrypt(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out; raises `WrongKey`."""
        return None if value is None else cipher_of(dialect).decrypt(value)


class EncryptedInt(TypeDecorator[int]):
    """A whole number that only the cipher's keys can read; NULL stays NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else cipher_of(dialect).encrypt(str(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int | None:
        """Decrypt on the way out; raises `WrongKey`."""
        return None if value is None else int(cipher_of(dialect).decrypt(value))
