# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dialogs that are written straight down: ask, wait for the answer, go on."""

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf
from gi.repository.Trueconf import F


class QuestionTest(BotTest):
    def setUp(self):
        super().setUp()
        self.dispatcher = Trueconf.Dispatcher()
        self.seen = []

    def start(self):
        self.bot = self.make_bot(dispatcher=self.dispatcher)
        run(self.bot.start())

    def test_a_form(self):
        @self.dispatcher.message(F.text == "/form")
        async def form(message, context):
            name = await context.ask("What is your name?")
            age = await context.ask("How old are you?", F.text.regexp(r"^\d+$"), retry="A number, please.")
            self.seen.append((name.text, int(age.text)))
            await age.answer(f"{name.text} is {age.text}.")

        @self.dispatcher.message()
        async def other(message):
            self.seen.append(message.text)

        self.start()
        for text in ("/form", "Nora", "old", "33", "bye"):
            self.sandbox.say(text)
        wait_for(lambda: "bye" in self.seen)
        self.assertEqual(self.seen, [("Nora", 33), "bye"])
        wait_for(lambda: "Nora is 33." in self.sandbox.texts())
        self.assertEqual(sorted(self.sandbox.texts()), sorted(
            ["What is your name?", "How old are you?", "A number, please.", "Nora is 33."]))

    def test_ends_without_an_answer(self):
        @self.dispatcher.message(F.text == "/wait")
        async def wait(message, context):
            try:
                await context.ask("Well?", timeout=0.05)
            except Trueconf.TimedOut as error:
                self.seen.append(str(error))

        self.start()
        self.sandbox.say("/wait")
        wait_for(lambda: self.seen)
        self.assertEqual(self.seen, ["The question was not answered in time"])

    def test_no_time_left(self):
        @self.dispatcher.message(F.text == "/wait")
        async def wait(message, context):
            for timeout in -1, float("nan"):
                try:
                    await context.ask("Well?", timeout=timeout)
                except Trueconf.InvalidArgument as error:
                    self.seen.append(str(error))
            self.seen.append((await context.ask("Well?", timeout=None)).text)

        self.start()
        self.sandbox.say("/wait")
        wait_for(lambda: len(self.seen) == 2)
        self.sandbox.say("yes")
        wait_for(lambda: len(self.seen) == 3)
        self.assertEqual(self.seen, ["A question cannot wait for -1 seconds; 0 means for ever",
                                     "A question cannot wait for nan seconds; 0 means for ever", "yes"])
        wait_for(lambda: self.sandbox.texts() == ["Well?"])

    def ask_each(self):
        """Asks whoever writes, and keeps why there was no answer."""
        @self.dispatcher.message()
        async def wait(message, context):
            self.seen.append("asks")
            try:
                await context.ask()
            except Trueconf.Cancelled as error:
                self.seen.append(str(error))

    def test_stop_ends_it(self):
        self.ask_each()
        self.start()
        self.sandbox.say("x")
        wait_for(lambda: self.seen)
        run(self.bot.stop())
        self.assertEqual(self.seen, ["asks", "The bot has stopped"])

    def test_nobody_is_asked_after_a_stop(self):
        @self.dispatcher.message()
        async def wait(message, context):
            self.bot.stop()
            try:
                await context.ask("Still there?")
            except Trueconf.Cancelled as error:
                self.seen.append(str(error))

        self.start()
        self.sandbox.say("x")
        wait_for(lambda: self.seen)
        self.assertEqual(self.seen, ["The bot has stopped"])
        run(self.bot.stop())
        self.assertEqual(self.sandbox.texts(), [])

    def test_giving_up_ends_it(self):
        self.ask_each()
        self.bot = self.make_bot(dispatcher=self.dispatcher, token=self.sandbox.token())
        run(self.bot.start())
        self.sandbox.say("x")
        wait_for(lambda: self.seen)
        # there is no password to get another one with
        self.fault("expire-token", live=True)
        with self.assertRaises(Trueconf.CredentialsExpired):
            run(self.bot.get_chats())
        wait_for(lambda: len(self.seen) == 2)
        self.assertEqual(self.seen, ["asks", "The bot has stopped"])

    def test_leaving_the_chat_ends_it(self):
        """Those of the user who is removed, and all when the bot is."""
        @self.dispatcher.message()
        async def wait(message, context):
            name = message.author.id.partition("@")[0]
            self.seen.append(f"{name} asked")
            try:
                await context.ask()
            except Trueconf.Cancelled as error:
                self.seen.append(f"{name}: {error}")

        self.start()
        chat = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "All", "participants": ["echo_bot", "omar"]})["chat_id"]
        for name in ("nora", "omar"):
            self.sandbox.call("/sandbox/say", {"from": name, "chat_id": chat, "text": "x", "parse_mode": "text"})
        wait_for(lambda: len(self.seen) == 2)
        for user, count in (("omar", 3), ("echo_bot", 4)):
            self.sandbox.call("/sandbox/participants", {"chat_id": chat, "action": "remove", "user": user})
            wait_for(lambda: len(self.seen) == count)
        self.assertEqual(self.seen, ["nora asked", "omar asked",
                                     "omar: The question was cancelled, since its user is not in the chat any more",
                                     "nora: The question was cancelled, since the bot is not in the chat any more"])

    def test_not_after_the_end(self):
        @self.dispatcher.message()
        def keep(message, context):
            self.seen.append(context)

        self.start()
        self.sandbox.say("x")
        wait_for(lambda: self.seen and self.seen[0].get_done())
        form = Trueconf.Form("form", fields={"what": Trueconf.FormField.text("What?")})
        for late in (lambda context: context.ask("x"), lambda context: form.begin(context), lambda context: form.begin(context=context),
                     self.dispatcher.list_commands):
            with self.assertRaisesRegex(RuntimeError, "the event is done: "):
                late(self.seen[0])
        with self.assertRaisesRegex(ValueError, "no fields"):
            Trueconf.Form("empty").begin(self.seen[0])


if __name__ == "__main__":
    main()
