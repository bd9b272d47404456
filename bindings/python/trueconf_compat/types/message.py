# SPDX-License-Identifier: LGPL-2.1-or-later
"""Messages of people and of the server."""

from __future__ import annotations

import dataclasses
import html
import logging
import re
import warnings
from typing import TYPE_CHECKING, Any

from .._library import call
from .._models import Bound, Model, member, model, wire
from .._submodules import register
from ..enums import MessageType, ParseMode
from . import content as contents
from .basics import Chat, Contact, EnvelopeAuthor, EnvelopeBox
from .content import AttachmentContent, Document, Location, Photo, Sticker, TextContent, Video, Voice

if TYPE_CHECKING:
    from .input_file import InputFile
    from .keyboard import InlineKeyboardMarkup
    from .responses import ForwardMessageResponse, RemoveMessageResponse, SendFileResponse, SendMessageResponse

logger = logging.getLogger("chat_bot")

_HREF = r"""href=["']trueconf:([^"'&]+)(?:&do=profile)?["']"""
MENTION_RE = re.compile(_HREF)
CONTACT_RE = re.compile(rf"<a\s+{_HREF}>(.*?)</a>", re.DOTALL)
QUOTE_RE = re.compile(r'<quote\s+class="reply">(.*?)</quote>', re.DOTALL)
STRIP_QUOTE_RE = re.compile(rf"^{QUOTE_RE.pattern}(?:<br>)+", re.DOTALL)

_STICKER = "sticker/"


def _message(value: Any) -> Message:
    return Message.from_dict(value)


@model(kw_only=True)
class Message(Bound):
    """A message of somebody."""

    chat: Chat = wire(convert=Chat.from_dict)
    timestamp: int
    type: MessageType = wire(convert=member(MessageType))
    author: EnvelopeAuthor = wire(convert=EnvelopeAuthor.from_dict)
    box: EnvelopeBox | None = wire(convert=EnvelopeBox.from_dict, default=None)
    content: Any
    message_id: str = wire("messageId")
    is_edited: bool = wire("isEdited")
    reply_message_id: str | None = wire("replyMessageId", default=None)
    reply_message: Message | None = wire("replyMessage", _message, default=None)

    # the event that it was made of, for what only the library knows
    _event: Any = dataclasses.field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def prepare(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The content is of the kind that the message says."""
        data = dict(data)
        data["content"] = contents.deserialize_user_content(data.get("type", 0), data.get("content") or {})
        if data.get("chat") is None:
            data["chat"] = {"chatId": data.get("chatId")}
        return data

    def to_dict(self) -> dict[str, Any]:
        """The message as a dictionary with the names of its attributes."""
        data = super().to_dict()
        del data["_event"]
        return data

    @property
    def forwarded_message(self) -> Message | None:
        """The message that was forwarded."""
        return self.content if isinstance(self.content, Message) else None

    @property
    def chat_id(self) -> str:
        """An old name of chat.chat_id."""
        warnings.warn("chat_id is deprecated: use chat.chat_id", DeprecationWarning, stacklevel=2)
        return self.chat.chat_id

    @property
    def from_user(self) -> EnvelopeAuthor:
        """Who has written it."""
        return self.author

    @property
    def content_type(self) -> MessageType:
        """The kind of the message."""
        return self.type

    @property
    def text(self) -> str | None:
        """The text with its markup, without the quotation."""
        return STRIP_QUOTE_RE.sub("", self.content.text) if isinstance(self.content, TextContent) else None

    @property
    def quote(self) -> str | None:
        """The passage that is quoted."""
        found = QUOTE_RE.search(self.content.text) if isinstance(self.content, TextContent) else None
        return html.unescape(found.group(1)) if found is not None else None

    def _file(self, cls: Any, *kinds: str, others: bool = False) -> Any:
        content = self.content
        if not isinstance(content, AttachmentContent) or content.mime_type.startswith(kinds) == others:
            return None
        file = cls(content.file_id, content.file_name, content.file_size, content.mime_type)
        return file.bind(self._bot) if self._bot is not None else file

    @property
    def document(self) -> Document | None:
        """The file, if it is none of the other kinds."""
        found: Document | None = self._file(Document, "image/", "video/", "audio/", _STICKER, others=True)
        return found

    @property
    def photo(self) -> Photo | None:
        """The picture."""
        found: Photo | None = self._file(Photo, "image/")
        return found

    @property
    def video(self) -> Video | None:
        """The film."""
        found: Video | None = self._file(Video, "video/")
        return found

    @property
    def sticker(self) -> Sticker | None:
        """The sticker."""
        found: Sticker | None = self._file(Sticker, _STICKER)
        return found

    @property
    def voice(self) -> Voice | None:
        """The voice message."""
        return self.content if isinstance(self.content, Voice) else None

    @property
    def location(self) -> Location | None:
        """The place."""
        return self.content if isinstance(self.content, Location) else None

    @property
    def mention(self) -> bool | None:
        """True if it mentions the bot, or everybody."""
        if not isinstance(self.content, TextContent):
            return None
        text = self.content.text.strip()
        return True if text == "@all" or self.bot.me_id in MENTION_RE.findall(text) else None

    @property
    async def contact(self) -> Contact | None:
        """The contact that the message is: a vCard, or nothing but a link to a user."""
        event = self._event
        if event is None:
            event = await call(self.bot.library.get_message_by_id(self.message_id))
        found = await call(event.get_contact())
        if found is None:
            return None
        return Contact(found.phone_number, found.first_name or "", found.last_name, found.user_id, found.vcard)

    async def answer(self, text: str, parse_mode: ParseMode | str = ParseMode.HTML, *,
                     buttons: InlineKeyboardMarkup | None = None) -> SendMessageResponse:
        """Sends a text to the chat of the message."""
        return await self.bot.send_message(self.chat.chat_id, text, parse_mode, buttons=buttons)

    async def reply(self, text: str, parse_mode: ParseMode | str = ParseMode.HTML, *, buttons: InlineKeyboardMarkup | None = None,
                    quote: str | None = None) -> SendMessageResponse:
        """Replies with a text, and may quote a passage."""
        if quote is not None and quote not in (self.text or ""):
            raise ValueError("quote= has to be a passage of the message that is replied to")
        return await self.bot.send_message(self.chat.chat_id, text, parse_mode, self.message_id, buttons=buttons, quote=quote)

    async def answer_photo(self, file: InputFile, preview: InputFile | None = None, caption: str | None = None,
                           parse_mode: ParseMode | str = ParseMode.TEXT) -> SendFileResponse:
        """Sends a picture to the chat of the message."""
        return await self.bot.send_photo(self.chat.chat_id, file, preview, caption, parse_mode)

    async def answer_document(self, file: InputFile, caption: str | None = None,
                              parse_mode: ParseMode | str = ParseMode.TEXT) -> SendFileResponse:
        """Sends a file to the chat of the message."""
        return await self.bot.send_document(self.chat.chat_id, file, caption, parse_mode)

    async def answer_sticker(self, file: InputFile) -> SendFileResponse:
        """Sends a sticker to the chat of the message."""
        return await self.bot.send_sticker(self.chat.chat_id, file)

    async def reply_photo(self, file: InputFile, preview: InputFile | None = None, caption: str | None = None,
                          parse_mode: ParseMode | str = ParseMode.TEXT) -> SendFileResponse:
        """Replies with a picture."""
        return await self.bot.send_photo(self.chat.chat_id, file, preview, caption, parse_mode, self.message_id)

    async def reply_document(self, file: InputFile, caption: str | None = None,
                             parse_mode: ParseMode | str = ParseMode.TEXT) -> SendFileResponse:
        """Replies with a file."""
        return await self.bot.send_document(self.chat.chat_id, file, caption, parse_mode, self.message_id)

    async def reply_sticker(self, file: InputFile) -> SendFileResponse:
        """Replies with a sticker."""
        return await self.bot.send_sticker(self.chat.chat_id, file, self.message_id)

    async def forward(self, chat_id: str) -> ForwardMessageResponse:
        """Forwards the message to a chat."""
        return await self.bot.forward_message(chat_id, self.message_id)

    async def copy_to(self, chat_id: str) -> SendMessageResponse | None:
        """Sends the text of the message to a chat. None, and a warning, if it has none."""
        if isinstance(self.content, TextContent):
            return await self.bot.send_message(chat_id, self.content.text, self.content.parse_mode)
        logger.warning("copy_to(): only texts can be copied, this is %s. forward() sends it", getattr(self.type, "name", self.type))
        return None

    async def delete(self, for_all: bool = False) -> RemoveMessageResponse:
        """Removes the message, for the bot or for all."""
        return await self.bot.remove_message(self.message_id, for_all)

    async def save_to_favorites(self, copy: bool = False) -> SendMessageResponse | ForwardMessageResponse | None:
        """Forwards or copies the message to the bot's own chat."""
        chat_id = await self.bot.me_chat
        return await (self.copy_to(chat_id) if copy else self.forward(chat_id))


@model(kw_only=True)
class ForwardMessage(Message):
    """The message in a message that forwards it."""


contents.USER_CONTENT_TYPES[MessageType.FORWARDED_MESSAGE] = ForwardMessage


@model
class SystemMessage(Bound):
    """What the server notes in a chat."""

    chat: Chat = wire(convert=Chat.from_dict)
    timestamp: int
    type: MessageType = wire(convert=member(MessageType))
    author: EnvelopeAuthor = wire(convert=EnvelopeAuthor.from_dict)
    box: EnvelopeBox | None = wire(convert=EnvelopeBox.from_dict)
    content: Any
    message_id: str = wire("messageId")

    @classmethod
    def prepare(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The content is of the kind that the message says."""
        data = dict(data)
        data["content"] = contents.deserialize_system_content(data.get("type", 0), data.get("content") or {})
        if data.get("chat") is None:
            data["chat"] = {"chatId": data.get("chatId")}
        return data


@model
class LastMessage(Model):
    """The last message of a chat."""

    message_id: str = wire("messageId")
    timestamp: int
    author: EnvelopeAuthor = wire(convert=EnvelopeAuthor.from_dict)
    type: MessageType = wire(convert=member(MessageType))
    content: Any
    chat: Chat = wire(convert=Chat.from_dict)

    @classmethod
    def prepare(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The content is of the kind that the message says; one of a newer server stays JSON."""
        data = dict(data)
        try:
            data["content"] = contents.deserialize_envelope_content(data.get("type", 0), data.get("content") or {})
        except contents.UnsupportedMessageType:
            pass
        return data

    @property
    def content_type(self) -> MessageType:
        """The kind of the message."""
        return self.type

    @property
    def text(self) -> str | None:
        """The text with its markup."""
        return self.content.text if isinstance(self.content, TextContent) else None

    @property
    def file(self) -> AttachmentContent | None:
        """The file."""
        return self.content if isinstance(self.content, AttachmentContent) else None


def deserialize_envelope(raw: dict[str, Any]) -> Message | SystemMessage:
    """The message for the server's JSON."""
    return (SystemMessage if raw.get("type") in contents.SYSTEM_CONTENT_TYPES else Message).from_dict(raw)


def deserialize_envelopes(raw: list[dict[str, Any]]) -> list[Message | SystemMessage]:
    """The messages for the server's JSON, without those of kinds that are not known here."""
    known = []
    for item in raw:
        try:
            known.append(deserialize_envelope(item))
        except contents.UnsupportedMessageType:
            logger.warning("left out a message of the unknown kind %s", item.get("type"))
    return known


contents.__dict__["ForwardMessage"] = ForwardMessage
contents.__all__.append("ForwardMessage")
register(contents.__name__, globals(), forward_message="ForwardMessage")

