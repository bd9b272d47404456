# SPDX-License-Identifier: LGPL-2.1-or-later
"""The enumerations of python-trueconf-bot."""

from __future__ import annotations

from enum import Enum
from typing import Any

from ._submodules import register

ALLOWED_BUTTON_URL_SCHEMES = ("http", "https", "mailto", "trueconf")


class OAuthError(str, Enum):
    """Why a token was refused."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    UNSUPORTED_GRANT_TYPE = "unsupported_grant_type"


class ButtonStyle(str, Enum):
    """How a button looks."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"
    SUCCESS = "success"


class ButtonType(str, Enum):
    """What a button does."""

    COMMAND = "command"
    URL = "url"
    MESSAGE = "message"
    COPY = "copy"
    SHARE = "share"


class ChatActivity(str, Enum):
    """What a bot shows to be doing."""

    TYPING = "typing"
    CHOOSING_STICKER = "choosing_sticker"
    UPLOADING_FILE = "uploading_file"


class ChatParticipantRole(str, Enum):
    """What somebody may do in a chat."""

    OWNER = "owner"
    ADMIN = "admin"
    USER = "user"
    CONF_OWNER = "conf_owner"
    CONF_MODERATOR = "conf_moderator"
    FAVORITES_OWNER = "favorites_owner"
    WRITER = "writer"


class ChatType(int, Enum):
    """Kinds of chats."""

    UNDEF = 0
    P2P = 1
    GROUP = 2
    SYSTEM = 3
    FAVORITES = 5
    CHANNEL = 6


class CommandAnswerType(str, Enum):
    """What the answer to a button is."""

    COMPLETE = "complete"
    TIMEOUT = "timeout"
    CANCEL = "cancel"
    MESSAGE = "message"


class CommandMessageStatus(str, Enum):
    """How far a command has come."""

    UNKNOWN = "unknown"
    PENDING = "pending"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    CANCELED = "canceled"
    TIMEOUT = "timeout"


class CommandMessageVisibility(str, Enum):
    """How the answer to a button is shown."""

    DEFAULT = "default"
    TOAST = "toast"
    STICKY = "sticky"
    ALERT = "alert"


class CommandMessageLevel(str, Enum):
    """How bad it is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"


class EnvelopeAuthorType(int, Enum):
    """Whether a message is of a person."""

    SYSTEM = 0
    USER = 1


class FileReadyState(int, Enum):
    """Whether a file can be downloaded."""

    NOT_AVAILABLE = 0
    UPLOADING = 1
    READY = 2


class IncomingUpdateMethod(str, Enum):
    """The server's names of the events."""

    COMMAND = "command"
    ADDED_CHAT_PARTICIPANT = "addChatParticipant"
    CHANGED_PARTICIPANT_ROLE = "changeParticipantRole"
    CLEARED_CHAT_HISTORY = "clearHistory"
    CHANGED_FILE_UPLOAD_LIMITS = "getFileUploadLimits"
    CREATED_CHANNEL = "createChannel"
    CREATED_GROUP_CHAT = "createGroupChat"
    CREATED_PERSONAL_CHAT = "createP2PChat"
    CREATED_FAVORITES_CHAT = "createFavoritesChat"
    EDITED_CHAT_AVATAR = "editChatAvatar"
    EDITED_CHAT_TITLE = "editChatTitle"
    EDITED_MESSAGE = "editMessage"
    REMOVED_CHAT_PARTICIPANT = "removeChatParticipant"
    REMOVED_MESSAGE = "removeMessage"
    MESSAGE = "sendMessage"
    UPLOADING_PROGRESS = "uploadFileProgress"
    REMOVED_CHAT = "removeChat"


class MessageType(int, Enum):
    """Kinds of messages. Each is also a filter."""

    ADD_PARTICIPANT = 1
    REMOVE_PARTICIPANT = 2
    EDIT_CHAT_TITLE = 21
    EDIT_CHAT_AVATAR = 22
    CLEAR_CHAT_HISTORY = 23
    PARTICIPANT_ROLE = 110
    PLAIN_MESSAGE = 200
    FORWARDED_MESSAGE = 201
    ATTACHMENT = 202
    LOCATION = 203
    SURVEY = 204
    VOICE_MESSAGE = 205

    async def __call__(self, event: Any) -> bool:
        return bool(getattr(event, "type", None) == self)


class ParseMode(str, Enum):
    """The markup of a text."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


class SurveyType(str, Enum):
    """Whether a survey shows who has answered what."""

    NON_ANONYMOUS = "{{Survey}}"
    ANONYMOUS = "{{Anonymous survey}}"


class UpdateType(int, Enum):
    """Kinds of frames."""

    RESERVED = 0
    REQUEST = 1
    RESPONSE = 2


__all__ = [
    "ALLOWED_BUTTON_URL_SCHEMES", "ButtonStyle", "ButtonType", "ChatActivity", "ChatParticipantRole", "ChatType", "CommandAnswerType",
    "CommandMessageLevel", "CommandMessageStatus", "CommandMessageVisibility", "EnvelopeAuthorType", "FileReadyState",
    "IncomingUpdateMethod", "MessageType", "OAuthError", "ParseMode", "SurveyType", "UpdateType",
]

register(
    __name__, globals(), aouth_error="OAuthError", button="ALLOWED_BUTTON_URL_SCHEMES ButtonStyle ButtonType", chat_activity="ChatActivity",
    chat_participant_role="ChatParticipantRole", chat_type="ChatType",
    command="CommandAnswerType CommandMessageLevel CommandMessageStatus CommandMessageVisibility",
    envelope_author_type="EnvelopeAuthorType", file_ready_state="FileReadyState", incoming_update_method="IncomingUpdateMethod",
    message_type="MessageType", parse_mode="ParseMode", survey_type="SurveyType", update_type="UpdateType")
