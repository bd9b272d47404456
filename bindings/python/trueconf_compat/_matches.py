# SPDX-License-Identifier: LGPL-2.1-or-later
"""Regular expressions for the texts of users: with the bound of the library, and what `re.Match` has."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ._library import Trueconf

_matches: Any = import_module("gi.overrides._trueconf.matches")
_patterns: Any = import_module("gi.overrides._trueconf.patterns")


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
        """The group that ended last, or None if there is none.

        It can be another one than for `re` where a group has only been looked at, as by (?=…), or is empty in the last round of a loop.
        """
        took_part = [group for group in _patterns.ends_of_groups(self.re) if self.start(group) >= 0]
        # of those that end at one place, the order in the pattern decides
        return max(reversed(took_part), key=self.end, default=None)

    @property
    def lastgroup(self) -> str | None:
        """The name of the group that ends last, or None."""
        return next((name for name, group in self.re.groupindex.items() if group == self.lastindex), None)

    def expand(self, template: str) -> str:
        r"""The template with groups in the places of \1, \g<1> and \g<name>."""
        # re reads the template: for a match that has the same groups, in a text of nothing else
        found = [self[group] for group in range(self.re.groups + 1)]
        names = {group: f"?P<{name}>" for name, group in self.re.groupindex.items()}
        groups = "".join(f"({names.get(group, '')}.{{{len(part)}}})" if part is not None else f"({names.get(group, '')}(?!))?"
                         for group, part in enumerate(found) if group)
        made = re.match(f"(?s)(?=.{{{len(self[0])}}}{groups}).{{{len(self[0])}}}", "".join(part or "" for part in found))
        assert made is not None
        return made.expand(template)


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
