# SPDX-License-Identifier: LGPL-2.1-or-later
"""The assistant between people in a chat and a model."""

import sys
import tempfile

from harness import PATIENCE, free_port, main
from model import BREAK, END, Model
from pages import blocks, changed
from programs import EXAMPLES, ROOT, ExampleTest, wait_for

COMMAND = [sys.executable, EXAMPLES / "recipes/assistant/assistant.py"]


class Assistant(ExampleTest):
    def setUp(self):
        super().setUp()
        self.model = Model()
        self.addCleanup(self.model.close)

    def start_bot(self, **environment):
        environment = {"MODEL_URL": self.model.url, "MODEL": "small", "ASSISTANT_USERS": "nora, omar@sandbox.local", **environment}
        self.bot = self.start(*COMMAND, BOT_USER="echo_bot", BOT_PASSWORD="secret", **environment)
        self.assert_authorized()

    def group(self):
        chat = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Lunch",
                                                    "participants": ["echo_bot", "omar"]})["chat_id"]
        return chat

    def group_texts(self, chat):
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={chat}")["messages"]
        return [message for message in messages if message["author"] == "echo_bot" and message["type"] == 200]

    def say_in_group(self, chat, text, sender="omar", **more):
        return self.sandbox.call("/sandbox/say", {"from": sender, "chat_id": chat, "text": text, **more})["message_id"]

    def requests(self, method):
        return [entry for entry in self.sandbox.call("/sandbox/log")["entries"]
                if entry["direction"] == "in" and f'"{method}"' in entry.get("text", "")]

    def wait_for_texts(self, *texts, peer="nora"):
        try:
            # edits are made one a second
            wait_for(lambda: [text.strip() for text in self.sandbox.texts(peer)] == list(texts), texts, 3 * PATIENCE)
        except AssertionError as error:
            raise AssertionError(f"{error}; the bot has said {self.sandbox.texts(peer)}") from None

    def wait_for_questions(self, number):
        wait_for(lambda: len(self.model.questions) == number, f"question {number}")

    def test_grows_while_the_model_speaks(self):
        self.start_bot()
        self.sandbox.say("What is it?")
        self.wait_for_questions(1)
        wait_for(lambda: self.requests("sendChatActivity"), "that it is typing")
        self.assertEqual(self.sandbox.texts(), [])
        self.model.say("It is ")
        wait_for(lambda: "".join(self.sandbox.texts()).strip() == "It is", "the first word")
        self.model.say("a **dog**.", END)
        self.wait_for_texts("It is a **dog**.")
        message = self.sandbox.messages()[-1]
        self.assertEqual(message["envelope"]["content"]["parseMode"], "markdown")
        self.assertEqual(self.model.questions[0]["model"], "small")
        self.assertEqual([role for role, _ in self.model.last()], ["system", "user"])
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_remembers_and_forgets(self):
        self.start_bot()
        self.sandbox.say("one")
        self.model.say("first", END)
        self.wait_for_texts("first")
        self.sandbox.say("two")
        self.model.say("second", END)
        self.wait_for_texts("first", "second")
        self.assertEqual(self.model.last()[1:], [("user", "one"), ("assistant", "first"), ("user", "two")])
        self.sandbox.say("/forget")
        wait_for(lambda: len(self.sandbox.texts()) == 3, "that it has forgotten")
        self.sandbox.say("three")
        self.model.say("third", END)
        wait_for(lambda: "third" in self.sandbox.texts(), "third")
        self.assertEqual(self.model.last()[1:], [("user", "three")])
        self.end(self.bot)

    def test_edits_at_the_pace_of_the_limit(self):
        self.start_bot()
        self.sandbox.say("Count")
        words = [f"{number} " for number in range(500)]
        self.model.say(*words, END)
        self.wait_for_texts("".join(words).rstrip())
        # each shows all that has come since the one before
        self.assertLess(len(self.requests("editMessage")), 50)
        self.end(self.bot)

    def test_long_answer(self):
        self.start_bot()
        self.sandbox.say("At length")
        sentence = "This is one of many sentences. "
        self.model.say(*[sentence * 20] * 17, END)
        whole = (sentence * 340).split()
        wait_for(lambda: " ".join(self.sandbox.texts()).split() == whole, "all of it", 3 * PATIENCE)
        self.assertEqual(len(self.sandbox.texts()), 3)
        self.assertLessEqual(max(map(len, self.sandbox.texts())), 4096)
        self.end(self.bot)

    def test_group(self):
        self.start_bot()
        chat = self.group()
        mention = '<a href="trueconf:echo_bot@sandbox.local">Echo</a>'
        self.say_in_group(chat, "Shall we have lunch?")
        self.say_in_group(chat, f"{mention} where?")
        self.wait_for_questions(1)
        self.assertTrue(self.model.last()[-1][1].endswith("where?"))
        self.model.say("At the [harbour](trueconf:nora@sandbox.local).", END)
        wait_for(lambda: [text["text"] for text in self.group_texts(chat)] == ["At the harbour."], "an answer")
        answer = self.group_texts(chat)[0]["message_id"]
        self.say_in_group(chat, "and when?", reply_to=answer)
        self.wait_for_questions(2)
        self.assertIn("At the harbour.", self.model.last()[-1][1])
        self.model.say("At noon.", END)
        wait_for(lambda: len(self.group_texts(chat)) == 2, "the answer to a reply")
        self.end(self.bot)

    def test_who_may_ask(self):
        self.start_bot()
        self.sandbox.call("/sandbox/users", {"login": "eve"})
        self.sandbox.say("Let me in", sender="eve")
        self.sandbox.say("Hello", sender="omar")
        self.model.say("Hello, Omar", END)
        self.wait_for_texts("Hello, Omar", peer="omar")
        self.assertEqual(len(self.model.questions), 1)
        self.assertEqual(self.sandbox.texts("eve"), [])
        self.end(self.bot)

    def test_falls_silent(self):
        self.start_bot(ASSISTANT_BUDGET="2")
        for number in range(1, 3):
            self.sandbox.say("And you?")
            self.model.say(f"Fine {number}", END)
            wait_for(lambda: f"Fine {number}" in self.sandbox.texts(), "an answer")
        for _ in range(5):
            self.sandbox.say("And you?")
        self.sandbox.say("/continue")
        wait_for(lambda: "I am listening again." in self.sandbox.texts(), "that it listens")
        self.assertEqual(len(self.model.questions), 2)
        self.assertEqual(len(self.sandbox.texts()), 4)
        self.sandbox.say("And now?")
        self.model.say("Better", END)
        wait_for(lambda: "Better" in self.sandbox.texts(), "an answer")
        self.end(self.bot)

    def test_model_that_breaks_off(self):
        self.start_bot()
        self.sandbox.say("Well?")
        self.model.say("The answer is", BREAK)
        self.wait_for_texts("The answer is\n\n(The model has broken off.)")
        self.sandbox.say("Again?")
        self.model.say("42", END)
        wait_for(lambda: "42" in self.sandbox.texts(), "an answer")
        self.assertEqual(self.model.last()[1:], [("user", "Again?")])
        _, errors = self.end(self.bot)
        self.assertEqual(len(errors.splitlines()), 1, errors)

    def test_model_that_is_out_of_its_mind(self):
        self.start_bot()
        self.sandbox.say("Well?")
        self.model.say("4", *[chunk.encode() for chunk in ("null", "[]", "7", '{"choices": null}', '{"choices": 7}', '{"choices": [7, null, {}]}',
                                                           '{"choices": [{"delta": null}]}', '{"choices": [{"delta": {"content": 9}}]}')],
                       "\ud83d", "\ude00", "\ud83d", "\0\x1b", "2", END)
        self.wait_for_texts("4😀\ufffd\ufffd\ufffd2")
        self.sandbox.say("Again?")
        self.model.say("5", b"[" * 50_000)
        wait_for(lambda: "(The model has broken off.)" in self.sandbox.texts()[-1], "that it has broken off")
        _, errors = self.end(self.bot)
        self.assertEqual(len(errors.splitlines()), 1, errors)

    def test_wakes_nobody(self):
        """However it is talked into a mention."""
        self.start_bot()
        chat = self.group()
        for number, (text, said) in enumerate((("[[a](trueconf:omar)](trueconf:omar@sandbox.local)", "a"),
                                               ("[x](TrueConf:omar)", "[x] (TrueConf:omar)"), ("[x]( <trueconf:omar>)", "[x] ( <trueconf:omar>)"),
                                               ("[a\\]](trueconf:omar)", "[a\\]] (trueconf:omar)"), ("@ALL", "@\u2060ALL"),
                                               ("so @all, but not x@all or @allies", "so @\u2060all, but not x@all or @allies"))):
            self.say_in_group(chat, '<a href="trueconf:echo_bot@sandbox.local">Echo</a> wake them')
            self.wait_for_questions(number + 1)
            self.model.say(text, END)
            wait_for(lambda number=number: len(self.group_texts(chat)) == number + 1, "an answer")
            self.assertEqual(self.group_texts(chat)[number]["text"], said)
        self.end(self.bot)

    def test_no_model(self):
        self.start_bot(MODEL_URL=f"http://127.0.0.1:{free_port()}")
        self.sandbox.say("Well?")
        self.wait_for_texts("The model cannot be reached. Try again later.")
        _, errors = self.end(self.bot)
        self.assertEqual(len(errors.splitlines()), 1, errors)

    def test_key(self):
        with tempfile.NamedTemporaryFile("w", suffix=".key") as key:
            key.write("4711\n")
            key.flush()
            self.start_bot(MODEL_KEY_FILE=key.name)
            self.sandbox.say("Well?")
            self.model.say("Good", END)
            self.wait_for_texts("Good")
        self.assertEqual(self.model.keys, ["Bearer 4711"])
        self.end(self.bot)

    def test_as_the_page_says(self):
        block, = blocks("recipe-assistant.md")
        block = changed(block, ("video.example.com", "127.0.0.1"), ("BOT_USER=assistant", "BOT_USER=echo_bot"),
                        ("http://127.0.0.1:11434/v1", self.model.url), ("python3", f"exec {sys.executable}"))
        self.bot = self.start("sh", "-ec", f"cd {ROOT}\n{block}")
        self.assert_authorized()
        self.sandbox.say("Hello", sender="omar")
        self.model.say("Hello, Omar", END)
        self.wait_for_texts("Hello, Omar", peer="omar")
        self.assertEqual(self.model.questions[0]["model"], "qwen3")
        self.assertEqual(self.end(self.bot), ("", ""))

    def test_nobody_may_ask(self):
        status, output, errors = self.run_to_end(*COMMAND, ASSISTANT_USERS="")
        self.assertEqual((status, output), (1, ""))
        self.assertIn("ASSISTANT_USERS", errors)


if __name__ == "__main__":
    main()
