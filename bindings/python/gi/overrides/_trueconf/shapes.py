# SPDX-License-Identifier: LGPL-2.1-or-later
"""What events and the objects in them have, so that a name that nothing has is found where it is written."""

import difflib
import functools

from gi.module import get_introspection_module
from gi.repository import GObject

from . import enumerations

Trueconf = get_introspection_module("Trueconf")

# methods of texts that return texts
TEXT_TO_TEXT = {"lower", "upper", "casefold", "strip", "lstrip", "rstrip", "title", "capitalize", "swapcase", "replace",
                "removeprefix", "removesuffix", "expandtabs", "translate", "zfill"}
METHOD_OF_TEXT = frozenset([type(str.lower)])

PLAIN = {"gchararray": str, "gboolean": bool, "gdouble": float,
         **dict.fromkeys(["gint", "guint", "gint64", "guint64", "glong", "gulong"], int)}


@functools.lru_cache(maxsize=None)
def family(cls):
    """A class and those derived from it in the library."""
    found = {cls}
    for name in dir(Trueconf):
        other = None if name.startswith("_") else getattr(Trueconf, name, None)
        if isinstance(other, type) and issubclass(other, cls):
            found.add(other)
    return frozenset(found)


@functools.lru_cache(maxsize=None)
def properties(cls):
    """The properties of a class, by the names of their attributes."""
    return {pspec.name.replace("-", "_"): pspec for pspec in cls.list_properties()}


@functools.lru_cache(maxsize=None)
def type_of(pspec_type):
    """The classes of the values of a property, or None if they are not known."""
    if pspec_type.name in PLAIN:
        return frozenset([PLAIN[pspec_type.name]])
    if pspec_type.is_a(GObject.TYPE_ENUM):
        return frozenset([enumerations.of(pspec_type) or pspec_type.pytype])
    cls = pspec_type.pytype
    if isinstance(cls, type) and issubclass(cls, GObject.Object) and pspec_type.name.startswith("Trueconf"):
        return family(cls)
    return None


@functools.lru_cache(maxsize=None)
def anything():
    """All classes that F can stand for: events, what they have, also texts, and commands."""
    found, new = set(), set(family(Trueconf.Event)) | {Trueconf.Command}
    while new:
        found |= new
        types = [type_of(pspec.value_type) for cls in new for name, pspec in properties(cls).items()
                 if name not in ("bot", "dispatcher")]
        new = {cls for group in types if group is not None for cls in group if issubclass(cls, GObject.Object)} - found
    return frozenset(found | {str})


def events(cls):
    """The classes of the events that a handler for a class of events gets."""
    return family(cls)


@functools.lru_cache(maxsize=None)
def _attribute(cls, name):
    """The classes that the attribute can have, None if they are not known; AttributeError if there is no such one."""
    if issubclass(cls, GObject.Object) and name in properties(cls):
        return type_of(properties(cls)[name].value_type)
    if not hasattr(cls, name):
        raise AttributeError(name)
    return METHOD_OF_TEXT if cls is str and type(getattr(str, name)) in METHOD_OF_TEXT else None


def attribute(types, name, text):
    """The classes of an attribute of objects of some classes."""
    found = []
    for cls in types:
        try:
            found.append(_attribute(cls, name))
        except AttributeError:
            pass
    if not found:
        raise AttributeError(_no_such(types, name, text), name=name)
    # what Python adds to a class, as Command.text, is of the type that the property of this name has elsewhere
    known = [classes for classes in found if classes is not None]
    return frozenset().union(*known) if known else None


def _who(types, owner):
    if types == anything():
        return "no event has"
    for cls in types:
        if types <= family(cls):
            return f"{'an' if cls.__name__[0] in 'AEIOaeio' else 'a'} {cls.__name__} has no"
    return f"{owner} has no"


def _similar(name, names):
    return difflib.get_close_matches(name, sorted(names), 1)


def _inside(types, name):
    """The paths to properties of this name in the objects that the classes have."""
    return sorted(f"{path}.{name}" for cls in types if issubclass(cls, GObject.Object)
                  for path, pspec in properties(cls).items() if path not in ("bot", "dispatcher")
                  for inner in type_of(pspec.value_type) or ()
                  if issubclass(inner, GObject.Object) and name in properties(inner))


def _no_such(types, name, text):
    owner = text.rpartition(".")[0]
    words = f"{text}: {_who(types, owner)} {name!r}"
    have = set().union(*(properties(cls) for cls in types if issubclass(cls, GObject.Object)))
    others = sorted(cls.__name__ for cls in family(Trueconf.Event) if name in properties(cls) and cls not in types)
    if owner == "F" and others:
        return f"{words}, but {', '.join(others)} {'has' if len(others) == 1 else 'have'} it"
    near = _inside(types, name)[:1] or _similar(name, have) or _similar(
        name, {attribute for cls in types for attribute in dir(cls) if not attribute.startswith("_")} - set(dir(GObject.Object)))
    return f"{words}: did you mean {owner}.{near[0]}?" if near else words


def enumeration(types):
    """The enumeration that a value is of, if it can only be of that one."""
    if types is not None and len(types) == 1:
        cls, = types
        if enumerations.is_enumeration(cls):
            return cls
    return None
