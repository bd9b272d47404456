# SPDX-License-Identifier: LGPL-2.1-or-later
"""Filters of events."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, runtime_checkable

from ._matches import finder
from ._submodules import register
from .enums import MessageType
from .types.basics import Update
from .types.message import Message

Event = Any


@runtime_checkable
class Filter(Protocol):
    """Anything that can be called with an event. A dictionary that it returns goes into the arguments of the handler."""

    async def __call__(self, event: Event) -> bool | dict[str, Any]: ...


@dataclass(frozen=True)
class CommandObject:
    """A command, as it was typed."""

    prefix: str = "/"
    command: str = ""
    args: str | None = field(repr=False, default=None)
    regexp_match: re.Match[str] | None = field(repr=False, default=None)
    magic_result: Any | None = field(repr=False, default=None)
    mention: str | None = field(repr=False, default=None)

    @property
    def text(self) -> str:
        """The command and its arguments."""
        return self.prefix + self.command + (f" {self.args}" if self.args else "")


class Command:
    """Messages that begin with a command: Command("start").

    Commands are texts, with or without the prefix, or compiled regular expressions. `prefix` is any of these characters. A command
    that names a bot, as in /start@name, is only for that one.
    """

    def __init__(self, *commands: str | re.Pattern[str], prefix: str = "/", ignore_case: bool = False, magic: Any = None) -> None:
        if not commands:
            raise ValueError("a command needs a name: Command('start')")
        self.prefix = prefix
        self.ignore_case = ignore_case
        self.magic = magic
        self.commands = tuple(self._name(command) if isinstance(command, str) else command for command in commands)
        self._finders = tuple(None if isinstance(command, str) else finder(command, "match") for command in self.commands)

    def _name(self, command: str) -> str:
        name = command[1:] if len(command) > 1 and command[0] in self.prefix else command
        return name.casefold() if self.ignore_case else name

    async def __call__(self, event: Event, bot: Any = None) -> bool | dict[str, Any]:
        return self.check(event, bot)

    def check(self, event: Event, bot: Any = None) -> bool | dict[str, Any]:
        """Whether the event is such a command."""
        if not isinstance(event, Message) or event.type != MessageType.PLAIN_MESSAGE:
            return False
        # a person who writes in bold type, or with a quotation, means the command as well
        text = event._event.plain_text if event._event is not None else event.text
        try:
            command = self.extract_command((text or "").lstrip())
            command = self.validate_command(command)
        except ValueError:
            return False
        if command.mention is not None and bot is not None and command.mention.casefold() not in _names(bot.me_id):
            return False
        if self.magic is None:
            return {"command": command}
        result = self.magic.resolve(command)
        return {"command": replace(command, magic_result=result)} if result else False

    def extract_command(self, text: str) -> CommandObject:
        """Takes a text apart."""
        if not text or text[0] not in self.prefix:
            raise ValueError("the text does not begin with a command")
        first, *rest = text.split(maxsplit=1)
        name, at, mention = first[1:].partition("@")
        return CommandObject(first[0], name, rest[0] if rest else None, mention=mention if at else None)

    def validate_command(self, command: CommandObject) -> CommandObject:
        """The command, if it is one of those that are wanted."""
        name = command.command.casefold() if self.ignore_case else command.command
        for wanted, find in zip(self.commands, self._finders, strict=True):
            if find is None:
                if name == wanted:
                    return command
            elif (match := find(name)) is not None:
                return replace(command, regexp_match=match)
        raise ValueError(f"{command.command!r} is another command")


def _names(user_id: str) -> tuple[str, str]:
    return user_id.casefold(), user_id.partition("@")[0].casefold()


class InstanceOfFilter:
    """Events of a class."""

    def __init__(self, cls: type[object]) -> None:
        self.cls = cls

    async def __call__(self, event: Event) -> bool:
        return self.check(event)

    def check(self, event: Event) -> bool:
        """Whether the event is one."""
        return isinstance(event, self.cls)


class MessageFilter:
    """Messages of some kinds."""

    def __init__(self, *types: MessageType | int) -> None:
        self.types = frozenset(int(kind) for kind in types)

    async def __call__(self, event: Event) -> bool:
        return self.check(event)

    def check(self, event: Event) -> bool:
        """Whether the event is one."""
        return isinstance(event, Message) and int(event.type) in self.types


class RawUpdateFilter:
    """Any event, or those of a method of the server, as they were sent."""

    def __init__(self, method: str | None = None) -> None:
        self.method = method

    async def __call__(self, event: Event, update: Update | None = None) -> bool | dict[str, Any]:
        return self.check(event, update)

    def check(self, event: Event, update: Update | None = None) -> bool | dict[str, Any]:
        """Replaces the event by what was sent."""
        raw = update if update is not None else event if isinstance(event, Update) else None
        if raw is None or self.method not in (None, raw.method):
            return False
        return {"event": raw}


__all__ = ["Command", "Filter", "InstanceOfFilter", "MessageFilter"]

register(__name__, globals(), base="Event Filter", command="Command CommandObject", instance_of="InstanceOfFilter", message="MessageFilter",
         raw_update="RawUpdateFilter")
