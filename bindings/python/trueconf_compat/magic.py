# SPDX-License-Identifier: LGPL-2.1-or-later
"""F: conditions on events, with the operations and results of the package magic-filter."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from ._matches import finder


class RegexpMode(Enum):
    """How a regular expression is applied."""

    SEARCH = "search"
    MATCH = "match"
    FINDALL = "findall"
    FINDITER = "finditer"
    FULLMATCH = "fullmatch"


class Reject(Exception):
    """There is no value to go on with."""


class Step(NamedTuple):
    """One operation: function(value, initial value), and whether it is also done after a rejection."""

    function: Callable[[Any, Any], Any]
    important: bool = False
    # for F[...] and F[:]: what is done with the rest of the chain
    quantifier: Callable[[Any], bool] | None = None


def _resolved(thing: Any, initial: Any) -> Any:
    return thing.resolve(initial) if isinstance(thing, MagicFilter) else thing


def _rejecting(function: Callable[..., Any], *errors: type[Exception]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        try:
            return function(*args)
        except errors as error:
            raise Reject from error

    return call


class MagicFilter:
    """A chain of operations on an event: F.text.startswith("a"). Operators make new chains; nothing is done before resolve()."""

    __slots__ = ("_steps",)
    _steps: tuple[Step, ...]

    def __init__(self, steps: tuple[Step, ...] = ()) -> None:
        object.__setattr__(self, "_steps", steps)

    def _then(self, function: Callable[[Any, Any], Any], important: bool = False) -> MagicFilter:
        return MagicFilter((*self._steps, Step(function, important)))

    def resolve(self, value: Any) -> Any:
        """The value of the chain for an event, or None."""
        initial, rejected = value, False
        for index, step in enumerate(self._steps):
            if rejected and not step.important:
                continue
            if step.quantifier is not None:
                rest = MagicFilter(self._steps[index + 1:])
                if not hasattr(value, "__iter__"):
                    return None
                return step.quantifier(rest.resolve(item) for item in value)
            try:
                value, rejected = step.function(value, initial), False
            except Reject:
                value, rejected = None, True
        return value

    def ilter(self, magic: MagicFilter) -> Callable[[Any], Any]:
        """A function that resolves a chain, for filter() and the like."""
        return magic.resolve

    # ---- going into a value

    def attr_(self, name: str) -> MagicFilter:
        """An attribute, by its name."""
        return self._then(_rejecting(lambda value, _: getattr(value, name), AttributeError))

    def __getattr__(self, name: str) -> MagicFilter:
        if name.startswith("_"):
            raise AttributeError(f"F.{name}: attributes that begin with _ cannot be used")
        return self.attr_(name)

    def __getitem__(self, key: Any) -> MagicFilter:
        if key is Ellipsis:
            return MagicFilter((*self._steps, Step(lambda value, _: value, quantifier=any)))
        if isinstance(key, slice) and key == slice(None):
            return MagicFilter((*self._steps, Step(lambda value, _: value, quantifier=all)))
        if isinstance(key, MagicFilter):
            def keep(value: Any, _: Any) -> Any:
                if not key.resolve(value):
                    raise Reject
                return value

            return self._then(keep)
        return self._then(_rejecting(lambda value, _: value[key], KeyError, IndexError, TypeError))

    def __call__(self, *args: Any, **kwargs: Any) -> MagicFilter:
        def function(value: Any, initial: Any) -> Any:
            if not callable(value):
                raise Reject
            return value(*(_resolved(arg, initial) for arg in args), **{name: _resolved(arg, initial) for name, arg in kwargs.items()})

        return self._then(function)

    # ---- comparing

    def _compare(self, compare: Callable[[Any, Any], Any], other: Any) -> MagicFilter:
        def function(value: Any, initial: Any) -> Any:
            try:
                return compare(value, _resolved(other, initial))
            except TypeError:
                return False

        return self._then(function)

    def __eq__(self, other: object) -> MagicFilter:  # type: ignore[override]
        return self._compare(operator.eq, other)

    def __ne__(self, other: object) -> MagicFilter:  # type: ignore[override]
        return self._compare(operator.ne, other)

    def __lt__(self, other: Any) -> MagicFilter:
        return self._compare(operator.lt, other)

    def __le__(self, other: Any) -> MagicFilter:
        return self._compare(operator.le, other)

    def __gt__(self, other: Any) -> MagicFilter:
        return self._compare(operator.gt, other)

    def __ge__(self, other: Any) -> MagicFilter:
        return self._compare(operator.ge, other)

    __hash__ = None  # type: ignore[assignment]

    def is_(self, value: Any) -> MagicFilter:
        """Whether it is the very same."""
        return self._compare(operator.is_, value)

    def is_not(self, value: Any) -> MagicFilter:
        """Whether it is another one."""
        return self._compare(operator.is_not, value)

    def in_(self, container: Any) -> MagicFilter:
        """Whether it is in a container."""
        return self._compare(lambda value, where: value in where, container)

    def not_in(self, container: Any) -> MagicFilter:
        """Whether it is not in a container."""
        return self._compare(lambda value, where: value not in where, container)

    def contains(self, item: Any) -> MagicFilter:
        """Whether something is in it."""
        return self._compare(lambda value, what: what in value, item)

    def not_contains(self, item: Any) -> MagicFilter:
        """Whether something is not in it. What can contain nothing is neither."""
        return self._compare(lambda value, what: what not in value, item)

    # ---- combining

    def __and__(self, other: Any) -> MagicFilter:
        if isinstance(other, MagicFilter):
            return self._then(lambda value, initial: value and other.resolve(initial))
        return self._operate(operator.and_, other)

    def __or__(self, other: Any) -> MagicFilter:
        if isinstance(other, MagicFilter):
            return self._then(lambda value, initial: value or other.resolve(initial), important=True)
        return self._operate(operator.or_, other)

    def __invert__(self) -> MagicFilter:
        if self._steps and self._steps[-1].function is _not:
            return MagicFilter(self._steps[:-1])
        return self._then(_not, important=True)

    def _operate(self, function: Callable[[Any, Any], Any], other: Any, reflected: bool = False) -> MagicFilter:
        def apply(value: Any, initial: Any) -> Any:
            right = _resolved(other, initial)
            return function(right, value) if reflected else function(value, right)

        return self._then(_rejecting(apply, TypeError, ValueError))

    def __neg__(self) -> MagicFilter:
        return self._then(_rejecting(lambda value, _: -value, TypeError, ValueError))

    def __pos__(self) -> MagicFilter:
        return self._then(_rejecting(lambda value, _: +value, TypeError, ValueError))

    # ---- functions

    def len(self) -> MagicFilter:
        """How long it is."""
        return self._then(_rejecting(lambda value, _: len(value), TypeError))

    def func(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> MagicFilter:
        """What a function says of it, which comes after the other arguments."""
        def apply(value: Any, initial: Any) -> Any:
            return function(*(_resolved(arg, initial) for arg in args), value,
                            **{name: _resolved(arg, initial) for name, arg in kwargs.items()})

        return self._then(_rejecting(apply, TypeError, ValueError))

    def cast(self, function: Callable[[Any], Any]) -> MagicFilter:
        """It as something else: F.args.cast(int)."""
        return self._then(_rejecting(lambda value, _: function(value), Exception))

    def extract(self, magic: MagicFilter) -> MagicFilter:
        """Those of its elements for which a condition holds."""
        def function(value: Any, _: Any) -> Any:
            return [item for item in value if magic.resolve(item)] if hasattr(value, "__iter__") else None

        return self._then(function)

    def regexp(self, pattern: str | re.Pattern[str], *, mode: RegexpMode | str | None = None, search: bool | None = None,
               flags: int | re.RegexFlag = 0) -> MagicFilter:
        """What a regular expression finds; by default at the beginning of the text. It is given up when it takes too long."""
        if search is not None and mode is not None:
            raise ValueError("give mode= or search=, which is an old name for two of the modes")
        if search is not None:
            mode = RegexpMode.SEARCH if search else RegexpMode.MATCH
        compiled = re.compile(pattern, flags) if isinstance(pattern, str) else pattern
        find = finder(compiled, RegexpMode(mode or RegexpMode.MATCH).value)
        return self._then(_rejecting(lambda value, _: find(value), TypeError))

    # ---- what cannot mean anything before there is an event

    def __bool__(self) -> bool:
        raise TypeError("F is not known before there is an event: combine with &, | and ~, not with and, or and not")

    def __len__(self) -> int:
        raise TypeError("use F.….len() instead of len(F.…)")

    def __iter__(self) -> Any:
        raise TypeError("F is not known before there is an event: it cannot be iterated over")

    def __contains__(self, item: object) -> bool:
        raise TypeError("use F.….contains(…) instead of in")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("F only describes an event, it cannot be changed")


def _not(value: Any, _: Any) -> bool:
    return not value


def _add_operators() -> None:
    def make(function: Callable[[Any, Any], Any], reflected: bool) -> Callable[[MagicFilter, Any], MagicFilter]:
        return lambda self, other: self._operate(function, other, reflected)

    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "pow", "lshift", "rshift", "xor"):
        function = getattr(operator, name)
        setattr(MagicFilter, f"__{name}__", make(function, False))
        setattr(MagicFilter, f"__r{name}__", make(function, True))
    for name, function in (("and", operator.and_), ("or", operator.or_)):
        setattr(MagicFilter, f"__r{name}__", make(function, True))


_add_operators()
F = MagicFilter()
