"""Text and numbers that are encrypted before they reach the database, each for the field it stands in.

`EncryptedText` and `EncryptedInt` are column types; `Database` binds its cipher to its own dialects, so two
databases with different keys live side by side in one process. Encrypted columns cannot be compared or
sorted in SQL: the same value is written differently each time.

A value is sealed by AES-256-GCM (NIST SP 800-38D): `gcm1`, eight characters that tell the key, then in base64
a random nonce of 96 bits, the ciphertext and the tag. The name of its field is associated data, so what was
moved to another field does not open. Values of before that are Fernet tokens
(https://github.com/fernet/spec), which know no field; they are read as long as there are any.
"""

import os
from base64 import urlsafe_b64decode
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import FromClause
from sqlalchemy.engine import Dialect
from sqlalchemy.types import UserDefinedType

T = TypeVar("T", str, int)

TOKENS = ("gcm1", "gAAAA")
"""How everything encrypted begins: today's form, and Fernet's."""

_HEAD = 12
"""Characters before the base64: `gcm1`, and six bytes that tell the key."""

_NONCE = 12
_TAG = 16
_FRAME = 24
"""What is encoded is a multiple of this many bytes: it says only roughly how long a text is ("1" is as long
as "money"), and its base64 has no bits to spare, in which a token could be changed without being seen."""

_PADS = tuple(bytes([size]) * size for size in range(_FRAME + 1))


class WrongKey(Exception):
    """None of the keys opens what is stored. Says nothing of the content."""


class Cipher:
    """Encrypts with the first key and decrypts with any, so that keys can be changed without a stop."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take one or more Fernet keys (32 bytes, URL-safe base64), newest first.

        What is sealed today is under an AES key derived from each, so none serves two algorithms.

        Raises:
            ValueError: no key, or one of another shape; the key is not named.
        """
        try:
            self._of_old = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            well_formed = False
        else:
            well_formed = True
        if not well_formed:  # outside the handler, so that no traceback can show a key
            raise ValueError("an encryption key is missing or has the wrong shape")
        secrets = [urlsafe_b64decode(key) for key in keys]
        self._by_head = {_head(secret): AESGCM(_derived(secret, b"aes-256-gcm", 32)) for secret in secrets}
        self._head = _head(secrets[0])
        self._newest = self._by_head[self._head]

    def encrypt(self, text: str, field: str) -> str:
        """Return the text encrypted for a field (`table.column`, see `fields_of`), as ASCII."""
        said = text.encode()
        pad = _FRAME - (len(said) + _NONCE + _TAG) % _FRAME
        nonce = os.urandom(_NONCE)
        sealed = self._newest.encrypt(nonce, said + _PADS[pad], field.encode())
        return self._head + b2a_base64(nonce + sealed, newline=False).decode("ascii")

    def decrypt(self, token: str, field: str) -> str:
        """Return the text of a token.

        Raises:
            WrongKey: no key fits, or the token was tampered with, or is another field's.
        """
        key = self._by_head.get(token[:_HEAD])
        if key is None:
            return self._decrypt_of_old(token)
        try:
            framed = a2b_base64(token[_HEAD:])
            if len(framed) * 4 != (len(token) - _HEAD) * 3:  # characters that mean nothing were passed over
                raise ValueError
            padded = key.decrypt(framed[:_NONCE], framed[_NONCE:], field.encode())
        except (InvalidTag, ValueError):
            raise WrongKey("what is stored was changed, or is another field's") from None
        return padded[: -padded[-1]].decode()

    def opening(self, field: str) -> Callable[[str], str]:
        """Return what decrypts the tokens of a field; it raises `WrongKey`."""
        return partial(self.decrypt, field=field)

    def wrote(self, token: str) -> bool:
        """Whether a token is of today's form and under the first key, as far as its beginning says."""
        return token.startswith(self._head)

    def _decrypt_of_old(self, token: str) -> str:
        try:
            return self._of_old.decrypt(token.encode()).decode()
        except (InvalidToken, AttributeError):  # in a file that somebody edited bytes may stand there
            raise WrongKey("what is stored was encrypted with another key") from None


def _derived(secret: bytes, label: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=b"kindling 1 " + label).derive(secret)


def _head(secret: bytes) -> str:
    return TOKENS[0] + b2a_base64(_derived(secret, b"key id", 6), newline=False).decode("ascii")


_ciphers: WeakKeyDictionary[Dialect, Cipher] = WeakKeyDictionary()


_NONE = "no cipher is bound to this database"


def bind(dialect: Dialect, cipher: Cipher) -> None:
    """Let the encrypted columns of statements on this dialect use this cipher, for good.

    The dialect is the one thing of an engine that a column type is handed, and every engine has its own.
    """
    _ciphers[dialect] = cipher


def cipher_of(dialect: Dialect) -> Cipher:
    """Return the cipher of the database whose dialect this is; raises LookupError if none is bound to it."""
    try:
        return _ciphers[dialect]
    except KeyError:
        raise LookupError(_NONE) from None


class _Missing:
    """Stands for the cipher of a dialect that has none: statements are compiled on it, and never run."""

    def encrypt(self, _text: str, _field: str) -> str:
        """Raise LookupError."""
        raise LookupError(_NONE)

    def decrypt(self, _token: str, _field: str) -> str:
        """Raise LookupError."""
        raise LookupError(_NONE)


_MISSING = _Missing()


class _Encrypted(UserDefinedType[T]):
    """A column that only the cipher's keys can read; NULL stays NULL.

    Its field is named `table.column` as they were called when it was made. That name is for good, whatever
    they are called later: what is stored opens under no other (`tests/db/test_fields.py`).
    """

    def __init__(self, field: str) -> None:
        """Take the name of the field, which no other column has."""
        self.field = field

    def get_col_spec(self, **_options: object) -> str:
        """Say what it is to SQLite."""
        return "TEXT"


class EncryptedText(_Encrypted[str]):
    """Text that only the cipher's keys can read."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Encrypt on the way in."""
        encrypt, field = _ciphers.get(dialect, _MISSING).encrypt, self.field
        return lambda value: None if value is None else encrypt(value, field)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        """Decrypt on the way out; raises `WrongKey`."""
        decrypt, field = _ciphers.get(dialect, _MISSING).decrypt, self.field
        return lambda value: None if value is None else decrypt(value, field)


class EncryptedInt(_Encrypted[int]):
    """A whole number that only the cipher's keys can read."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[int | None], str | None]:
        """Encrypt on the way in."""
        encrypt, field = _ciphers.get(dialect, _MISSING).encrypt, self.field
        return lambda value: None if value is None else encrypt(str(value), field)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], int | None]:
        """Decrypt on the way out; raises `WrongKey`."""
        decrypt, field = _ciphers.get(dialect, _MISSING).decrypt, self.field
        return lambda value: None if value is None else int(decrypt(value, field))


def fields_of(table: FromClause) -> dict[str, str]:
    """Return the encrypted columns of a table, and the name of the field that each is."""
    return {it.name: it.type.field for it in table.c if isinstance(it.type, EncryptedText | EncryptedInt)}
