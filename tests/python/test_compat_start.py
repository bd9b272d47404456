# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page "Getting started" of python-trueconf-bot, line by line, with trueconf_compat in place of trueconf."""

import json
import signal
import urllib.request

from compat_harness import CompatTest
from harness import free_port, main, wait_for

# the page's own lines; a bot of these tests has a port and no TLS, which are arguments of the same call
TOKEN_BOT = """
    import asyncio
    from os import getenv
    from trueconf_compat import Bot, Dispatcher, Router, F, Message, ParseMode

    router = Router()
    dp = Dispatcher()
    dp.include_router(router)

    TOKEN = getenv("TOKEN")

    bot = Bot(server=getenv("SERVER"), token=TOKEN, dispatcher=dp, web_port=int(getenv("PORT")), https=False)

    @router.message(F.text)
    async def echo(msg: Message):
        await msg.answer(msg.text)

    async def main():
        await bot.run()

    if __name__ == "__main__":
        asyncio.run(main())
    """

CREDENTIALS_BOT = """
    import asyncio
    from os import getenv
    from trueconf_compat import Bot, Dispatcher, Router
    from trueconf_compat.types import Message

    router = Router()
    dp = Dispatcher()
    dp.include_router(router)

    bot = Bot.from_credentials(
        username="echo_bot",
        password=getenv("PASSWORD"),
        server=getenv("SERVER"),
        dispatcher=dp,
        web_port=int(getenv("PORT")),
        https=False,
    )

    @router.message()
    async def echo(msg: Message):
        await msg.answer(msg.text)

    asyncio.run(bot.run())
    """

RECOVERY_BOT = """
    import asyncio
    from os import getenv
    from trueconf_compat import Bot, Dispatcher, Router, Message
    from trueconf_compat.exceptions import WSConnectionError

    router = Router()
    dp = Dispatcher()
    dp.include_router(router)

    bot = Bot(
        server=getenv("SERVER"),
        token=getenv("TOKEN"),
        dispatcher=dp,
        ws_max_retries=int(getenv("RETRIES", "10")),
        ws_max_delay=1,
        web_port=int(getenv("PORT")),
        https=False,
    )

    @router.message()
    async def echo(msg: Message):
        await msg.answer(msg.text)

    try:
        asyncio.run(bot.run())
    except WSConnectionError as error:
        print("gave up:", type(error).__name__)
        assert isinstance(error, ConnectionError)
    """

PUSHED_HEALTH = """
    import asyncio, json
    from os import getenv
    from trueconf_compat import Bot, Dispatcher

    dp = Dispatcher()

    async def on_health_check(status: dict):
        await asyncio.sleep(0)
        print("Bot status changed:", json.dumps(status))

    bot = Bot.from_credentials(
        server=getenv("SERVER"),
        username="echo_bot",
        password=getenv("PASSWORD"),
        dispatcher=dp,
        on_health_check=on_health_check,
        web_port=int(getenv("PORT")),
        https=False,
    )

    asyncio.run(bot.run())
    """

FASTAPI = """
    import asyncio, os
    import uvicorn
    from fastapi import FastAPI
    from trueconf_compat import Bot, Dispatcher, Router, Message

    router = Router()
    dp = Dispatcher()
    dp.include_router(router)
    app = FastAPI()
    bot_status = {"status": "disconnected"}

    async def on_health_check(status: dict):
        bot_status.update(status)

    bot = Bot(server=os.environ["SERVER"], token=os.environ["TOKEN"], dispatcher=dp, on_health_check=on_health_check,
              web_port=int(os.environ["PORT"]), https=False)

    @router.message()
    async def echo(msg: Message):
        await msg.answer(msg.text)

    @app.get("/health")
    def health():
        return bot.health_check()

    @app.get("/pushed")
    def pushed():
        return bot_status

    @app.on_event("startup")
    async def start():
        await bot.start()

    @app.on_event("shutdown")
    async def stop():
        await bot.shutdown()

    uvicorn.run(app, port=int(os.environ["HTTP"]), log_level="warning")
    """

PULLED = ["status", "websocket_connected", "authorized", "server", "port", "protocol", "timestamp"]


class GettingStartedTest(CompatTest):
    def test_token(self):
        program = self.program(TOKEN_BOT)
        self.assertEqual(self.answers("hello"), ["hello"])
        self.assertEqual(program.stop(), 0, program.said())

    def test_answers_are_html(self):
        self.program(TOKEN_BOT)
        self.answers("<b>x</b> & y")
        message = [one for one in self.sandbox.messages() if one["author"] == "echo_bot"][-1]
        self.assertEqual(message["parse_mode"], "html")

    def test_credentials(self):
        program = self.program(CREDENTIALS_BOT, PASSWORD="secret")
        self.assertEqual(self.answers("hello"), ["hello"])
        self.assertEqual(program.stop(signal.SIGTERM), 0, program.said())

    def test_wrong_credentials(self):
        program = self.program(CREDENTIALS_BOT, PASSWORD="wrong")
        program.wait_for("InvalidGrantError")
        self.assertEqual(program.process.wait(10), 1)
        self.assertNotIn("wrong", program.said())

    def test_recovery(self):
        program = self.program(RECOVERY_BOT)
        self.assertEqual(self.answers("before"), ["before"])
        before = self.sandbox.counters()["connections"]
        self.fault("drop")
        wait_for(lambda: self.sandbox.counters()["connections"] > before, what="another connection")
        self.assertEqual(self.answers("after"), ["after"])
        self.assertEqual(program.stop(), 0, program.said())

    def test_giving_up(self):
        program = self.program(RECOVERY_BOT, PORT=str(free_port()), RETRIES="2")
        program.wait_for("gave up: WSConnectionError")
        self.assertEqual(program.process.wait(10), 0)

    def test_pushed_health(self):
        program = self.program(PUSHED_HEALTH, PASSWORD="secret")
        program.wait_for('"authorized": true')
        program.stop()
        told = [json.loads(line.partition(": ")[2]) for line in program.said().splitlines() if line.startswith("Bot status changed")]
        self.assertEqual([one["status"] for one in told], ["connected", "authorized", "disconnected"], program.said())
        self.assertEqual(told[1]["user_id"], "echo_bot@sandbox.local")
        self.assertEqual((told[1]["port"], told[1]["protocol"], told[1]["server"]), (self.sandbox.port, "http", "127.0.0.1"))
        self.assertNotIn("user_id", told[0])

    def test_health_behind_fastapi(self):
        port = free_port()

        def get(path):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
                    return json.load(answer)
            except OSError:
                return None

        program = self.program(FASTAPI, HTTP=str(port))
        wait_for(lambda: (get("health") or {}).get("status") == "authorized", what="a healthy bot")
        self.assertEqual(list(get("health")), PULLED)
        wait_for(lambda: get("pushed")["status"] == "authorized", what="the pushed state")
        self.assertEqual(get("pushed")["user_id"], "echo_bot@sandbox.local")
        self.assertEqual(self.answers("hello"), ["hello"])
        program.stop()
        self.assertEqual(self.sandbox.call("/sandbox/state")["connections"], [])


if __name__ == "__main__":
    main()
