# SPDX-License-Identifier: LGPL-2.1-or-later
"""Request middlewares that are functions, which may be coroutines."""

import asyncio
import inspect

from gi.module import get_introspection_module
from gi.repository import GObject

from .arguments import refuse_generator
from .awaiting import Operation, report, spawn
from .classes import put
from .errors import late_words, to_error
from .values import to_node, to_python

Trueconf = get_introspection_module("Trueconf")

_add = Trueconf.Bot.add_request_middleware
_run = Trueconf.RequestNext.run
_run_async = Trueconf.RequestNext.run_async
_answer = Trueconf.RequestNext.answer
_fail = Trueconf.RequestNext.fail


# ---- the library only logs mistakes; Python raises an exception

def _check(following, name, after_looking):
    if getattr(following, "_decided", False):
        raise RuntimeError(f"{name}() comes too late: the middleware has answered or refused the request already")
    if following.get_has_run() and not (after_looking and hasattr(following, "_looks")):
        raise RuntimeError(f"{name}() comes too late: the middleware has sent the request on already")


def run(self):
    """Sends the request on, once. Its answer goes to the caller."""
    _check(self, "run", False)
    _run(self)


def look(self, cancellable=None, timeout=None):
    """Sends the request on, once. Await it for the answer, a dictionary, which is then to be returned.

    `timeout` is for the wait, in seconds or as a timedelta; the request itself has that of its caller.
    """
    _check(self, "next", False)
    self._looks = True
    operation = Operation(cancellable, timeout, "next", late_words(self))
    # the caller gets it, whether or not it is awaited
    operation._seen = True

    def finish(result):
        try:
            self._node = self.run_finish(result)
        except Exception as error:
            self._came_back = error
            raise
        return self._node

    self._operation = operation.start(lambda given, ready: _run_async(self, given, ready), finish, to_python)
    return self._operation


def answer(self, payload):
    """Answers the request with a dictionary or a list."""
    _check(self, "answer", True)
    node = to_node(payload)
    self._decided = True
    _answer(self, node)


def fail(self, error):
    """Refuses the request, which fails with the exception."""
    _check(self, "fail", True)
    self._decided = True
    _fail(self, to_error(error))


# ---- functions

def _ended(following, result):
    """The function has returned the answer; None leaves everything as it is."""
    if getattr(following, "_decided", False):
        return
    if result is not None:
        answer(following, result)
    elif hasattr(following, "_node"):
        answer(following, following._node)
    elif hasattr(following, "_came_back"):
        fail(following, following._came_back)
    elif hasattr(following, "_looks"):
        following._operation.add_done_callback(lambda _: _ended(following, None))
    elif not following.get_has_run():
        fail(following, RuntimeError("the middleware has neither called next nor returned an answer"))


def _failed(following, error):
    if getattr(following, "_decided", False) or (following.get_has_run() and not hasattr(following, "_looks")):
        report(error)
    else:
        fail(following, error)


def middleware(function):
    """A Trueconf.RequestMiddleware of a function of (request, next), which may be a coroutine."""
    given = function
    if isinstance(function, Trueconf.RequestMiddleware):
        if not inspect.iscoroutinefunction(getattr(type(function), "do_process", None)):
            return function
        given = function.do_process
    if not callable(given) or inspect.isclass(given):
        raise TypeError(f"{function!r} is not a request middleware: it has to be a function or a "
                        "Trueconf.RequestMiddleware")
    refuse_generator(given, "a request middleware")
    try:
        inspect.signature(given).bind(None, None)
    except TypeError as error:
        raise TypeError(f"{function!r} is not a request middleware: it gets (request, next), and {error}") from None
    except ValueError:
        pass

    def process(request, following, *_data):
        try:
            result = given(request, following)
            if not inspect.isawaitable(result):
                _ended(following, result)
                return
        except (Exception, asyncio.CancelledError) as error:
            _failed(following, error)
            return
        task = spawn(result)
        cancellable = following.get_cancellable()
        # Cancellable.connect() is another function
        handler = GObject.Object.connect(cancellable, "cancelled", lambda _: task.cancel())
        task.add_done_callback(lambda task: ended(task, following, cancellable, handler))

    def ended(task, following, cancellable, handler):
        error = task.exception()
        try:
            if error is None:
                _ended(following, task.result())
        except Exception as another:
            error = another
        if error is not None:
            _failed(following, error)
        # not from within the signal itself, which would wait for ever
        if not cancellable.is_cancelled():
            cancellable.handler_disconnect(handler)

    made = Trueconf.RequestMiddleware.new_func(process)
    if made is not function and isinstance(function, Trueconf.RequestMiddleware):
        made.set_timeout(function.get_timeout())
    return made


def add_request_middleware(self, function):
    """Adds a middleware for the requests of the bot. Returns it, for remove_request_middleware()."""
    made = middleware(function)
    _add(self, made)
    return made


def request_middleware(self, function):
    """A decorator for a middleware for the requests of the bot."""
    add_request_middleware(self, function)
    return function


def prepare():
    """Changes the classes of requests."""
    for function in (run, answer, fail):
        put(Trueconf.RequestNext, function.__name__, function)
    Trueconf.RequestNext.__call__ = look
    Trueconf.OutgoingRequest.payload = property(lambda self: to_python(self.get_payload()),
                                                lambda self, payload: self.set_payload(to_node(payload)))
    Trueconf.OutgoingRequest.__repr__ = lambda self: f"<Trueconf.OutgoingRequest {self.method}>"
    for function in (add_request_middleware, request_middleware):
        put(Trueconf.Bot, function.__name__, function)
