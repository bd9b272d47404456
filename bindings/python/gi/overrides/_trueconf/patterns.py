# SPDX-License-Identifier: LGPL-2.1-or-later
"""Regular expressions as Python's `re` has them, as the library writes them, which searches with a bound.

`re` has compiled them before, so that only what is valid in Python has to be known here. What means the same to both is left as
it is; the rest is what PCRE would understand otherwise, or not at all.
"""

import functools
import re
import unicodedata

from gi.repository import GLib

WHITE_SPACE = " \t\n\r\v\f"
OCTAL, DIGITS = "01234567", "0123456789"
# re.ASCII: what the letters stand for in a class
ASCII_CLASSES = {
    "d": "0-9", "D": r"\x{0}-\x{2f}\x{3a}-\x{10ffff}",
    "s": r"\x{9}-\x{d}\x{20}", "S": r"\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{10ffff}",
    "w": "0-9A-Za-z_", "W": r"\x{0}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{5e}\x{60}\x{7b}-\x{10ffff}"}
ASCII_EDGES = {
    "b": "(?-i:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))",
    "B": "(?-i:(?<![0-9A-Za-z_])(?![0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_]))"}
# before Python 3.14 an empty text has no place that is not the edge of a word
NO_EDGE = "" if re.match(r"\B", "") else r"(?!\A\z)"
COUNT = re.compile(r"\{(?=[0-9,])([0-9]*)(,?)([0-9]*)\}")
FLAGS = re.compile(r"\(\?([aiLmsux]*)(?:-([imsx]+))?([:)])")
# the name of a group, a reference to one, a condition
NAMED = re.compile(r"\(\?P<(?P<group>\w+)>|\(\?P=(?P<reference>\w+)\)|\(\?\((?P<condition>\w+)\)")
LOOK = re.compile(r"\(\?(?:<?[=!]|>)")
LETTERS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}
# for PCRE no line begins behind a line feed that ends the text
LINE_BEGIN = r"(?<![^\n])"


def _character(code):
    return f"\\x{{{code:x}}}"


class _Translation:
    def __init__(self, compiled):
        self.text = compiled.pattern
        self.at = 0
        self.made = []
        # as long as a group lasts
        self.verbose = bool(compiled.flags & re.VERBOSE)
        self.ascii = bool(compiled.flags & re.ASCII)
        self.multiline = bool(compiled.flags & re.MULTILINE)
        self.outer = []
        self.groups = 0
        # the numbers of groups, those that end first before the others
        self.ended = []

    def run(self):
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "\\":
                self._escape(in_class=False)
            elif letter == "[":
                self._class()
            elif letter == "(":
                self._open()
            elif letter == ")":
                self.verbose, self.ascii, self.multiline, group = self.outer.pop()
                if group is not None:
                    self.ended.append(group)
                self._copy(1)
            elif letter == "^" and self.multiline:
                self._put(LINE_BEGIN, 1)
            elif letter == "{":
                self._count()
            elif self.verbose and letter in WHITE_SPACE:
                self.at += 1
            elif self.verbose and letter == "#":
                self.at = self.text.find("\n", self.at) + 1 or len(self.text)
            else:
                self._plain(letter)
        return "".join(self.made)

    def _copy(self, length):
        self.made.append(self.text[self.at:self.at + length])
        self.at += length

    def _put(self, text, length):
        self.made.append(text)
        self.at += length

    def _plain(self, letter):
        # a NUL would end the expression
        self._put(letter if letter != "\0" else _character(0), 1)

    def _escape(self, in_class):
        letter = self.text[self.at + 1]
        if letter in "xuU":
            length = {"x": 2, "u": 4, "U": 8}[letter]
            self._put(_character(int(self.text[self.at + 2:self.at + 2 + length], 16)), 2 + length)
        elif letter == "N":
            end = self.text.index("}", self.at)
            self._put(_character(ord(unicodedata.lookup(self.text[self.at + 3:end]))), end + 1 - self.at)
        elif letter in DIGITS:
            self._number(in_class)
        elif letter in "av":
            self._put(_character(ord("\a" if letter == "a" else "\v")), 2)
        elif letter == "b" and in_class:
            self._put(_character(ord("\b")), 2)
        elif letter in "Zz":
            self._put(r"\z", 2)
        elif self.ascii and letter in ASCII_CLASSES:
            # letters that only differ in case from one of ASCII are none of it
            self._put(ASCII_CLASSES[letter] if in_class else f"(?-i:[{ASCII_CLASSES[letter]}])", 2)
        elif letter == "B" or self.ascii and letter == "b":
            self._put((NO_EDGE if letter == "B" else "") + (ASCII_EDGES[letter] if self.ascii else r"\B"), 2)
        elif letter == "\0":
            self._put(_character(0), 2)
        else:
            self._copy(2)

    def _number(self, in_class):
        digits = re.compile("[0-9]{1,3}").match(self.text, self.at + 1).group()
        octal = len(digits) == 3 and all(digit in OCTAL for digit in digits) or digits[0] == "0" or in_class
        if octal:
            digits = re.compile("[0-7]{1,3}").match(digits).group()
            self._put(_character(int(digits, 8)), 1 + len(digits))
        else:
            # a digit that follows is none of the number
            self._put(f"\\g{{{digits[:2]}}}", 1 + len(digits[:2]))

    def _class(self):
        self._copy(1)
        if self.text[self.at] == "^":
            self._copy(1)
        first = True
        while first or self.text[self.at] != "]":
            first = False
            letter = self.text[self.at]
            if letter == "\\":
                self._escape(in_class=True)
            elif letter in "[]":
                # [:alpha:] is nothing special in Python
                self._put("\\" + letter, 1)
            else:
                self._plain(letter)
        self._copy(1)

    def _open(self):
        if self.text.startswith("(?#", self.at):
            self.at = self.text.index(")", self.at) + 1
            return
        if (flags := FLAGS.match(self.text, self.at)) is not None:
            self._flags(flags)
            return
        named = NAMED.match(self.text, self.at)
        if named is not None and named["reference"]:
            self._copy(len(named.group()))
            return
        look = LOOK.match(self.text, self.at)
        group = None
        if look is None and (named is None or named["group"]):
            self.groups += 1
            group = self.groups
        self.outer.append((self.verbose, self.ascii, self.multiline, group))
        if named is not None:
            self._put(f"(?(<{named['condition']}>)" if named["condition"] and not named["condition"].isdecimal() else named.group(),
                      len(named.group()))
        elif look is not None:
            self._copy(len(look.group()))
        else:
            self._copy(1)

    def _flags(self, flags):
        on, off, end = flags.group(1), flags.group(2) or "", flags.group(3)
        if end == ")":
            # for the whole expression: re has told them
            self.at = flags.end()
            return
        self.outer.append((self.verbose, self.ascii, self.multiline, None))
        self.verbose = "x" in on or self.verbose and "x" not in off
        self.ascii = "a" in on or self.ascii and "u" not in on
        self.multiline = "m" in on or self.multiline and "m" not in off
        on, off = ("".join(letter for letter in letters if letter in "ims") for letters in (on, off))
        self._put(f"(?{on}{'-' + off if off else ''}:", len(flags.group()))

    def _count(self):
        count = COUNT.match(self.text, self.at)
        if count is None:
            self._put("\\{", 1)
        else:
            least, comma, most = count.groups()
            self._put(f"{{{least or 0}{comma}{most}}}", len(count.group()))


def _parts(compiled):
    """The flags of a compiled pattern, and itself without them."""
    if not isinstance(compiled.pattern, str):
        raise TypeError(f"{compiled!r} is a pattern of bytes, which no text of a message matches")
    return "".join(letter for flag, letter in LETTERS.items() if compiled.flags & flag), _Translation(compiled).run()


def translate(compiled):
    """A compiled pattern as the library writes it."""
    flags, pattern = _parts(compiled)
    return f"(?{flags}){pattern}" if flags else pattern


def translate_whole(compiled):
    """A compiled pattern that has to match the whole text."""
    flags, pattern = _parts(compiled)
    return f"(?{flags}:{pattern})\\z"


@functools.lru_cache(maxsize=512)
def ends_of_groups(compiled):
    """The numbers of the groups of a compiled pattern in the order in which they end."""
    translation = _Translation(compiled)
    translation.run()
    return tuple(translation.ended)


# what ends a line in Python
NEWLINE = GLib.RegexCompileFlags.NEWLINE_LF
