# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is in messages."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from .._models import Bound, Model, model, wire
from .._submodules import register
from ..enums import MessageType
from .keyboard import InlineKeyboardMarkup


class UnsupportedMessageType(ValueError):
    """A kind of message that this module does not know."""


class AbstractEnvelopeContent(Model):
    """Any content."""


@model
class TextContent(AbstractEnvelopeContent):
    """A text, with the server's markup and quotation."""

    text: str
    parse_mode: str = wire("parseMode")
    buttons: InlineKeyboardMarkup | None = wire(convert=InlineKeyboardMarkup.from_dict, default=None)


class _File(Bound):
    """A file at the server."""

    file_id: str

    @property
    async def url(self) -> str | None:
        """Where the file can be downloaded."""
        return (await self.bot.get_file_info(self.file_id)).download_url

    @property
    async def preview_url(self) -> str | None:
        """Where its preview can be downloaded, if it has one."""
        previews = (await self.bot.get_file_info(self.file_id)).previews
        return previews[0].download_url if previews else None

    async def download(self, dest_path: str | Path | None = None, *, file_path: str | Path | None = None) -> bytes | Path | None:
        """Downloads the file to a path, or returns its bytes. None if it could not be downloaded."""
        return await self.bot.download_file_by_id(self.file_id, dest_path, file_path=file_path)


class _NamedFile(_File):
    mime_type: str

    @property
    def mimetype(self) -> str:
        """An old name of mime_type."""
        warnings.warn("mimetype is deprecated: use mime_type", DeprecationWarning, stacklevel=2)
        return self.mime_type


@model
class AttachmentContent(_NamedFile, AbstractEnvelopeContent):
    """A file."""

    file_name: str = wire("name")
    file_size: int = wire("size")
    file_id: str = wire("fileId", default="")
    mime_type: str = wire("mimeType", default="")
    ready_state: int | None = wire("readyState", default=None)


@model
class Document(_NamedFile):
    """A file that is neither a picture nor a film."""

    file_id: str
    file_name: str
    file_size: int
    mime_type: str


class Photo(Document):
    """A picture."""


class Video(Document):
    """A film."""


class Sticker(Document):
    """A sticker."""


@model
class Voice(_File, AbstractEnvelopeContent):
    """A voice message."""

    file_id: str = wire("fileId")
    file_size: int = wire("size")
    mime_type: str = wire("mimeType")
    duration: int


@model
class Location(AbstractEnvelopeContent):
    """A place."""

    latitude: float
    longitude: float
    title: str


@model
class SurveyContent(AbstractEnvelopeContent):
    """A survey."""

    url: str
    title: str
    path: str | None = None
    description: str | None = None
    button_text: str | None = wire("buttonText", default=None)
    app_version: int | None = wire("appVersion", default=None)
    secret: str | None = None
    alt: str | None = None


@model
class ParticipantRoleContent(AbstractEnvelopeContent):
    """Somebody has come, or has another role."""

    user_id: str = wire("userId")
    role: str


@model
class RemoveParticipant(AbstractEnvelopeContent):
    """Somebody has left."""

    user_id: str = wire("userId")


@model
class EditChatTitleContent(AbstractEnvelopeContent):
    """The chat has another title."""

    title: str


@model
class EditChatAvatarContent(AbstractEnvelopeContent):
    """The chat has another picture."""

    avatar_url: str = wire("avatarUrl")


@model
class ClearChatHistoryContent(AbstractEnvelopeContent):
    """The messages of the chat were removed."""

    for_all: bool = wire("forAll")


# that of forwarded messages is added by the module of messages
USER_CONTENT_TYPES: dict[int, type[Model]] = {
    MessageType.PLAIN_MESSAGE: TextContent, MessageType.ATTACHMENT: AttachmentContent, MessageType.LOCATION: Location,
    MessageType.SURVEY: SurveyContent, MessageType.VOICE_MESSAGE: Voice,
}
SYSTEM_CONTENT_TYPES: dict[int, type[Model]] = {
    MessageType.ADD_PARTICIPANT: ParticipantRoleContent, MessageType.REMOVE_PARTICIPANT: RemoveParticipant,
    MessageType.EDIT_CHAT_TITLE: EditChatTitleContent, MessageType.EDIT_CHAT_AVATAR: EditChatAvatarContent,
    MessageType.CLEAR_CHAT_HISTORY: ClearChatHistoryContent, MessageType.PARTICIPANT_ROLE: ParticipantRoleContent,
}


def _read(types: dict[int, type[Model]], message_type: int, raw: Any) -> Any:
    if message_type not in types:
        raise UnsupportedMessageType(f"{message_type!r} is not a kind of message that is known here")
    return types[message_type].from_dict(raw or {})


def deserialize_user_content(message_type: MessageType, raw: dict[str, Any]) -> Any:
    """The content of a message of a person."""
    return _read(USER_CONTENT_TYPES, message_type, raw)


def deserialize_system_content(message_type: MessageType, raw: dict[str, Any]) -> Any:
    """The content of a message of the server."""
    return _read(SYSTEM_CONTENT_TYPES, message_type, raw)


def deserialize_envelope_content(message_type: MessageType, raw: dict[str, Any]) -> Any:
    """The content of any message."""
    return _read({**SYSTEM_CONTENT_TYPES, **USER_CONTENT_TYPES}, message_type, raw)


__all__ = ["AbstractEnvelopeContent", "AttachmentContent", "ClearChatHistoryContent", "Document", "Location", "ParticipantRoleContent", "Photo",
           "RemoveParticipant", "Sticker", "SurveyContent", "TextContent", "Video"]

register(
    __name__, globals(), attachment="AttachmentContent", base="AbstractEnvelopeContent", chat_created="ParticipantRoleContent",
    clear_chat_history="ClearChatHistoryContent", document="Document", edit_chat_avatar="EditChatAvatarContent",
    edit_chat_title="EditChatTitleContent", location="Location", photo="Photo", remove_participant="RemoveParticipant", sticker="Sticker",
    survey="SurveyContent", text="TextContent", video="Video", voice="Voice",
    parser="UnsupportedMessageType deserialize_user_content deserialize_system_content deserialize_envelope_content")
