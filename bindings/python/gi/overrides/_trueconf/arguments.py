# SPDX-License-Identifier: LGPL-2.1-or-later
"""The arguments of handlers and filters, which they get by their names.

After the event a function can have `bot`, `context`, `event`, `state` and `raw_state`, and whatever a filter or a middleware has put into
the context. What middlewares will put there is not known when a function is registered; `open_ended` says whether there
may be such things. Where nothing can fill an argument, it is refused at once.
"""

import functools
import inspect
import re

from gi.module import get_introspection_module
from gi.repository import GObject

Trueconf = get_introspection_module("Trueconf")

BY_NAME = ("bot", "context", "event", "raw_state", "state")
MISSING = object()


class Held:
    """A value of Python that the library only keeps."""

    def __init__(self, value):
        self.value = value


_set_data = Trueconf.Context.set_data
_get_data = Trueconf.Context.get_data


def _is_plain(value):
    """Whether other languages can read a value, and it comes back as it was."""
    if isinstance(value, str):
        return "\0" not in value and not re.search("[\ud800-\udfff]", value)
    return isinstance(value, (bool, float, GObject.Object)) or type(value) is int and -2 ** 31 <= value < 2 ** 31


def set_data(self, key, value):
    """Stores any value, also None, for the filters, middlewares and handlers that get the event later."""
    _set_data(self, key, value if _is_plain(value) else Held(value))
    # the library does not list them
    self._keys = {*getattr(self, "_keys", ()), key}


def get_data(self, key, default=None):
    """What was stored with set_data(), or the default."""
    value = _get_data(self, key)
    if value is None:
        return default
    return value.value if isinstance(value, Held) else value


def companion(name, event, context):
    """An argument that a function takes by name, or MISSING."""
    if name == "bot":
        return context.get_bot()
    if name == "context":
        return context
    if name == "event":
        return event
    if name in ("state", "raw_state"):
        state = context.get_state()
        return state if name == "state" or state is None else state.get_raw_state()
    value = of_command(name, context)
    return value if value is not MISSING else get_data(context, name, MISSING)


def of_command(_name, _context):
    """An argument of a command; commands.py has the function."""
    return MISSING


def _flags(function):
    """What Python knows of the code that runs when this is called."""
    while isinstance(function, functools.partial) or inspect.ismethod(function):
        function = function.func if isinstance(function, functools.partial) else function.__func__
    if not inspect.isfunction(function) and not isinstance(function, (type, GObject.Object)):
        function = getattr(type(function), "__call__", None)
    return function.__code__.co_flags if inspect.isfunction(function) else 0


def is_asynchronous(function):
    """Whether what a call returns has to be awaited."""
    # a mock of an async function has no code, and passes for one all the same
    return inspect.iscoroutinefunction(function) or bool(_flags(function) & (inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE))


def is_generator(function):
    """Whether a call would only make a generator."""
    flags = _flags(function)
    return bool(flags & (inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR)) and not flags & inspect.CO_ITERABLE_COROUTINE


def refuse_generator(function, what):
    """Raises TypeError for a generator where what a function returns counts, such as "a handler"."""
    if is_generator(function):
        raise TypeError(f"{name_of(function)}() is a generator, of which nothing would run: {what} returns, and may be an async function")


class Parameters:
    """What a function takes after the event."""

    def __init__(self, function, what, given=(), open_ended=True):
        self.function = function
        self.what = what
        self.by_position = []
        self.by_name = []
        self.optional = []
        self.unknown = []
        self.has = None
        refuse_generator(function, f"a {what}")
        try:
            parameters = list(inspect.signature(function).parameters.values())
        except (TypeError, ValueError):
            # a function of C, or a mock of an async one, that does not tell
            return
        self._read(parameters, given)
        if self.unknown and not open_ended:
            raise TypeError(self.complaint())

    def reads_state(self):
        """Whether it names `raw_state`, which is known only once a filter has asked the storage."""
        return "raw_state" in (self.has if self.has is not None else (*self.by_position, *self.by_name))

    def complaint(self):
        """What is wrong if nothing can fill the arguments that are not known."""
        names = ", ".join(map(repr, self.unknown))
        return (f"{name_of(self.function)}() wants {names}, which nothing gives it: a {self.what} can have {', '.join(BY_NAME)} "
                "and what its filters and the middlewares before it put into the context. Add the middleware first, "
                f"or give {'the argument' if len(self.unknown) == 1 else 'each of them'} a default")

    def _read(self, parameters, given):
        positional = [parameter for parameter in parameters
                      if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)]
        if not positional and all(parameter.kind is not parameter.VAR_POSITIONAL for parameter in parameters):
            raise TypeError(f"{name_of(self.function)}() takes no event: the first argument of a {self.what} is the event")
        for index, parameter in enumerate(positional[1:]):
            name, only = parameter.name, parameter.kind is parameter.POSITIONAL_ONLY
            if index == 0 and name not in (*BY_NAME, *given) and (name == "ctx" or name.startswith("_")):
                name, only = "context", True
            elif name not in BY_NAME and parameter.default is not parameter.empty:
                if not only:
                    self.optional.append(name)
                continue
            self._want(name, only, given)
        for parameter in parameters:
            if parameter.kind is parameter.KEYWORD_ONLY:
                if parameter.name not in BY_NAME and parameter.default is not parameter.empty:
                    self.optional.append(parameter.name)
                else:
                    self._want(parameter.name, False, given)
            elif parameter.kind is parameter.VAR_KEYWORD:
                # it takes all there is
                self.has = {parameter.name for parameter in parameters}
                self.by_name += [name for name in BY_NAME if name not in self.has]

    def _want(self, name, only_by_position, given):
        if name not in BY_NAME and name not in given:
            self.unknown.append(name)
        (self.by_position if only_by_position else self.by_name).append(name)

    def call(self, event, context):
        """Calls the function."""
        args = [companion(name, event, context) for name in self.by_position]
        kwargs = {name: companion(name, event, context) for name in self.by_name}
        missing = [name for name, value in (*zip(self.by_position, args), *kwargs.items()) if value is MISSING]
        if missing:
            raise TypeError(f"{name_of(self.function)}() wants {', '.join(map(repr, missing))}, which no filter or "
                            "middleware has put into the context of this event")
        rest = getattr(context, "_keys", set()) - self.has if self.has is not None else ()
        for name in (*self.optional, *rest):
            value = of_command(name, context)
            # the default of the function is for an argument that was left out
            if value is MISSING or value is None:
                value = get_data(context, name, MISSING)
            if value is not MISSING:
                kwargs[name] = value
        return self.function(event, *args, **kwargs)


def name_of(function):
    """The name of a function for people."""
    while isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__qualname__", None) or type(function).__qualname__
    return name.rpartition("<locals>.")[2]


def prepare():
    """Changes the class of contexts."""
    Trueconf.Context.set_data = set_data
    Trueconf.Context.get_data = get_data
