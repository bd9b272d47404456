# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is part of messages and events: authors, chats, and what the server has sent."""

from __future__ import annotations

from typing import Any

from .._models import Bound, Model, member, model, wire
from ..enums import ChatParticipantRole, ChatType, EnvelopeAuthorType


@model
class EnvelopeAuthor(Model):
    """Who has written a message."""

    id: str
    type: EnvelopeAuthorType = wire(convert=member(EnvelopeAuthorType))


@model
class EnvelopeBox(Model):
    """Where a message stands in its chat."""

    id: int
    position: str


@model
class Chat(Bound):
    """A chat, as messages name it."""

    chat_id: str = wire("chatId")
    chat_title: str | None = wire("chatTitle")
    chat_type: ChatType = wire("chatType", member(ChatType))


@model
class ChatParticipant(Model):
    """Somebody in a chat."""

    user_id: str = wire("userId")
    role: ChatParticipantRole = wire(convert=member(ChatParticipantRole))


@model
class Contact:
    """The contact that a message is."""

    phone_number: str | None = None
    first_name: str = ""
    last_name: str | None = None
    user_id: str | None = None
    vcard: str | None = None


@model
class Update(Bound):
    """Any event, as the server has sent it."""

    method: str
    type: int
    id: int
    payload: dict[str, Any]
