# SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands in Python, as users of python-trueconf-bot write them."""

import datetime
import re

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Command, F


class CommandsTest(BotTest):
    def start(self, **kwargs):
        self.dispatcher = Trueconf.Dispatcher()
        self.seen = []
        run(self.make_bot(dispatcher=self.dispatcher, **kwargs).start())

    def say(self, text):
        self.seen.clear()
        self.sandbox.say(text)
        return wait_for(lambda: self.seen and self.seen[0])

    def end(self):
        @self.dispatcher.message()
        def nothing(message):
            self.seen.append("no")

    def answer_to(self, text):
        before = len(self.sandbox.texts())
        self.sandbox.say(text)
        return wait_for(lambda: self.sandbox.texts()[before:])[0]

    def test_vendor_table(self):
        rows = [
            (Command("start"), "/start", ("/", "start", None)),
            (Command("start"), "/start@echo_bot now  please ", ("/", "start", "now  please ")),
            (Command("start"), "/START", "no"),
            (Command("START", ignore_case=True), "/start x", ("/", "start", "x")),
            (Command("a", "b"), "/b 1\n2", ("/", "b", "1\n2")),
            (Command("x"), "/ x", "no"),
            (Command("start", magic=F.args.regexp(r"\d+")), "/start 12", ("/", "start", "12")),
            (Command("start", magic=F.args == "x"), "/start", "no"),
            # where the vendor's does what nobody expects
            (Command("/start"), "/start", ("/", "start", None)),
            (Command("start", prefix="/!"), "!start", ("!", "start", None)),
            (Command("start", prefix=["!/"]), "!/start", ("!/", "start", None)),
            (Command("start", prefix=[""]), "start now", ("", "start", "now")),
            (Command("бот start", prefix=["бот "]), "бот start", ("бот ", "start", None)),
            (Command(re.compile(r"item_(?P<number>\d+)")), "/item_42", ("/", "item_42", None)),
            (Command(re.compile("IT", re.IGNORECASE), "other"), "/item_42", ("/", "item_42", None)),
        ]
        self.start()
        for condition, text, expected in rows:
            router = Trueconf.Router()

            @router.message(condition)
            async def handle(message, command):
                self.assertIsInstance(command, Trueconf.Command)
                self.seen.append((command.prefix, command.command, command.args))

            @router.message()
            def nothing(message):
                self.seen.append("no")

            self.dispatcher.include_router(router)
            self.assertEqual(self.say(text), expected, text)
            self.dispatcher.exclude_router(router)

    def test_magic_result(self):
        self.start()

        @self.dispatcher.message(Command("take", magic=F.args.split()))
        def take(message, command):
            self.seen.append((command.magic_result, command.text, repr(command)))

        @self.dispatcher.message(Command("give", magic=lambda command: command.args == "it"))
        def give(message, command):
            self.seen.append(command.magic_result)

        self.end()
        self.assertEqual(self.say("/take a b"), (["a", "b"], "/take a b", "<Trueconf.Command /take>"))
        self.assertEqual(self.say("/take"), "no")
        self.assertIs(self.say("/give it"), True)
        self.assertEqual(self.say("/give up"), "no")

    def test_arguments(self):
        self.start()

        @self.dispatcher.message(Command("weather", arguments="city:string days:int?=3 loud:bool? day:date?"))
        async def weather(message, city, days, loud, command, day=None):
            self.seen.append((city, days, loud, day, command["days"]))
            with self.assertRaises(KeyError):
                command["nothing"]

        @self.dispatcher.message(Command(re.compile(r"item_(?P<number>\d+)$")))
        async def item(message, number):
            self.seen.append(number)

        self.end()
        self.assertEqual(self.say("/weather Oslo"), ("Oslo", 3, None, None, 3))
        city, days, loud, day, _ = self.say("/weather 'New York' 5 yes 2026-05-06")
        self.assertEqual((city, days, loud, day.date()), ("New York", 5, True, datetime.date(2026, 5, 6)))
        self.assertEqual(self.say("/item_42"), "42")
        self.assertEqual(self.answer_to("/weather"), "city is missing.\nUsage: /weather <city> [days=3] [loud] [day]")

    def test_help(self):
        self.start()
        is_omar = Trueconf.Filter.new_author("omar")

        @self.dispatcher.message(Command("weather", arguments="city:string", description="The weather of a city"))
        def weather(message, city):
            pass

        async def asked(message):
            return message.author.id.startswith("nora")

        @self.dispatcher.message(Command("ban", description="Sends somebody out"), is_omar)
        @self.dispatcher.message(Command("mine", "my", description="For Nora"), asked)
        @self.dispatcher.message(Command("secret", hidden=True))
        def other(message):
            pass

        @self.dispatcher.message(F.text == "list")
        async def listing(message, context):
            commands = await self.dispatcher.list_commands(context)
            self.seen.append([command.get_usage() for command in commands])

        self.dispatcher.add_help()
        help_text = "/weather <city> – The weather of a city\n/mine, /my – For Nora\n/help – Shows this list"
        self.assertEqual(self.answer_to("/help"), help_text)
        self.assertEqual(self.say("list"), ["/weather <city>", "/mine, /my", "/help"])

    def test_mistakes(self):
        with self.assertRaisesRegex(ValueError, "needs a name"):
            Command(prefix="!")
        for wrong in (7, b"x", "", re.compile(b"x")):
            with self.assertRaises(TypeError):
                Command(wrong)
        for wrong in ("buy tea", "start@echo_bot", " start"):
            with self.assertRaisesRegex(ValueError, "white space and @ end a name"):
                Command(wrong)
        for wrong, prefix in (("/", "/"), ("!", ["/", "!"]), ("бот ", ["бот "]), ("!/", ["!", "!/"])):
            with self.assertRaisesRegex(ValueError, "nothing is left of it without the prefix"):
                Command("start", wrong, prefix=prefix)
        with self.assertRaisesRegex(ValueError, "white space and @ end a name"):
            Command("/ start")
        for empty in ("", [], ()):
            with self.assertRaisesRegex(ValueError, "without a prefix"):
                Command("start", prefix=empty)
        with self.assertRaisesRegex(TypeError, r"Command\(\) got an unexpected keyword argument 'ignorecase'"):
            Command("start", ignorecase=True)
        with self.assertRaisesRegex(TypeError, "needs the name"):
            Command()
        with self.assertRaises(TypeError):
            Command("x", magic=7)
        with self.assertRaisesRegex(GLib.Error, "the type has to be one of"):
            Command("x", arguments="n:number")
        with self.assertRaises(ValueError):
            Command("x\0y")
        router = Trueconf.Router()
        dispatcher = Trueconf.Dispatcher()
        dispatcher.include_router(router)
        with self.assertRaisesRegex(TypeError, "town"):
            @router.message(Command("weather", arguments="city:string"))
            def weather(message, town):
                pass


if __name__ == "__main__":
    main()
