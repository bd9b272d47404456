# SPDX-License-Identifier: LGPL-2.1-or-later
"""A bot in an application of FastAPI, which tells how the bot is: uvicorn --port 8080 health_fastapi:app

  curl http://127.0.0.1:8080/health    the state at this moment
  curl http://127.0.0.1:8080/pushed    the state that the bot has told last, and how often it has changed
  curl http://127.0.0.1:8080/readyz    200 if the bot is authorized, else 503
  curl http://127.0.0.1:8080/metrics   the numbers, for Prometheus

The bot and the application share the loop of asyncio.
"""

import contextlib
import os
from collections.abc import AsyncIterator
from typing import Any

import fastapi
import gi

gi.require_version("Trueconf", "1")
from gi.repository import Trueconf

pushed: dict[str, Any] = {"status": "disconnected"}
health = Trueconf.HealthServer()


def on_status_changed(bot: Trueconf.Bot, health: Trueconf.Health) -> None:
    pushed.update(health.to_dict(), changes=pushed.get("changes", 0) + 1)


@contextlib.asynccontextmanager
async def lifespan(app: fastapi.FastAPI) -> AsyncIterator[None]:
    bot = Trueconf.Bot(
        server=os.environ.get("SERVER", "127.0.0.1"),
        port=int(os.environ.get("PORT") or "0"),
        https=os.environ.get("HTTPS") != "0",
        token=os.environ.get("TOKEN"),
        username=os.environ.get("BOT_USER"),
        password=os.environ.get("BOT_PASSWORD"),
    )
    bot.connect("status-changed", on_status_changed)
    health.add_bot(bot, "bot")
    async with bot:
        yield


app = fastapi.FastAPI(lifespan=lifespan)


@app.get("/health")
async def get_health() -> fastapi.Response:
    return fastapi.Response(health.format_health(), media_type="application/json")


@app.get("/pushed")
async def get_pushed() -> dict[str, Any]:
    return pushed


@app.get("/readyz")
async def get_ready() -> fastapi.Response:
    return fastapi.Response(status_code=200 if health.is_ready() else 503)


@app.get("/metrics")
async def get_metrics() -> fastapi.Response:
    return fastapi.Response(health.format_metrics(), media_type="text/plain; version=0.0.4")
