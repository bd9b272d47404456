# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pressed buttons."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from .._library import call
from .._models import Bound, Model, model, wire
from ..enums import CommandAnswerType, CommandMessageLevel, CommandMessageStatus, CommandMessageVisibility, ParseMode
from .basics import Chat
from .content import TextContent, UnsupportedMessageType
from .message import Message

if TYPE_CHECKING:
    from .keyboard import InlineKeyboardMarkup
    from .responses import AnswerCommandResponse, EditMessageResponse


class _Unset:
    def __repr__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()


def _message(value: dict[str, Any]) -> Message | None:
    try:
        return Message.from_dict(value)
    except UnsupportedMessageType:
        return None


@model
class CommandSource(Model):
    """Where the button was."""

    type: str
    message: Message | None = wire(convert=_message, default=None)
    button_id: str | None = wire("buttonId", default=None)
    wait_reply: bool = wire("waitReply", default=False)


@model
class CommandPayload(Model):
    """What the button says."""

    type: str
    command: str
    custom_data: str | None = wire("customData", default=None)


@model
class CallbackQuery(Bound):
    """Somebody has pressed a button."""

    command_source: CommandSource = wire("commandSource", CommandSource.from_dict)
    command_payload: CommandPayload = wire("commandPayload", CommandPayload.from_dict)
    command_id: str | None = wire("commandId", default=None)

    # the dialog of the library, which finds out who has pressed: servers do not say it
    _dialog: Any = dataclasses.field(default=None, init=False, repr=False, compare=False)
    _presser: str = dataclasses.field(default="", init=False, repr=False, compare=False)

    async def find_presser(self) -> None:
        """Finds out who has pressed, which is possible in a chat of two."""
        if self._dialog is not None and not self._presser:
            await call(self._dialog.get_state())
            self._presser = self._dialog.key.user_id

    def to_dict(self) -> dict[str, Any]:
        """The press as a dictionary with the names of its attributes."""
        return {name: value for name, value in super().to_dict().items() if not name.startswith("_")}

    def bind(self, bot: Any) -> CallbackQuery:
        """Tells it, and its message, which bot it belongs to."""
        if self.message is not None:
            self.message.bind(bot)
        return super().bind(bot)

    @property
    def command(self) -> str:
        """The command of the button."""
        return self.command_payload.command

    @property
    def custom_data(self) -> str | None:
        """The data of the button."""
        return self.command_payload.custom_data

    @property
    def message(self) -> Message | None:
        """The message with the button."""
        return self.command_source.message

    @property
    def chat(self) -> Chat | None:
        """The chat of the message."""
        return self.message.chat if self.message is not None else None

    async def edit_message(self, text: str = UNSET, parse_mode: ParseMode | str = UNSET, *,
                           buttons: InlineKeyboardMarkup | None = UNSET) -> EditMessageResponse:
        """Changes the message with the button. What is not given stays as it is; buttons=None takes the buttons away."""
        message = self.message
        if message is None:
            raise ValueError("the press has no message that could be changed")
        content = message.content
        if text is UNSET or parse_mode is UNSET:
            if not isinstance(content, TextContent):
                raise ValueError("the message with the button is no text: give text= and parse_mode=")
            text = content.text if text is UNSET else text
            parse_mode = content.parse_mode if parse_mode is UNSET else parse_mode
        if buttons is UNSET:
            now = (await self.bot.get_message_by_id(message.message_id)).content
            buttons = now.buttons if isinstance(now, TextContent) else None
        return await self.bot.edit_message(message.message_id, text, parse_mode, buttons=buttons)

    async def answer(self, text: str, *, answer_type: CommandAnswerType | str = CommandAnswerType.MESSAGE,
                     status: CommandMessageStatus | str | None = None, visibility: CommandMessageVisibility | str | None = None,
                     level: CommandMessageLevel | str | None = None) -> AnswerCommandResponse:
        """Answers the press. Servers that name no command take no answer to it."""
        if self.command_id is None:
            raise ValueError("the server has given no id for an answer to this press: it is too old for that")
        return await self.bot.answer_command(self.command_id, answer_type, text, status, visibility, level)
