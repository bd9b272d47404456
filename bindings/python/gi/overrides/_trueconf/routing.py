# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decorators for handlers, which may be coroutines, and filters, which may be functions."""

import functools
import inspect

from gi.module import get_introspection_module
from gi.repository import GObject

from .awaiting import report, spawn
from .errors import Cancelled, to_error, typed
from .classes import members, put
from .dialogs import as_filter
from .expressions import Expression

Trueconf = get_introspection_module("Trueconf")

BY_NAME = ("bot", "context", "event", "raw_state", "state")


def parameters(function):
    """The named arguments that a function takes after the event, as (name, by keyword)."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return []
    wanted = []
    positional = 0
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            wanted += [(name, True) for name in BY_NAME if name not in signature.parameters]
        elif parameter.kind is parameter.KEYWORD_ONLY:
            if parameter.name in BY_NAME:
                wanted.append((parameter.name, True))
            elif parameter.default is parameter.empty:
                raise TypeError(f"{function!r} wants {parameter.name!r}: a handler can have {', '.join(BY_NAME)}")
        else:
            positional += 1
            if positional == 1:
                continue
            if parameter.name in BY_NAME:
                wanted.append((parameter.name, parameter.kind is not parameter.POSITIONAL_ONLY))
            elif parameter.default is not parameter.empty:
                continue
            elif positional == 2:
                wanted.append(("context", False))
            else:
                raise TypeError(f"{function!r} wants {parameter.name!r}: a handler can have {', '.join(BY_NAME)}")
    return wanted


def companion(name, event, context):
    """An argument that a function takes by name."""
    if name == "bot":
        return context.get_bot()
    if name == "context":
        return context
    if name == "event":
        return event
    state = context.get_state()
    return state if name == "state" or state is None else state.get_raw_state()


def caller(function):
    """A function of (event, context) that calls the given one with the arguments that it takes."""
    wanted = parameters(function)
    if not wanted:
        return lambda event, context: function(event)

    def call(event, context):
        args = [companion(name, event, context) for name, keyword in wanted if not keyword]
        kwargs = {name: companion(name, event, context) for name, keyword in wanted if keyword}
        return function(event, *args, **kwargs)

    return call


class Condition(Trueconf.Filter):
    """Matches if all conditions do: functions, expressions with F, other filters."""

    # PyGObject makes no new GType, or no virtual functions, for classes whose module is in gi
    __module__ = "trueconf"
    __gtype_name__ = "TrueconfPythonCondition"

    def __init__(self, conditions):
        super().__init__()
        self._conditions = [_condition(condition) for condition in conditions]

    def do_match(self, event, context):
        try:
            return all(condition(event, context) for condition in self._conditions)
        except Exception as error:
            report(error)
            return False


def _combine(conditions):
    """One filter for all conditions, or None. What is a filter of the library stays one, so that the router sees it."""
    filters = [condition if isinstance(condition, Trueconf.Filter) else as_filter(condition) or Condition([condition])
               for condition in conditions]
    if len(filters) > 1:
        return Trueconf.Filter.new_and(filters)
    return filters[0] if filters else None


def _condition(condition):
    condition = as_filter(condition) or condition
    if isinstance(condition, Expression):
        return lambda event, context: condition.matches(event)
    if isinstance(condition, Trueconf.Filter):
        return lambda event, context: condition.match(event, context)
    if inspect.iscoroutinefunction(condition):
        raise TypeError(f"{condition!r} cannot be a filter: a filter says at once whether it matches")
    if callable(condition) and not isinstance(condition, type):
        return caller(condition)
    raise TypeError(f"{condition!r} is not a filter: it has to be a function, an expression with F or a Trueconf.Filter")


def handler(function):
    """The handler for the library: it runs coroutines, holds their event, and reports exceptions."""
    return _handler(caller(function))


def _failed(context, error):
    if isinstance(error, Cancelled):
        report(error)
        return
    context._raised = error
    if not context.fail(to_error(error)):
        report(error)


def original(context, error):
    """The exception that has become a GLib.Error in the library."""
    raised = getattr(context, "_raised", None)
    if raised is not None and to_error(raised).message == error.message:
        return raised
    return typed(error, context)


def _handler(call):
    def handle(event, context, *_data):
        try:
            result = call(event, context)
        except Exception as error:
            _failed(context, error)
            return
        if inspect.isawaitable(result):
            hold_for_task(context)
            spawn(result).add_done_callback(lambda task: _finished(task, context))

    return handle


def _finished(task, context):
    try:
        error = task.exception()
        if error is not None:
            _failed(context, error)
    finally:
        release_for_task(context)


# the library's own functions only log mistakes; Python raises an exception
_hold = Trueconf.Context.hold
_release = Trueconf.Context.release


def hold_for_task(context):
    """Keeps the event from being done while a coroutine runs."""
    # counted separately, so that a handler cannot release the hold for its coroutine by mistake
    context._tasks = getattr(context, "_tasks", 0) + 1
    _hold(context)


def release_for_task(context):
    """Reverts hold_for_task()."""
    context._tasks -= 1
    _release(context)


def hold(self):
    """Keeps the event from being done when the handler returns. Each hold needs one release()."""
    if self.get_done():
        raise RuntimeError("the event is done: it cannot be held any more")
    _hold(self)


def release(self):
    """Reverts one hold()."""
    if self.get_n_holds() <= getattr(self, "_tasks", 0):
        raise RuntimeError("release() without a hold(): the context is not held")
    _release(self)


def on(self, event_type, *filters):
    """A decorator for a handler of events of a class, such as Trueconf.Message, or of a method of the server."""
    return _on(self, Trueconf.Router.add_handler, event_type, *filters)


def _on(self, add, event_type, *filters):
    filters = list(filters)
    if event_type is None:
        event_type = Trueconf.Event
    elif isinstance(event_type, str):
        filters.insert(0, _of_method(event_type))
        event_type = Trueconf.Event

    def decorate(function):
        if not callable(function):
            raise TypeError(f"{function!r} cannot handle events: it has to be a function")
        condition = _combine(filters)
        identity = add(self, event_type.__gtype__, condition, handler(function))
        self.set_handler_name(identity, _name(function))
        return function

    return decorate


def on_fallback(self, event_type=None, *filters):
    """A decorator for a handler of events that no handler of any router has taken."""
    if inspect.isfunction(event_type):
        return _on(self, Trueconf.Router.add_fallback, None)(event_type)
    return _on(self, Trueconf.Router.add_fallback, event_type, *filters)


def _name(function):
    name = getattr(function, "__qualname__", None) or type(function).__qualname__
    return name.rpartition("<locals>.")[2]


def _of_method(*methods):
    return lambda event: event.get_method() in methods


def add_handler_object(self, event_type, condition, function, object):
    """Adds a handler that is removed when the object is disposed: function(event, context, object), or its method.

    Neither the router nor the handler keeps the object alive.
    """
    if not isinstance(object, GObject.Object):
        raise TypeError(f"{object!r} is not a GObject.Object")
    if getattr(function, "__self__", None) is object:
        method = function.__func__

        @functools.wraps(method)
        def function(event, context, object):
            return method(object, event, context)

    router = self.weak_ref()

    def forget():
        if router() is not None:
            router().remove_handler(identity)

    reference = object.weak_ref(forget)

    def call(event, context):
        return function(event, context, reference())

    identity = self.add_handler(event_type, condition, _handler(call))
    self.set_handler_name(identity, _name(function))
    return identity


def _message(self, *filters):
    """A decorator for a handler of messages that match all filters."""
    return on(self, Trueconf.Message, *filters)


def _event(self, method=None, *filters):
    """A decorator for a handler of events of a method of the server ("removeChat"), or of all events."""
    return on(self, method, *filters)


def _decorator(event_class):
    def decorate(self, *filters):
        return on(self, event_class, *filters)

    decorate.__doc__ = f"A decorator: the function handles each {event_class.__name__} that all the filters let through."
    return decorate


def _event_classes():
    """The classes of events by the names of their decorators, such as removed_chat."""
    for kind in members(Trueconf.EventType):
        event_class = getattr(Trueconf, "".join(part.title() for part in kind.value_nick.split("-")), None)
        if event_class is not None and event_class not in (Trueconf.Message, Trueconf.Update):
            yield kind.value_nick.replace("-", "_"), event_class


def _init(self, name=None, **kwargs):
    if name is not None:
        kwargs["name"] = name
    GObject.Object.__init__(self, **kwargs)


def prepare():
    """Changes the classes of routers and contexts."""
    Trueconf.Context.hold = hold
    Trueconf.Context.release = release
    router = Trueconf.Router
    router.__init__ = _init
    router.on = on
    router.add_handler_object = add_handler_object
    put(router, "message", _message)
    put(router, "event", _event)
    put(router, "dialog_expired", _decorator(Trueconf.DialogExpired))
    for name, event_class in _event_classes():
        put(router, name, _decorator(event_class))
