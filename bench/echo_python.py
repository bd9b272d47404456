# SPDX-License-Identifier: LGPL-2.1-or-later
"""An echo bot in Python: with the override, by introspection alone, or with the vendor's library. Prints what it has used as
one JSON line."""

import json
import resource
import sys
import time

# signed by nobody; the driver does not look
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.bm9uZQ"


class Meter:
    """Counts from the first message to the answer to the last echo."""

    def __init__(self, messages, end):
        self.messages = messages
        self.end = end
        self.echoes = 0
        self.begin = None

    def begin_echo(self):
        if self.begin is None:
            self.begin = self.read()

    def end_echo(self):
        self.echoes += 1
        if self.echoes == self.messages:
            self.stop = self.read()
            self.end()

    @staticmethod
    def read():
        return time.perf_counter(), time.process_time()

    def report(self):
        wall, cpu = (stop - begin for begin, stop in zip(self.begin, self.stop))
        print(json.dumps({"echoes": self.echoes, "wall_us": wall * 1e6, "cpu_us": cpu * 1e6,
                          "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


def namespace():
    import gi
    gi.require_version("Trueconf", "1")
    from gi.repository import Trueconf
    return Trueconf


def make_override(port, messages):
    Trueconf = namespace()
    bot = Trueconf.Bot("127.0.0.1", TOKEN, https=False, port=port)
    meter = Meter(messages, bot.stop)

    @bot.dispatcher.message(Trueconf.F.text)
    async def echo(message):
        meter.begin_echo()
        await message.answer(message.text)
        meter.end_echo()

    return bot, meter


def run_override(port, messages):
    bot, meter = make_override(port, messages)
    bot.run()
    return meter


def run_asyncio(port, messages):
    import asyncio

    bot, meter = make_override(port, messages)

    async def main():
        await bot.run()

    asyncio.run(main())
    return meter


def run_plain(port, messages):
    """As run_override(), where there is no override."""
    Trueconf = namespace()
    assert not hasattr(Trueconf, "F"), "the override is here"
    bot = Trueconf.Bot(server="127.0.0.1", token=TOKEN, https=False, port=port)
    meter = Meter(messages, lambda: bot.stop_async(None, None))

    def answered(message, result):
        message.answer_finish(result)
        meter.end_echo()

    def echo(message, _context):
        meter.begin_echo()
        message.answer_async(message.get_text(), Trueconf.ParseMode.TEXT, None, answered)

    has_text = Trueconf.Filter.new_property(Trueconf.Message, "text", Trueconf.Operator.GREATER, "")
    bot.get_dispatcher().add_handler(Trueconf.Message, has_text, echo)
    bot.run(None)
    return meter


def run_vendor(port, messages):
    import asyncio
    import logging

    from trueconf import Bot, Dispatcher, F, Router

    # as quiet as the library is by itself
    logging.disable(logging.WARNING)
    router, dispatcher = Router(), Dispatcher()
    dispatcher.include_router(router)

    async def main():
        ended = asyncio.Event()
        meter = Meter(messages, ended.set)

        @router.message(F.text)
        async def echo(message):
            meter.begin_echo()
            await message.answer(message.text)
            meter.end_echo()

        # it does not know yet who it is when the first messages come
        bot = Bot(server="127.0.0.1", token=TOKEN, https=False, web_port=port, dispatcher=dispatcher, skip_self_messages=False)
        running = asyncio.create_task(bot.run(handle_signals=False))
        await ended.wait()
        running.cancel()
        return meter

    return asyncio.run(main())


if __name__ == "__main__":
    globals()[f"run_{sys.argv[1]}"](int(sys.argv[2]), int(sys.argv[3])).report()
