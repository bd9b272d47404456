# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is around filters and handlers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from .types.message import Message

Event = Any
MiddlewareHandler = Callable[[Event, dict[str, Any]], Awaitable[None]]

logger = logging.getLogger("chat_bot")


class BaseMiddleware:
    """Derive a class from this. await handler(event, data) goes on; without it the event ends here."""

    async def __call__(self, handler: MiddlewareHandler, event: Event, data: dict[str, Any]) -> None:
        await handler(event, data)


class SkipSelfMessages(BaseMiddleware):
    """Lets the bot's own messages pass by. A bot with skip_self_messages=True, which is the default, gets none anyway."""

    async def __call__(self, handler: MiddlewareHandler, event: Event, data: dict[str, Any]) -> None:
        bot = data.get("bot")
        if isinstance(event, Message) and bot is not None and event.author.id == bot.me_id:
            return
        await handler(event, data)
