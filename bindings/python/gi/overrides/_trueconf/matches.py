# SPDX-License-Identifier: LGPL-2.1-or-later
"""Searching the text of users for regular expressions: with Python's patterns, and the library's bound on how long it takes."""

import functools
import re

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .classes import put
from .errors import typed
from .patterns import NEWLINE, translate, translate_whole
from .values import refuse_nul

Trueconf = get_introspection_module("Trueconf")

# before it is guarded, which takes longer than most searches
_find = Trueconf.BoundedRegex.find

ANCHORED, ANYWHERE = GLib.RegexMatchFlags.ANCHORED, GLib.RegexMatchFlags(0)


class Match:
    """What a regular expression has found, with what `re.Match` has: group(), groups(), groupdict(), start(), end(), span(), [].

    `re` is the pattern, `string` the text.
    """

    __slots__ = ("re", "string", "_places")

    def __init__(self, pattern, string, places):
        self.re = pattern
        self.string = string
        self._places = places

    def _index(self, group):
        index = self.re.groupindex.get(group) if isinstance(group, str) else group
        if not isinstance(index, int) or not 0 <= index < len(self._places):
            raise IndexError(f"no such group: {group!r}")
        return index

    def __getitem__(self, group):
        start, end = self._places[self._index(group)]
        return None if start < 0 else self.string[start:end]

    def group(self, *groups):
        """The text of a group, or a tuple for several; of the whole match without an argument. None for one that took no part."""
        found = tuple(self[group] for group in groups or (0,))
        return found[0] if len(found) == 1 else found

    def groups(self, default=None):
        """The texts of all groups."""
        return tuple(default if self._places[index][0] < 0 else self[index] for index in range(1, len(self._places)))

    def groupdict(self, default=None):
        """The texts of the named groups."""
        found = self.groups(default)
        return {name: found[index - 1] for name, index in self.re.groupindex.items()}

    def span(self, group=0):
        """Where a group begins and ends, (-1, -1) for one that took no part."""
        return self._places[self._index(group)]

    def start(self, group=0):
        """Where a group begins, or -1."""
        return self.span(group)[0]

    def end(self, group=0):
        """Where a group ends, or -1."""
        return self.span(group)[1]

    def __repr__(self):
        return f"<Trueconf.F match; span={self.span()!r}, match={self[0]!r}>"


def _in_characters(text, found):
    """Matches with places in bytes as such with places in characters."""
    characters = []
    for index, letter in enumerate(text):
        characters += (index,) * (1 if letter < "\x80" else 2 if letter < "\u0800" else 3 if letter < "\U00010000" else 4)
    characters.append(len(text))
    return [[(characters[start], characters[end]) if start >= 0 else (-1, -1) for start, end in places] for places in found]


def _listed(match):
    """A match in the list of re.findall()."""
    groups = match.groups("")
    return match[0] if not groups else groups[0] if len(groups) == 1 else groups


def _first(matches):
    return matches[0] if matches else None


def _list(matches):
    return [_listed(match) for match in matches]


# of each mode: how the pattern is written, where it may match, how many matches are looked for, what is made of them
MODES = {"search": (translate, ANYWHERE, 1, _first), "match": (translate, ANCHORED, 1, _first),
         "fullmatch": (translate_whole, ANCHORED, 1, _first), "findall": (translate, ANYWHERE, 0, _list),
         "finditer": (translate, ANYWHERE, 0, list)}


def compile(pattern):
    """A compiled pattern with the bound of the library; ValueError if only `re` knows what it means."""
    return _compile(pattern, translate)


@functools.lru_cache(maxsize=512)
def _compile(pattern, translation):
    try:
        return Trueconf.BoundedRegex.new(translation(pattern), NEWLINE)
    except GLib.Error as error:
        raise ValueError(f"{pattern.pattern!r} cannot be searched for with a bound on how long it takes: {error.message}. Write it "
                         "otherwise, or use re itself, as in F.text.func(re.compile(…).search), where a text may hold the bot up") from None


def written(pattern, flags):
    """A pattern and its flags for the library, of a text or of what re has compiled."""
    # as numbers they are others of GLib
    if isinstance(flags, re.RegexFlag):
        raise TypeError(f"{flags!r} is of re, and the flags are GLib.RegexCompileFlags: give re.compile(pattern, flags) as the pattern")
    if isinstance(pattern, re.Pattern):
        compile(pattern)
        return translate(pattern), GLib.RegexCompileFlags(flags) | NEWLINE
    if not isinstance(pattern, str):
        raise TypeError(f"{pattern!r} is no regular expression: it has to be a text, or what re.compile() returns")
    refuse_nul("pattern", pattern)
    return pattern, GLib.RegexCompileFlags(flags)


def _construct(self, pattern, flags=0):
    pattern, flags = written(pattern, flags)
    GObject.Object.__init__(self, pattern=pattern, flags=flags)
    try:
        self.init(None)
    except GLib.Error as error:
        raise typed(error) from None


def prepare():
    """Lets BoundedRegex(pattern) tell what is wrong with a pattern, and find() tell places in characters, by which Python cuts texts."""
    cls = Trueconf.BoundedRegex
    guarded = cls.find

    def find(self, text, flags=ANYWHERE, limit=0):
        places = guarded(self, text, flags, limit)
        return places if text.isascii() else GLib.Variant("aa(ii)", _in_characters(text, places.unpack()))

    find.__doc__ = guarded.__doc__
    put(cls, "find", find)
    put(cls, "__init__", _construct)
    # the property is an integer, since GLib has no GType for its flags
    cls.flags = property(cls.get_flags, doc=cls.get_flags.__doc__)


def finder(pattern, mode, made=Match):
    """A function of a text that finds the pattern as the function of `re` with the name of the mode does; `made` is the class of
    what it has found."""
    translation, flags, limit, make = MODES[mode]
    bounded = _compile(pattern, translation)

    def find(text):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no text")
        refuse_nul("text", text)
        try:
            places = _find(bounded, text, flags, limit)
        except GLib.Error as error:
            raise typed(error) from None
        found = places.unpack() if places.n_children() else ()
        if found and not text.isascii():
            found = _in_characters(text, found)
        return make([made(pattern, text, places) for places in found])

    return find
