# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the methods of the server answer."""

from __future__ import annotations

import re
from typing import Any

from .._library import Trueconf
from .._models import Bound, Model, member, model, wire
from .._submodules import register
from ..enums import ChatParticipantRole, EnvelopeAuthorType, FileReadyState
from ..exceptions import ApiErrorException
from .basics import ChatParticipant
from .message import LastMessage, Message, SystemMessage, deserialize_envelopes
from .requests import Extensions


@model
class ApiError(Model):
    """An error of the server."""

    error_code: int = wire("errorCode")

    def message(self) -> str:
        """What the code means."""
        values = getattr(Trueconf.ApiError, "__enum_values__", None)
        codes: dict[int, str] = {int(value): value.value_nick for value in (Trueconf.ApiError if values is None else values.values())}
        return codes.get(self.error_code, "unknown error").replace("-", " ").capitalize()

    def __str__(self) -> str:
        return f"[{self.error_code}] {self.message()}"

    def to_exception(self, payload: dict[str, Any] | None = None) -> ApiErrorException:
        """The exception for it."""
        return ApiErrorException(self.error_code, self.message(), payload)


@model
class AuthResponsePayload(Model):
    """Who the bot is."""

    user_id: str = wire("userId")
    connection_id: str = wire("connectionId")


@model
class _Nothing(Model):
    pass


class AddChatParticipantResponse(_Nothing):
    """Somebody was added."""


class AnswerCommandResponse(_Nothing):
    """A button was answered."""


class ChangeParticipantRoleResponse(_Nothing):
    """A role was changed."""


class ClearChatHistoryResponse(_Nothing):
    """Messages were removed."""


class EditChatAvatarResponse(_Nothing):
    """A picture was changed."""


class RemoveChatParticipantResponse(_Nothing):
    """Somebody was removed."""


class RemoveChatResponse(_Nothing):
    """A chat was removed."""


class RemoveMessageResponse(_Nothing):
    """A message was removed."""


@model
class _ChatId(Model):
    chat_id: str = wire("chatId")


class CreateChannelResponse(_ChatId):
    """The new channel."""


class CreateFavoritesChatResponse(_ChatId):
    """The bot's own chat."""


class CreateGroupChatResponse(_ChatId):
    """The new group."""


class CreateP2PChatResponse(_ChatId):
    """The chat with a person."""


@model
class EditChatTitleResponse(Model):
    """When the title was changed."""

    chat_id: str = wire("chatId")
    timestamp: int


@model
class _Edited(Model):
    message_id: str = wire("messageId")
    timestamp: int


class EditMessageResponse(_Edited):
    """When the message was changed."""


class EditSurveyResponse(_Edited):
    """When the survey was changed."""


@model
class SendMessageResponse(Model):
    """The message that was sent."""

    chat_id: str = wire("chatId")
    message_id: str = wire("messageId")
    timestamp: int


class ForwardMessageResponse(SendMessageResponse):
    """The message that was forwarded."""


class SendSurveyResponse(SendMessageResponse):
    """The survey that was sent."""


@model
class SendFileResponse(Model):
    """The file that was sent."""

    timestamp: int
    chat_id: str = wire("chatId")
    message_id: str = wire("messageId")
    file_id: str = wire("fileId")
    caption_message_id: str | None = wire("captionMessageId", default=None)


@model
class GetChatByIdResponse(Model):
    """A chat."""

    title: str
    chat_id: str = wire("chatId")
    chat_type: int = wire("chatType")
    unread_messages: int = wire("unreadMessages")
    avatar_url: str | None = wire("avatarUrl", default=None)
    last_message: LastMessage | None = wire("lastMessage", LastMessage.from_dict, default=None)


def _listed(cls: type[Model], name: str) -> Any:
    return wire(name, lambda items: [cls.from_dict(item) for item in items], default_factory=list)


@model
class GetChatsResponse(Model):
    """Chats."""

    chats: list[GetChatByIdResponse] = _listed(GetChatByIdResponse, "chats")

    @classmethod
    def prepare(cls, data: Any) -> dict[str, Any]:
        """The server sends the list alone."""
        return {"chats": data} if isinstance(data, list) else data


@model
class GetChatHistoryResponse(Bound):
    """Messages of a chat."""

    count: int
    chat_id: str = wire("chatId")
    messages: list[Message | SystemMessage] = wire(convert=deserialize_envelopes, default_factory=list)


@model
class GetChatParticipantResponse(Model):
    """Somebody in a chat."""

    role: ChatParticipantRole = wire(convert=member(ChatParticipantRole))
    type: EnvelopeAuthorType = wire(convert=member(EnvelopeAuthorType))
    user_id: str = wire("userId")


@model
class GetChatParticipantsResponse(Model):
    """Those in a chat."""

    participants: list[ChatParticipant] = _listed(ChatParticipant, "participants")

    @classmethod
    def prepare(cls, data: Any) -> dict[str, Any]:
        """The server sends the list alone."""
        return {"participants": data} if isinstance(data, list) else data


@model
class Previews(Model):
    """A preview of a file."""

    name: str
    size: int
    mimetype: str = wire("mimeType")
    download_url: str = wire("downloadUrl")


@model
class GetFileInfoResponse(Model):
    """A file at the server."""

    name: str
    size: int
    mimetype: str = wire("mimeType")
    ready_state: FileReadyState = wire("readyState", member(FileReadyState))
    file_id: str = wire("fileId")
    previews: list[Previews] | None = wire(convert=lambda items: [Previews.from_dict(item) for item in items], default=None)
    download_url: str | None = wire("downloadUrl", default=None)


@model
class GetFileUploadLimitsResponse(Model):
    """The files that the server takes."""

    extensions: Extensions | None = wire(convert=Extensions.from_dict)
    max_size: int | None = wire("maxSize", default=None)


@model(kw_only=True)
class GetMessageByIdResponse(Message):
    """A message."""

    chat_id: str = wire("chatId", default="")


@model
class GetUserDisplayNameResponse(Model):
    """The name of a user."""

    display_name: str = wire("displayName")


@model
class _Result(Model):
    result: bool

    @classmethod
    def prepare(cls, data: Any) -> dict[str, Any]:
        """Some servers send the value alone."""
        return {"result": data} if isinstance(data, bool) else data


class HasChatParticipantResponse(_Result):
    """Whether somebody is in a chat."""


class SubscribeFileProgressResponse(_Result):
    """Whether the bot is told about a file."""


class UnsubscribeFileProgressResponse(_Result):
    """Whether the bot is not told any more."""


@model
class SendChatActivityResponse(Model):
    """When the activity has to be sent again, in milliseconds."""

    chat_id: str = wire("chatId")
    activity_type: str = wire("activityType")
    retry_after: int = wire("retryAfter")


@model
class UploadFileResponse(Model):
    """The place for a file."""

    upload_task_id: str = wire("uploadTaskId")


def _module_name(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=P)(?=Chat)", "_", name).lower()


__all__ = sorted(name for name, value in globals().items()
                 if isinstance(value, type) and value.__module__ == __name__ and not name.startswith("_"))

_others = {"GetFileInfoResponse": " Previews", "GetFileUploadLimitsResponse": " Extensions"}
register(__name__, globals(), **{_module_name(name): name + _others.get(name, "") for name in __all__ if name != "Previews"})
