# SPDX-License-Identifier: LGPL-2.1-or-later
"""The filters of the library, made in Python."""

import datetime
import enum
import functools
import types
import unittest.mock

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf

Filter = Trueconf.Filter


class FiltersTest(BotTest):
    def test_each(self):
        rows = [
            ("text", Filter.new_text("/start now"), True),
            ("prefix", Filter.new_text_prefix("/st"), True),
            ("suffix", Filter.new_text_suffix("x"), False),
            ("contains", Filter.new_text_contains("rt n"), True),
            ("texts", Filter.new_texts(Trueconf.TextMatch.EQUAL, ["a", "/START NOW"], True), True),
            ("texts as they are", Filter.new_texts("equal", ("/START NOW",)), False),
            ("texts by their beginning", Filter.new_texts("prefix", ["x", "/start"]), True),
            ("regex", Filter.new_regex("(?<when>now)$", 0), True),
            ("regex alone", Filter.new_regex("NOW$"), False),
            ("not", ~Filter.new_text("x"), True),
            ("not a state", ~Trueconf.State("Order:name"), True),
            ("regex with flags", Filter.new_regex("NOW$", GLib.RegexCompileFlags.CASELESS), True),
            ("types", Filter.new_message_types([Trueconf.MessageType.LOCATION, Trueconf.MessageType.PLAIN_MESSAGE]), True),
            ("type", Filter.new_message_type(Trueconf.MessageType.LOCATION), False),
            ("method", Filter.new_method("sendMessage"), True),
            ("time", Filter.new_property(Trueconf.Message, "date-time", "equal", datetime.datetime(2026, 5, 6)), False),
            ("other time", Filter.new_property(Trueconf.Message, "date-time", "not-equal", datetime.datetime(2026, 5, 6)), True),
            ("methods", Filter.new_methods(["x", "y"]), False),
            ("chat", Filter.new_chat_type(Trueconf.ChatType.P2P), True),
            ("chats", Filter.new_chat_types([Trueconf.ChatType.GROUP, Trueconf.ChatType.CHANNEL]), False),
            ("author", Filter.new_author("nora"), True),
            ("authors", Filter.new_authors(["omar"]), False),
            ("role", Filter.new_role(Trueconf.ParticipantRole.WRITER), False),
            ("roles", Filter.new_roles([Trueconf.ParticipantRole.OWNER, Trueconf.ParticipantRole.USER]), True),
            ("func", Filter.new_func(lambda event, context, *_: event.text.endswith("now")), True),
            ("async", Filter.new_async_func(lambda event, context, task, *_: task.return_boolean(False)), False),
            ("property in", Filter.new_property(Trueconf.Message, "chat-type", Trueconf.Operator.IN, ["p2p", "group"]), True),
            ("property enums", Filter.new_property(Trueconf.Message, "chat-type", Trueconf.Operator.IN, {Trueconf.ChatType.P2P}), True),
            ("property numbers", Filter.new_property(Trueconf.Message, "timestamp", Trueconf.Operator.IN, (5, 2 ** 50)), False),
            ("property of a number", Filter.new_property(Trueconf.Message, "chat-type", "equal", int(Trueconf.ChatType.P2P)), True),
            ("property in numbers", Filter.new_property(Trueconf.Message, "chat-type", "in", [int(Trueconf.ChatType.P2P)]), True),
            ("property in booleans", Filter.new_property(Trueconf.Message, "is-edited", "in", [False]), True),
            ("property like some", Filter.new_property(Trueconf.Message, "text", "alike", ["x", " /START NOW"]), True),
            ("property set", Filter.new_property(Trueconf.Message, "document", Trueconf.Operator.SET, None), False),
            ("property number", Filter.new_property(Trueconf.Message, "timestamp", Trueconf.Operator.GREATER, 5), True),
            ("property of 64 bits", Filter.new_property(Trueconf.Message, "timestamp", "greater", 1700000000000), True),
            ("property below 0", Filter.new_property(Trueconf.Message, "timestamp", "less", -2 ** 63), False),
            ("mentions", Filter.new_mentions_bot(), False),
            ("property", Filter.new_property(Trueconf.Message, "author.id", Trueconf.Operator.PREFIX, "nora"), True),
            ("and", Filter.new_and([Filter.new_text_prefix("/"), Filter.new_text("x")]), False),
            ("or", Filter.new_or([Filter.new_text_prefix("/"), Filter.new_text("x")]), True),
            ("not", Filter.new_not(Filter.new_text("x")), True),
            ("command", Trueconf.CommandFilter.new("start"), True),
        ]
        dispatcher = Trueconf.Dispatcher()
        seen = []
        for name, condition, _ in rows:
            @dispatcher.message(condition)
            def handle(message, context, name=name):
                seen.append(name)
                command = context.get_command()
                if command is not None:
                    self.assertEqual((command.get_prefix(), command.get_name(), command.get_mention()), ("/", "start", None))
                    self.assertEqual(command.get_arguments(), "now")
                    self.assertEqual(list(command.split_arguments()), ["now"])
                context.skip()

        @dispatcher.message()
        def end(message):
            seen.append("end")

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.say("/start now")
        wait_for(lambda: "end" in seen)
        self.assertEqual(seen, [name for name, _, matches in rows if matches] + ["end"])

        covered = {"newv", *self.constructors()}
        self.assertEqual({name for name in dir(Filter) if name.startswith("new")} - covered, set())

    @staticmethod
    def constructors():
        """Those of which the test above has one."""
        return ["new_and", "new_async_func", "new_author", "new_authors", "new_chat_type", "new_chat_types", "new_func",
                "new_mentions_bot", "new_message_type", "new_message_types", "new_method", "new_methods", "new_not", "new_or",
                "new_property", "new_regex", "new_role", "new_roles", "new_text", "new_text_contains", "new_text_prefix",
                "new_text_suffix", "new_texts"]

    def test_words_for_enumerations(self):
        made = (Filter.new_role("admin"), Filter.new_roles(["admin", Trueconf.ParticipantRole.OWNER]),
                Filter.new_chat_type("group"), Filter.new_chat_types({"group"}), Filter.new_message_type("location"),
                Filter.new_message_types(("location", "survey")), Filter.new_property(Trueconf.Message, "text", "prefix", "x"))
        self.assertTrue(all(isinstance(one, Filter) for one in made))
        for wrong in (lambda: Filter.new_roles(["chief"]), lambda: Filter.new_chat_types(["p2p", "grup"]),
                      lambda: Filter.new_property(Trueconf.Message, "text", "prefx", "x")):
            with self.subTest(wrong), self.assertRaisesRegex(ValueError, "it is one of"):
                wrong()
        for wrong in (lambda: Filter.new_roles("admin"), lambda: Filter.new_chat_types([None])):
            with self.subTest(wrong), self.assertRaises(TypeError):
                wrong()

    def test_what_no_property_can_be(self):
        def write(path, operator, value, event_type=Trueconf.Message):
            return lambda: Filter.new_property(event_type, path, operator, value)

        location = Trueconf.MessageType.LOCATION
        rows = [(write("chat-type", "equal", wrong), Trueconf.InvalidArgument, "cannot be") for wrong in (99, True, location, 1.5, [1])]
        rows += [(write("chat-type", "in", wrong), Trueconf.InvalidArgument, "cannot be") for wrong in ([99], [True], [location])]
        rows += [(write("timestamp", "less", wrong), Trueconf.InvalidArgument, "cannot be")
                 for wrong in (True, "5", location, float("nan"), 2 ** 63)]
        rows += [(write("timestamp", "in", wrong), TypeError, "a list is of texts, of integers") for wrong in ([1.5], [5, "5"], [None], [True, 1])]
        rows += [(write("text", "equal", wrong), TypeError, "cannot be compared with")
                 for wrong in (b"x", object(), len, Trueconf.Text(), datetime.date.today())]
        rows += [(write("text", "equal", datetime.datetime.now()), Trueconf.InvalidArgument, "cannot be")]
        rows += [(write("text", "equal", "x", wrong), TypeError, "no class of events") for wrong in (Trueconf.Author, Trueconf.Bot, int, None)]
        rows += [(lambda function=function: function("nora"), TypeError, r"give \['nora'\]") for function in (Filter.new_authors, Filter.new_methods)]
        async def later(_message):
            return False

        def generate(_message):
            yield True

        async def generate_later(_message):
            yield True

        rows += [(lambda wrong=wrong: Filter.new_func(wrong), TypeError, "does not answer at once") for wrong in (later, generate, generate_later)]
        class Generating:
            def __call__(self, _message):
                yield True

        for function in (functools.partial(generate), Generating(), generate_later):
            rows += [(lambda function=function: Trueconf.Router().message(function)(print), TypeError, "[Gg]enerat[^ ]* is a generator"),
                     (lambda function=function: Trueconf.Router().message()(function), TypeError, "a handler returns")]
        rows += [(lambda: Filter.new_or([None]), TypeError, "None in a list")]
        for write, error, words in rows:
            with self.subTest(words), self.assertRaisesRegex(error, words):
                write()

    def test_integers_of_a_program(self):
        Number = enum.IntEnum("Number", {"ONE": 1})
        for operator, value in (("greater", Number.ONE), ("in", [Number.ONE]), ("in", [Number.ONE, 5])):
            with self.subTest(operator):
                self.assertIsInstance(Filter.new_property(Trueconf.Message, "timestamp", operator, value), Filter)

    def test_functions_that_have_been_wrapped(self):
        seen = []

        @types.coroutine
        def old_style(message):
            seen.append(("old", message.text))
            return (yield from Trueconf.sleep(0.001).__await__()) is None

        def with_prefix(prefix, message, context):
            seen.append((prefix, message.text))
            context.skip()

        mock = unittest.mock.AsyncMock()
        dispatcher = Trueconf.Dispatcher()
        dispatcher.message(old_style)(functools.partial(with_prefix, "filtered"))
        dispatcher.message(functools.partial(old_style), unittest.mock.AsyncMock(return_value=True))(mock)
        run(self.make_bot(dispatcher=dispatcher).start())
        self.sandbox.say("Hello")
        wait_for(lambda: mock.await_count)
        self.assertEqual(seen, [("old", "Hello"), ("filtered", "Hello"), ("old", "Hello")])
        self.assertEqual(mock.await_count, 1)

    def test_mistakes(self):
        for path, operator, value, words in (
                ("document.mimetype", Trueconf.Operator.SET, None, "mime-type"),
                ("text", Trueconf.Operator.EQUAL, None, "cannot be compared with nothing"),
                ("text", Trueconf.Operator.EQUAL, 5, "which 5"),
                ("timestamp", Trueconf.Operator.PREFIX, "5", "this operator does not compare"),
                ("chat-type", Trueconf.Operator.EQUAL, "nowhere", "nowhere"),
                ("text", Trueconf.Operator.IN, "x", "GStrv or a GVariant array"),
                ("text", Trueconf.Operator.REGEX, "(", "")):
            with self.subTest((path, operator)), self.assertRaisesRegex(Trueconf.InvalidArgument, words):
                Filter.new_property(Trueconf.Message, path, operator, value)
        with self.assertRaisesRegex(ValueError, "value has a NUL"):
            Filter.new_property(Trueconf.Message, "text", Trueconf.Operator.EQUAL, "a\0b")
        with self.assertRaisesRegex(ValueError, "value has a NUL"):
            Filter.new_property(Trueconf.Message, "text", Trueconf.Operator.IN, {"a\0b"})
        for wrong in (lambda: Filter.new_text(None), lambda: Filter.new_text(5), lambda: Filter.new_authors("nora", 5),
                      lambda: Filter.new_role("owner of all"), lambda: Filter.new_func(5), lambda: Filter.new_async_func(None),
                      lambda: Filter.new_and([5]), lambda: Filter.new_texts("equal", "abc"), lambda: Filter.new_texts("like", ["a"]),
                      lambda: Filter.new_regex("a", "caseless"), Filter.new_regex, lambda: Filter.new_property("message", "text", Trueconf.Operator.SET, None)):
            with self.subTest(wrong), self.assertRaises((TypeError, ValueError)):
                wrong()
        with self.assertRaisesRegex(GLib.Error, "mime-type"):
            Filter.new_property(Trueconf.Message, "document.mimetype", Trueconf.Operator.SET, None)
        # the classes that calls which are awaited raise
        for wrong in (lambda: Filter.new_regex("(", 0), lambda: Trueconf.Schedule.new_daily("25:00", None)):
            with self.subTest(wrong), self.assertRaises(Trueconf.InvalidArgument) as raised:
                wrong()
            self.assertNotIn("quark", str(raised.exception))


if __name__ == "__main__":
    main()
