#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An assistant: passes on what a language model says, while the model says it.

It answers every message of a personal chat. In a group it answers messages that mention it, and replies to its own. Any model
behind an OpenAI-compatible interface will do, such as those of Ollama, llama.cpp and vLLM:

    MODEL_URL=http://127.0.0.1:11434/v1 MODEL=qwen3 ASSISTANT_USERS="nora,omar" ./assistant.py

ASSISTANT_USERS are those who may ask; "*" is everybody. Where the model wants a key, it is in the file MODEL_KEY_FILE.
"""

import asyncio
import collections
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf
from gi.repository.Trueconf import F

MODEL_URL = os.environ.get("MODEL_URL", "http://127.0.0.1:11434/v1").rstrip("/")
MODEL = os.environ.get("MODEL", "default")
USERS = [user.strip() for user in os.environ.get("ASSISTANT_USERS", "").split(",") if user.strip()]
INSTRUCTIONS = os.environ.get("ASSISTANT_INSTRUCTIONS", "You are a helpful assistant in a chat. Answer briefly.")
REMEMBERED = 20  # messages of a chat that the model is told again
LIMIT = 4096  # visible characters that a message can have
MARKDOWN = Trueconf.ParseMode.MARKDOWN

Turn = dict[str, str]


class Budget:
    """So many answers to a chat within so many seconds.

    Two assistants that answer each other are too slow for a limit per second to notice. When one of them has spent its budget, it
    falls silent, and only a command gives it a new one, which a model is unlikely to write.
    """

    def __init__(self, answers: int, seconds: float) -> None:
        self.answers, self.seconds = answers, seconds
        self.times: dict[str, list[float]] = collections.defaultdict(list)

    def take(self, chat_id: str) -> int:
        """How many answers there were, with this one."""
        now = time.monotonic()
        recent = [past for past in self.times[chat_id] if now - past < self.seconds]
        self.times[chat_id] = [*recent, now][-self.answers - 2:]
        return len(self.times[chat_id])

    def renew(self, chat_id: str) -> None:
        self.times.pop(chat_id, None)


class LiveAnswer:
    """An answer that grows in the chat."""

    def __init__(self, question: Trueconf.Message) -> None:
        self.question = question
        self.text = ""
        self.shown: list[str] = []
        self.ids: list[str | None] = []
        self.ended = False
        self.changed = asyncio.Event()

    def add(self, text: str) -> None:
        self.text += text
        self.changed.set()

    def end(self) -> None:
        self.ended = True
        self.changed.set()

    async def follow(self) -> None:
        """Shows the text until it has ended. While one edit waits for its turn, the text grows, so the next one shows more."""
        ended = False
        while not ended:
            await self.changed.wait()
            self.changed.clear()
            ended = self.ended
            await self.show()

    async def show(self) -> None:
        for number, piece in enumerate(Trueconf.split_text_full(without_mentions(as_text(self.text)), LIMIT, MARKDOWN)):
            if not piece.strip():
                continue
            if number >= len(self.ids):
                send = self.question.reply if number == 0 else self.question.answer
                sent = await send(piece, parse_mode=MARKDOWN)
                self.ids.append(sent.message_id)
                self.shown.append(piece)
            elif (message_id := self.ids[number]) and self.shown[number] != piece:
                await self.question.bot.edit_message(message_id, piece, MARKDOWN)
                self.shown[number] = piece


def as_text(text: str) -> str:
    """Some models send the two halves of a sign such as 😀 one after the other, and controls."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", text)


def without_mentions(text: str) -> str:
    """A model that mentions somebody would wake people up, and other bots. Those who ask may tell it to, and how to write it."""
    before = ""
    while before != text:
        before, text = text, re.sub(r"\[([^\[\]]*)\]\(trueconf:[^)]*\)", r"\1", text)
    text = re.sub(r"\]\((?=\W*trueconf:)", "] (", text, flags=re.IGNORECASE)
    # a sign that nobody sees ends the word that calls everybody
    return re.sub(r"(?<!\w)@(?=all\b)", "@\u2060", text, flags=re.IGNORECASE)


async def ask_model(turns: list[Turn]) -> AsyncIterator[str]:
    """What the model says, piece by piece."""
    headers = {}
    if key_file := os.environ.get("MODEL_KEY_FILE"):
        headers["Authorization"] = f"Bearer {Path(key_file).read_text(encoding='utf-8').strip()}"
    body = {"model": MODEL, "messages": turns, "stream": True}
    # a long answer is no failure, but a long silence is one
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=120)
    async with (aiohttp.ClientSession(timeout=timeout) as session,
                session.post(f"{MODEL_URL}/chat/completions", json=body, headers=headers) as answer):
        answer.raise_for_status()
        async for line in answer.content:
            data = line.decode().strip()
            if data == "data: [DONE]":
                return
            if data.startswith("data:"):
                chunk = json.loads(data.removeprefix("data:"))
                choices = chunk.get("choices") if isinstance(chunk, dict) else None
                for choice in choices if isinstance(choices, list) else []:
                    delta = choice.get("delta") if isinstance(choice, dict) else None
                    if isinstance(delta, dict) and isinstance(delta.get("content"), str):
                        yield delta["content"]
    raise aiohttp.ClientPayloadError("the answer has no end")


# ---- who is answered

router = Trueconf.Router(name="assistant")
# shows that the bot is typing while a handler works
router.add_inner_middleware(Trueconf.ActivityMiddleware(delay=0))
dp = Trueconf.Dispatcher()
dp.include_router(router)
# who floods, and bots that answer at once
dp.add_outer_middleware(Trueconf.LoopGuard(max_messages=20, window=10))
if USERS != ["*"]:
    dp.add_outer_middleware(Trueconf.AccessList(allowed_users=USERS))

budget = Budget(answers=int(os.environ.get("ASSISTANT_BUDGET", "30")), seconds=600)
memory: dict[str, collections.deque[Turn]] = collections.defaultdict(lambda: collections.deque(maxlen=REMEMBERED))
personal: dict[str, bool] = {}


async def is_personal(message: Trueconf.Message) -> bool:
    kind = message.chat_type
    # older servers do not say it with the message
    if kind == Trueconf.ChatType.UNKNOWN:
        if message.chat_id not in personal:
            chat = await message.bot.get_chat_by_id(message.chat_id)
            personal[message.chat_id] = chat.chat_type == Trueconf.ChatType.P2P
        return personal[message.chat_id]
    return kind == Trueconf.ChatType.P2P


async def is_addressed(message: Trueconf.Message) -> bool:
    answered = message.reply_message
    to_bot = answered is not None and answered.author.id.partition("/")[0] == message.bot.user_id
    return message.mentions_bot or to_bot or await is_personal(message)


@router.message(F.plain_text.endswith("/continue"), is_addressed)
async def go_on(message: Trueconf.Message) -> None:
    budget.renew(message.chat_id)
    await message.answer("I am listening again.")


@router.message(F.plain_text.endswith("/forget"), is_addressed)
async def forget(message: Trueconf.Message) -> None:
    memory.pop(message.chat_id, None)
    await message.answer("I have forgotten what was said here.")


@router.message(F.text, is_addressed)
async def answer(message: Trueconf.Message) -> None:
    number = budget.take(message.chat_id)
    if number > budget.answers:
        if number == budget.answers + 1:
            await message.answer("I have said a lot here. A person who wants more writes /continue.")
        return

    text = message.plain_text
    quoted = message.quote or (message.reply_message and message.reply_message.plain_text)
    turns = memory[message.chat_id]
    turns.append({"role": "user", "content": f"“{quoted}”\n\n{text}" if quoted else text})

    live = LiveAnswer(message)
    async with asyncio.TaskGroup() as group:
        group.create_task(live.follow())
        try:
            async for piece in ask_model([{"role": "system", "content": INSTRUCTIONS}, *turns]):
                live.add(piece)
            turns.append({"role": "assistant", "content": live.text})
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            print(f"The model: {error}", file=sys.stderr)
            turns.pop()
            live.add("\n\n(The model has broken off.)" if live.text else "The model cannot be reached. Try again later.")
        finally:
            live.end()


async def main() -> None:
    bot = Trueconf.Bot(
        server=os.environ.get("SERVER", "127.0.0.1"),
        port=int(os.environ.get("PORT") or "0"),
        https=os.environ.get("HTTPS") != "0",
        token=os.environ.get("TOKEN"),
        username=os.environ.get("BOT_USER"),
        password=os.environ.get("BOT_PASSWORD"),
        dispatcher=dp,
    )
    # sets the pace of the edits: three at once, then one a second
    bot.add_request_middleware(Trueconf.RateLimit(chat_rate=1, chat_burst=3))
    await bot.run()


if __name__ == "__main__":
    if not USERS:
        sys.exit('Say who may ask: ASSISTANT_USERS="nora,omar", or "*"')
    try:
        asyncio.run(main())
    except Trueconf.TrueconfError as error:
        sys.exit(str(error))
