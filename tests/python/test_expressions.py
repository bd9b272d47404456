# SPDX-License-Identifier: LGPL-2.1-or-later
"""F: conditions on an event."""

import copy
import datetime
import enum
import functools
import itertools
import re
import types
import unittest
import unittest.mock
from types import SimpleNamespace

from harness import main

from gi.repository import Trueconf
from gi.repository.Trueconf import F

# it has what events have, and things that F is only told of by attr_()
MESSAGE = SimpleNamespace(
    text="Hello, world", timestamp=12, serial=0, tags=["a", "b", 5], raw={"key": "value", "list": [1, 2, 3]}, quote="",
    title="Mr", author=SimpleNamespace(id="nora@example.org"), document=None, keyboard=None,
    message_type=Trueconf.MessageType.ATTACHMENT, chat_type=Trueconf.ChatType.GROUP, is_edited=False)

TAGS = F.attr_("tags")
OfProgram = enum.IntEnum("OfProgram", {"GROUP": int(Trueconf.ChatType.GROUP), "NOWHERE": 99})

HOLDS = [
    F,
    F.text,
    F.text == "Hello, world",
    F.text != "hello",
    F.author.id == "nora@example.org",
    F.author.id.in_("nora@example.org", "omar@example.org"),
    F.author.id.in_(["nora@example.org"]),
    F.author.id.in_({"nora@example.org"}),
    F.author.id.in_(F.author.id),
    F.timestamp.in_(12),
    F.author.id.not_in("omar@example.org"),
    F.author.id.not_in(["omar@example.org"]),
    F.document.mime_type.not_in("image/png"),
    F.text.contains("world"),
    F.text.not_contains("moon"),
    TAGS.contains("b"),
    F.text.startswith("Hello"),
    F.text.endswith("world"),
    F.text.startswith(F.text),
    F.text.lower() == "hello, world",
    F.text.upper() == "HELLO, WORLD",
    F.text.casefold() == "hello, world",
    F.text.lower().split(", ")[1] == "world",
    F.text.regexp(r"w\w+d$"),
    F.text.regexp(re.compile("WORLD", re.IGNORECASE)),
    F.text.regexp("hello", re.IGNORECASE, mode="match"),
    F.text.regexp("Hello, world", mode="fullmatch"),
    F.text.regexp("l", mode="findall") == ["l", "l", "l"],
    F.text.regexp("l", mode="finditer").len() == 3,
    F.text.regexp("world", search=True),
    ~F.text.regexp("world", search=False),
    ~F.text.regexp("moon", mode="finditer"),
    F.text.regexp(r"(?P<what>\w+)$").group("what") == "world",
    F.text.regexp(r"(\w+)$")[1] == "world",
    F.text.len() == 12,
    F.text[0] == "H",
    F.text[-1] == "d",
    F.text[:5] == "Hello",
    F.timestamp > 11,
    F.timestamp >= 12,
    F.timestamp < 13,
    F.timestamp <= 12,
    F.raw["key"] == "value",
    F.raw["list"][...] == 2,
    F.raw["list"][:] > 0,
    F.raw["list"].extract(F > 1) == [2, 3],
    F.text[F.startswith("Hello")].lower() == "hello, world",
    F.text & F.timestamp,
    F.quote | F.text,
    F.document.size | F.text,
    F.document | (lambda event: event.timestamp == 12),
    (lambda event: event.timestamp == 12) & F.text,
    (lambda event: False) | F.text,
    ~F.document,
    ~(F.text == "x"),
    ~~F.text == "Hello, world",
    ~F.document.size,
    F.document == None,  # noqa: E711
    F.document.is_(None),
    F.text.is_not(None),
    F.author.id == F.author.id,
    F.text.func(len) == 12,
    F.text.func(pow, 2) | F.text,
    F.timestamp.func(divmod, 25) == (2, 1),
    F.timestamp.func(int.__add__, F.timestamp) == 24,
    F.timestamp.cast(str) == "12",
    F.timestamp + 1 == 13,
    1 + F.timestamp == 13,
    (F.timestamp - 2) * 3 / 10 == 3,
    100 - F.timestamp == 88,
    F.timestamp // 5 == 2,
    F.timestamp % 5 == 2,
    2 ** (F.timestamp - 10) == 4,
    (F.timestamp & 4) == 4,
    (F.timestamp | 1) == 13,
    F.timestamp ^ 1,
    F.timestamp << 1 == 24,
    F.timestamp >> 2 == 3,
    -F.timestamp == -12,
    +F.timestamp == 12,
    F.text + "!" == "Hello, world!",
    F.serial.as_("number"),
    F.message_type == "attachment",
    F.message_type == Trueconf.MessageType.ATTACHMENT,
    F.message_type.in_("attachment", "location"),
    F.message_type.in_({"attachment", "location"}),
    F.message_type.in_(frozenset({"attachment"})),
    F.message_type.in_(["location", Trueconf.MessageType.ATTACHMENT]),
    F.message_type.not_in({"location"}),
    F.message_type.in_({"ATTACHMENT"}),
    F.message_type.in_({"Attachment": "a file"}),
    F.chat_type.in_({OfProgram.GROUP}),
    F.chat_type == OfProgram.GROUP,
    F.text.not_in(*[]),
    F.timestamp.in_(range(2 ** 40)),
    F.message_type == int(Trueconf.MessageType.ATTACHMENT),
    F.timestamp == 12.0,
    F.timestamp.in_(range(20)),
    F.is_edited == 0,
    F.chat_type != "p2p",
    F.attr_("tags")[1] == "b",
]

FAILS = [
    F.document,
    F.quote,
    F.attr_("missing"),
    F.attr_("missing").deeper,
    F.attr_("missing").method("x"),
    F.document.mime_type.startswith("image/"),
    F.document.size > 5,
    F.document.size + 5 > 5,
    F.document.size.func(lambda value: True),
    F.document.size.cast(str),
    F.document.name.as_("name"),
    F.text.cast(int) > 0,
    F.document.name.contains("x"),
    F.document.name.not_contains("x"),
    F.document.name.regexp("x"),
    F.text.regexp("world", mode="match"),
    F.text.regexp("Hello", mode="fullmatch"),
    F.text.regexp("z", mode="findall"),
    TAGS[7],
    F.raw["list"][...] == 9,
    F.raw["list"][:] > 1,
    F.raw["list"].extract(F > 5),
    F.text[F.startswith("x")],
    F.text & F.quote,
    F.quote | F.document,
    ~F.text,
    F.text.in_("Hello", "world"),
    F.serial,
    F.is_edited.as_("edited"),
    F.message_type == "location",
    F.message_type.in_({"location"}),
    F.message_type.not_in({"attachment"}),
    F.message_type.not_in({"ATTACHMENT"}),
    F.text.in_(*[]),
    F.chat_type.in_(),
]


def generate(_event):
    yield True


class Endless(list):
    def __iter__(self):
        return itertools.count()


class ExpressionTest(unittest.TestCase):
    def test_what_holds(self):
        for expression in HOLDS:
            with self.subTest(expression):
                self.assertTrue(expression.matches(MESSAGE), expression)

    def test_what_does_not_hold(self):
        for expression in FAILS:
            with self.subTest(expression):
                self.assertFalse(expression.matches(MESSAGE), expression)

    def test_values(self):
        self.assertEqual((F.text & F.timestamp).resolve(MESSAGE), 12)
        self.assertEqual((F.document | F.text).resolve(MESSAGE), "Hello, world")
        self.assertIsNone(F.document.size.resolve(MESSAGE))
        self.assertEqual(list(filter((F > 1).ilter(), [1, 2, 3])), [2, 3])
        self.assertEqual(F.text.regexp("l", mode="findall").resolve(MESSAGE), ["l", "l", "l"])

    def test_it_can_be_read(self):
        self.assertEqual(repr((F.text.lower() == "x") & ~F.author.id.in_("a", "b")),
                         "((F.text.lower() == 'x') & ~(F.author.id in ('a', 'b')))")
        self.assertEqual(repr((2 + F.timestamp.func(divmod, F.serial)[0]).as_("n")),
                         "(2 + F.timestamp.func(divmod, F.serial)[0]).as_('n')")

    def test_mistakes_are_told(self):
        with self.assertRaisesRegex(TypeError, "combine with &"):
            F.text and F.timestamp
        with self.assertRaisesRegex(TypeError, r"F.text.contains\('x'\)"):
            "x" in F.text
        with self.assertRaises(AttributeError):
            F.text = "x"
        with self.assertRaisesRegex(TypeError, r"F.text.len\(\)"):
            len(F.text)
        with self.assertRaisesRegex(TypeError, "iterated"):
            list(F.text)
        with self.assertRaisesRegex(ValueError, "'sideways' is not a mode"):
            F.text.regexp("x", mode="sideways")
        with self.assertRaises(re.error):
            F.text.regexp("(")
        with self.assertRaisesRegex(ValueError, "'a b' cannot be"):
            F.text.as_("a b")
        with self.assertRaisesRegex(TypeError, "cannot be called"):
            F(MESSAGE)

    def test_what_can_never_hold_is_told_where_it_is_written(self):
        P2P = Trueconf.ChatType.P2P
        names = {"F": F, "Trueconf": Trueconf, "P2P": P2P, "datetime": datetime, "re": re, "generate": generate, "OfProgram": OfProgram}
        rows = {
            "F.text == 5": "F.text is a str, which is never equal to 5, an int",
            "5 != F.text": "never equal",
            "F.text == b'x'": "never equal to b'x', a bytes",
            "F.text == ['x']": "never equal",
            "F.text == re.compile('x')": "never equal",
            "F.text == Trueconf.Text('x')": "never equal",
            "F.text == P2P": "never equal",
            "F.text == F.timestamp": "F.text is a str, which is never equal to F.timestamp, which is an int",
            "F.author == F.chat_id": "an Author, which is never equal",
            "F.author == 'nora'": "never equal to 'nora', a str",
            "F.text.lower().strip() == 5": "never equal",
            "F.text.as_('x') == 5": "never equal",
            "F.text[F.startswith('x')] == 5": "never equal",
            "F.text.is_(5)": "never equal",
            "F.is_edited == 'true'": "never equal",
            "F.timestamp == '5'": "never equal",
            "F.timestamp == P2P": "never equal",
            "F.timestamp > datetime.datetime.now()": "in no order with .*, a datetime",
            "F.text > 5": "in no order with 5, an int",
            "F.text > None": "in no order with None$",
            "F.document > 5": "in no order",
            "F.text.len() == 'x'": "is an int, which is never equal",
            "F.text.cast(int) == '5'": r"F.text.cast\(int\) is an int, which is never equal",
            "F.message_type == 99": "F.message_type: 99 is not a MessageType: it is one of add-participant",
            "F.message_type == P2P": "a MessageType, which is never equal",
            "F.message_type.in_('location', P2P)": "never equal",
            "F.author.id.in_([1])": "never equal to 1, an int",
            "F.author.id.in_('nora', 5)": "never equal to 5, an int",
            "F.author.id.in_(range(5))": "never equal",
            "F.author.id.in_(b'nora')": "never in b'nora', a bytes",
            "F.author.id.not_in({5})": "never equal",
            "F.text.contains(5)": "does not contain 5, an int",
            "F.text.not_contains(None)": "does not contain None",
            "F.timestamp.contains(5)": "contains nothing",
            "F.text.startswith(5)": "F.text.startswith: .*str",
            "F.text.startswith(['a'])": "tuple of str, not list",
            "F.text.lower('x')": "takes no arguments",
            "F.text.replace('x')": "at least 2 (positional )?arguments",
            "F.text('x')": "F.text is a str, and no method",
            "F.author()": "an Author, and no method",
            "F.timestamp.len()": "an int, which has no length",
            "F.document.len()": "an Attachment, which has no length",
            "F.timestamp.extract(F > 5)": "an int, which is no list",
            "F.text.extract('a')": "'a' is no condition",
            "F.text.func('len')": r"'len' cannot be called: func\(\) takes a function",
            "F.text.cast(5)": r"cast\(\) takes a function",
            "F.timestamp.regexp('1')": "an int, and no text",
            "F.text.regexp(5)": "string or compiled pattern",
            "F.timestamp['x']": "an int, which has no items",
            "F.text['x']": "items are numbered",
            "F.timestamp[...] == 5": "an int, which is no list",
            "F.text + 5": "F.text is a str: .*int",
            "5 + F.text": "F.text is a str: ",
            "F.text & 'x'": "F.text is a str: ",
            "F.text | None": "F.text is a str: ",
            "F.timestamp - 'x'": "F.timestamp is an int: ",
            "-F.text": "which is no number",
            "F.text.in_(F.timestamp)": "F.timestamp is an int, which contains nothing",
            "F.text.isdigit & F.chat_id": r"F.text.isdigit is a method: call it, as F.text.isdigit\(\)",
            "F.chat_id | F.text.isdigit": "is a method: call it",
            "~F.text.isdigit": "is a method: call it",
            "Trueconf.Router().message(F.text.isdigit)(print)": "is a method: call it",
            "F.text & str": "<class 'str'> is a class",
            "F.text & generate": r"generate\(\) is a generator",
            "generate | F.text": r"generate\(\) is a generator",
            "F.chat_type == OfProgram.NOWHERE": "99.* is not a ChatType",
            "F.text.in_(range(2 ** 40))": "never equal to 0, an int",
        }
        for written, words in rows.items():
            with self.subTest(written), self.assertRaisesRegex(TypeError, words):
                eval(written, names)
        for words in (["photo"], {"photo"}, frozenset({"photo"}), ("photo",), {"photo": 1}):
            with self.subTest(words), self.assertRaisesRegex(ValueError, "'photo' is not a MessageType"):
                F.message_type.in_(words)

    def test_what_is_not_known_is_not_refused(self):
        class Anything:
            def __eq__(self, other):
                return True

        for expression in (F == 5, F.raw["x"] == 5, F.attr_("x") == 5, F.attr_("x")("y"), F.text == Anything(), F.text == unittest.mock.ANY, F.text == None,  # noqa: E711
                           F.text.in_([]), F.text.in_(Endless()), F.text.in_(Anything()), F.text.index("x"), F.text.zfill(10 ** 12), F.timestamp ** 10 ** 9, F.timestamp << 10 ** 10,
                           F.text.join(iter("ab")), F.document == Trueconf.Keyboard(), F.keyboard.len() > 0, F.keyboard[0], F.text % 5,
                           F.state == Trueconf.State("x"), F.text.startswith(F.chat_id), F.title == "x", F.timestamp / 0):
            self.assertTrue(repr(expression))
        # an iterator would be used up by the first event
        some = F.text.in_(letter for letter in "ab")
        self.assertEqual([some.matches(SimpleNamespace(text=text)) for text in "aabbc"], [True, True, True, True, False])
        self.assertIs(copy.deepcopy(some), some)
        self.assertIs(copy.copy(F), F)
        letters = iter("ab")
        F.text.join(letters)
        self.assertEqual(list(letters), ["a", "b"])

    def test_what_nothing_has_is_told_where_it_is_written(self):
        rows = [
            (lambda: F.txet, r"no event has 'txet': did you mean F\.text\?"),
            (lambda: F.author.nmae, "an Author has no 'nmae'"),
            (lambda: F.author.display_name, "an Author has no 'display_name'$"),
            (lambda: F.document.mimetype, r"an Attachment has no 'mimetype': did you mean F\.document\.mime_type\?"),
            (lambda: F.text.startwith("x"), r"a str has no 'startwith': did you mean F\.text\.startswith\?"),
            (lambda: F.text.lower().startwith("x"), "did you mean F.text.lower.*startswith"),
            (lambda: F.timestamp > F.tiemstamp, "did you mean F.timestamp"),
            (lambda: F._hidden, "private"),
        ]
        for write, words in rows:
            with self.subTest(words), self.assertRaisesRegex(AttributeError, words):
                write()
        with self.assertRaisesRegex(ValueError, "'photo' is not a MessageType: it is one of add-participant"):
            F.message_type == "photo"
        with self.assertRaisesRegex(ValueError, "'photo' is not a MessageType"):
            F.message_type.in_("attachment", "photo")

    def test_each_property_of_each_event_can_be_written(self):
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if isinstance(cls, type) and issubclass(cls, Trueconf.Event):
                for pspec in cls.list_properties():
                    attribute = pspec.name.replace("-", "_")
                    self.assertEqual(repr(getattr(F, attribute)), f"F.{attribute}")

    def test_other_objects(self):
        """What F is in the condition on a command, a button or an element of a list."""
        command = SimpleNamespace(name="start", arguments="12 b")
        self.assertTrue(F.arguments.regexp(r"^\d+").matches(command))
        self.assertEqual(F.raw.extract(F["id"] == 2).resolve(SimpleNamespace(raw=[{"id": 1}, {"id": 2}])), [{"id": 2}])


if __name__ == "__main__":
    main()
