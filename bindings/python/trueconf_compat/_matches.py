# SPDX-License-Identifier: LGPL-2.1-or-later
"""Regular expressions for the texts of users: with the bound of the library, and what `re.Match` has."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ._library import Trueconf

_matches: Any = import_module("gi.overrides._trueconf.matches")

_REFERENCE = re.compile(r"\\(?:g<(\w+)>|([1-9][0-9]?)|(.))", re.DOTALL)
_ESCAPES = {"\\": "\\", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}


class Match(_matches.Match):  # type: ignore[misc]
    """What a regular expression has found."""

    __slots__ = ()
    pos = 0

    @property
    def endpos(self) -> int:
        """Where the text ends."""
        return len(self.string)

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        """The places of the whole and of all groups."""
        return tuple(self.span(group) for group in range(self.re.groups + 1))

    @property
    def lastindex(self) -> int | None:
        """The group that ends last, or None if there is none."""
        ends = [(end, -start, -group) for group, (start, end) in enumerate(self.regs) if group and end >= 0]
        return -max(ends)[2] if ends else None

    @property
    def lastgroup(self) -> str | None:
        """The name of the group that ends last, or None."""
        return next((name for name, group in self.re.groupindex.items() if group == self.lastindex), None)

    def expand(self, template: str) -> str:
        r"""The template with groups in the places of \1, \g<1> and \g<name>."""
        def put(reference: re.Match[str]) -> str:
            name, number, letter = reference.groups()
            if letter is None:
                group = name or number
                return self[int(group) if group.isdecimal() else group] or ""
            if letter not in _ESCAPES and letter.isalnum():
                raise re.error(f"bad escape \\{letter}")
            return _ESCAPES.get(letter, reference[0])

        return _REFERENCE.sub(put, template)


def finder(pattern: re.Pattern[Any], mode: str) -> Callable[[Any], Any]:
    """A function of a text that finds the pattern as the method of `re.Pattern` does.

    What the library cannot search for with a bound is left to `re`, as in python-trueconf-bot.
    """
    method: Callable[[Any], Any] = getattr(pattern, mode)
    # the package regex has patterns of its own
    if not isinstance(pattern, re.Pattern):
        return method
    try:
        find: Callable[[Any], Any] = _matches.finder(pattern, mode, Match)
    except (ValueError, TypeError):
        return method
    return (lambda text: iter(find(text))) if mode == "finditer" else find


def is_given_up(error: Exception) -> bool:
    """Whether a search has been given up, which nobody else says."""
    return isinstance(error, Trueconf.InvalidArgument)
