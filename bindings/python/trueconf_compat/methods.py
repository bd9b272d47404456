# SPDX-License-Identifier: LGPL-2.1-or-later
"""The methods of the server as objects: await bot(SendMessage(…))."""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import itertools
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from ._library import call
from ._models import Bound, Model, model, wire
from ._submodules import register
from .enums import ChatActivity, CommandAnswerType, CommandMessageLevel, CommandMessageStatus, CommandMessageVisibility
from .types import responses
from .types.keyboard import InlineKeyboardMarkup

if TYPE_CHECKING:
    from .client import Bot

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@runtime_checkable
class ReturnResolver(Protocol[T_co]):
    """Something that reads an answer."""

    @staticmethod
    def parse(resp: dict[str, Any]) -> T_co:
        """The result for an answer."""
        ...


class MessageIdCounter:
    """Numbers of requests. The library gives its own to what is sent."""

    _numbers = itertools.count(1)

    @classmethod
    def get_next_id(cls) -> int:
        """The next number."""
        return next(cls._numbers)


class TrueConfMethod(Generic[T]):
    """A method of the server. A class derived from this names it in __api_method__, and the class of its answer in __returning__."""

    __api_method__: ClassVar[str]
    __returning__: ClassVar[type[Model]]

    @property
    def id(self) -> int:
        """A number for logs; what is sent has one of the library."""
        number: int = self.__dict__.setdefault("_id", MessageIdCounter.get_next_id())
        return number

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        data: dict[str, Any] = {}
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if value is not None:
                data[field.metadata.get("alias") or field.name] = value.value if isinstance(value, enum.Enum) else value
        return data

    async def __call__(self, bot: Bot, timeout: float = 10.0) -> T:
        try:
            method, returning = self.__api_method__, self.__returning__
        except AttributeError:
            raise RuntimeError(f"{type(self).__name__} needs __api_method__ and __returning__") from None
        try:
            answer = await asyncio.wait_for(call(bot.library.call(method, self.payload())), timeout)
        except asyncio.TimeoutError:
            raise TimeoutError(f"{method} was not answered within {timeout} s") from None
        parse = getattr(returning, "parse", None) or returning.from_dict
        result: Any = parse({} if answer is None else answer)
        return result.bind(bot) if isinstance(result, Bound) else result  # type: ignore[return-value]


@model
class _OfChat:
    chat_id: str = wire("chatId")


@model
class _OfUserInChat(_OfChat):
    user_id: str = wire("userId")


@model
class _OfMessage:
    message_id: str = wire("messageId")


@model
class _OfFile:
    file_id: str = wire("fileId")


@model
class AddChatParticipant(_OfUserInChat, TrueConfMethod[responses.AddChatParticipantResponse]):
    """Adds somebody to a chat."""

    display_history: bool = wire("displayHistory")
    __api_method__ = "addChatParticipant"
    __returning__ = responses.AddChatParticipantResponse


@model
class AnswerCommand(TrueConfMethod[responses.AnswerCommandResponse]):
    """Answers a pressed button."""

    command_id: str
    answer_type: CommandAnswerType | str
    text: str
    status: CommandMessageStatus | str | None = None
    visibility: CommandMessageVisibility | str | None = None
    level: CommandMessageLevel | str | None = None
    __api_method__ = "answerCommand"
    __returning__ = responses.AnswerCommandResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        message = {name: getattr(value, "value", value) for name, value in (
            ("text", self.text), ("status", self.status), ("visibility", self.visibility), ("level", self.level)) if value is not None}
        return {"commandId": self.command_id, "answerType": getattr(self.answer_type, "value", self.answer_type), "message": message}


@model
class AuthMethod(TrueConfMethod[responses.AuthResponsePayload]):
    """Logs in. A bot does so by itself."""

    token: str = dataclasses.field(repr=False)
    tokenType: str = "JWT"
    receive_unread_messages: bool = wire("receiveUnread", default=False)
    receive_system_messages: bool = wire("receiveSystemMessageEnvelopes", default=False)
    __api_method__ = "auth"
    __returning__ = responses.AuthResponsePayload


@model
class ChangeParticipantRole(_OfUserInChat, TrueConfMethod[responses.ChangeParticipantRoleResponse]):
    """Gives somebody another role."""

    role: str
    __api_method__ = "changeParticipantRole"
    __returning__ = responses.ChangeParticipantRoleResponse


@model
class ClearChatHistory(_OfChat, TrueConfMethod[responses.ClearChatHistoryResponse]):
    """Removes the messages of a chat."""

    for_all: bool = wire("forAll")
    __api_method__ = "clearHistory"
    __returning__ = responses.ClearChatHistoryResponse


@model
class CreateChannel(TrueConfMethod[responses.CreateChannelResponse]):
    """Makes a channel."""

    title: str
    __api_method__ = "createChannel"
    __returning__ = responses.CreateChannelResponse


@model
class CreateFavoritesChat(TrueConfMethod[responses.CreateFavoritesChatResponse]):
    """Makes the bot's own chat, or finds it."""

    __api_method__ = "createFavoritesChat"
    __returning__ = responses.CreateFavoritesChatResponse


@model
class CreateGroupChat(TrueConfMethod[responses.CreateGroupChatResponse]):
    """Makes a group."""

    title: str
    __api_method__ = "createGroupChat"
    __returning__ = responses.CreateGroupChatResponse


@model
class CreateP2PChat(TrueConfMethod[responses.CreateP2PChatResponse]):
    """Makes a chat with a person, or finds it."""

    user_id: str = wire("userId")
    __api_method__ = "createP2PChat"
    __returning__ = responses.CreateP2PChatResponse


@model
class EditChatAvatar(_OfChat, TrueConfMethod[responses.EditChatAvatarResponse]):
    """Gives a chat another picture, which was uploaded before."""

    temporal_file_id: str = wire("temporalFileId")
    __api_method__ = "editChatAvatar"
    __returning__ = responses.EditChatAvatarResponse


@model
class EditChatTitle(_OfChat, TrueConfMethod[responses.EditChatTitleResponse]):
    """Gives a chat another title."""

    title: str
    __api_method__ = "editChatTitle"
    __returning__ = responses.EditChatTitleResponse


def _text_content(text: str, parse_mode: Any, buttons: InlineKeyboardMarkup | None) -> dict[str, Any]:
    content: dict[str, Any] = {"text": text, "parseMode": getattr(parse_mode, "value", parse_mode)}
    if buttons is not None:
        content.update(buttons.to_dict())
    return content


@model
class EditMessage(_OfMessage, TrueConfMethod[responses.EditMessageResponse]):
    """Replaces the text and the buttons of a message."""

    text: str
    parse_mode: str
    buttons: InlineKeyboardMarkup | None = dataclasses.field(default=None, kw_only=True)
    __api_method__ = "editMessage"
    __returning__ = responses.EditMessageResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        return {"messageId": self.message_id, "content": _text_content(self.text, self.parse_mode, self.buttons)}


def _survey(server: str, path: str, title: str, description: Any, button_text: str) -> dict[str, Any]:
    address = f"https://{server}/webtools/survey"
    return {"path": path, "title": title, "description": getattr(description, "value", description), "buttonText": button_text,
            "alt": f"📊 <a href='{address}?id={path}&error=autologin_not_supported'>{title}</a>"}


@model
class EditSurvey(_OfMessage, TrueConfMethod[responses.EditSurveyResponse]):
    """Replaces a survey."""

    server: str
    path: str
    title: str
    description: str
    button_text: str = "{{Go to survey}}"
    __api_method__ = "editSurvey"
    __returning__ = responses.EditSurveyResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        return {"messageId": self.message_id,
                "content": _survey(self.server, self.path, self.title, self.description, self.button_text)}


@model
class ForwardMessage(_OfMessage, TrueConfMethod[responses.ForwardMessageResponse]):
    """Forwards a message."""

    chat_id: str = wire("chatId")
    __api_method__ = "forwardMessage"
    __returning__ = responses.ForwardMessageResponse


@model
class GetChatByID(_OfChat, TrueConfMethod[responses.GetChatByIdResponse]):
    """Finds a chat."""

    __api_method__ = "getChatByID"
    __returning__ = responses.GetChatByIdResponse


@model
class GetChatHistory(_OfChat, TrueConfMethod[responses.GetChatHistoryResponse]):
    """Messages of a chat."""

    count: int
    from_message_id: str | None = wire("fromMessageId", default=None)
    __api_method__ = "getChatHistory"
    __returning__ = responses.GetChatHistoryResponse


@model
class GetChatParticipant(_OfUserInChat, TrueConfMethod[responses.GetChatParticipantResponse]):
    """Somebody in a chat."""

    __api_method__ = "getChatParticipant"
    __returning__ = responses.GetChatParticipantResponse


@model
class GetChatParticipants(_OfChat, TrueConfMethod[responses.GetChatParticipantsResponse]):
    """Those in a chat."""

    page_size: int = wire("pageSize")
    page_number: int = wire("pageNumber")
    __api_method__ = "getChatParticipants"
    __returning__ = responses.GetChatParticipantsResponse


@model
class GetChats(TrueConfMethod[responses.GetChatsResponse]):
    """The bot's chats."""

    count: int
    page: int
    __api_method__ = "getChats"
    __returning__ = responses.GetChatsResponse


@model
class GetFileInfo(_OfFile, TrueConfMethod[responses.GetFileInfoResponse]):
    """A file."""

    __api_method__ = "getFileInfo"
    __returning__ = responses.GetFileInfoResponse


@model
class GetFileUploadLimits(TrueConfMethod[responses.GetFileUploadLimitsResponse]):
    """The files that the server takes."""

    __api_method__ = "getFileUploadLimits"
    __returning__ = responses.GetFileUploadLimitsResponse


@model
class GetMessageById(_OfMessage, TrueConfMethod[responses.GetMessageByIdResponse]):
    """A message."""

    __api_method__ = "getMessageById"
    __returning__ = responses.GetMessageByIdResponse


@model
class GetUserDisplayName(TrueConfMethod[responses.GetUserDisplayNameResponse]):
    """The name of a user."""

    user_id: str = wire("userId")
    __api_method__ = "getUserDisplayName"
    __returning__ = responses.GetUserDisplayNameResponse


@model
class HasChatParticipant(_OfUserInChat, TrueConfMethod[responses.HasChatParticipantResponse]):
    """Whether somebody is in a chat."""

    __api_method__ = "hasChatParticipant"
    __returning__ = responses.HasChatParticipantResponse


@model
class RemoveChat(_OfChat, TrueConfMethod[responses.RemoveChatResponse]):
    """Removes a chat."""

    __api_method__ = "removeChat"
    __returning__ = responses.RemoveChatResponse


@model
class RemoveMessage(_OfMessage, TrueConfMethod[responses.RemoveMessageResponse]):
    """Removes a message."""

    for_all: bool = wire("forAll")
    __api_method__ = "removeMessage"
    __returning__ = responses.RemoveMessageResponse


@model
class RemoveChatParticipant(_OfUserInChat, TrueConfMethod[responses.RemoveChatParticipantResponse]):
    """Removes somebody from a chat."""

    clear_history: bool = wire("clearHistory")
    __api_method__ = "removeChatParticipant"
    __returning__ = responses.RemoveChatParticipantResponse


@model
class SendChatActivity(_OfChat, TrueConfMethod[responses.SendChatActivityResponse]):
    """Shows what the bot is doing."""

    activity_type: ChatActivity | str = wire("activityType")
    __api_method__ = "sendChatActivity"
    __returning__ = responses.SendChatActivityResponse


@model
class SendFile(_OfChat, TrueConfMethod[responses.SendFileResponse]):
    """Sends a file that was uploaded before."""

    temporal_file_id: str = wire("temporalFileId")
    text: str | None = None
    parse_mode: str | None = None
    reply_message_id: str | None = None
    __api_method__ = "sendFile"
    __returning__ = responses.SendFileResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        content: dict[str, Any] = {"temporalFileId": self.temporal_file_id}
        if self.text:
            content["caption"] = _text_content(self.text, self.parse_mode or "text", None)
        return {"chatId": self.chat_id, "content": content,
                **({"replyMessageId": self.reply_message_id} if self.reply_message_id else {})}


@model
class SendMessage(_OfChat, TrueConfMethod[responses.SendMessageResponse]):
    """Sends a text."""

    text: str
    parse_mode: str
    reply_message_id: str | None = None
    buttons: InlineKeyboardMarkup | None = dataclasses.field(default=None, kw_only=True)
    __api_method__ = "sendMessage"
    __returning__ = responses.SendMessageResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        return {"chatId": self.chat_id, "replyMessageId": self.reply_message_id,
                "content": _text_content(self.text, self.parse_mode, self.buttons)}


@model
class SendSurvey(_OfChat, TrueConfMethod[responses.SendSurveyResponse]):
    """Sends a survey."""

    server: str
    path: str
    title: str
    secret: str
    description: str
    button_text: str = "{{Go to survey}}"
    reply_message_id: str | None = None
    app_version: int = 1
    __api_method__ = "sendSurvey"
    __returning__ = responses.SendSurveyResponse

    def payload(self) -> dict[str, Any]:
        """What is sent."""
        content = _survey(self.server, self.path, self.title, self.description, self.button_text)
        return {"chatId": self.chat_id, "replyMessageId": self.reply_message_id,
                "content": {"url": f"https://{self.server}/webtools/survey", "appVersion": self.app_version, "secret": self.secret, **content}}


@model
class SubscribeFileProgress(_OfFile, TrueConfMethod[responses.SubscribeFileProgressResponse]):
    """Asks to be told how much of a file has arrived."""

    __api_method__ = "subscribeFileProgress"
    __returning__ = responses.SubscribeFileProgressResponse


@model
class UnsubscribeFileProgress(_OfFile, TrueConfMethod[responses.UnsubscribeFileProgressResponse]):
    """Asks not to be told any more."""

    __api_method__ = "unsubscribeFileProgress"
    __returning__ = responses.UnsubscribeFileProgressResponse


@model
class UploadFile(TrueConfMethod[responses.UploadFileResponse]):
    """Asks for a place for a file."""

    file_size: int = wire("fileSize")
    file_name: str = wire("fileName")
    __api_method__ = "uploadFile"
    __returning__ = responses.UploadFileResponse


__all__ = ["AddChatParticipant", "AnswerCommand", "AuthMethod", "CreateChannel", "CreateGroupChat", "CreateP2PChat", "EditChatTitle",
           "EditMessage", "EditSurvey", "ForwardMessage", "GetChatByID", "GetChatHistory", "GetChatParticipants", "GetChats", "GetFileInfo",
           "GetMessageById", "GetUserDisplayName", "HasChatParticipant", "MessageIdCounter", "RemoveChat", "RemoveChatParticipant",
           "RemoveMessage", "ReturnResolver", "SendChatActivity", "SendFile", "SendMessage", "SendSurvey", "SubscribeFileProgress",
           "TrueConfMethod", "UnsubscribeFileProgress", "UploadFile"]

register(
    __name__, globals(), add_participant_to_chat="AddChatParticipant", answer_command="AnswerCommand", auth="AuthMethod",
    base="MessageIdCounter ReturnResolver TrueConfMethod", change_participant_role="ChangeParticipantRole",
    clear_chat_history="ClearChatHistory", create_channel="CreateChannel", create_favorites_chat="CreateFavoritesChat",
    create_group_chat="CreateGroupChat", create_p2p_chat="CreateP2PChat", edit_chat_avatar="EditChatAvatar",
    edit_chat_title="EditChatTitle", edit_message="EditMessage", edit_survey="EditSurvey", forward_message="ForwardMessage",
    get_chat_by_id="GetChatByID", get_chat_history="GetChatHistory", get_chat_participant="GetChatParticipant",
    get_chat_participants="GetChatParticipants", get_chats="GetChats", get_file_info="GetFileInfo",
    get_file_upload_limits="GetFileUploadLimits", get_message_by_id="GetMessageById", get_user_display_name="GetUserDisplayName",
    has_chat_participant="HasChatParticipant", remove_chat="RemoveChat", remove_message="RemoveMessage",
    remove_participant_from_chat="RemoveChatParticipant", send_chat_activity="SendChatActivity", send_file="SendFile",
    send_message="SendMessage", send_survey="SendSurvey", subscribe_file_progress="SubscribeFileProgress",
    unsubscribe_file_progress="UnsubscribeFileProgress", upload_file="UploadFile")
