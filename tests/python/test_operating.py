# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a running bot tells its operator, and how it takes signals."""

import signal
import sys

from harness import main
from programs import ExampleTest, wait_for

PROGRAM = """
import os, signal, time
import gi
gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf

dispatcher = Trueconf.Dispatcher()
dispatcher.blocking_threshold = 0.1
router = Trueconf.Router("slow")
dispatcher.include_router(router)

@router.message()
async def sleepy(message):
    if message.text == "sleep":
        time.sleep(0.5)
    await message.answer(f"slept {len(signals)}")

signals = []
# not print(), which must not be interrupted by itself
signal.signal(signal.SIGUSR1, lambda *args: (signals.append(1), os.write(1, b"usr1\\n")))
bot = Trueconf.Bot("127.0.0.1", os.environ["TOKEN"], port=int(os.environ["PORT"]), https=False,
                   dispatcher=dispatcher)
bot.connect("notify::authorized", lambda bot, _: print("authorized", flush=True))
bot.run()
print("wakeup fd", signal.set_wakeup_fd(-1), flush=True)
"""


class OperatingTest(ExampleTest):
    def begin(self):
        process = self.start(sys.executable, "-c", PROGRAM, TOKEN=self.sandbox.token())
        self.assertEqual(process.stdout.readline(), "authorized\n")
        return process

    def test_a_blocking_handler_is_named_once(self):
        process = self.begin()
        for _ in range(2):
            self.sandbox.say("sleep")
        wait_for(lambda: len(self.sandbox.texts()) == 2, "answers")
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1]
        self.assertIn("handler “sleepy” of router “slow” has blocked its main loop for more than 0.1 s", told)
        self.assertEqual(told.count("has blocked"), 1)

    def test_signal_handlers_of_the_program_run(self):
        process = self.begin()
        process.send_signal(signal.SIGUSR1)
        self.assertEqual(process.stdout.readline(), "usr1\n")
        process.send_signal(signal.SIGUSR1)
        self.assertEqual(process.stdout.readline(), "usr1\n")
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["slept 2"], "an answer")
        process.send_signal(signal.SIGINT)
        self.assertIn("wakeup fd -1", process.communicate(timeout=30)[0])


if __name__ == "__main__":
    main()
