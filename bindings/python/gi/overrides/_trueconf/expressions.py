# SPDX-License-Identifier: LGPL-2.1-or-later
"""`F`: conditions on an event, written like expressions: `F.text.lower() == "help"`."""

import operator
import re


class Expression:
    """An expression that is evaluated by calling it with an event."""

    def __init__(self, evaluate, text):
        self.__dict__.update(_evaluate=evaluate, _text=text)

    def __call__(self, *args, **kwargs):
        """Calls a method, as in `F.text.startswith("/")`, when the expression is evaluated."""
        text = f"{self._text}({', '.join([repr(arg) for arg in args] + [f'{k}={v!r}' for k, v in kwargs.items()])})"
        return Expression(lambda event: _call(self._evaluate(event), args, kwargs, event), text)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Expression(lambda event: getattr(self._evaluate(event), name, None), f"{self._text}.{name}")

    def __getitem__(self, key):
        return Expression(lambda event: _item(self._evaluate(event), key), f"{self._text}[{key!r}]")

    def matches(self, event):
        """Whether the expression is true for an event."""
        return bool(self._evaluate(event))

    def in_(self, *values):
        """Whether the value is one of `values`: `F.author.id.in_(admins)`."""
        choices = values[0] if len(values) == 1 and not isinstance(values[0], str) else values
        return self._compare(lambda value, _: value in choices, choices, "in")

    def contains(self, part):
        """Whether the value contains this."""
        return self._compare(lambda value, wanted: value is not None and wanted in value, part, "contains")

    def regexp(self, pattern, flags=0):
        """Whether a regular expression is found in the text."""
        compiled = re.compile(pattern, flags)
        return self._compare(lambda value, _: value is not None and bool(compiled.search(value)), pattern, "~")

    def _compare(self, function, other, sign):
        def evaluate(event):
            try:
                return function(self._evaluate(event), _value(other, event))
            except TypeError:
                return False

        return Expression(evaluate, f"({self._text} {sign} {_describe(other)})")

    def __eq__(self, other):
        return self._compare(operator.eq, other, "==")

    def __ne__(self, other):
        return self._compare(operator.ne, other, "!=")

    def __lt__(self, other):
        return self._compare(operator.lt, other, "<")

    def __le__(self, other):
        return self._compare(operator.le, other, "<=")

    def __gt__(self, other):
        return self._compare(operator.gt, other, ">")

    def __ge__(self, other):
        return self._compare(operator.ge, other, ">=")

    __hash__ = object.__hash__

    def __and__(self, other):
        return Expression(lambda event: bool(self._evaluate(event)) and bool(_condition(other, event)),
                          f"({self._text} & {_describe(other)})")

    def __or__(self, other):
        return Expression(lambda event: bool(self._evaluate(event)) or bool(_condition(other, event)),
                          f"({self._text} | {_describe(other)})")

    def __invert__(self):
        return Expression(lambda event: not self._evaluate(event), f"~{self._text}")

    def __bool__(self):
        raise TypeError(f"{self._text} is not known before there is an event: combine with &, | and ~, not with and, or, not")

    def __contains__(self, item):
        raise TypeError(f"use {self._text}.contains({item!r}) instead of in")

    def __setattr__(self, name, value):
        raise AttributeError(f"{self._text} only describes an event, it cannot be changed")

    def __repr__(self):
        return self._text


def _value(thing, event):
    return thing._evaluate(event) if isinstance(thing, Expression) else thing


def _condition(thing, event):
    if isinstance(thing, Expression):
        return thing._evaluate(event)
    return thing(event)


def _describe(thing):
    return thing._text if isinstance(thing, Expression) else repr(thing)


def _call(function, args, kwargs, event):
    if function is None:
        return None
    return function(*(_value(arg, event) for arg in args), **{key: _value(arg, event) for key, arg in kwargs.items()})


def _item(value, key):
    try:
        return value[key]
    except (TypeError, KeyError, IndexError):
        return None


F = Expression(lambda event: event, "F")
