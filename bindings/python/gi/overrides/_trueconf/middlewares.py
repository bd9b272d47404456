# SPDX-License-Identifier: LGPL-2.1-or-later
"""Middlewares and error handlers that are functions, which may be coroutines."""

import asyncio
import inspect

from gi.module import get_introspection_module
from gi.repository import GLib

from .awaiting import Operation, in_seconds, report, spawn
from .errors import Cancelled, to_error
from .arguments import companion, refuse_generator
from .classes import put
from .filters import Made
from .routing import hold_for_task, on_fallback, original, release_for_task

Trueconf = get_introspection_module("Trueconf")

_run_async = Trueconf.Next.run_async
_end = Trueconf.Next.end
_fail = Trueconf.Next.fail
_add_outer = Trueconf.Router.add_outer_middleware
_add_inner = Trueconf.Router.add_inner_middleware
_add_error_handler = Trueconf.Router.add_error_handler
_include = Trueconf.Router.include_router

_COMPANIONS = ("context", "next", "bot", "state")


def _check_time(following, call):
    if getattr(following, "_ended", False):
        raise RuntimeError(f"{call} comes too late: the middleware has ended, and what it had not let go on was blocked")


def end(self):
    """Says that the middleware has finished; an event that has not gone on is blocked."""
    self._ended = True
    _end(self)


def fail(self, error):
    """Says that the middleware has failed, and has finished. Returns whether an error handler has dealt with the error."""
    _check_time(self, "fail()")
    self._ended = True
    return _fail(self, error)


def run(self, cancellable=None, timeout=None):
    """Lets the event go on, at once. Await it to wait for the handler; the result is whether there was one.

    `timeout` is for the wait, in seconds or as a timedelta: the handler goes on.

    The exception of the handler is raised where this is awaited.
    """
    if self.get_has_run():
        raise RuntimeError("next() was called before: an event goes on once")
    _check_time(self, "next()")
    operation = Operation(cancellable, timeout, "next",
                          lambda name, seconds: f"{name}: the handler has not ended within {seconds:g} s")
    # the error handlers get it, whether or not it is awaited
    operation._seen = True

    def finish(result):
        came_back = None
        try:
            self.run_finish(result)
        except GLib.Error as error:
            came_back = original(self._context, error) if hasattr(self, "_context") else error
            # with its frames it would keep this, and the event would wait for the garbage collector
            error.__context__ = error.__traceback__ = None
        if came_back is not None:
            self._came_back = came_back
            raise came_back

    return operation.start(lambda given, ready: _run_async(self, given, ready), finish, lambda _: self.get_handled())


def _companions(function, first, known):
    """The names of the arguments after the first one, each of which has to be known."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return list(known[:2])
    if not parameters:
        raise TypeError(f"{function!r} takes no arguments: the first one is the {first}")
    wanted = []
    for parameter in parameters[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.name in known:
            wanted.append(parameter.name)
        elif parameter.default is parameter.empty:
            raise TypeError(f"{function!r} wants {parameter.name!r}: after the {first} it can have {', '.join(known)}")
    return wanted


def _function(middleware):
    """The Python function of a middleware, or None if it is not written in Python."""
    if not isinstance(middleware, Trueconf.Middleware):
        return middleware
    process = getattr(type(middleware), "do_process", None)
    return middleware.do_process if inspect.isfunction(process) else None


def _by_position(function):
    """Whether a virtual function takes its three arguments under names of its own."""
    parameters = list(inspect.signature(function).parameters.values())
    names = [one.name for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return len(names) == len(parameters) == 3 and not set(names[1:]) <= set(_COMPANIONS)


def _failed(context, following, error):
    if isinstance(error, Cancelled) or error is getattr(following, "_came_back", None):
        # the exception of the handler has only passed through
        following.end()
        return
    context._raised = error
    if getattr(following, "_ended", False) or not following.fail(to_error(error)):
        report(error, context.get_event())


def middleware(function):
    """A Trueconf.Middleware of a function of (event, context, next), which may be a coroutine."""
    given = _function(function)
    if given is None:
        return function
    if not callable(given) or inspect.isclass(given):
        raise TypeError(f"{function!r} is not a middleware: it has to be a function or a Trueconf.Middleware")
    refuse_generator(given, "a middleware")
    by_position = given is not function and _by_position(given)
    wanted = () if by_position else _companions(given, "event", _COMPANIONS)
    if not by_position and "next" not in wanted:
        raise TypeError(f"{function!r} is not a middleware: it does not take next, so no event would go on")

    def process(event, context, following, *_data):
        following._context = context
        try:
            if by_position:
                result = given(event, context, following)
            else:
                result = given(event, **{name: following if name == "next" else companion(name, event, context)
                                         for name in wanted})
        except (Exception, asyncio.CancelledError) as error:
            _failed(context, following, error)
            return
        if inspect.isawaitable(result):
            spawn(result).add_done_callback(lambda task: ended(task, context, following))

    def ended(task, context, following):
        error = task.exception()
        if error is not None:
            _failed(context, following, error)
        else:
            following.end()

    return Trueconf.Middleware.new_func(process)


def add_outer_middleware(self, function):
    """Adds a middleware for each event of the router, before its filters. Returns it, for remove_outer_middleware()."""
    made = middleware(function)
    _add_outer(self, made)
    self._has_middleware = True
    return made


def add_inner_middleware(self, function):
    """Adds a middleware around the handlers. Returns it, for remove_inner_middleware()."""
    made = middleware(function)
    _add_inner(self, made)
    self._has_middleware = True
    return made


def outer_middleware(self, function):
    """A decorator for a middleware that gets each event of the router, before its filters."""
    add_outer_middleware(self, function)
    return function


def inner_middleware(self, function):
    """A decorator for a middleware around the handlers of the router."""
    add_inner_middleware(self, function)
    return function


def add_error_handler(self, function, *exceptions):
    """Adds function(error, event, context) for the exceptions of handlers; of all classes, or of the given ones.

    It has dealt with the error unless it returns False. A coroutine has dealt with it in any case; if it returns False, or fails,
    the error is logged.
    """
    for cls in exceptions:
        if not (isinstance(cls, type) and issubclass(cls, BaseException)):
            raise TypeError(f"{cls!r} is not a class of exceptions")
    if not callable(function):
        raise TypeError(f"{function!r} cannot handle errors: it has to be a function")
    refuse_generator(function, "an error handler")
    wanted = _companions(function, "error", ("event", "context", "bot", "state"))

    def handle(error, event, context, *_data):
        error = original(context, error)
        if exceptions and not isinstance(error, exceptions):
            return False
        try:
            result = function(error, **{name: companion(name, event, context) for name in wanted})
        except Exception as another:
            report(another, event)
            return False
        if not inspect.isawaitable(result):
            return result is not False
        hold_for_task(context)
        spawn(result).add_done_callback(lambda task: ended(task, error, context))
        return True

    # the library has not waited, and asks no other error handler any more
    def ended(task, error, context):
        another = task.exception()
        if another is not None:
            report(another, context.get_event())
        if another is not None or task.result() is False:
            report(error, context.get_event())
        release_for_task(context)

    return _add_error_handler(self, handle)


def error(self, *exceptions):
    """A decorator for a function that gets the exceptions of handlers: @router.error or @router.error(ValueError)."""
    if len(exceptions) == 1 and not isinstance(exceptions[0], type):
        add_error_handler(self, exceptions[0])
        return exceptions[0]

    def decorate(function):
        add_error_handler(self, function, *exceptions)
        return function

    return decorate


def include_router(self, router):
    """Includes a router, which gets the events that no router before it has handled."""
    if not isinstance(router, Trueconf.Router):
        raise TypeError(f"{router!r} is not a router: include_router() takes a Trueconf.Router")
    parent = router.get_parent()
    if parent is not None:
        raise ValueError(f"router {router.get_name() or '(no name)'} is already included by another router: "
                         "exclude it there first")
    above = self
    while above is not None:
        if above is router:
            raise ValueError("a router cannot include itself, or a router that includes it")
        above = above.get_parent()
    if isinstance(router, Trueconf.Dispatcher):
        raise TypeError("a dispatcher is the router of its bots, and no router includes it: include the other router in it")
    _include(self, router)


_ask_async = Trueconf.Context.ask_async


def _draft(question):
    return Trueconf.Draft.new_text(question, Trueconf.ParseMode.TEXT) if isinstance(question, str) else question


def ask(self, question=None, *filters, retry=None, timeout=0, cancellable=None):
    """Asks something and waits for the answer of the same user: await context.ask("How old are you?").

    `question` and `retry`, which is sent when a message is no answer, are texts or drafts. The answer is a
    Trueconf.Message, or a Trueconf.CallbackQuery if a filter takes presses.
    """
    if self.get_done():
        raise RuntimeError("the event is done: its handler cannot ask any more")
    seconds = 0 if timeout is None else in_seconds(timeout)
    condition = Made(filters, Trueconf.Event).filter
    return Operation(cancellable).start(
        lambda given, ready: _ask_async(self, _draft(question), condition, _draft(retry), seconds, given, ready),
        self.ask_finish, lambda answer: answer)


def prepare():
    """Changes the classes of routers and of what comes after a middleware."""
    router = Trueconf.Router
    for function in (add_outer_middleware, add_inner_middleware, outer_middleware, inner_middleware,
                     add_error_handler, error, include_router):
        setattr(router, function.__name__, function)
    router.fallback = on_fallback
    Trueconf.Next.run = Trueconf.Next.__call__ = run
    put(Trueconf.Next, "end", end)
    put(Trueconf.Next, "fail", fail)
    Trueconf.Context.ask = ask
