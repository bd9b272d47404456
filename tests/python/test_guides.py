# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python blocks of the guides, run one after the other against the sandbox."""

import pathlib
import re

from harness import BotTest, main, run, wait_for

DOCS = pathlib.Path(__file__).parents[2] / "docs"


def program(guide):
    """All blocks of a guide in Python, as one program."""
    found = re.findall(r"^```python\n(.*?)^```$", (DOCS / guide).read_text(), re.MULTILINE | re.DOTALL)
    return compile("\n".join(found), guide, "exec")


class RoutingGuide(BotTest):
    def test_blocks(self):
        names = {}
        exec(program("routing.md"), names)

        @names["dispatcher"].message(names["F"].text == "/divide")
        def divide(message):
            return 1 // 0

        bot = self.make_bot(dispatcher=names["dispatcher"])
        run(bot.start())
        answers = {
            "/order": "What would you like?",
            "/help": "Write /order.",
            "/what": "I did not understand that. Write /help.",
            "buy milk": "One milk, please.",
            "buy time": "I did not understand that. Write /help.",
            "hello": "I did not understand that. Write /help.",
        }
        for text, answer in answers.items():
            before = self.sandbox.texts().count(answer)
            self.sandbox.say(text)
            wait_for(lambda: self.sandbox.texts().count(answer) == before + 1, what=f"for {answer}")
        for text in ("/address", "Main Street", "many", "7"):
            self.sandbox.say(text)
        wait_for(lambda: "Main Street 7, thank you." in self.sandbox.texts())
        self.assertIn("A number, please.", self.sandbox.texts())
        self.sandbox.say("/divide")
        wait_for(lambda: any(text.startswith("Sorry: integer division") for text in self.sandbox.texts()))


if __name__ == "__main__":
    main()
