# SPDX-License-Identifier: LGPL-2.1-or-later
"""Decorators for handlers, which may be coroutines, and filters, which may be functions."""

import functools
import inspect
import sys
import weakref

from gi.module import get_introspection_module
from gi.repository import GObject

from . import filters
from .arguments import Parameters, name_of, refuse_generator
from .awaiting import report, spawn
from .classes import put
from .errors import Cancelled, to_error, typed
from .filters import is_plain_function
from .values import refuse_nul

Trueconf = get_introspection_module("Trueconf")

# routers with handlers that expect data of a middleware that may be added later
_expecting = weakref.WeakSet()


def _failed(context, error):
    """A handler has failed, or a job, which has no event."""
    event = context.get_event() if isinstance(context, Trueconf.Context) else None
    if isinstance(error, Cancelled):
        report(error, event)
        return
    context._raised = error
    if not context.fail(to_error(error)):
        report(error, event)


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


def _is_decorated_here(function, depth=2):
    """Whether the caller's caller is just defining the function, as in @router.message without parentheses.

    A filter that is a function is defined elsewhere, or has got its name already.
    """
    if not is_plain_function(function):
        return False
    frame = sys._getframe(depth)
    return (any(constant is function.__code__ for constant in frame.f_code.co_consts)
            and frame.f_locals.get(function.__name__) is not function
            and frame.f_globals.get(function.__name__) is not function)


def on(self, event_type, *conditions):
    """A decorator for a handler of events of a class, such as Trueconf.Message, or of a method of the server."""
    return _on(self, Trueconf.Router.add_handler, event_type, *conditions)


def _on(self, add, event_type, *conditions):
    before = []
    if event_type is None:
        event_type = Trueconf.Event
    elif isinstance(event_type, str):
        before.append(Trueconf.Filter.new_method(event_type))
        event_type = Trueconf.Event
    if not (isinstance(event_type, type) and issubclass(event_type, Trueconf.Event)):
        raise TypeError(f"{event_type!r} is neither a class of events, such as Trueconf.Message, nor the name of a method")

    made = filters.Made([*before, *conditions], event_type, _may_get_data(self))

    def decorate(function):
        if not callable(function):
            raise TypeError(f"{function!r} cannot handle events: it has to be a function")
        parameters = Parameters(function, "handler", made.given, made.open_ended or _may_get_data(self))
        condition = made.filter
        if parameters.reads_state():
            # last, so that the storage is not asked for events that the other filters do not let through
            state = filters.with_state(None)
            condition = state if condition is None else Trueconf.Filter.new_and([condition, state])
        identity = add(self, event_type.__gtype__, condition, _handler(parameters.call))
        self.set_handler_name(identity, name_of(function))
        if parameters.unknown and not made.open_ended:
            self._expects = {**getattr(self, "_expects", {}), identity: parameters}
            _expecting.add(self)
        return function

    return decorate


def _path(router):
    """A router and those above it."""
    while router is not None:
        yield router
        router = router.get_parent()


def _may_get_data(router):
    """Whether a middleware may give data to the handlers of a router."""
    path = list(_path(router))
    return not isinstance(path[-1], Trueconf.Dispatcher) or any(getattr(one, "_has_middleware", False) for one in path)


def check(dispatcher):
    """Raises TypeError for a handler with an argument that nothing can fill, now that all routers are there."""
    for router in list(_expecting):
        path = list(_path(router))
        if path[-1] is dispatcher and not _may_get_data(router):
            for parameters in router._expects.values():
                raise TypeError(parameters.complaint())


_remove_handler = Trueconf.Router.remove_handler


def remove_handler(self, handler_id):
    """Removes a handler, a fallback or an error handler. Returns whether there was one."""
    getattr(self, "_expects", {}).pop(handler_id, None)
    return _remove_handler(self, handler_id)


def on_fallback(self, event_type=None, *conditions):
    """A decorator for a handler of events that no handler of any router has taken."""
    if inspect.isfunction(event_type):
        return _on(self, Trueconf.Router.add_fallback, None)(event_type)
    return _on(self, Trueconf.Router.add_fallback, event_type, *conditions)


def add_handler_object(self, event_type, condition, function, object):
    """Adds a handler that is removed when the object is disposed: function(event, context, object), or its method.

    Neither the router nor the handler keeps the object alive.
    """
    if not isinstance(object, GObject.Object):
        raise TypeError(f"{object!r} is not a GObject.Object")
    refuse_generator(function, "a handler")
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
    self.set_handler_name(identity, name_of(function))
    return identity


def _message(self, *conditions):
    """A decorator for a handler of messages that match all filters: @router.message or @router.message(F.text)."""
    if len(conditions) == 1 and _is_decorated_here(conditions[0]):
        return on(self, Trueconf.Message)(conditions[0])
    return on(self, Trueconf.Message, *conditions)


def _event(self, method=None, *conditions):
    """A decorator for a handler of events of a method of the server ("removeChat"), or of all events."""
    if _is_decorated_here(method) and not conditions:
        return on(self, None)(method)
    if method is not None and not isinstance(method, (str, type)):
        method, conditions = None, (method, *conditions)
    return on(self, method, *conditions)


def _decorator(event_class):
    def decorate(self, *conditions):
        if len(conditions) == 1 and _is_decorated_here(conditions[0]):
            return on(self, event_class)(conditions[0])
        return on(self, event_class, *conditions)

    decorate.__doc__ = f"A decorator: the function handles each {event_class.__name__} that all the filters let through."
    return decorate


def _event_classes():
    """The classes of events by the names of their decorators, such as removed_chat."""
    for kind in Trueconf.EventType:
        event_class = getattr(Trueconf, "".join(part.title() for part in kind.value_nick.split("-")), None)
        if event_class is not None and event_class not in (Trueconf.Message, Trueconf.Update):
            yield kind.value_nick.replace("-", "_"), event_class


def _init(self, name=None, **kwargs):
    if name is not None:
        kwargs["name"] = name
    GObject.Object.__init__(self, **kwargs)


def _init_cancel(self, *conditions, text=None):
    """A middleware with which users leave a dialog: DialogCancel(F.text == "/cancel", text="Cancelled")."""
    if not conditions:
        raise TypeError("DialogCancel() needs a filter for what cancels")
    refuse_nul("text", text)
    made = [filters.to_filter(condition) for condition in conditions]
    GObject.Object.__init__(self, filter=made[0] if len(made) == 1 else Trueconf.Filter.new_and(made), text=text)


def prepare():
    """Changes the classes of routers and contexts."""
    Trueconf.Context.hold = hold
    Trueconf.Context.release = release
    router = Trueconf.Router
    router.__init__ = _init
    router.on = on
    router.remove_handler = remove_handler
    router.add_handler_object = add_handler_object
    put(router, "message", _message)
    put(router, "event", _event)
    Trueconf.DialogCancel.__init__ = _init_cancel
    put(router, "dialog_expired", _decorator(Trueconf.DialogExpired))
    for name, event_class in _event_classes():
        put(router, name, _decorator(event_class))
    bot = Trueconf.Bot
    for name in ("start", "run"):
        setattr(bot, name, _checking(getattr(bot, name)))


def _checking(function):
    @functools.wraps(function)
    def begin(self, *args, **kwargs):
        check(self.get_property("dispatcher"))
        return function(self, *args, **kwargs)

    return begin
