"""What one value is sealed into: it opens under its key and in its field alone, or not at all."""

import traceback
from base64 import urlsafe_b64decode
from binascii import a2b_base64
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from bot.db.encrypted import Cipher, EncryptedInt, EncryptedText, WrongKey
from bot.db.engine import Database
from tests.db.of_old import of_old

FIELD = "notes.words"
SAID = "I felt close to you <3 \N{SPARKLES}"
HEAD = 12

notes = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", EncryptedText(FIELD)),
    Column("aside", EncryptedText("notes.aside")),
    Column("felt", EncryptedInt("notes.felt")),
)


def key() -> str:
    return Fernet.generate_key().decode()


CIPHER = Cipher([key()])


def refuses(token: str, field: str = FIELD, by: Cipher = CIPHER) -> None:
    """Assert that a token does not open, and that nothing of it is said."""
    with pytest.raises(WrongKey) as caught:
        by.decrypt(token, field)
    assert caught.value.__cause__ is None
    told = "".join(traceback.format_exception(caught.value))
    assert "close to you" not in told
    assert len(token) <= HEAD or token not in told


@given(st.text(), st.sampled_from([FIELD, "a.b", "file of erasures"]))
def test_any_text_comes_back(text: str, field: str) -> None:
    token = CIPHER.encrypt(text, field)
    assert token.isascii()
    assert CIPHER.decrypt(token, field) == text


@given(st.text(), st.text(alphabet="abc._", min_size=1))
def test_no_other_field_opens_it(text: str, field: str) -> None:
    refuses(CIPHER.encrypt(text, FIELD), field)


@given(st.text())
def test_what_an_older_version_wrote_is_read_in_every_field(text: str) -> None:
    token = of_old(CIPHER, text)
    assert not CIPHER.wrote(token)
    assert CIPHER.decrypt(token, FIELD) == CIPHER.decrypt(token, "a.b") == text


@pytest.mark.parametrize("said", ["", "Ana", SAID, SAID * 9])
def test_a_bit_that_was_changed_anywhere_is_refused(said: str) -> None:
    token = CIPHER.encrypt(said, FIELD)
    for at in range(len(token)):
        for bit in range(7):
            refuses(token[:at] + chr(ord(token[at]) ^ 1 << bit) + token[at + 1 :])


def test_what_was_cut_lengthened_or_put_together_is_refused() -> None:
    token, other = CIPHER.encrypt(SAID, FIELD), CIPHER.encrypt(SAID[::-1], FIELD)
    for at in range(len(token)):
        refuses(token[:at])
        refuses(token[:at] + " " + token[at:])
        if (mixed := token[:at] + other[at:]) not in (token, other):
            refuses(mixed)
    for end in ("=", "A", "AAAA", "\n", "\x00", "\xe9", token):
        refuses(token + end)


@pytest.mark.parametrize("stored", ["", "Ana", "gcm1", "gAAAA", "gcm1damaged", "gAAAAdamaged", "é"])
def test_what_is_no_token_is_refused(stored: str) -> None:
    refuses(stored)


def test_only_a_key_that_it_was_given_opens_it() -> None:
    old, new = key(), key()
    before, both, after = Cipher([old]), Cipher([new, old]), Cipher([new])
    assert both.decrypt(before.encrypt(SAID, FIELD), FIELD) == SAID
    assert after.decrypt(both.encrypt(SAID, FIELD), FIELD) == SAID
    refuses(before.encrypt(SAID, FIELD), by=after)
    refuses(both.encrypt(SAID, FIELD), by=before)
    refuses(of_old(before, SAID), by=after)
    token = before.encrypt(SAID, FIELD)
    assert [cipher.wrote(token) for cipher in (before, both, after)] == [True, False, False]


def test_no_key_serves_both_algorithms() -> None:
    own = key()
    raw, sealed = urlsafe_b64decode(own), a2b_base64(Cipher([own]).encrypt(SAID, FIELD)[HEAD:])
    for secret in (raw, raw[:16], raw[16:]):
        with pytest.raises(InvalidTag):
            AESGCM(secret).decrypt(sealed[:12], sealed[12:], FIELD.encode())
    with pytest.raises(InvalidToken):
        Fernet(own).decrypt(sealed)


def test_the_beginning_tells_the_key_and_nothing_of_it() -> None:
    own = key()
    heads = {Cipher([own]).encrypt(text, field)[:HEAD] for text in ("", SAID) for field in (FIELD, "a.b")}
    assert len(heads) == 1
    assert len(heads | {Cipher([key()]).encrypt("", FIELD)[:HEAD] for _ in range(50)}) == 51
    assert urlsafe_b64decode(own).find(a2b_base64(heads.pop()[4:])) == -1


def test_no_two_nonces_are_one_and_each_bit_of_them_is_chance() -> None:
    count = 20_000
    nonces = [a2b_base64(CIPHER.encrypt("", FIELD)[HEAD : HEAD + 16]) for _ in range(count)]
    assert len(set(nonces)) == count
    numbers = [int.from_bytes(nonce) for nonce in nonces]
    for bit in range(96):
        ones = sum(number >> bit & 1 for number in numbers)
        assert abs(ones - count / 2) < 6 * (count / 4) ** 0.5  # six sigma: one run in five million


def test_the_length_of_a_token_tells_a_short_word_from_no_other() -> None:
    lengths = [len(CIPHER.encrypt("a" * length, FIELD)) for length in range(200)]
    assert set(lengths[:20]) == {76}
    assert lengths == sorted(lengths)
    assert all(lengths.count(length) == 24 for length in set(lengths[20:188]))


async def test_a_value_that_was_moved_to_another_column_does_not_open(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/a.db", Cipher([key()]))
    async with db.write() as tx:
        await tx.run_sync(notes.metadata.create_all)
        await tx.execute(insert(notes).values(id=1, words=SAID, aside="a", felt=4))
        await tx.exec_driver_sql("UPDATE notes SET aside = words, felt = CAST(words AS BLOB)")
    async with db.read() as tx:
        assert await tx.scalar(select(notes.c.words)) == SAID
        for moved in (notes.c.aside, notes.c.felt):
            with pytest.raises(WrongKey):
                await tx.scalar(select(moved))
    await db.close()


async def test_a_statement_of_no_database_neither_writes_nor_reads(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/a.db", Cipher([key()]))
    dialect = type(db._to_read.dialect)()
    for type_ in (notes.c.words.type, notes.c.felt.type):
        for process in (type_.bind_processor(dialect), type_.result_processor(dialect, None)):
            assert process is not None
            with pytest.raises(LookupError):
                process("1")
    await db.close()
