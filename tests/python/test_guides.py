# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python blocks of the guides, run one after the other against the sandbox."""

import contextlib
import pathlib
import re
import tempfile

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf
from gi.repository.Trueconf import F

DOCS = pathlib.Path(__file__).parents[2] / "docs"


def blocks(guide):
    """All blocks of a guide in Python."""
    return re.findall(r"^```python\n(.*?)^```$", (DOCS / guide).read_text(), re.MULTILINE | re.DOTALL)


def program(guide):
    """They, as one program."""
    return compile("\n".join(blocks(guide)), guide, "exec")


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


class DialogsGuide(BotTest):
    def ask(self, text):
        before = len(self.sandbox.texts())
        self.sandbox.say(text)
        return wait_for(lambda: self.sandbox.texts()[before:], what=f"for an answer to {text}")[0]

    def test_blocks(self):
        names = {}
        # the file of the guide has no folder
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            exec(program("dialogs.md"), names)
            bot = self.make_bot(dispatcher=names["dispatcher"])
            run(bot.start())
            for text, answer in (("/order", "Which dish?"), ("soup", "How many?"), ("/back", "Which dish?"), ("cake", "How many?"),
                                 ("2", "2 × cake. Which street?"), ("/back", "How many?"), ("3", "3 × cake. Which street?"),
                                 ("Main Street", "Which city?"), ("Riga", "To Main Street in Riga, thank you."),
                                 ("/pay 5", "1 paid."), ("/pay 7", "2 paid."),
                                 ("/order", "Which dish?"), ("/cancel", "Nothing is ordered."), ("/order", "Which dish?")):
                self.assertEqual(self.ask(text), answer)
            names["Order"].amount.set_timeout(0.2)
            self.assertEqual(self.ask("soup"), "How many?")
            wait_for(lambda: self.sandbox.texts()[-1] == "Your soup is forgotten.")
            run(bot.stop())
            self.assertTrue(pathlib.Path("dialogs.sqlite").exists())
        # what is not over has a file that is gone
        names.clear()


class MiddlewareGuide(BotTest):
    def activities(self):
        return [entry["text"] for entry in self.sandbox.call("/sandbox/log")["entries"]
                if entry["direction"] == "in" and "sendChatActivity" in entry.get("text", "")]

    def test_blocks(self):
        lines = []
        dispatcher, router = Trueconf.Dispatcher(), Trueconf.Router("reports")
        dispatcher.include_router(router)
        bot, double = self.make_bot(dispatcher=dispatcher), self.make_bot()

        async def make_report():
            while not any("uploading_file" in text for text in self.activities()):
                await Trueconf.sleep(0.01)
            return "All is well."

        names = {"dispatcher": dispatcher, "router": router, "make_report": make_report,
                 "print": lambda *words: lines.append(words)}
        for block in blocks("middleware.md"):
            # what answers in the place of the server has a bot of its own
            names["bot"] = double if "double" in block else bot
            exec(compile(block, "middleware.md", "exec"), names)

        @router.message(F.text == "/work")
        async def work(message):
            while not any("typing" in text for text in self.activities()):
                await Trueconf.sleep(0.01)
            await message.answer("done")

        run(bot.start())
        self.assertEqual(run(double.send_message("c", "x")).message_id, "m")

        self.sandbox.say("/report")
        wait_for(lambda: "All is well." in self.sandbox.texts())
        self.sandbox.say("/work")
        wait_for(lambda: "done" in self.sandbox.texts())
        self.sandbox.say("/report", sender="omar")
        wait_for(lambda: self.sandbox.texts("omar") == ["Ask Nora"])

        for _ in range(20):
            self.sandbox.say("x")
        wait_for(lambda: "Slow down, please" in self.sandbox.texts())

        self.assertIn("sendMessage", [line[0] for line in lines])
        answers = [line for line in lines if line[1] == "sendMessage"]
        self.assertEqual(len({serial for serial, *_ in answers if serial != "-"}), len(answers))
        self.assertIn(("-", "sendChatActivity"), [line[:2] for line in lines])

        # what is more than a burst waits
        limit = names["limit"]
        self.assertEqual((limit.n_waiting, limit.chat_rate, limit.chat_burst, limit.total_rate), (0, 1, 5, 30))
        for number in range(20):
            bot.send_message(answers[0][2], str(number))
        wait_for(lambda: limit.n_waiting > 10)
        limit.chat_rate = limit.total_rate = 1000
        wait_for(lambda: "19" in self.sandbox.texts())

        run(bot.send_message(answers[0][2], "The number is 4711"))
        wait_for(lambda: "The number is ****" in self.sandbox.texts())
        with self.assertRaisesRegex(Trueconf.TrueconfError, "This bot deletes no chats"):
            run(bot.delete_chat(answers[0][2]))


class FormsGuide(BotTest):
    def test_blocks(self):
        names = {}
        exec(program("forms.md"), names)
        bot = self.make_bot(dispatcher=names["dispatcher"])
        run(bot.start())
        heard = 0
        for words, part in (
                ("/order", "What is your name?"), ("Nora", "Which size?"), ("large", "How many?"), ("21", "from 1 to 20"),
                ("2", "For which day?"), ("/skip", "check your answers"), ("send", "2 × l for Nora"), (None, "Thank you"),
                ("/signup", "Which name?"), ("Nora", "Small letters"), ("root", "taken"), ("nora", "the news?"), ("yes", "address?"),
                ("/back", "the news?"), ("no", "check your answers"), ("send", "Welcome, nora.")):
            if words is not None:
                self.sandbox.say(words)
            heard += 1
            wait_for(lambda: len(self.sandbox.texts()) >= heard, what=f"for {part}")
            self.assertIn(part, self.sandbox.texts()[heard - 1])


class TextGuide(BotTest):
    def test_blocks(self):
        names = {}
        exec(program("text.md"), names)
        bot = self.make_bot(dispatcher=names["dispatcher"])
        run(bot.start())
        self.assertEqual(names["quote_user"]("**x** <script>").to_html(), "Somebody wrote: <b>x</b> &lt;script&gt;")
        self.sandbox.say("/hello")
        wait_for(lambda: any(text.startswith("Hello <b>&lt;Eve&gt;</b>! Ask <a href") for text in self.sandbox.texts()))
        self.sandbox.say('<a href="trueconf:omar@sandbox.local">Omar</a>!', parse_mode="html")
        wait_for(lambda: "You mention omar@sandbox.local" in self.sandbox.texts())
        self.sandbox.say("/report")
        wait_for(lambda: self.sandbox.texts().count("-" * 4096) == 2 and "-" * 1808 in self.sandbox.texts())


if __name__ == "__main__":
    main()
