# SPDX-License-Identifier: LGPL-2.1-or-later
"""Buttons under messages."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from .._library import GLib, Trueconf
from .._models import Model, member, model, wire
from ..enums import ButtonStyle, ButtonType

MAX_INLINE_KEYBOARD_ROWS = 8
MAX_INLINE_KEYBOARD_WIDTH = 8
MAX_INLINE_KEYBOARD_BUTTONS = 64


def _require(condition: bool, words: str) -> None:
    if not condition:
        raise ValueError(words)


@model(frozen=True)
class InlineKeyboardButton(Model):
    """A button, with one action: command=, url=, message= or copy_data=."""

    text: str | None = wire("label", default=None)
    command: str | None = None
    url: str | None = None
    message: str | None = None
    copy_data: str | None = wire("data", default=None)
    custom_data: str | None = wire("customData", default=None)
    wait_reply: bool = wire("waitReply", default=False)
    to: str | None = None
    draft: bool = False
    button_id: str | None = wire("id", default=None)
    style: ButtonStyle | None = wire(convert=member(ButtonStyle), default=None)
    type: ButtonType = dataclasses.field(init=False)

    _actions: ClassVar[dict[ButtonType, str]] = {
        ButtonType.COMMAND: "command", ButtonType.URL: "url", ButtonType.MESSAGE: "message", ButtonType.COPY: "copy_data"}

    def __post_init__(self) -> None:
        given = [kind for kind, name in self._actions.items() if getattr(self, name) is not None]
        _require(len(given) == 1, "a button needs one of command=, url=, message= and copy_data=, and no second one")
        object.__setattr__(self, "type", given[0])
        _require(self.text is not None or given[0] is ButtonType.URL, "a button needs a text: only one with a URL can do without")
        _require(self.to != "", "to= is the id of a user: it cannot be empty")
        self.to_library()

    def to_library(self) -> Any:
        """The button of the library, which knows what a server takes."""
        try:
            button = Trueconf.Button(self.text, **self._properties())
            # what is wrong with a button is told by the keyboard that it is put into
            Trueconf.Keyboard([[button]])
        except (GLib.Error, TypeError) as error:
            raise ValueError(str(error)) from None
        return button

    def _properties(self) -> dict[str, Any]:
        names = ("command", "url", "message", "copy_data", "custom_data", "to", "button_id")
        properties = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        if self.style is not None:
            properties["style"] = str(getattr(self.style, "value", self.style))
        if self.draft:
            properties["draft"] = True
        if self.wait_reply:
            properties["wait_reply"] = True
        return properties

    def to_dict(self) -> dict[str, Any]:
        """The button as the server takes it."""
        data: dict[str, Any] = {"type": self.type.value}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.init and value not in (None, False):
                data[field.metadata.get("alias") or field.name] = getattr(value, "value", value)
        return data


def _rows(value: Any) -> list[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    for row in value:
        buttons = []
        for item in row:
            try:
                buttons.append(InlineKeyboardButton.from_dict(item))
            except ValueError:
                # a button of a newer server
                continue
        rows.append(buttons)
    return rows


@model(frozen=True)
class InlineKeyboardMarkup(Model):
    """Rows of buttons."""

    buttons: list[list[InlineKeyboardButton]] = wire(convert=_rows)

    def __post_init__(self) -> None:
        count = sum(len(row) for row in self.buttons)
        _require(count <= MAX_INLINE_KEYBOARD_BUTTONS, f"there are {count} buttons, a message can have {MAX_INLINE_KEYBOARD_BUTTONS}")
        _require(len(self.buttons) <= MAX_INLINE_KEYBOARD_ROWS,
                 f"there are {len(self.buttons)} rows of buttons, a message can have {MAX_INLINE_KEYBOARD_ROWS}")
        for index, row in enumerate(self.buttons):
            _require(len(row) <= MAX_INLINE_KEYBOARD_WIDTH,
                     f"row {index} has {len(row)} buttons, it can have {MAX_INLINE_KEYBOARD_WIDTH}")

    @classmethod
    def prepare(cls, data: Any) -> dict[str, Any]:
        """The server sends the rows alone."""
        return {"buttons": data} if isinstance(data, list) else dict(data)

    def to_dict(self) -> dict[str, Any]:
        """The rows as the server takes them."""
        return {"buttons": [[button.to_dict() for button in row] for row in self.buttons]}

    def to_library(self) -> Any:
        """The keyboard of the library."""
        return Trueconf.Keyboard([[button.to_library() for button in row] for row in self.buttons])
