# SPDX-License-Identifier: LGPL-2.1-or-later
"""Regular expressions in conditions: they find what `re` finds, and no text holds the bot up."""

import random
import re
import time
import warnings
import unittest
from types import SimpleNamespace

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Command, F

TEXTS = ["", "a", "ab", "aab b", "Hello, world", "order 42\n", "x\ny", "x\n", "\n\n", "x\r\ny", "Привет, мир 7", "é ß\u2028K", "a{2}", "a{,2}", "[a-z]", "\\",
         "a1_b-2", "foo bar foo bar", "𝒳 sqrt 😀!", "\x0b\x07\x08", "Äpfel ä", "2026-11-28", "(x)", "# no comment", "a b", "٣ three", "aa",
         "aaaaaaaaaaaa", "S1", "ſ", "\x1c"]

PATTERNS = [
    "", "a", "a*", "x*", "(a)(b)?", "(a)|(b)", r"\bb", r"\d+", r"\w+", r"(\w+) (\d+)$", r"^\w+$", r"\w+\Z", r"(?P<first>\w)(?P<rest>\w*)",
    r"(?P<twice>\w)(?P=twice)", r"(\w+) (\w+) \1 \2", r"(a)?b(?(1)c|d)?", r"(?P<n>a)?(?(n)a|b)", "a{2}", "a{,2}b", "a{1,}", "a{}", "a{2", "a{,}",
    "a{ 2}", r"a\{", "[[]", "[]a]", "[^]a]+", "[[:alpha:]]", r"[\w-]+", r"[^\W\d]+", r"[\d.-]+", r"[\]\\]", r"[\b]", r"[\x41-\x5A]", r"\x41",
    r"\u043f", r"\U0001F600", r"\N{LATIN SMALL LETTER E WITH ACUTE}", r"\0", r"\012", r"\101", r"[\101]", r"[\0]", r"\v", r"\a", r"\n",
    r"(?i)hello", "(?s).+", "(?m)^.$", "(?x) a  b # not [ this\n [ ] b", "(?i:H)ELLO|(?i:h)ello", r"(?s:.)+", r"(?-i:a)", "(?a)\\w+", r"(?a)\W+",
    r"(?a)[\W]+", r"(?a)\bp", r"(?a)\d", r"(?a:\w+)и?", r"(?a)\s+", r"(?a)[\S]", r"(?a)\B.", "(?u)é", "(?#a ( [ comment)a", "(?x: a b [ ] ) b",
    r"(?<=a)b", r"(?<!a)b", "a(?=b)", "a(?!b)", ".", ".*", ".+?", "$", "^", r"\A.", "a|b|", "(?:a|b)+", r"\#", r"\ ", r"a\ b", "x.y", r"\s", r"\S+",
    "a*?", "b|", r"\b|a", r"\B", r"(?a)\B", "(?=a)|a", "(?<=(a))|a", r"(a)(b)?(c)?", "((a)|b)+", r"\.", "é", "[é-ü]", "ß", r"\-", r"#", r"[#]", r"(?P<größe>\d+)", r"(\d)\1?2",
]

WITH_FLAGS = [
    ("HELLO", re.I), ("^.$", re.M), ("a.*b", re.S), ("x.y", re.S), (" a  # first [\n b", re.X), (r"\w+", re.A), (r"\w+", re.A | re.I), ("ä", re.I),
    ("^", re.M), (r"^|(?<=\n)x", re.M), (r"(?m:^)$|[\^^]|\^(?-m:^)", re.M), ("(?m:x^) | ^ # ^", re.X), (r"(?<!^)\b", re.M),
    (r"( a ) \1 # twice", re.X), (r"\d+ \ [ ] ?", re.X), ("(?i) A  b", re.X), ("k", re.I), ("^x$", re.M),
]


ATOMS = [
    "a", "b", "A", "é", " ", "\n", ".", "|", "", "^", "^", "^", "$", "$", r"\b", r"\B", r"\A", r"\Z", r"\w", r"\s", r"\d", r"\n", r"\r", r"\^", r"\ ", r"\#", "#",
    "[ab]", "[^a]", "[a^]", r"[\^b]", r"[^\n]", r"[\s^]", "[]^]", "[#]", "x*", "a?", "b*?", "a{,1}", "{", r"\1", r"\2", "(?(1)a|b)", "(?P<n>a?)", "(?P=n)"]
GROUPS = [
    "({})", "(?:{})", "(?={})", "(?!{})", "(?>{})", "(?m:{})", "(?-m:{})", "(?s:{})", "(?i:{})", "(?x: {} # ^\n)", "(?#^){}", "(?<=a){}", "(?<=\n){}",
    "(?<!^){}", "(?<=^){}"]
COUNTS = ["*", "+", "?", "*?", "+?", "??", "{0,2}", "{1,2}?"]


def random_pattern(choices, depth=0):
    parts = []
    for _ in range(choices.randint(1, 4)):
        part = (choices.choice(GROUPS).replace("{}", random_pattern(choices, depth + 1)) if depth < 3 and choices.random() < 0.4
                else choices.choice(ATOMS))
        parts.append(part + choices.choice(COUNTS) if choices.random() < 0.25 else part)
    return "".join(parts)


def shown(found):
    """What re or the library has found, so that it can be compared."""
    if found is None or isinstance(found, (str, tuple)):
        return found
    if isinstance(found, list):
        return [shown(one) for one in found]
    groups = range(len(found.groups()) + 1)
    return (found.string, [found[group] for group in groups], [found.span(group) for group in groups], found.groups("-"),
            found.groupdict("-"), found.group(), found.start(), found.end())


def message(text):
    return SimpleNamespace(text=text)


def hostile(n=40):
    return "a" * n + "b"


MODES = {"search": re.Pattern.search, "match": re.Pattern.match, "fullmatch": re.Pattern.fullmatch,
         "findall": re.Pattern.findall, "finditer": lambda pattern, text: list(pattern.finditer(text))}


class PatternsTest(unittest.TestCase):
    def test_the_same_is_found(self):
        tried = found = 0
        for pattern, flags in [(pattern, 0) for pattern in PATTERNS] + WITH_FLAGS:
            compiled = re.compile(pattern, flags)
            for mode, function in MODES.items():
                expressions = F.text.regexp(pattern, flags, mode=mode), F.text.regexp(compiled, mode=mode)
                for text in TEXTS:
                    if "\x1c" in text and r"\s" in pattern.lower() or "\0" in text:
                        continue
                    expected = shown(function(compiled, text))
                    for expression in expressions:
                        with self.subTest(pattern=pattern, flags=flags, mode=mode, text=text):
                            self.assertEqual(shown(expression.resolve(message(text))), expected)
                    tried += 1
                    found += bool(expected)
        self.assertGreater(tried, 10000)
        self.assertGreater(found, 3000)

    def test_the_same_is_found_by_any_pattern(self):
        choices = random.Random(42)
        tried = found = 0
        while tried < 6000:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    compiled = re.compile(random_pattern(choices), choices.choice((0, re.M, re.M, re.M | re.S, re.M | re.X, re.I)))
            except re.error:
                continue
            for mode, function in MODES.items():
                expression = F.text.regexp(compiled, mode=mode)
                for _ in range(3):
                    text = "".join(choices.choices("ab\n ^éA😀"[:choices.choice((3, 5, 8))], k=choices.randint(0, 6)))
                    expected = shown(function(compiled, text))
                    self.assertEqual(shown(expression.resolve(message(text))), expected, (compiled, mode, text))
                    tried += 1
                    found += bool(expected)
        self.assertGreater(found, 1500)

    def test_a_match(self):
        found = F.text.regexp(r"(?P<what>\w+) (\d+)(x)?").resolve(message("é order 42"))
        self.assertEqual((found[0], found["what"], found.group(1, "what"), found.group(3)), ("order 42", "order", ("order", "order"), None))
        self.assertEqual((found.span(), found.span(3), found.start("what"), found.end(2)), ((2, 10), (-1, -1), 2, 10))
        self.assertEqual(found.re.pattern, r"(?P<what>\w+) (\d+)(x)?")
        self.assertEqual(repr(found), "<Trueconf.F match; span=(2, 10), match='order 42'>")
        for wrong in (4, -1, "which", None):
            with self.assertRaises(IndexError):
                found[wrong]

    def test_many_groups_in_a_long_text(self):
        for letters in ("é", "яß", "€", "😀a"):
            text = (letters * 4096)[:4096]
            for pattern in (r"(.)", r"(?=(..))(.)(x)?"):
                with self.subTest(letters=letters, pattern=pattern):
                    found = F.text.regexp(pattern, mode="finditer").resolve(message(text))
                    self.assertEqual(shown(found), shown(list(re.finditer(pattern, text))))

    def test_a_search_in_a_handler(self):
        regex = Trueconf.BoundedRegex(r"(\w+)!(x)?")
        for text in ("oslo! oslo!", "ой 😀 é! ой!"):
            expected = [[found.span(group) for group in range(3)] for found in re.finditer(regex.pattern, text)]
            self.assertEqual(regex.find(text, 0, 0).unpack(), expected)
            self.assertEqual(regex.find(text).unpack(), expected)
            self.assertEqual(regex.find(text, limit=1).unpack(), expected[:1])
        self.assertEqual(regex.find("é").unpack(), [])
        self.assertRaises(TypeError, regex.find, 5)

    def test_a_regex_for_handlers_is_made(self):
        CASELESS = GLib.RegexCompileFlags.CASELESS
        regexes = (Trueconf.BoundedRegex("OSLO", CASELESS), Trueconf.BoundedRegex(pattern="OSLO", flags=CASELESS),
                   Trueconf.BoundedRegex.new("OSLO", CASELESS))
        for regex in regexes:
            self.assertEqual((regex.pattern, regex.flags, regex.get_flags()), ("OSLO", CASELESS, CASELESS))
            self.assertEqual(regex.find("in Oslo").unpack(), [[(3, 7)]])
        compiled = re.compile(" ^ oslo # [", re.IGNORECASE | re.VERBOSE | re.MULTILINE)
        self.assertEqual(Trueconf.BoundedRegex(compiled).find("é\nOslo").unpack(), [[(2, 6)]])
        for wrong, error, words in (
                (lambda: Trueconf.BoundedRegex(), TypeError, r"^BoundedRegex.__init__\(\) missing .*'pattern'"),
                (lambda: Trueconf.BoundedRegex("("), Trueconf.InvalidArgument, "not valid"),
                (lambda: Trueconf.BoundedRegex.new("(", 0), Trueconf.InvalidArgument, "not valid"),
                (lambda: Trueconf.BoundedRegex(5), TypeError, "5 is no regular expression"),
                (lambda: Trueconf.BoundedRegex(None), TypeError, "None is no regular expression"),
                (lambda: Trueconf.BoundedRegex("a\0b"), ValueError, "pattern has a NUL"),
                (lambda: Trueconf.BoundedRegex("x", re.I), TypeError, r"give re\.compile\(pattern, flags\)"),
                (lambda: Trueconf.Filter.new_regex("x", re.I), TypeError, r"give re\.compile\(pattern, flags\)"),
                (lambda: Trueconf.Filter.new_regex(5), TypeError, "5 is no regular expression"),
                (lambda: Trueconf.BoundedRegex("x", GLib.RegexCompileFlags.RAW), Trueconf.InvalidArgument, "0x800"),
                (lambda: Trueconf.Filter.new_regex("x", 1 << 30), Trueconf.InvalidArgument, "0x40000000")):
            with self.subTest(words), self.assertRaisesRegex(error, words):
                wrong()

    def test_no_text_takes_long(self):
        rows = (("^(a+)+$", hostile()), ("(a|a)*$", hostile()), (r"^(\w+\s?)*$", hostile() + "!"), ("a", "a" * 4097))
        for pattern, text in rows:
            for mode in ("search", "match", "fullmatch", "findall", "finditer"):
                with self.subTest(pattern=pattern, mode=mode):
                    begun = time.monotonic()
                    with self.assertRaisesRegex(GLib.Error, "takes too long|was not tried on a text of more than 4096"):
                        F.text.regexp(pattern, mode=mode).resolve(message(text))
                    self.assertLess(time.monotonic() - begun, 5)

    def test_what_has_no_bound_is_refused_where_it_is_written(self):
        # a name that is longer than PCRE takes
        long_name = f"(?P<{'n' * 200}>x)"
        re.compile(long_name)
        for written in (lambda: F.text.regexp(long_name), lambda: F.text.regexp(re.compile(long_name)), lambda: F.text.regexp("a{70000}"),
                        lambda: Trueconf.Filter.new_regex(re.compile(long_name))):
            with self.assertRaisesRegex(ValueError, r"F\.text\.func\(re\.compile\(…\)\.search\)"):
                written()
        with self.assertRaises(re.error):
            F.text.regexp("(*UTF)a")
        with self.assertRaises(TypeError):
            F.text.regexp(re.compile(b"x"))
        with self.assertRaises(ValueError):
            F.text.regexp(re.compile("x"), re.IGNORECASE)
        # the other way that the message names
        self.assertEqual(F.text.func(re.compile("b").search)[0].resolve(message("abc")), "b")


class BoundTest(BotTest):
    def test_a_runaway_match_is_an_error_of_the_handler(self):
        dispatcher = Trueconf.Dispatcher()
        seen, errors = [], []

        @dispatcher.message(F.text.regexp("^(a+)+$"))
        def never(message):
            seen.append("never")

        @dispatcher.message(F.text.regexp(r"^(?P<verb>\w+) (\d+)$", re.IGNORECASE).as_("found"))
        def order(message, found):
            seen.append((found["verb"], found[2], found.span(2)))

        @dispatcher.message(Trueconf.Filter.new_regex(re.compile(r"^\S+: (?P<größe>\d+)\Z", re.ASCII)))
        def size(message, größe):
            seen.append(größe)

        @dispatcher.message(Command(re.compile(r"(?x) item _ (?P<stück>\d+) \Z  # its number [")))
        def item(message, stück):
            seen.append(stück)

        @dispatcher.error
        def failed(error):
            errors.append(str(error))

        run(self.make_bot(dispatcher=dispatcher).start())
        self.sandbox.say(hostile())
        self.sandbox.say("Заказ 42")
        self.sandbox.say("größe: 7")
        self.sandbox.say("/item_42")
        wait_for(lambda: len(seen) >= 3)
        self.assertEqual(seen, [("Заказ", "42", (6, 8)), "7", "42"])
        self.assertEqual(len(errors), 1)
        self.assertIn("takes too long", errors[0])


if __name__ == "__main__":
    main()
