# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which dialog an event belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol, runtime_checkable


class FSMStrategy(Enum):
    """Who shares a dialog."""

    USER_IN_CHAT = auto()
    CHAT = auto()
    GLOBAL_USER = auto()


def apply_strategy(strategy: FSMStrategy, chat_id: str, user_id: str) -> tuple[str, str]:
    """The chat and the user of the key."""
    if strategy is FSMStrategy.CHAT:
        return chat_id, chat_id
    if strategy is FSMStrategy.GLOBAL_USER:
        return user_id, user_id
    return chat_id, user_id


@dataclass(frozen=True)
class StorageKey:
    """Where a dialog is in a storage."""

    bot_id: str | None
    chat_id: str
    user_id: str
    destiny: str = "default"


@runtime_checkable
class KeyBuilder(Protocol):
    """Something that knows to which dialog an event belongs."""

    def build(self, bot: Any, event: Any) -> StorageKey:
        """The key, or RuntimeError if the event belongs to none."""
        ...


def _first(thing: Any, *paths: str) -> Any:
    for path in paths:
        value = thing
        for name in path.split("."):
            value = getattr(value, name, None)
        if value:
            return value
    return None


class DefaultKeyBuilder:
    """Dialogs of the author of an event in its chat.

    A press does not say who has pressed. In a chat of two it was the other one; the library knows.
    """

    def build(self, bot: Any, event: Any) -> StorageKey:
        """The key, or RuntimeError if the event belongs to no dialog."""
        chat_id = _first(event, "chat.chat_id") or (None if hasattr(event, "chat") else _first(event, "chat_id"))
        user_id = _first(event, "from_user.id", "author.id", "_presser")
        if not chat_id or not user_id:
            raise RuntimeError(f"{type(event).__name__} names no chat, or nobody in it, so it belongs to no dialog")
        return StorageKey(_first(bot, "me_id", "id"), chat_id, user_id)
