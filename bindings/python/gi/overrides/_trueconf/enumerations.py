# SPDX-License-Identifier: LGPL-2.1-or-later
"""Enumerations as those of Python's own module `enum`, which PyGObject has only from 3.52 on.

Before that its values are kept in a dictionary of the class, where the library's functions look them up; there they are replaced.
"""

import enum

from gi.module import get_introspection_module
from gi.repository import GObject

Trueconf = get_introspection_module("Trueconf")

# the last letter of a format for numbers
NUMBERS = frozenset("bcdeEfFgGnoxX%")

_by_gtype = {}


class _Manners:
    """What the values of an enumeration do, besides being integers."""

    def __str__(self):
        return self.value_nick

    def __repr__(self):
        return f"<Trueconf.{type(self).__name__}.{self.name}: {int(self)}>"

    def __format__(self, spec):
        return format(int(self), spec) if spec[-1:] in NUMBERS else format(str(self), spec)

    def __eq__(self, other):
        return nick_of(other) == self.value_nick if isinstance(other, str) else int.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    # a value is also an integer, and those that are equal have to have the same one
    __hash__ = int.__hash__


def _missing(cls, value):
    """Status("authorized"), in any case, also with `_` for `-`."""
    if isinstance(value, str):
        wanted = nick_of(value)
        for member in cls:
            if member.value_nick == wanted:
                return member
    raise ValueError(explain(cls, value))


class Enumeration(_Manners, enum.IntEnum):
    """Values of the library: integers which have a name, and a nick, by which they are also known in a text."""

    def __new__(cls, value, value_name, value_nick):
        self = int.__new__(cls, value)
        self._value_ = value
        self.value_name = value_name
        self.value_nick = value_nick
        return self

    _missing_ = classmethod(_missing)


def nick_of(text):
    """How the library writes a nick."""
    return text.lower().replace("_", "-")


def explain(cls, value):
    """What is wrong with a value that an enumeration does not have."""
    # UNKNOWN stands for values that the library does not know, so it is not listed
    nicks = ", ".join(member.value_nick for member in cls if member.value_nick != "unknown")
    return f"{value!r} is not {'an' if cls.__name__[0] in 'AEIO' else 'a'} {cls.__name__}: it is one of {nicks}"


def _of_older(name, old):
    """The enumeration for a class of PyGObject before 3.52. The library's functions return its members from then on."""
    values = old.__enum_values__
    names = {attribute: (int(value), value.value_name, value.value_nick)
             for attribute, value in sorted(vars(old).items(), key=lambda item: item[1] if isinstance(item[1], old) else -1)
             if isinstance(value, old)}
    made = Enumeration(name, names, module=old.__module__, qualname=name)
    made.__doc__ = old.__doc__
    # the functions that belong to it, such as error_quark()
    for attribute, member in vars(old).items():
        if not attribute.startswith("__") and attribute not in names:
            setattr(made, attribute, member)
    made.__gtype__, made.__info__ = old.__gtype__, old.__info__
    for member in made:
        values[int(member)] = member
    # for GObject.Property(type=Trueconf.Status), which otherwise only takes classes of PyGObject
    GObject.Property._type_from_pytype_lookup[made] = made.__gtype__
    return made


def improve(cls):
    """Gives the manners to an enumeration that is Python's already."""
    for name, function in vars(_Manners).items():
        if callable(function):
            setattr(cls, name, function)
    cls._missing_ = classmethod(_missing)
    return cls


def of(gtype):
    """The enumeration of a GType, or None."""
    return _by_gtype.get(gtype.name)


def named(name):
    """The enumeration of a name, or None."""
    return next((cls for cls in _by_gtype.values() if cls.__name__ == name), None)


def is_enumeration(cls):
    """Whether this is a class of values of the library."""
    return isinstance(cls, type) and cls in _by_gtype.values()


def prepare():
    """Replaces or changes all enumerations of the typelib."""
    for name in dir(Trueconf):
        cls = None if name.startswith("_") else getattr(Trueconf, name, None)
        if isinstance(cls, type) and issubclass(cls, GObject.GEnum):
            made = improve(cls) if issubclass(cls, enum.Enum) else _of_older(name, cls)
            setattr(Trueconf, name, made)
            _by_gtype[cls.__gtype__.name] = made


prepare()
