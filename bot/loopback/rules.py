"""Every behaviour of the real Telegram that the loopback keeps, by name, each able to be switched off.

A behaviour is switched off only to show that its test notices: docs/loopback.md lists them with their
sources, and tests/loopback/test_behaviours.py runs a scenario for each, on and off.
"""

BEHAVIOURS: dict[str, str] = {
    "privacy_mode": "in a group the bot sees commands meant for it and replies to it, never ordinary talk",
    "bare_commands": "a command without @name reaches the bot only while it was the last bot to speak",
    "replies_reach": "a reply to the bot's own message reaches it",
    "admins_see_all": "a bot that is an administrator sees every message of people",
    "other_bots_unheard": "what another bot says never reaches the bot, administrator or not",
    "service_messages_reach": "joins, departures and renamings reach the bot whatever the privacy mode",
    "reply_context": "a reply carries the message it answers, one level deep",
    "edits_told": "an edited message arrives as edited_message when the message itself would",
    "channel_posts": "a post in a channel arrives as channel_post, without a sender",
    "anonymous_admins": "an anonymous administrator writes as user 1087968824 with the group as sender_chat",
    "linked_channel": "a linked channel's post comes from user 777000 as an automatic forward",
    "door_must_be_opened": "the bot cannot write to a person who never wrote to it",
    "strangers_unknown": "a user the bot never met is no chat at all",
    "blocked_door": "the bot cannot write to a person who blocks it",
    "block_told": "blocking and unblocking arrive as my_chat_member of the private chat",
    "first_start_quiet": "a first /start brings its message and no my_chat_member",
    "join_told": "being added brings my_chat_member and the service message",
    "startgroup_command": "being added by a startgroup link also brings /start@bot with the payload",
    "removal_told": "being removed brings my_chat_member: left from a group, kicked from a supergroup",
    "removed_words": "writing to a left group is refused: kicked when removed, not a member when left",
    "write_rights": "writing where members may not write is refused",
    "upgrade_told": "an upgrade brings migrate_to_chat_id in the old chat, migrate_from_chat_id in the new",
    "upgrade_join": "an upgrade brings a my_chat_member join for the supergroup and none for the old group",
    "upgrade_closes_old": "the old group refuses and names the new chat in parameters.migrate_to_chat_id",
    "upgrade_voids_messages": "the supergroup counts its messages anew; the old ids mean nothing in it",
    "unknown_chat": "a chat that does not exist is refused",
    "shared_message_ids": "private chats and basic groups draw message ids from one sequence",
    "html_strict": "unknown tags and broken nesting are refused at their byte offset",
    "html_entities": "only lt, gt, amp, quot and numbers are decoded; any other entity stays as written",
    "text_length": "a text has 1 to 4096 characters",
    "text_not_empty": "an empty text is refused",
    "caption_length": "a caption has at most 1024 characters",
    "length_after_parsing": "lengths are counted after parsing, in Unicode code points",
    "not_modified": "an edit that changes nothing is refused",
    "edit_needs_message": "an edit of a message that is not there is refused",
    "edit_own_only": "only the bot's own messages can be edited",
    "force_reply_fixed": "a message that asked for a reply (ForceReply) cannot be edited",
    "edit_drops_keyboard": "an edit without a keyboard removes the keyboard",
    "reply_needs_message": "a reply to a missing message is refused unless sending without it is allowed",
    "button_data": "callback data has at most 64 bytes",
    "button_label": "a button without a label is refused",
    "one_markup": "a message has inline buttons or a ForceReply with its hint; the buttons win",
    "buttons_ask": "inline buttons may ask for a reply themselves, and the message says so",
    "buttons_ask_fixed": "an edit cannot change whether inline buttons ask for a reply",
    "query_expires": "a tap can be answered for 15 seconds",
    "query_once": "a tap can be answered once",
    "toast_length": "a callback answer has at most 200 characters",
    "own_link_only": "a callback answer opens only the bot's own t.me link",
    "delete_two_days": "a message older than 48 hours cannot be deleted",
    "delete_rights": "in a group the bot deletes only its own messages unless it is an administrator",
    "reactions_admin_only": "message_reaction arrives only for an administrator who asked for it",
    "members_admin_only": "chat_member arrives only for an administrator who asked for it",
    "allowed_updates_kept": "getUpdates without allowed_updates keeps the list given before",
    "offset_confirms": "an update is repeated until a higher offset confirms it",
    "update_limit": "one getUpdates brings at most 100 updates",
    "one_poller": "a second getUpdates ends the first with 409 Conflict",
    "updates_kept_a_day": "an update nobody fetched is dropped after 24 hours",
    "file_ids": "a file id must be one that Telegram gave out, of the right kind",
    "one_reaction": "the bot sets at most one reaction, from Telegram's list",
    "command_menu": "menu commands are 1-32 of a-z, 0-9 and _, descriptions 1-256 characters",
    "topics_close": "in a closed topic the bot writes only as an administrator",
    "thread_not_found": "a topic that is not there or was deleted is refused, as is General's own number",
    "topic_first_line": "what replies to nothing in a topic comes as a reply to the topic's first line",
    "reply_threads": "a reply in a supergroup has a message_thread_id and is no topic message",
    "history_admin_only": "getChat tells an administrator alone whether newcomers see old messages",
    "deep_link_payload": "a deep link carries 1-64 of A-Z, a-z, 0-9, _ and -, or no payload at all",
    "long_texts_split": "an app cuts what a person types into messages of 4096 characters",
}


class Rules:
    """Which behaviours are kept; all of them unless switched off."""

    def __init__(self) -> None:
        self._off: set[str] = set()

    def __getitem__(self, name: str) -> bool:
        """Return whether the behaviour is kept; raises KeyError for a name that does not exist."""
        if name not in BEHAVIOURS:
            raise KeyError(name)
        return name not in self._off

    def off(self, *names: str) -> None:
        """Switch behaviours off by name; raises KeyError for a name that does not exist."""
        for name in names:
            self[name]
            self._off.add(name)

    def on(self, *names: str) -> None:
        """Switch behaviours on again."""
        self._off.difference_update(names)
