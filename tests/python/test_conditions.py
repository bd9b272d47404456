# SPDX-License-Identifier: LGPL-2.1-or-later
"""What filters written in Python do: what they find out, what they cost, how mistakes in them are told."""

import functools
import json

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import F


class ConditionTest(BotTest):
    def setUp(self):
        super().setUp()
        self.dispatcher = Trueconf.Dispatcher()
        self.router = Trueconf.Router("test")
        self.dispatcher.include_router(self.router)
        self.seen = []

    def start(self):
        @self.dispatcher.fallback(Trueconf.Message)
        def nobody(message):
            self.seen.append(f"nobody:{message.text}")

        self.bot = self.make_bot(dispatcher=self.dispatcher)
        run(self.bot.start())

    def send(self, method, **payload):
        """The server sends an event."""
        frame = {"type": 1, "id": 77, "method": method, "payload": payload}
        self.sandbox.call("/sandbox/send", {"text": json.dumps(frame)})

    def hear(self, *texts):
        """What handlers have noted when somebody has written these texts."""
        self.seen.clear()
        for text in texts:
            self.sandbox.say(text)
        wait_for(lambda: len(self.seen) >= len(texts), what=f"for {texts}, seen {self.seen}")
        return list(self.seen)


class FoundTest(ConditionTest):
    def test_expressions(self):
        @self.router.message(F.text.regexp(r"^(\d+) (\w+)$").as_("found"))
        def numbers(message, found):
            self.seen.append((found[1], found[2]))

        @self.router.message((F.text.lower() == "me") & F.author.id.as_("who"))
        async def me(message, who, context):
            self.seen.append((who, context.get_data("who")))

        @self.router.message(F.text.len().as_("length") & (F.text[0] == "x"))
        def length(message, *, length, more="nothing"):
            self.seen.append((length, more))

        @self.router.message(F.text == "all", F.chat_id.as_("chat"))
        def everything(message, **data):
            self.seen.append(sorted(data))

        @self.router.message(F.text.startswith("?"))
        def nothing_is_left(message, context):
            self.seen.append(context.get_data("length"))

        self.start()
        self.assertEqual(self.hear("12 apples", "Me", "xyz", "all", "?"),
                         [("12", "apples"), ("nora@sandbox.local",) * 2, (3, "nothing"),
                          ["bot", "chat", "context", "event", "raw_state", "state"], None])

    def test_dictionaries(self):
        thing = object()

        def find(message):
            return {"thing": thing, "words": message.text.split()} if message.text.startswith("find") else None

        async def ask(message, words):
            await Trueconf.sleep(0)
            return {"count": len(words)}

        def empty(message):
            return {} if message.text == "empty" else False

        @self.router.message(find, ask)
        async def found(message, thing, words, count):
            self.seen.append((thing, words, count))

        @self.router.message(empty)
        def matches(message):
            self.seen.append("empty")

        self.start()
        self.assertEqual(self.hear("find it", "empty", "other"), [(thing, ["find", "it"], 2), "empty", "nobody:other"])

    def test_values_come_back_as_they_were(self):
        values = [5, 2 ** 40, -2 ** 70, None, True, 1.5, "text", "with\0nul", "\ud800", b"bytes", [1], ("a",), {"a": 1},
                  Trueconf.MessageType.LOCATION, GLib.Bytes.new(b"x")]

        def give(message):
            return {f"value{index}": value for index, value in enumerate(values)}

        @self.router.message(give)
        def take(message, context, value0, value3):
            back = [context.get_data(f"value{index}", "nothing") for index in range(len(values))]
            self.seen.append((back, value0, value3, context.get_data("other"), context.get_data("other", 7)))

        self.start()
        (back, first, nothing, other, default), = self.hear("x")
        self.assertEqual(back, values)
        self.assertEqual([type(value) for value in back], [type(value) for value in values])
        self.assertEqual((first, nothing, other, default), (5, None, None, 7))

    def test_data_of_middlewares(self):
        @self.dispatcher.outer_middleware
        async def load(event, context, next):
            context.set_data("user", {"name": "Nora"})
            await next()

        def known(message, user):
            return user["name"] == "Nora"

        @self.router.message(known, F.text == "one")
        async def one(message, user, missing=None):
            self.seen.append((user, missing))

        @self.router.message(F.text == "two")
        async def two(message, ctx):
            self.seen.append(ctx.get_data("user"))

        @self.router.message(F.text == "three")
        async def three(message, usr):
            self.seen.append("never")

        @self.dispatcher.error
        def failed(error):
            self.seen.append(str(error))

        self.start()
        self.assertEqual(self.hear("one", "two", "three"), [
            ({"name": "Nora"}, None), {"name": "Nora"},
            "three() wants 'usr', which no filter or middleware has put into the context of this event"])


class AsyncTest(ConditionTest):
    def test_coroutines(self):
        class OnlyAdmins:
            async def __call__(self, message, bot):
                await Trueconf.sleep(0)
                return message.text.startswith("admin") and bot.authorized

        async def of_length(length, message):
            await Trueconf.sleep(0)
            return len(message.text) == length

        @self.router.message(OnlyAdmins())
        def admins(message):
            self.seen.append("admins")

        @self.router.message(functools.partial(of_length, 3))
        def three(message):
            self.seen.append("three")

        async def later(message):
            await Trueconf.sleep(0.01)
            return message.text == "later"

        @self.router.message((F.text.len() == 5) & later)
        def after_all(message):
            self.seen.append("later")

        @self.router.message(Trueconf.Filter.new_text_prefix("not") & ~(F.text == "not this"))
        def prefix(message):
            self.seen.append("prefix")

        self.start()
        self.assertEqual(self.hear("admin", "abc", "later", "hello", "not that", "not this"),
                         ["admins", "three", "later", "nobody:hello", "prefix", "nobody:not this"])

    def test_exceptions_reach_the_error_handlers(self):
        def at_once(message):
            if message.text == "at once":
                raise KeyError("at once")

        async def begun(message):
            if message.text == "begun":
                raise KeyError("begun")

        async def later(message):
            await Trueconf.sleep(0)
            if message.text == "later":
                raise KeyError("later")

        def keys(message):
            return {5: "five"} if message.text == "keys" else False

        def taken(message):
            return {"bot": "another"} if message.text == "taken" else False

        async def taken_later(message):
            return {"event": "another"} if message.text == "taken later" else False

        def not_awaited(message):
            return later(message) if message.text == "not awaited" else False

        wrong = F.text.split(F.timestamp).as_("wrong")
        for condition in (at_once, begun, later, keys, taken, taken_later, not_awaited, (F.text == "wrong") & wrong):
            @self.router.message(condition)
            def never(message):
                self.seen.append("never")

        errors = []

        @self.router.error
        def failed(error, event):
            errors.append((event.text, type(error).__name__, str(error)))

        self.start()
        texts = ["at once", "begun", "later", "keys", "taken", "taken later", "not awaited", "wrong"]
        for text in texts:
            self.sandbox.say(text)
        wait_for(lambda: len(errors) >= len(texts), what=f"for {errors}")
        self.assertNotIn("never", self.seen)
        self.assertEqual([row[:2] for row in errors], [(text, "KeyError" if text in texts[:3] else "TypeError") for text in texts])
        self.assertIn("names of arguments", errors[3][2])
        self.assertIn("'bot', which belongs to the library", errors[4][2])
        self.assertIn("'event', which belongs to the library", errors[5][2])
        self.assertIn("not_awaited() cannot be a filter", errors[6][2])
        self.assertEqual(self.reported, [])
        self.assertTrue(self.bot.authorized)

    def test_given_up_with_its_event(self):
        async def forever(message):
            try:
                await Trueconf.sleep(3600)
            except Trueconf.Cancelled:
                self.seen.append("cancelled")
                raise

        self.router.message(forever)(lambda message: self.seen.append("never"))
        self.dispatcher.handler_timeout = 0.1
        self.start()
        self.hear("x")
        wait_for(lambda: "nobody:x" in self.seen)
        self.assertEqual(self.seen, ["cancelled", "nobody:x"])

    def test_questions(self):
        async def is_number(message):
            await Trueconf.sleep(0)
            return message.text.isdigit()

        @self.router.message(F.text == "ask")
        async def ask(message, context):
            self.seen.append("asked")
            number = await context.ask(None, is_number)
            self.seen.append(number.text)

        self.start()
        self.hear("ask")
        self.assertEqual(self.hear("word", "12"), ["nobody:word", "12"])


class CheckTest(ConditionTest):
    def refuse(self, words, function, *conditions, router=None):
        with self.assertRaisesRegex(TypeError, words):
            (router or self.router).message(*conditions)(function)

    def test_handlers(self):
        self.refuse("has to be a function", 7)
        self.refuse("<lambda>.. takes no event", lambda: None)
        self.refuse("takes no event", lambda *, event: None)
        self.refuse("wants 'stat', which nothing gives", lambda message, stat: None)
        self.refuse("wants 'one', 'two'", lambda message, bot, one, *, two: None, F.text.as_("three"))
        self.refuse("wants 'a'", lambda message, a, /: None)
        self.refuse("wants 'a'", lambda message, bot, a, /: None, Trueconf.Filter.new_text("x"))
        for function in (lambda message, bot, context, event, state: None, lambda message, *args, **kwargs: None, print,
                         lambda message, ctx: None, lambda message, _: None, lambda message, more=1: None, self.seen.append):
            self.router.message()(function)
        self.router.message(F.text.as_("three"))(lambda message, three: None)
        self.router.message(F.text.as_("three") & Trueconf.Filter.new_text("x"))(lambda message, three: None)
        # what a function returns is not known
        self.router.message(lambda message: {"a": 1})(lambda message, a: None)

    def test_filters(self):
        handler = lambda message: None  # noqa: E731
        for wrong in ("text", 7, str, Trueconf.Message, Trueconf.EventType.UNKNOWN):
            self.refuse("is not a filter", handler, wrong)
        self.refuse("takes no event: the first argument of a filter", handler, lambda: True)
        self.refuse("wants 'a'.*a filter can have", handler, lambda message, a: True)

        async def later(message, a):
            return True

        self.refuse("later.. wants 'a'", handler, later)
        self.router.message(F.text.as_("a"), later)(handler)

    def test_middlewares(self):
        for wrong, words in ((7, "is not a middleware"), (lambda event: None, "does not take next"), (lambda: None, "no arguments"),
                             (lambda event, next, other: None, "wants 'other'")):
            with self.subTest(words), self.assertRaisesRegex(TypeError, words):
                self.router.outer_middleware(wrong)
            with self.subTest(words), self.assertRaisesRegex(TypeError, words):
                self.router.inner_middleware(wrong)

    def test_paths(self):
        for expression, words in (
                (F.command == "x", r"F.command: a Message has no 'command', but CallbackQuery has it"),
                (F.mime_type == "x", r"a Message has no 'mime_type': did you mean F.document.mime_type\?"),
                ((F.text == "x") & ~(F.text.lower() == F.command), "a Message has no 'command'"),
                (F.arguments, "a Message has no 'arguments'")):
            with self.subTest(words), self.assertRaisesRegex(AttributeError, words):
                self.router.message(expression)(lambda message: None)
        with self.assertRaisesRegex(AttributeError, "a RemovedChat has no 'text'"):
            self.router.removed_chat(F.text)
        self.router.callback_query(F.command == "x")
        self.router.event(None, F.command == "x")
        with self.assertRaisesRegex(TypeError, "neither a class of events"):
            self.router.on(5)
        with self.assertRaisesRegex(TypeError, "neither a class of events"):
            self.router.on(Trueconf.Author)

    def test_a_router_of_another_module(self):
        """Its middlewares may be added later; when the bot starts it is known whether they were."""
        part = Trueconf.Router("part")

        @part.message()
        def handle(message, user):
            self.seen.append(user)

        @part.message()
        def another(message, other):
            """It is removed before the bot starts."""

        identity = part.add_handler(Trueconf.Message, None, print)
        part.remove_handler(identity - 1)
        self.dispatcher.include_router(part)
        bot = self.make_bot(dispatcher=self.dispatcher)
        with self.assertRaisesRegex(TypeError, "handle.. wants 'user', which nothing gives it"):
            bot.start()
        with self.assertRaisesRegex(TypeError, "handle.. wants 'user'"):
            bot.run()

        @self.dispatcher.outer_middleware
        def load(event, context, next):
            context.set_data("user", "nora")
            next()

        run(bot.start())
        self.assertEqual(self.hear("x"), ["nora"])


class DecoratorTest(ConditionTest):
    def test_without_parentheses(self):
        @self.router.removed_chat
        def removed(event):
            self.seen.append("removed")

        @self.router.message
        @self.router.edited_message
        async def either(message):
            self.seen.append(type(message).__name__)

        @self.router.event
        def any_event(event):
            self.seen.append(event.method)

        self.assertEqual((removed.__name__, either.__name__, any_event.__name__), ("removed", "either", "any_event"))
        self.start()
        self.send("removeChat", chatId="c")
        self.send("clearHistory", chatId="c", **{"for": "all"})
        self.sandbox.say("x")
        wait_for(lambda: "Message" in self.seen)
        self.assertEqual([word for word in self.seen if word in ("removed", "removeChat", "clearHistory", "Message")],
                         ["removed", "clearHistory", "Message"])

    def test_for_each_event(self):
        classes = [name for name in dir(Trueconf.Router) if name in EVENTS]
        self.assertEqual(sorted(classes), sorted(EVENTS))
        for name in EVENTS:
            def handler(event):
                """Any function."""

            def condition(event):
                return True

            namespace = {"decorator": getattr(self.router, name)}
            exec("@decorator\ndef handler(event):\n    return 5\nresult = handler", namespace)
            self.assertEqual(namespace["result"](None), 5)
            exec("def condition(event):\n    return True\nresult = decorator(condition)", namespace)
            self.assertIsNot(namespace["result"], namespace["condition"])
            # a filter that a function has made, and one of a lambda
            exec("def make():\n    def inner(event):\n        return True\n    return inner\n"
                 "made = make()\ndel make\nresult = decorator(made)\nother = decorator(lambda event: True)", namespace)
            self.assertIsNot(namespace["result"], namespace["made"])
            self.assertEqual(namespace["other"](handler), handler)
            self.assertIsNot(getattr(self.router, name)(condition), condition)

    def test_filters_that_are_functions(self):
        def short(message):
            return len(message.text) < 3

        def longer_than(length):
            def check(message):
                return len(message.text) > length
            return check

        @self.router.message(short)
        def is_short(message):
            self.seen.append("short")

        @self.router.message(longer_than(10))
        def is_long(message):
            self.seen.append("long")

        @self.router.on(Trueconf.Message, F.text == "on")
        def never(message):
            self.seen.append("never")

        @self.router.event(lambda event: event.method == "removeChat")
        def gone(event):
            self.seen.append("gone")

        @self.router.message(Trueconf.MessageType.PLAIN_MESSAGE)
        def plain(message):
            self.seen.append("plain")

        self.start()
        self.assertEqual(self.hear("on", "a long message", "middle"), ["short", "long", "plain"])
        self.send("removeChat", chatId="c")
        wait_for(lambda: "gone" in self.seen)


EVENTS = ["added_chat_participant", "callback_query", "changed_file_upload_limits", "changed_participant_role",
          "cleared_chat_history", "created_channel", "created_favorites_chat", "created_group_chat", "created_personal_chat",
          "edited_chat_avatar", "edited_chat_title", "edited_message", "event", "message", "removed_chat",
          "removed_chat_participant", "removed_message", "system_message", "uploading_progress"]


class CostTest(ConditionTest):
    def test_only_handlers_that_may_match_are_asked(self):
        """The router finds them in a table: the functions of all others are not called."""
        calls = []

        def counted(event):
            calls.append(event.method)
            return True

        expressions = [lambda n: F.text == f"word {n}", lambda n: F.text.in_(f"word {n}", "other"),
                       lambda n: (F.text == f"word {n}") | (F.plain_text == f"WORD {n}"),
                       lambda n: (F.message_type == "plain-message") & (F.text == f"word {n}"),
                       lambda n: F.text.lower() == f"word {n}",
                       lambda n: F.text.strip().upper().in_(f"WORD {n}", "OTHER"),
                       lambda n: (F.plain_text.casefold() == f"word {n}") | (F.text.lower() == f"wort {n}")]
        for make in expressions:
            for number in range(250):
                router = self.router

                @router.message(counted, make(number))
                def handle(message, context, number=number):
                    self.seen.append(number)
                    context.skip()

        self.start()
        self.hear("word 249")
        wait_for(lambda: "nobody:word 249" in self.seen)
        self.assertEqual(self.seen, [249] * len(expressions) + ["nobody:word 249"])
        self.assertEqual(len(calls), len(expressions))

    def test_buttons_and_kinds(self):
        calls = []

        def counted(event):
            calls.append(event.method)
            return True

        for number in range(100):
            @self.router.callback_query(counted, F.custom_data == f"data {number}")
            def pressed(query, number=number):
                self.seen.append(number)

            @self.router.event(f"method {number}", counted)
            def other(event):
                self.seen.append("never")

        @self.router.message(counted, F.message_type == "location")
        def located(message):
            self.seen.append("never")

        self.start()
        self.send("command", commandPayload={"command": "x", "customData": "data 99"}, commandSource={})
        self.hear("x")
        wait_for(lambda: "nobody:x" in self.seen)
        self.assertEqual(self.seen, [99, "nobody:x"])
        self.assertEqual(calls, ["command"])

    def test_the_library_compares_as_python_does(self):
        """Each of these is evaluated by the library, and by Python where it is inside func()."""
        texts = ["", "a", "A&b", "ü", "hello", "z"]
        rows = [
            F.text, ~F.text, F.text == "a", F.text != "a", F.text > "b", F.text <= "b", F.text.in_("a", "z"), F.text.startswith("h"),
            F.text.endswith("o"), F.text.contains("l"), ~F.text.contains("l"), F.document, ~F.document, F.document.size > 5,
            F.document.name != "x", F.is_edited, F.is_edited == False, F.message_type == "plain-message",  # noqa: E712
            F.message_type != "location", F.message_type.in_("location", "attachment"), F.timestamp > 5, F.timestamp < -1,
            F.timestamp >= 2 ** 40, F.author.id == "nora@sandbox.local", F.author.type == "user", F.reply_message_id, F.author,
            (F.text == "a") | (F.text.len() > 4), (F.text > "b") & F.author.id.startswith("nora"), F.chat_type == "p2p",
            F.mentions_bot == False, F.content.text == "a", F.method == "sendMessage", F.serial != 0,  # noqa: E712
        ]
        from gi.overrides._trueconf import filters

        by_library = [filters.to_filter(row, Trueconf.Message) for row in rows]
        for row, made in zip(rows, by_library):
            self.assertNotIsInstance(made, filters.Condition, row)

        @self.router.message()
        def compare(message, context):
            self.seen.append([(repr(row), made.match(message, context)) for row, made in zip(rows, by_library)])
            self.assertEqual(self.seen[-1], [(repr(row), row.matches(message)) for row in rows])

        self.start()
        self.hear(*texts[1:])
        self.send("sendMessage", chatId="c", type=200, content={"text": ""})
        self.send("sendMessage", chatId="c", type=999)
        wait_for(lambda: len(self.seen) >= len(texts) + 1)
        self.assertEqual(self.reported, [])

    def test_case_and_white_space_are_pythons(self):
        texts = ["help", "HELP", " Help\t", "\x1fHELP\x85", "ΟΔΥΣΣΕΥΣ", "straße", "STRASSE", "İstanbul", "DIŞ", "dıs", "KELVIN",
                 "ПРИВЕТ", "привет ", "Ꭰ", "ꭰ"]
        methods = ["lower", "upper", "casefold", "title", "capitalize", "swapcase", "strip", "lstrip", "rstrip"]
        from gi.overrides._trueconf import filters

        wanted = sorted({getattr(text, method)() for text in texts for method in methods})
        rows = [getattr(F.text, method)() == text for text in wanted for method in methods]
        rows += [getattr(F.text.strip(), method)() == text for text in wanted for method in methods]
        rows += [getattr(F.text, method)().in_(*wanted[:5]) for method in methods]
        by_library = [filters.to_filter(row, Trueconf.Message) for row in rows]
        for row, made in zip(rows, by_library):
            self.assertNotIsInstance(made, filters.Condition, row)

        @self.router.message()
        def compare(message, context):
            self.seen.append(message.text)
            self.assertEqual([row for row, made in zip(rows, by_library) if made.match(message, context)],
                             [row for row in rows if row.matches(message)])

        self.start()
        for text in texts:
            self.send("sendMessage", chatId="c", type=200, content={"text": text})
        wait_for(lambda: len(self.seen) == len(texts))
        self.assertEqual(self.seen, texts)
        self.assertEqual(self.reported, [])

    def test_no_letter_is_missed(self):
        """What Python makes of a letter is like the letter, or Python is asked about each text."""
        from gi.overrides._trueconf import compiling

        def has_case(letter):
            return letter.lower() != letter or letter.upper() != letter or letter.casefold() != letter

        letters = [letter for letter in map(chr, range(1, 0x110000)) if has_case(letter)]
        self.assertGreater(len(letters), 2500)
        for method in compiling.ALIKE:
            for letter in letters:
                changed = getattr(letter, method)()
                self.assertTrue(compiling._alike(changed) == compiling._alike(letter)
                                or not compiling._has_known_letters(changed), (method, letter))
        # white space at the ends is left out by the library
        spaces = "".join(letter for letter in map(chr, range(1, 0x110000)) if letter.isspace())
        made = Trueconf.Filter.new_property(Trueconf.Message, "text", Trueconf.Operator.ALIKE, f"{spaces}a{spaces}")

        @self.router.message(made)
        def found(message):
            self.seen.append("found")

        self.start()
        self.assertEqual(self.hear("A"), ["found"])


if __name__ == "__main__":
    main()
