# SPDX-License-Identifier: LGPL-2.1-or-later
"""The programs of the guides about coming from python-trueconf-bot and about the ways to run a bot, each as a process of its own."""

import pathlib
import re
import signal

from compat_harness import CompatTest
from harness import main

DOCS = pathlib.Path(__file__).parents[2] / "docs"

# what the programs of the page about running leave to their reader
MAKE_BOT = """
def make_bot(dispatcher):
    import os
    return Trueconf.Bot("127.0.0.1", os.environ["TOKEN"], port=int(os.environ["PORT"]), https=False, dispatcher=dispatcher)
"""


def blocks(guide):
    return re.findall(r"^```python\n(.*?)^```$", (DOCS / guide).read_text(), re.MULTILINE | re.DOTALL)


class GuidesTest(CompatTest):
    def test_coming_from_python_trueconf_bot(self):
        program, = blocks("coming-from-python-trueconf-bot.md")
        running = self.program(program, HTTPS="0")
        self.assertEqual(self.answers("hello"), ["hello"])
        self.assertEqual(self.answers("/start <you>"), ["Hello, <b>&lt;you&gt;</b>"])
        self.assertEqual(running.stop(), 0, running.said())

    def run_block(self, number, answer, number_of_signal=signal.SIGINT):
        running = self.program(MAKE_BOT + blocks("running.md")[number])
        self.assertEqual(self.answers("hello"), [answer])
        running.stop(number_of_signal)

    def test_running_without_asyncio(self):
        self.run_block(0, "without asyncio")

    def test_running_with_asyncio(self):
        self.run_block(1, "with asyncio")

    def test_running_in_a_main_loop(self):
        self.run_block(2, "in a main loop", signal.SIGTERM)

    def test_there_are_no_other_blocks(self):
        self.assertEqual(len(blocks("running.md")), 3)


if __name__ == "__main__":
    main()
