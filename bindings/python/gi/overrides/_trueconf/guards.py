# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything that takes a value takes it as Python has it, and refuses what C would cut or only warn of."""

import functools
import inspect

from gi._gi import FunctionInfo
from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .classes import ASYNC, FINISH, library_classes, put
from .errors import typed
from .shapes import properties
from .values import for_argument, refuse_nul, to_property

Trueconf = get_introspection_module("Trueconf")

def _names(function, skip, arguments):
    """The names of the positional arguments of a function, without its first ones."""
    if arguments:
        return [argument.get_name() for argument in arguments]
    return [parameter.name for parameter in inspect.signature(function).parameters.values()
            if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)][skip:]


def _typed(function, info):
    """The function, whose errors have the classes of the library, as those of calls that are awaited."""
    if not info.can_throw_gerror():
        return function

    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except GLib.Error as error:
            known = typed(error)
            if known is error:
                raise
            raise known from None

    # inspect cannot read functions of C
    del call.__wrapped__
    return call


def _guarded(function, skip=0, arguments=(), convert=None):
    """The function, which gets values of Python as the library wants them; convert(self, name, value) makes them."""
    names = _names(function, skip, arguments)
    converters = {argument.get_name(): for_argument(argument) for argument in arguments}

    def plain(_self, name, value):
        refuse_nul(name, value)
        made = converters.get(name)
        return value if made is None else made(value)

    convert = convert or plain

    @functools.wraps(function)
    def call(*args, **kwargs):
        owner = args[0] if args else None
        # the last name is that of all that follow in *args, if there are more
        given = [convert(owner, names[min(position, len(names) - 1)] if names else "the argument", value)
                 for position, value in enumerate(args[skip:])]
        return function(*args[:skip], *given, **{name: convert(owner, name, value) for name, value in kwargs.items()})

    return call


def _to_property(self, name, value):
    """The value of a property of an object, or of an argument of a constructor that is none."""
    pspec = properties(type(self)).get(name.replace("-", "_"))
    if pspec is not None:
        return to_property(pspec, value)
    refuse_nul(name, value)
    return value


def _is_guarded(function):
    return isinstance(function, FunctionInfo) and (len(function.get_arguments()) > 0 or function.can_throw_gerror())


def _guard_constructor(cls, info):
    """For constructors and functions of a class. Only the class's own look-up binds them, so they stay there."""
    name = info.get_name()
    setattr(cls, f"_unguarded_{name}", info)

    def make(cls, *args, **kwargs):
        return getattr(cls, f"_unguarded_{name}")(*args, **kwargs)

    guarded = _guarded(_typed(make, info), 1, info.get_arguments())
    guarded.__doc__ = info.__doc__
    put(cls, name, guarded)
    setattr(cls, name, classmethod(guarded))


def _set_property(self, property_name, value):
    """Sets a property by its name."""
    GObject.Object.set_property(self, property_name, _to_property(self, property_name, value))


def _set_properties(self, **given):
    """Sets properties by their names."""
    GObject.Object.set_properties(self, **{name: _to_property(self, name, value) for name, value in given.items()})


class _Props:
    """`object.props`, which refuses texts that C would cut."""

    __slots__ = ("_owner", "_props")

    def __init__(self, props, owner):
        object.__setattr__(self, "_props", props)
        object.__setattr__(self, "_owner", owner)

    def __getattr__(self, name):
        return getattr(self._props, name)

    def __setattr__(self, name, value):
        pspec = properties(self._owner).get(name)
        setattr(self._props, name, value if pspec is None else to_property(pspec, value))

    def __iter__(self):
        # PyGObject 3.50's own iterator does not work with Python 3.13
        return iter(self._owner.list_properties())

    def __len__(self):
        return len(self._owner.list_properties())

    def __dir__(self):
        return dir(self._props)

    def __repr__(self):
        return repr(self._props)


class _GuardedProps:
    """What makes `props` of an object; that of a class only lists them."""

    def __get__(self, instance, owner):
        props = _raw_props.__get__(instance, owner)
        return props if instance is None else _Props(props, owner)


_raw_props = next(vars(base)["props"] for base in GObject.Object.__mro__ if "props" in vars(base))


def guard_values():
    """Lets everything take values of Python, and refuse U+0000 in texts. Returns the functions of the module that do so."""
    classes = list(library_classes())
    for cls in classes:
        for name, member in list(vars(cls).items()):
            if not _is_guarded(member):
                continue
            if member.is_constructor() or not member.is_method():
                _guard_constructor(cls, member)
            elif not name.endswith((ASYNC, FINISH)):
                put(cls, name, _guarded(_typed(member, member), 1, member.get_arguments()))
        # those of a class of the library are inherited by its children
        inherits = any(base in classes for base in cls.__mro__[1:])
        if issubclass(cls, GObject.Object):
            if "__init__" in vars(cls) or not inherits:
                cls.__init__ = _guarded(cls.__init__, skip=1, convert=_to_property)
            if not inherits:
                cls.set_property, cls.set_properties, cls.props = _set_property, _set_properties, _GuardedProps()
    members = {name: getattr(Trueconf, name) for name in dir(Trueconf) if not name.startswith("_")}
    return {name: _guarded(_typed(member, member), 0, member.get_arguments()) for name, member in members.items()
            if _is_guarded(member)}
