# SPDX-License-Identifier: LGPL-2.1-or-later
"""The events besides messages and pressed buttons."""

from __future__ import annotations

from typing import Any

from .._models import Bound, Model, member, model, wire
from .._submodules import register
from ..enums import ChatType
from .basics import EnvelopeAuthor
from .content import TextContent
from .message import LastMessage


@model
class AddedChatParticipant(Bound):
    """Somebody was added to a chat."""

    timestamp: int
    chat_id: str = wire("chatId")
    user_id: str = wire("userId")
    added_by: EnvelopeAuthor | None = wire("addedBy", EnvelopeAuthor.from_dict)


@model
class RemovedChatParticipant(Bound):
    """Somebody was removed from a chat, or has left it."""

    timestamp: int
    chat_id: str = wire("chatId")
    user_id: str = wire("userId")
    removed_by: EnvelopeAuthor | None = wire("removedBy", EnvelopeAuthor.from_dict)


@model
class ChangedParticipantRole(Bound):
    """Somebody has got another role in a chat."""

    timestamp: int
    role: str
    chat_id: str = wire("chatId")
    user_id: str = wire("userId")


@model
class Extensions(Model):
    """The extensions of files that the server takes ("allow") or refuses ("block")."""

    mode: str
    list: Any


@model
class ChangedFileUploadLimits(Bound):
    """The server takes other files."""

    extensions: Extensions | None = wire(convert=Extensions.from_dict)
    max_size: int | None = wire("maxSize")


@model
class ClearedChatHistory(Bound):
    """The messages of a chat were removed."""

    chat_id: str = wire("chatId")
    for_all: bool = wire("forAll")


@model
class _CreatedChat(Bound):
    chat_id: str = wire("chatId")
    title: str
    chat_type: ChatType = wire("chatType", member(ChatType))
    last_message: LastMessage | None = wire("lastMessage", LastMessage.from_dict)
    unread_messages: int = wire("unreadMessages")


class CreatedChannel(_CreatedChat):
    """There is a new channel."""


class CreatedFavoritesChat(_CreatedChat):
    """There is a chat for the bot's own messages."""


class CreatedGroupChat(_CreatedChat):
    """There is a new group."""


class CreatedPersonalChat(_CreatedChat):
    """There is a new chat with a person."""


@model
class EditedChatAvatar(Bound):
    """A chat has another picture."""

    chat_id: str = wire("chatId")
    avatar_url: str = wire("avatarUrl")


@model
class EditedChatTitle(Bound):
    """A chat has another title."""

    chat_id: str = wire("chatId")
    title: str


@model
class EditedMessage(Bound):
    """A message was changed."""

    timestamp: int
    content: TextContent | None = wire(convert=TextContent.from_dict)
    chat_id: str = wire("chatId")


@model
class RemovedChat(Bound):
    """A chat was removed."""

    chat_id: str = wire("chatId")


@model
class RemovedMessage(Bound):
    """A message was removed."""

    chat_id: str = wire("chatId")
    message_id: str = wire("messageId")
    removed_by: EnvelopeAuthor | None = wire("removedBy", EnvelopeAuthor.from_dict)


@model
class UploadingProgress(Bound):
    """More of a file has arrived at the server."""

    file_id: str = wire("fileId")
    progress: int


__all__ = ["AddedChatParticipant", "ChangedFileUploadLimits", "ChangedParticipantRole", "ClearedChatHistory", "CreatedChannel",
           "CreatedFavoritesChat", "CreatedGroupChat", "CreatedPersonalChat", "EditedChatAvatar", "EditedChatTitle", "EditedMessage",
           "RemovedChat", "RemovedChatParticipant", "RemovedMessage", "UploadingProgress"]

register(
    __name__, globals(), added_chat_participant="AddedChatParticipant", changed_file_upload_limits="ChangedFileUploadLimits Extensions",
    changed_participant_role="ChangedParticipantRole", cleared_chat_history="ClearedChatHistory", created_channel="CreatedChannel",
    created_favorites_chat="CreatedFavoritesChat", created_group_chat="CreatedGroupChat", created_personal_chat="CreatedPersonalChat",
    edited_chat_avatar="EditedChatAvatar", edited_chat_title="EditedChatTitle", edited_message="EditedMessage", removed_chat="RemovedChat",
    removed_chat_participant="RemovedChatParticipant", removed_message="RemovedMessage", uploading_progress="UploadingProgress")
