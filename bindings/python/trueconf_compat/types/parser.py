# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes events of what the server sends."""

from __future__ import annotations

from typing import Any

from .._models import Bound
from ..enums import IncomingUpdateMethod as Method
from ..enums import UpdateType
from . import requests
from .callback_query import CallbackQuery
from .content import UnsupportedMessageType
from .message import deserialize_envelope

EVENTS: dict[str, type[Bound]] = {
    Method.COMMAND.value: CallbackQuery,
    Method.ADDED_CHAT_PARTICIPANT.value: requests.AddedChatParticipant,
    Method.CHANGED_PARTICIPANT_ROLE.value: requests.ChangedParticipantRole,
    Method.CLEARED_CHAT_HISTORY.value: requests.ClearedChatHistory,
    Method.CHANGED_FILE_UPLOAD_LIMITS.value: requests.ChangedFileUploadLimits,
    Method.CREATED_CHANNEL.value: requests.CreatedChannel,
    Method.CREATED_GROUP_CHAT.value: requests.CreatedGroupChat,
    Method.CREATED_PERSONAL_CHAT.value: requests.CreatedPersonalChat,
    Method.CREATED_FAVORITES_CHAT.value: requests.CreatedFavoritesChat,
    Method.EDITED_CHAT_AVATAR.value: requests.EditedChatAvatar,
    Method.EDITED_CHAT_TITLE.value: requests.EditedChatTitle,
    Method.EDITED_MESSAGE.value: requests.EditedMessage,
    Method.REMOVED_CHAT_PARTICIPANT.value: requests.RemovedChatParticipant,
    Method.REMOVED_MESSAGE.value: requests.RemovedMessage,
    Method.UPLOADING_PROGRESS.value: requests.UploadingProgress,
    Method.REMOVED_CHAT.value: requests.RemovedChat,
}


def parse_update(raw: dict[str, Any]) -> Any:
    """The event for a frame, or None if there is none for it here."""
    payload = raw.get("payload")
    if raw.get("type") == UpdateType.RESPONSE or not isinstance(payload, dict):
        return None
    method = raw.get("method", "")
    if method == Method.MESSAGE:
        try:
            return deserialize_envelope(payload)
        except UnsupportedMessageType:
            return None
    return EVENTS[method].from_dict(payload) if method in EVENTS else None
