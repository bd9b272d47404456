# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the server talks about."""

from .._submodules import register
from .basics import Chat, ChatParticipant, Contact, EnvelopeAuthor, EnvelopeBox, Update
from .callback_query import CallbackQuery
from .input_file import BufferedInputFile, FSInputFile, InputFile, URLInputFile
from .keyboard import InlineKeyboardButton, InlineKeyboardMarkup
from .message import LastMessage, Message, SystemMessage, deserialize_envelope, deserialize_envelopes
from .requests import (
    AddedChatParticipant, ChangedFileUploadLimits, ChangedParticipantRole, CreatedChannel, CreatedGroupChat, CreatedPersonalChat,
    EditedChatTitle, EditedMessage, RemovedChat, RemovedChatParticipant, RemovedMessage, UploadingProgress)

__all__ = [
    "AddedChatParticipant", "BufferedInputFile", "CallbackQuery", "ChangedFileUploadLimits", "ChangedParticipantRole", "Chat",
    "CreatedChannel", "CreatedGroupChat", "CreatedPersonalChat", "EditedChatTitle", "EditedMessage", "FSInputFile",
    "InlineKeyboardButton", "InlineKeyboardMarkup", "InputFile", "Message", "RemovedChat", "RemovedChatParticipant", "RemovedMessage",
    "SystemMessage", "URLInputFile", "Update", "UploadingProgress",
]

register(
    __name__, globals(), author_box="EnvelopeAuthor EnvelopeBox", chat="Chat", chat_participant="ChatParticipant", contact="Contact",
    envelope_parser="deserialize_envelope deserialize_envelopes", last_message="LastMessage", system_message="SystemMessage",
    update="Update")
