# SPDX-License-Identifier: LGPL-2.1-or-later
"""Shows what the bot is doing for as long as it does it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .._library import Trueconf
from ..enums import ChatActivity

if TYPE_CHECKING:
    from ..client import Bot

DEFAULT_INITIAL_SLEEP = 0.0


class ChatActivitySender:
    """async with ChatActivitySender.typing(bot, chat_id): …"""

    def __init__(self, *, bot: Bot, chat_id: str, activity: ChatActivity | str = ChatActivity.TYPING,
                 initial_sleep: float = DEFAULT_INITIAL_SLEEP) -> None:
        self.bot = bot
        self.chat_id = chat_id
        self.activity = ChatActivity(activity)
        self.initial_sleep = initial_sleep
        self._running: Any = None
        self._waiting: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the block has been entered and not left."""
        return self._running is not None or self._waiting is not None

    def _begin(self) -> None:
        activity = getattr(Trueconf.ChatActivity, self.activity.name)
        self._running = self.bot.library.begin_chat_activity(self.chat_id, activity)

    async def _begin_later(self) -> None:
        await asyncio.sleep(self.initial_sleep)
        self._begin()

    async def __aenter__(self) -> Self:
        if self.running:
            raise RuntimeError("the activity is shown already")
        if self.initial_sleep > 0:
            self._waiting = asyncio.create_task(self._begin_later())
        else:
            self._begin()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if self._running is not None:
            self._running.end()
            self._running = None

    @classmethod
    def typing(cls, bot: Bot, chat_id: str, **kwargs: Any) -> ChatActivitySender:
        """Shows that the bot is typing."""
        return cls(bot=bot, chat_id=chat_id, activity=ChatActivity.TYPING, **kwargs)
