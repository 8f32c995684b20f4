"""Every failure of Telegram's becomes the outcome that mends it, and no log line repeats what was said."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup
from telegram.error import TelegramError, TimedOut
from telegram.request import RequestData

from bot import refusals
from bot.message import Button, Media, Message
from bot.outcomes import Gone, Impossible, Later, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from bot.telegram.outbound.errors import AnswerLost, RequestNotSent
from bot.telegram.outbound.pacing import Priority
from bot.telegram.outbound.sender import Sender
from bot.telegram.taps import Aliases
from tests.old_buttons import old_button
from tests.telegram.unsent import Unsent, library

MESSAGE = {"message_id": 7, "date": 1, "chat": {"id": -5, "type": "group", "title": "Ana & Ben"}}
SAID = "our words"
CARD = Message(Markup("<b>%s</b>") % SAID)


class Scripted(Unsent):
    """Answers every call with the same thing and remembers the calls."""

    def __init__(self, result: object = True, status: int = 200, error: Exception | None = None) -> None:
        self.result, self.status, self.error = result, status, error
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def answer(self, method: str, data: RequestData | None) -> tuple[int, bytes]:
        self.calls.append((method, dict(data.parameters) if data else {}))
        if self.error is not None:
            raise self.error
        answer = self.result if self.status != 200 else {"ok": True, "result": self.result}
        return self.status, answer if isinstance(answer, bytes) else json.dumps(answer).encode()


def sender(request: Scripted, *, pays: bool = False) -> Sender:
    return Sender(library(request), Aliases("a secret"), pays=pays)


def refusal(status: int, description: str, **parameters: int) -> Scripted:
    return Scripted(
        {"ok": False, "error_code": status, "description": description, "parameters": parameters}, status
    )


async def sent(request: Scripted, card: Message) -> dict[str, Any]:
    assert await sender(request).send(-5, card) == Sent(7)
    (call,) = request.calls
    return {"method": call[0], **call[1]}


async def test_only_who_pays_for_broadcasts_offers_to() -> None:
    request = Scripted(MESSAGE)
    await sender(request).send(-5, CARD)
    await sender(request, pays=True).send(-5, CARD)
    assert [call.get("allow_paid_broadcast") for _method, call in request.calls] == [None, True]


async def test_a_card_becomes_a_message_with_its_keyboard_and_manners() -> None:
    rows = (
        (old_button("a:0:0", "Answer privately"),),
        (Button("Open", url="https://t.me/kindling_bot?start=x"),),
    )
    call = await sent(Scripted(MESSAGE), Message(CARD.text, rows, silent=True, reply_to=3))
    assert call == {
        "method": "sendMessage",
        "chat_id": -5,
        "text": "<b>our words</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": True,
        "reply_parameters": {"message_id": 3, "allow_sending_without_reply": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Answer privately", "callback_data": "a:0:0"}],
                [{"text": "Open", "url": "https://t.me/kindling_bot?start=x"}],
            ]
        },
    }


async def test_a_card_that_asks_shows_a_reply_field_in_a_group_only_to_whom_it_speaks() -> None:
    call = await sent(Scripted(MESSAGE), Message(CARD.text, placeholder="In a few words"))
    assert call["reply_markup"] == {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": "In a few words",
    }


@pytest.mark.parametrize(("kind", "method"), [("voice", "sendVoice"), ("photo", "sendPhoto")])
async def test_media_are_sent_by_their_file_id_with_the_text_as_caption(kind: Any, method: str) -> None:
    call = await sent(Scripted(MESSAGE), Message(CARD.text, media=Media(kind, "file-1")))
    assert (call["method"], call[kind], call["caption"]) == (method, "file-1", "<b>our words</b>")


async def test_an_edit_speaks_of_the_caption_where_there_are_media() -> None:
    request = Scripted(MESSAGE)
    await sender(request).edit(-5, 7, CARD)
    await sender(request).edit(-5, 7, Message(CARD.text, media=Media("voice", "file-1")))
    assert [method for method, _ in request.calls] == ["editMessageText", "editMessageCaption"]


async def test_an_edit_cannot_ask_for_a_reply() -> None:
    with pytest.raises(ValueError, match="reply"):
        await sender(Scripted(MESSAGE)).edit(-5, 7, Message(CARD.text, placeholder=""))


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        (Scripted(error=RequestNotSent("ClientConnectorError")), NotSent("ClientConnectorError")),
        (Scripted(error=AnswerLost("ServerDisconnectedError")), Unknown("AnswerLost")),
        (Scripted(error=TimedOut()), Unknown("TimedOut")),
        (Scripted(error=TelegramError("Invalid server response")), Unknown("TelegramError")),
        (Scripted(b"<html>502</html>", 502), Unknown("NetworkError")),
        (refusal(500, "Internal Server Error"), Unknown("NetworkError")),
        (refusal(429, "Too Many Requests: retry after 31", retry_after=31), Later(31)),
        (
            refusal(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009
            ),
            Migrated(-1009),
        ),
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone("blocked")),
        (refusal(403, "Forbidden: user is deactivated"), Gone("deactivated")),
        (refusal(403, "Forbidden: bot was kicked from the group chat"), Gone("kicked")),
        (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), Gone("kicked")),
        (refusal(403, "Forbidden: bot is not a member of the supergroup chat"), Gone("not_a_member")),
        (refusal(403, "Forbidden: the group chat was deleted"), Gone("deleted")),
        (refusal(403, "Forbidden: bot can't initiate conversation with a user"), Gone("door_not_opened")),
        (refusal(403, "Forbidden: bot can't send messages to bots"), Gone("is_a_bot")),
        (refusal(400, "Bad Request: chat not found"), Gone("not_found")),
        (refusal(400, "Bad Request: PEER_ID_INVALID"), Gone("not_found")),
        (refusal(403, "Forbidden: something that nobody has seen yet"), Refused("other")),
        (
            refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
            Gone(refusals.NO_TEXT),
        ),
        (refusal(400, "Bad Request: have no rights to send a message"), Gone(refusals.NO_TEXT)),
        (refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Gone(refusals.NO_TEXT)),
        (refusal(400, "Bad Request: CHAT_SEND_VOICES_FORBIDDEN"), Refused(refusals.NO_VOICE)),
        (
            refusal(400, "Bad Request: not enough rights to send voice notes to the chat"),
            Refused(refusals.NO_VOICE),
        ),
        (
            refusal(400, "Bad Request: not enough rights to send photos to the chat"),
            Refused(refusals.NO_PHOTO),
        ),
        (refusal(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"), Refused(refusals.NO_TEXT)),
        (refusal(400, "Bad Request: TOPIC_CLOSED"), Refused(refusals.TOPIC_CLOSED)),
        (refusal(400, "Bad Request: something else that nobody has seen"), Refused(refusals.OTHER)),
        (refusal(400, "Bad Request: CHAT_FORWARDS_RESTRICTED"), Refused("chat_forwards_restricted")),
        (refusal(400, "Bad Request: message thread not found"), Refused(refusals.NO_TOPIC)),
        (refusal(400, "Bad Request: message is too long"), Impossible(refusals.TOO_LONG)),
        (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Impossible(refusals.BAD_BUTTONS)),
        (refusal(409, "Conflict: terminated by other getUpdates request"), Refused("conflict")),
    ],
)
async def test_a_failure_is_told_as_what_it_means(request_: Scripted, outcome: Outcome) -> None:
    assert await sender(request_).send(-5, CARD, Priority.OUTBOX) == outcome
    assert len(request_.calls) == 1


UNREADABLE = [
    {"message_id": 7},
    {"message_id": 7, "date": 1, "chat": {"title": "neither id nor type"}},
    {"message_id": "7", "date": "yesterday", "chat": 5, "entities": [{"type": "new"}], "reply_markup": []},
    MESSAGE | {"photo": {"not": "a list"}, "something_new": {"of": "another version"}},
]


@pytest.mark.parametrize("message", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_telegram_took_is_sent_however_its_answer_is_shaped(message: dict[str, Any]) -> None:
    request = Scripted(message)
    assert await sender(request).send(-5, CARD) == Sent(7)
    assert await sender(request).edit(-5, 7, CARD) == Sent(7)
    assert len(request.calls) == 2


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"message_id": "none"},
        [],
        "yes",
        5,
        MESSAGE | {"message_id": 2**63},
        MESSAGE | {"message_id": "9" * 5000},
    ],
)
async def test_a_send_whose_number_cannot_be_read_was_taken(result: object) -> None:
    assert await sender(Scripted(result)).send(-5, CARD) == Sent(0)


async def test_a_message_without_a_number_is_pointed_at_by_nobody() -> None:
    request = Scripted(MESSAGE)
    speaker = sender(request)
    assert await speaker.edit(-5, 0, CARD) == Refused(refusals.MESSAGE_GONE)
    assert await speaker.strip(-5, 0) == Refused(refusals.MESSAGE_GONE)
    assert await speaker.delete(-5, 0) == Refused(refusals.MESSAGE_GONE)
    assert await speaker.delete_all(-5, [0]) == Refused(refusals.MESSAGE_GONE)
    assert request.calls == []
    await speaker.send(-5, replace(CARD, reply_to=0))
    assert "reply_parameters" not in request.calls[0][1]


async def test_of_the_bot_itself_its_id_and_username_are_needed_alone() -> None:
    assert await sender(Scripted({"id": 1, "username": "kindling_bot"})).own_username() == "kindling_bot"


async def test_what_cannot_be_read_of_members_is_not_known() -> None:
    speaker = sender(Scripted({"neither": "status nor user"}))
    assert await speaker.member_count(-5) is None
    assert await speaker.is_member(-5, 1) is None
    assert (await speaker.eyes(-5)).reads_everything is None


@pytest.mark.parametrize(("code", "said"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_what_a_method_answers_as_to_a_wrong_token_refuses_that_message_alone(
    code: int, said: str
) -> None:
    assert await sender(refusal(code, said)).send(-5, CARD) == Refused("unauthorized")


async def test_a_message_that_already_shows_the_card_counts_as_sent() -> None:
    same = refusal(
        400, "Bad Request: message is not modified: specified new message content and reply markup are"
    )
    assert await sender(same).edit(-5, 7, CARD) == Sent(7)
    assert await sender(same).strip(-5, 7) == Sent(7)


@pytest.mark.parametrize(
    "description", ["message to edit not found", "message to delete not found", "MESSAGE_ID_INVALID"]
)
async def test_a_message_that_is_gone_cannot_be_edited_or_deleted(description: str) -> None:
    gone = refusal(400, f"Bad Request: {description}")
    assert await sender(gone).edit(-5, 7, CARD) == Refused("message_gone")
    assert await sender(gone).delete(-5, 7) == Refused("message_gone")


async def test_a_tap_is_answered_to_the_one_who_tapped() -> None:
    request = Scripted()
    speaker = sender(request)
    assert await speaker.toast("9") == Sent(0)
    await speaker.toast("9", "Sealed.", alert=True)
    await speaker.toast("9", url="https://t.me/kindling_bot?start=x")
    assert [parameters for _, parameters in request.calls] == [
        {"callback_query_id": "9", "show_alert": False},
        {"callback_query_id": "9", "show_alert": True, "text": "Sealed."},
        {"callback_query_id": "9", "show_alert": False, "url": "https://t.me/kindling_bot?start=x"},
    ]


async def test_a_tap_that_is_too_old_is_swallowed() -> None:
    late = refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await sender(late).toast("9", "Sealed.") == Refused("too_old")


async def test_reactions_departures_and_deletions_tell_their_outcome() -> None:
    request = Scripted()
    speaker = sender(request)
    assert await speaker.react(-5, 7, "\N{HEAVY BLACK HEART}") == Sent(7)
    assert await speaker.react(-5, 7, None) == Sent(7)
    assert await speaker.leave(-5) == Sent(0)
    assert await speaker.delete(-5, 7) == Sent(7)
    assert [method for method, _ in request.calls] == [
        "setMessageReaction",
        "setMessageReaction",
        "leaveChat",
        "deleteMessage",
    ]


@pytest.mark.parametrize(
    ("answer", "public"),
    [
        ({"id": -5, "type": "supergroup", "username": "us_two"}, True),
        ({"id": -5, "type": "supergroup", "active_usernames": ["us_two"]}, True),
        ({"id": -5, "type": "supergroup"}, False),
        ({"id": -5, "type": "supergroup", "username": ""}, False),
        ({}, None),
        ([], None),
        (True, None),
    ],
)
async def test_whether_a_group_is_public_is_known_or_not(answer: Any, public: bool | None) -> None:
    request = Scripted(answer)
    assert await sender(request).is_public(-5) is public
    assert request.calls == [("getChat", {"chat_id": -5})]
    assert await sender(refusal(400, "Bad Request: chat not found")).is_public(-5) is None


async def test_the_number_of_members_is_known_or_not() -> None:
    assert await sender(Scripted(3)).member_count(-5) == 3
    assert await sender(refusal(400, "Bad Request: chat not found")).member_count(-5) is None


@pytest.mark.parametrize(
    "request_",
    [
        Scripted(MESSAGE),
        refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{SAID}" at byte offset 3'),
        refusal(400, f"Bad Request: inline keyboard button URL '{SAID}' is invalid"),
        refusal(403, f"Forbidden: {SAID}"),
        Scripted(f"<html>{SAID}</html>".encode(), 502),
    ],
)
async def test_no_outcome_and_no_log_line_repeats_what_was_said(
    request_: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        outcome = await sender(request_).send(-5, CARD)
    assert caplog.records
    assert SAID not in "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith("bot")
    )
    assert SAID not in str(outcome)
