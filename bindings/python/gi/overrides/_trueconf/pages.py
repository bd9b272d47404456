# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the server hands out in pages, one by one: `async for message in bot.iter_history(chat_id)`."""

from gi.module import get_introspection_module

from . import errors
from .classes import put

Trueconf = get_introspection_module("Trueconf")


async def _page_before(bot, chat_id, count, last_page, timeout):
    """The page that begins with the last message of a page, or with the one before if that one has been removed, and so on."""
    for message in reversed(last_page):
        try:
            return await bot.get_chat_history(chat_id, count, message.message_id, timeout=timeout)
        except errors.exceptions()["MessageNotFound"]:
            pass
    return None


async def iter_history(self, chat_id, from_message_id=None, *, page_size=100, timeout=None):
    """The messages of a chat, the newest first, from the given one on: `async for message in bot.iter_history(chat_id)`.

    Each comes once, also if new ones arrive or some are removed meanwhile. It ends with the oldest one. `timeout` is for each page.
    """
    if page_size < 1:
        raise ValueError(f"page_size cannot be {page_size}: it is at least 1")
    # a page begins with the last message of the one before
    count = page_size + 1
    page = await self.get_chat_history(chat_id, count, from_message_id, timeout=timeout)
    before, seen, oldest = set(), set(), None
    while True:
        ids = {message.message_id for message in page}
        fresh = [message for message in page if message.message_id not in seen and (oldest is None or message.timestamp <= oldest)]
        for message in fresh:
            yield message
        if len(page) < count or ids <= before:
            return
        before = ids
        if fresh:
            seen = ids
        following = await _page_before(self, chat_id, count, page, timeout)
        if following is None:
            # all of them have been removed: from the newest one on, what is older than those
            oldest = page[-1].timestamp
            following = await self.get_chat_history(chat_id, count, timeout=timeout)
            before = set()
        page = following


async def _numbered(get, page_size, identity):
    """All items of pages with numbers. One that comes to the front meanwhile is found by looking at the first ones again."""
    if page_size < 1:
        raise ValueError(f"page_size cannot be {page_size}: it is at least 1")
    seen = set()
    again = False
    while True:
        number, news = 1, False
        while True:
            page = await get(page_size, number)
            fresh = [item for item in page if identity(item) not in seen]
            for item in fresh:
                seen.add(identity(item))
                yield item
            news = news or bool(fresh)
            if len(page) < page_size or (again and not fresh):
                break
            number += 1
        if number == 1 or not news:
            return
        again = True


async def iter_chats(self, *, page_size=100, timeout=None):
    """The chats of the bot, each once: `async for chat in bot.iter_chats()`. `timeout` is for each page."""
    async for chat in _numbered(lambda size, number: self.get_chats(size, number, timeout=timeout), page_size, lambda chat: chat.chat_id):
        yield chat


async def iter_participants(self, chat_id, *, page_size=100, timeout=None):
    """The users in a chat, each once: `async for user in bot.iter_participants(chat_id)`. `timeout` is for each page."""
    async for user in _numbered(lambda size, number: self.get_chat_participants(chat_id, size, number, timeout=timeout), page_size,
                                lambda user: user.user_id):
        yield user


def prepare():
    """Changes the class of bots."""
    for function in (iter_history, iter_chats, iter_participants):
        put(Trueconf.Bot, function.__name__, function)
