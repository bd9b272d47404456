# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls from a thread that is not the bot's: an exception, and nothing else happens."""

import threading

from harness import BotTest, main, run, wait_for

from gi.repository import GLib


class ThreadTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = self.sandbox.say("hello")["chat_id"]

    def in_thread(self, function):
        """What a function returns or raises in a thread of its own, while the main thread runs its loop."""
        outcome = []
        loop = GLib.MainLoop()

        def work():
            try:
                outcome.append(function())
            except Exception as error:
                outcome.append(error)
            GLib.idle_add(loop.quit)

        thread = threading.Thread(target=work, name="worker")
        # in the loop, which owns the main context from then on
        GLib.idle_add(thread.start)
        loop.run()
        thread.join()
        return outcome[0]

    def assert_refused(self, function, name):
        error = self.in_thread(function)
        self.assertIsInstance(error, RuntimeError, error)
        for words in (f"{name}() was called from the thread", "GLib.idle_add()", "docs/threads.md"):
            self.assertIn(words, str(error))

    def test_methods_of_the_bot(self):
        self.assert_refused(lambda: self.bot.send_message(self.chat_id, "wrong"), "Bot.send_message")
        self.assert_refused(lambda: self.bot.call("getChats"), "Bot.call")
        self.assert_refused(lambda: self.bot.start(), "Bot.start")
        self.assert_refused(lambda: self.bot.stop(), "Bot.stop")
        self.assert_refused(lambda: self.bot.run(), "Bot.run")
        # nothing was sent, and the bot is none the worse
        run(self.bot.send_message(self.chat_id, "right"))
        self.assertEqual(self.sandbox.texts(), ["right"])

    def test_methods_of_a_message(self):
        messages = []
        self.bot.connect("message", lambda _bot, message: messages.append(message))
        self.sandbox.say("a question")
        wait_for(lambda: messages, what="for the message")
        self.assert_refused(lambda: messages[0].answer("wrong"), "Message.answer")
        # what it says may be read anywhere
        self.assertEqual(self.in_thread(lambda: messages[0].text), messages[0].text)

    def test_handing_over(self):
        def hand_over():
            done = threading.Event()
            operations = []

            def send():
                operations.append(self.bot.send_message(self.chat_id, "handed over"))
                done.set()

            GLib.idle_add(send)
            done.wait()
            return operations[0]

        run(self.in_thread(hand_over))
        self.assertEqual(self.sandbox.texts(), ["handed over"])

    def test_before_the_loop(self):
        # nobody runs the main context: any thread may call
        operations = []
        thread = threading.Thread(target=lambda: operations.append(self.bot.send_message(self.chat_id, "early")))
        thread.start()
        thread.join()
        run(operations[0])
        self.assertEqual(self.sandbox.texts(), ["early"])


if __name__ == "__main__":
    main()
