# SPDX-License-Identifier: LGPL-2.1-or-later
"""Filters of the library for expressions that are simple enough, so that Python is not asked about each event.

The router looks many of these up in a table; see trueconf-plan.c.
"""

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from . import shapes
from .enumerations import is_enumeration
from .expressions import Expression

Trueconf = get_introspection_module("Trueconf")
Filter, Operator = Trueconf.Filter, Trueconf.Operator

COMPARISONS = {"==": Operator.EQUAL, "!=": Operator.NOT_EQUAL, "<": Operator.LESS, "<=": Operator.LESS_OR_EQUAL,
               ">": Operator.GREATER, ">=": Operator.GREATER_OR_EQUAL, "in": Operator.IN, "contains": Operator.CONTAINS}
METHODS = {"startswith": Operator.PREFIX, "endswith": Operator.SUFFIX}
# none of these makes a text unlike what it was, as Operator.ALIKE compares
ALIKE = {"lower", "upper", "casefold", "capitalize", "title", "swapcase", "strip", "lstrip", "rstrip"}
LOGIC = {"and": Filter.new_and, "or": Filter.new_or}
LARGEST = 2 ** 63 - 1


def compile(expression, event_class, otherwise):
    """A filter that matches the same events as the expression does, or None; otherwise(expression) makes parts of it."""
    if not expression._steps:
        return None
    last = expression._steps[-1]
    before = Expression(expression._steps[:-1])
    if last.kind in LOGIC:
        if not isinstance(last.data, Expression):
            return None
        parts = [(part, compile(part, event_class, otherwise)) for part in (before, last.data)]
        if all(made is None for _, made in parts):
            return None
        return LOGIC[last.kind]([made or otherwise(part) for part, made in parts])
    if last.kind == "not":
        made = compile(before, event_class, otherwise)
        return None if made is None else Filter.new_not(made)
    if last.kind in COMPARISONS:
        return (_comparison(before, event_class, COMPARISONS[last.kind], last.data)
                or last.kind in ("==", "in") and _likeness(before, event_class, last.data, expression, otherwise) or None)
    if last.kind == "call" and before._steps[-1].data in METHODS:
        args, kwargs = last.data
        if len(args) == 1 and not kwargs and isinstance(args[0], str):
            return _comparison(Expression(before._steps[:-1]), event_class, METHODS[before._steps[-1].data], args[0])
        return None
    return _truth(expression, event_class)


def _path(expression, event_class):
    """The path of an expression that only names properties, and the one class that the value has; or None."""
    if not expression._steps or any(step.kind != "attribute" for step in expression._steps):
        return None, None
    types = shapes.events(event_class)
    for step in expression._steps:
        # what Python adds to the classes is no property
        if not any(issubclass(cls, GObject.Object) and step.data in shapes.properties(cls) for cls in types):
            return None, None
        types = shapes.attribute(types, step.data, "")
        if types is None:
            return None, None
    path = ".".join(step.data.replace("_", "-") for step in expression._steps)
    return path, next(iter(types)) if len(types) == 1 else None


def _value(value, cls):
    """A value for the library, or None if it would not compare as Python does."""
    if cls is str and isinstance(value, str) and "\0" not in value:
        return value
    if cls is bool and isinstance(value, bool):
        return value
    if cls is int and type(value) is int and -LARGEST <= value <= LARGEST:
        return GObject.Value(GObject.TYPE_INT64, value)
    if is_enumeration(cls) and isinstance(value, cls):
        return value.value_nick
    return None


def _comparison(subject, event_class, operator, other):
    path, cls = _path(subject, event_class)
    if cls is None:
        return None
    if operator is Operator.IN:
        # a list or a set may change later
        if not isinstance(other, (tuple, frozenset)):
            return None
        values = [_value(one, cls) for one in other]
        if not all(isinstance(value, str) for value in values):
            return None
        return _property(event_class, path, operator, GObject.Value(GObject.TYPE_STRV, values))
    if operator in (Operator.PREFIX, Operator.SUFFIX, Operator.CONTAINS) and cls is not str:
        return None
    if is_enumeration(cls) and operator not in (Operator.EQUAL, Operator.NOT_EQUAL):
        return None
    value = _value(other, cls)
    return None if value is None else _property(event_class, path, operator, value)


def _likeness(subject, event_class, other, expression, otherwise):
    """`F.text.strip().lower() == "…"`: Python is only asked about texts that are like one of the values."""
    steps = subject._steps
    while len(steps) > 2 and steps[-1].kind == "call" and steps[-1].data == ((), {}) and steps[-2].data in ALIKE:
        steps = steps[:-2]
    if steps is subject._steps:
        return None
    path, cls = _path(Expression(steps), event_class)
    values = other if isinstance(other, (tuple, frozenset)) else [other]
    if cls is not str or not all(_has_known_letters(value) for value in values):
        return None
    alike = _property(event_class, path, Operator.ALIKE, GObject.Value(GObject.TYPE_STRV, list(values)))
    return None if alike is None else Filter.new_and([alike, otherwise(expression)])


def _has_known_letters(value):
    """Whether the library knows the case of all letters of a text, also where Python's Unicode is newer than GLib's."""
    if not isinstance(value, str) or "\0" in value:
        return False
    return value.isascii() or all(
        _alike(letter) == _alike(other) for letter in value
        for other in (letter.lower(), letter.upper(), letter.title(), letter.casefold()) if other != letter)


def _alike(text):
    return GLib.utf8_casefold("".join(map(_capital, text)), -1)


def _capital(letter):
    capital = GLib.unichar_toupper(letter)
    return capital if isinstance(capital, str) else chr(capital)


def _truth(expression, event_class):
    path, cls = _path(expression, event_class)
    if cls is str:
        # one that is there and not empty
        return _property(event_class, path, Operator.GREATER, "")
    if cls is bool or cls is not None and issubclass(cls, GObject.Object) and not hasattr(cls, "__len__"):
        return _property(event_class, path, Operator.SET, None)
    return None


def _property(event_class, path, operator, value):
    try:
        return Filter.new_property(event_class, path, operator, value)
    except (GLib.Error, TypeError, ValueError, OverflowError):
        return None
