# SPDX-License-Identifier: LGPL-2.1-or-later
"""What expressions with F can be compared with and do: what can never hold is told where it is written."""

import datetime
import itertools
import numbers
import operator
import re
import types as python_types

from gi.module import get_introspection_module
from gi.repository import GObject

from .enumerations import explain, is_enumeration
from .shapes import METHOD_OF_TEXT

Trueconf = get_introspection_module("Trueconf")

# values that are equal to their own kind only; what has an __eq__ of its own may be equal to anything
PLAIN = (str, bytes, bytearray, numbers.Number, list, tuple, set, frozenset, dict, datetime.date, datetime.time, datetime.timedelta,
         re.Pattern, type, python_types.GeneratorType, python_types.FunctionType, python_types.BuiltinFunctionType, python_types.MethodType, Trueconf.Text)
# of each class of values of properties one value, for operators that do not look at it
SAMPLES = {str: "", int: 1, float: 1.0, bool: True}
# what is looked through is made by Python itself: a class derived of one of these may take long, or have no end
SEQUENCES = (list, tuple, set, frozenset, dict)
LARGEST_CHECK = 500
# a method of texts that is tried must not take long
LARGEST_WIDTH = 1000


def _is_plain(value):
    return isinstance(value, PLAIN) or isinstance(value, GObject.Object) and type(value).__eq__ is GObject.Object.__eq__


def _is_integer(value):
    """Whether this may be given for a value of an enumeration, as one of an enum.IntEnum may."""
    return isinstance(value, int) and not isinstance(value, bool) and not is_enumeration(type(value))


def _fits(cls, value):
    """Whether a value of a class can be equal to this, or come before it."""
    if is_enumeration(cls):
        # whether there is such a word has been looked at before
        return isinstance(value, (cls, str)) or _is_integer(value) and value in map(int, cls) or not _is_plain(value)
    if is_enumeration(type(value)):
        return False
    if cls is str:
        return isinstance(value, str) or not _is_plain(value)
    if cls in SAMPLES:
        return isinstance(value, numbers.Number) or not _is_plain(value)
    return not _is_plain(value) or isinstance(value, GObject.Object)


def _kind(cls):
    """What values of a class can be equal to each other."""
    return int if cls in (int, float, bool) else GObject.Object if issubclass(cls, GObject.Object) else cls


def _an(word):
    return f"{'an' if word[0] in 'AEIOaeio' else 'a'} {word}"


def _name(types):
    # some names of properties are those of methods of texts as well
    return _an(" or ".join(sorted(cls.__name__ for cls in types - METHOD_OF_TEXT or types)))


def _spell(value):
    return "None" if value is None else f"{value!r}, {_an(type(value).__name__)}"


def _refuse(types, text, value, what):
    cls = next(iter(types))
    if is_enumeration(cls) and _is_integer(value):
        raise TypeError(f"{text}: {explain(cls, value)}")
    raise TypeError(f"{text} is {_name(types)}, which {what} {_spell(value)}")


def check_equal(types, text, other):
    """For == and !=."""
    if other is not None and not any(_fits(cls, other) for cls in types):
        _refuse(types, text, other, "is never equal to")


def check_order(types, text, other):
    """For <, <=, > and >=."""
    if other is None or not any(_fits(cls, other) for cls in types):
        _refuse(types, text, other, "is in no order with")


def check_types(types, text, others, other_text):
    """For two expressions that are compared."""
    if not {_kind(cls) for cls in types} & {_kind(cls) for cls in others}:
        raise TypeError(f"{text} is {_name(types)}, which is never equal to {other_text}, which is {_name(others)}")


def check_choices(types, text, choices):
    """For in_() and not_in(): what is there now; a list may be filled later."""
    if isinstance(choices, (bytes, bytearray)):
        _refuse(types, text, choices, "is never in")
    if type(choices) is range:
        # all of them are of one kind
        choices = tuple(choices[:1])
    if type(choices) in SEQUENCES:
        for choice in itertools.islice(choices, LARGEST_CHECK):
            check_equal(types, text, choice)


def check_part(types, text, part):
    """For contains() and not_contains()."""
    check_method(types, text, ("__contains__", "__iter__", "__getitem__"), "contains nothing")
    if types == {str} and not isinstance(part, str):
        _refuse(types, text, part, "does not contain")


def check_method(types, text, names, words):
    """What a value can do because its class has one of these methods."""
    if not any(hasattr(cls, name) for cls in types for name in names):
        raise TypeError(f"{text} is {_name(types)}, which {words}")


def check_text(types, text):
    """For regexp()."""
    if str not in types:
        raise TypeError(f"{text} is {_name(types)}, and no text")


def check_item(types, text, key):
    """For [key]."""
    check_method(types, text, ("__getitem__",), "has no items")
    if types == {str} and not isinstance(key, (int, slice)):
        raise TypeError(f"{text} is a str, whose items are numbered: {key!r} is no number")


def check_callable(types, text):
    """For a call: most attributes of events are no methods."""
    if not any("__call__" in vars(base) for cls in types for base in cls.__mro__):
        raise TypeError(f"{text} is {_name(types)}, and no method that can be called")


def check_condition(types, text):
    """For what decides over an event: a method of a text is always true."""
    if types == METHOD_OF_TEXT:
        raise TypeError(f"{text} is a method: call it, as {text}()")


def check_call(types, text, name, args, kwargs):
    """For a call of a method of a text."""
    if types != METHOD_OF_TEXT or any(hasattr(arg, "__next__") or isinstance(arg, int) and arg > LARGEST_WIDTH for arg in args):
        return
    try:
        getattr(str, name)("", *args, **kwargs)
    except TypeError as error:
        raise TypeError(f"{text}: {error}") from None
    except Exception:
        # an empty text has nothing to find, for example
        pass


def check_arithmetic(types, text, function, other, reflected=False):
    """For operators that make another value of two."""
    if function is operator.mod and types & {str}:
        return
    mistake = None
    for cls in types:
        # numbers go with numbers, and a power would have to be computed
        if cls not in SAMPLES or cls is not str and isinstance(other, numbers.Number):
            return
        try:
            function(other, SAMPLES[cls]) if reflected else function(SAMPLES[cls], other)
            return
        except TypeError as error:
            mistake = error
        except Exception:
            return
    raise TypeError(f"{text} is {_name(types)}: {mistake}")


def check_number(types, text):
    """For - and +."""
    if not any(cls not in SAMPLES or isinstance(SAMPLES[cls], numbers.Number) for cls in types):
        raise TypeError(f"{text} is {_name(types)}, which is no number")


def check_function(function, name):
    """For func() and cast()."""
    if not callable(function):
        raise TypeError(f"{function!r} cannot be called: {name}() takes a function")
