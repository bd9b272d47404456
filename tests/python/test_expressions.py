# SPDX-License-Identifier: LGPL-2.1-or-later
"""F: conditions on an event."""

import re
import unittest
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
    F.document.size.len() == 0,
    F.document.size.func(lambda value: True),
    F.document.size.cast(str),
    F.document.name.as_("name"),
    F.text > 5,
    F.text + 5,
    F.text.cast(int) > 0,
    F.document.name.contains("x"),
    F.document.name.not_contains("x"),
    F.document.name.regexp("x"),
    F.text.regexp("world", mode="match"),
    F.text.regexp("Hello", mode="fullmatch"),
    F.text.regexp("z", mode="findall"),
    F.timestamp.regexp("1"),
    F.timestamp.len(),
    TAGS[7],
    F.raw["list"][...] == 9,
    F.raw["list"][:] > 1,
    F.raw["list"].extract(F > 5),
    F.timestamp.extract(F > 5),
    F.text[F.startswith("x")],
    F.timestamp["x"],
    F.text & F.quote,
    F.quote | F.document,
    ~F.text,
    F.text.in_("Hello", "world"),
    F.serial,
    F.is_edited.as_("edited"),
    F.message_type == "location",
]


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

    def test_what_nothing_has_is_told_where_it_is_written(self):
        rows = [
            (lambda: F.txet, r"no event has 'txet': did you mean F\.text\?"),
            (lambda: F.author.nmae, "an Author has no 'nmae'"),
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
