"""Updates are read as python-telegram-bot reads them, and whatever they hold, nothing is raised."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.parsing import lenient, reading, values
from bot.telegram.parsing.updates import Message, Query, Update, User
from tests.people import there

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
OURS = 42
ANA = User(5, False, "Ana", None, None)

Json = dict[str, Any]

ids = st.integers(1, 3) | st.integers(1, 2**52)  # few, so that some are the same
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.integers(1, 2**31)


def some(required: Json, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(required, optional=optional)


users = some(
    {"id": ids | st.just(OURS), "is_bot": st.booleans(), "first_name": words},
    username=words,
    language_code=words,
)
chats = some(
    {
        "id": ids.map(lambda it: -it) | ids,
        "type": st.sampled_from(["private", "group", "supergroup", "channel"]),
    },
    username=words,
    title=words,
)
entities = some(
    {
        "type": st.sampled_from(
            ["bold", "bot_command", "text_link", "custom_emoji", "pre", "text_mention", "new"]
        ),
        "offset": st.integers(0, 9),
        "length": st.integers(1, 9),
    },
    url=words,
    custom_emoji_id=words,
    language=words,
    user=users,
)
sizes = some(
    {"file_id": words, "file_unique_id": words, "width": st.integers(0, 9), "height": st.integers(0, 9)}
)
voices = some({"file_id": words, "file_unique_id": words, "duration": st.integers(0, 9)})
places = some({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)})
buttons = some({"text": words}, callback_data=words, url=st.just("https://example.org"))
keyboards = some({"inline_keyboard": st.lists(st.lists(buttons, min_size=1, max_size=2), max_size=2)})
fields: dict[str, st.SearchStrategy[Any]] = {
    "from": users,
    "sender_chat": chats,
    "edit_date": moments,
    "text": words,
    "caption": words,
    "entities": st.lists(entities, max_size=3),
    "caption_entities": st.lists(entities, max_size=2),
    "voice": voices,
    "photo": st.lists(sizes, max_size=2),
    "location": places,
    "media_group_id": words,
    "is_topic_message": st.booleans(),
    "message_thread_id": ids,
    "reply_markup": keyboards,
}
lines: dict[str, st.SearchStrategy[Any]] = {
    "migrate_to_chat_id": ids,
    "migrate_from_chat_id": ids,
    "new_chat_members": st.lists(users, max_size=2),
    "left_chat_member": users,
    "group_chat_created": st.just(True),
    "forum_topic_closed": st.just({}),
    "write_access_allowed": st.just({}),
    "community_chat_added": st.just({"newer": "than the library"}),
}
core: Json = {"message_id": ids, "date": moments, "chat": chats}
answered = some(core, **fields, forum_topic_created=st.just({"name": "Us", "icon_color": 1}))
messages = some(core, **fields, reply_to_message=answered, **lines)
queries = some(
    {"id": words, "from": users, "chat_instance": words},
    data=words,
    message=messages | some({"message_id": ids, "date": st.just(0), "chat": chats}),
)


def read(raw: Json) -> tuple[Update, telegram.Update]:
    return there(lenient.read(raw, NOW)), telegram.Update.de_json(raw)


def assert_the_same_user(ours: Any, theirs: telegram.User | None) -> None:
    fields = ("id", "is_bot", "first_name", "username", "language_code")
    assert (ours is None) == (theirs is None)
    assert theirs is None or [getattr(ours, it) for it in fields] == [getattr(theirs, it) for it in fields]


def assert_the_same(ours: Message, theirs: telegram.Message) -> None:
    assert_the_same_user(ours.from_user, theirs.from_user)
    assert (ours.chat.id, ours.chat.type, ours.chat.username) == (
        theirs.chat.id,
        theirs.chat.type,
        theirs.chat.username,
    )
    assert (ours.message_id, ours.date, ours.edit_date) == (theirs.message_id, theirs.date, theirs.edit_date)
    assert (ours.text, ours.caption) == (theirs.text, theirs.caption)
    assert (ours.sender_chat and ours.sender_chat.id) == (theirs.sender_chat and theirs.sender_chat.id)
    marked = theirs.entities or theirs.caption_entities
    assert [(it["type"], it["offset"], it["length"]) for it in reading.entities_of(ours)] == [
        (str(it.type), it.offset, it.length) for it in marked
    ]
    media = reading.media_of(ours)
    file = theirs.voice or (theirs.photo[-1] if theirs.photo else None)
    assert (media and (media.file_id, media.unique_id)) == (file and (file.file_id, file.file_unique_id))
    place = theirs.location
    assert values.place_of(ours) == (place and (place.latitude, place.longitude))
    assert values.album_of(ours) == theirs.media_group_id
    assert values.thread_of(ours) == ((theirs.message_thread_id or 0) if theirs.is_topic_message else 0)
    reply = theirs.reply_to_message
    replied = values.replied_of(ours, OURS)
    if reply is None:
        assert replied is None
    elif replied is None:
        opens = theirs.is_topic_message and reply.message_id == theirs.message_thread_id
        assert opens or reply.forum_topic_created is not None
    else:
        rows = reply.reply_markup.inline_keyboard if reply.reply_markup else ()
        assert replied.message_id == reply.message_id
        assert replied.by_us == (reply.from_user is not None and reply.from_user.id == OURS)
        assert replied.tap == (rows[0][0].callback_data if rows else None)
    assert values.moved(ours) == (
        (theirs.chat.id, theirs.migrate_to_chat_id)
        if theirs.migrate_to_chat_id
        else (theirs.migrate_from_chat_id, theirs.chat.id)
        if theirs.migrate_from_chat_id
        else None
    )
    assert [it.id for it in values.came(ours)] == [it.id for it in theirs.new_chat_members]
    assert_the_same_user(values.left(ours), theirs.left_chat_member)
    assert values.lets_write(ours) == (theirs.write_access_allowed is not None)
    assert values.is_service(ours) == any(
        getattr(theirs, it, None) or it in theirs.api_kwargs for it in values.SERVICE
    )


@given(ids, messages, st.sampled_from(["message", "edited_message"]))
def test_a_message_is_read_as_the_library_reads_it(number: int, raw: Json, kind: str) -> None:
    ours, theirs = read({"update_id": number, kind: raw})
    assert (ours.message is None) == (theirs.message is None)
    assert_the_same(
        there(ours.message or ours.edited_message), there(theirs.message or theirs.edited_message)
    )
    assert_the_same_user(ours.user, theirs.effective_user if "from" in raw else None)
    assert there(ours.chat).id == there(theirs.effective_chat).id


@given(queries)
def test_a_tap_is_read_as_the_library_reads_it(raw: Json) -> None:
    update, expected = read({"update_id": 1, "callback_query": raw})
    ours, theirs = there(update.callback_query), there(expected.callback_query)
    assert (ours.id, ours.data) == (theirs.id, theirs.data or "")
    assert_the_same_user(update.user, expected.effective_user)
    assert (update.chat and update.chat.id) == (expected.effective_chat and expected.effective_chat.id)
    message = theirs.message
    if message is None or not message.is_accessible:  # the library makes an empty message of that
        assert values.message_of(ours) is None
        assert values.keyboard_of(ours) is None
        return
    assert isinstance(message, telegram.Message)
    assert_the_same(there(ours.message), message)
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    data = frozenset(it.callback_data for row in rows for it in row if it.callback_data is not None)
    assert values.keyboard_of(ours) == (data if rows else None)
    marked = message.entities or message.caption_entities
    mentioned = frozenset(it.user.id for it in marked if it.type == it.TEXT_MENTION and it.user)
    assert there(values.message_of(ours)).mentions == mentioned


@given(
    chats,
    users,
    st.sampled_from(["creator", "administrator", "member", "restricted", "left", "kicked"]),
    st.sampled_from(["member", "left"]),
    st.booleans(),
)
def test_what_became_of_the_bot_is_read(chat: Json, by: Json, was: str, now: str, inside: bool) -> None:
    raw = {
        "chat": chat,
        "from": by,
        "date": 1,
        "old_chat_member": {"status": was, "user": by, "is_member": inside},
        "new_chat_member": {"status": now, "user": by},
    }
    change = there(there(lenient.read({"update_id": 1, "my_chat_member": raw}, NOW)).my_chat_member)
    assert change.chat.id == chat["id"]
    assert_the_same_user(change.from_user, telegram.User.de_json(by))
    inside = inside if was == "restricted" else was not in ("left", "kicked")
    assert change.was_in == inside
    assert change.is_in == (now == "member")


NAMES = ["id", "type", "user", "file_id", "message_id", "inline_keyboard", "text", "offset"]
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda it: st.lists(it, max_size=2) | st.dictionaries(st.sampled_from(NAMES), it),
    max_leaves=6,
)
odd_messages = st.builds(
    lambda whole, odd: whole | odd,
    messages,
    st.dictionaries(st.sampled_from([*core, *fields, *lines, "reply_to_message"]), anything, max_size=3),
)

LOOKS: tuple[Callable[[Message], object], ...] = (
    reading.words_of,
    reading.media_of,
    values.place_of,
    values.album_of,
    values.thread_of,
    values.moved,
    values.came,
    values.left,
    values.lets_write,
    values.is_service,
    lambda it: values.replied_of(it, OURS),
    lambda it: reading.command_of(reading.words_of(it)),
    lambda it: values.person_of(it.from_user),
    lambda it: values.message_of(Query("1", ANA, it, "")),
    lambda it: values.keyboard_of(Query("1", ANA, it, "")),
)


@given(odd_messages)
def test_whatever_a_message_holds_it_is_read(raw: Json) -> None:
    update = lenient.read({"update_id": 1, "message": raw}, NOW)
    if update is not None and update.message is not None:
        for look in LOOKS:
            look(update.message)
    tap = {"id": "1", "from": {"id": 5}, "message": raw}
    assert lenient.read({"update_id": 1, "callback_query": tap}, NOW) is not None


@given(anything, st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
def test_what_is_no_update_at_all_is_none(raw: object, kind: str) -> None:
    update = lenient.read({"update_id": 1, kind: raw}, NOW)
    assert update is None or isinstance(raw, dict)


@pytest.mark.parametrize("lacks", ["message_id", "chat"])
def test_a_message_without_a_number_or_a_chat_cannot_be_read(lacks: str) -> None:
    raw: Json = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hello"}
    assert lenient.message(raw, NOW) is not None
    del raw[lacks]
    assert lenient.message(raw, NOW) is None


def test_a_number_that_no_row_can_hold_is_none_and_costs_itself_alone() -> None:
    raw: Json = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "supergroup"}, "text": "hello"}
    raw |= {"is_topic_message": True, "message_thread_id": 2**63, "reply_to_message": {"message_id": 2**63}}
    message = there(lenient.message(raw | {"migrate_to_chat_id": -(2**63) - 1}, NOW))
    assert (message.text, values.thread_of(message)) == ("hello", 0)
    assert values.replied_of(message, OURS) is None
    assert values.moved(message) is None
    assert lenient.message(raw | {"message_id": 2**63}, NOW) is None
    assert lenient.message(raw | {"chat": {"id": 2**63, "type": "group"}}, NOW) is None
    assert there(lenient.message(raw | {"from": {"id": 2**63}}, NOW)).from_user is None


@pytest.mark.parametrize("odd", [1, "yes", {"id": 5}, [None]])
def test_what_cannot_be_read_makes_nothing_more_private_than_it_may_be(odd: object) -> None:
    raw: Json = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "supergroup", "username": odd}}
    raw |= {"from": {"id": 5, "is_bot": odd}, "sender_chat": odd, "text": "hello"}
    message = there(lenient.message(raw, NOW))
    assert values.is_public(message.chat)
    assert values.person_of(message.from_user) is None
    assert message.sender_chat is not None
    assert not values.is_anonymous_admin(message)


def test_buttons_that_cannot_be_read_are_no_keyboard() -> None:
    """What Telegram shows decides where a tap counts: half of it would refuse buttons that stand there."""
    readable: Json = {"text": "Answer privately", "callback_data": "q.answer:1:1"}
    raw: Json = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
    for buttons, data in (([readable], frozenset({"q.answer:1:1"})), ([readable, {}], None), ([5], None)):
        shown = raw | {"reply_markup": {"inline_keyboard": [buttons]}}
        query = {"id": "1", "from": {"id": 5}, "message": shown, "data": "q.answer:1:1"}
        update = there(lenient.read({"update_id": 1, "callback_query": query}, NOW))
        assert values.keyboard_of(there(update.callback_query)) == data


def test_the_first_line_of_a_topic_is_no_message_that_is_replied_to() -> None:
    chat: Json = {"id": -5, "type": "supergroup"}
    raw: Json = {"message_id": 9, "date": 1, "chat": chat, "is_topic_message": True, "message_thread_id": 4}
    for number, replies in ((4, False), (7, True)):
        message = there(lenient.message(raw | {"reply_to_message": {"message_id": number}}, NOW))
        assert (values.replied_of(message, OURS) is not None) == replies
