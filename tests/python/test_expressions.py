# SPDX-License-Identifier: LGPL-2.1-or-later
"""F: conditions on an event."""

import unittest
from types import SimpleNamespace

from harness import main

from gi.repository.Trueconf import F

MESSAGE = SimpleNamespace(
    text="Hello, world", size=12, tags=["a", "b"], extra={"key": "value"}, nothing=None, empty="",
    author=SimpleNamespace(id="nora@example.org"), document=None)

HOLDS = [
    F,
    F.text,
    F.text == "Hello, world",
    F.text != "hello",
    F.author.id == "nora@example.org",
    F.author.id.in_("nora@example.org", "omar@example.org"),
    F.author.id.in_(["nora@example.org"]),
    F.author.id.in_({"nora@example.org"}),
    F.text.contains("world"),
    F.tags.contains("b"),
    F.text.startswith("Hello"),
    F.text.lower() == "hello, world",
    F.text.lower().split(", ")[1] == "world",
    F.text.regexp(r"w\w+d$"),
    F.size > 11,
    F.size >= 12,
    F.size < 13,
    F.size <= 12,
    F.extra["key"] == "value",
    F.text & F.size,
    F.empty | F.text,
    F.nothing | (lambda event: event.size == 12),
    ~F.nothing,
    ~(F.text == "x"),
    F.document == None,  # noqa: E711
    F.author.id == F.author.id,
]

FAILS = [
    F.nothing,
    F.empty,
    F.missing,
    F.missing.deeper,
    F.missing.method("x"),
    F.document.mime_type.startswith("image/"),
    F.document.size > 5,
    F.text > 5,
    F.nothing.contains("x"),
    F.nothing.regexp("x"),
    F.tags[7],
    F.size["x"],
    F.text & F.empty,
    F.empty | F.nothing,
    ~F.text,
    F.text.in_("Hello", "world"),
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

    def test_it_can_be_read(self):
        self.assertEqual(repr((F.text.lower() == "x") & ~F.author.id.in_("a", "b")),
                         "((F.text.lower() == 'x') & ~(F.author.id in ('a', 'b')))")

    def test_mistakes_are_told(self):
        with self.assertRaisesRegex(TypeError, "combine with &"):
            F.text and F.size
        with self.assertRaisesRegex(TypeError, r"F.text.contains\('x'\)"):
            "x" in F.text
        with self.assertRaises(AttributeError):
            F.text = "x"


if __name__ == "__main__":
    main()
