# SPDX-License-Identifier: LGPL-2.1-or-later
"""`await` on the GLib main loop, without asyncio; under a running asyncio loop, coroutines are tasks of asyncio."""

import asyncio
import collections.abc
import datetime
import inspect
import logging
import math
import threading

from gi.repository import Gio, GLib

from . import loops
from .errors import Cancelled, timed_out, typed

_running = threading.local()

# looked up once: the module of an override finds a name anew each time
_Cancellable = Gio.Cancellable


_log = logging.getLogger("trueconf")


def _shown(text):
    """A line of the log stays one line, whatever a server has named something."""
    if text is None or len(text) <= 500 and text.isprintable():
        return text
    return repr(text[:500])[1:-1]


def _about(event):
    """What a record of the log is about, by the names of the fields that the library logs. All records have all of them."""
    bot = event.get_bot() if event is not None else None
    return {
        "trueconf_event": event.get_serial() if event is not None else None,
        "trueconf_method": _shown(event.get_method()) if event is not None else None,
        "trueconf_chat": _shown(getattr(event, "chat_id", None)),
        "trueconf_bot": _shown(bot.get_user_id()) if bot is not None else None,
    }


def report(error, event=None):
    """Logs an exception that nobody catches. Where logging is not set up, it is printed."""
    _log.error("%s: %s", type(error).__name__, error, exc_info=error, extra=_about(event))


class _Wait:
    """What `await` asks. It has no throw(), so that an exception is raised in the line that waits, and no frame of this file is shown."""

    __slots__ = ("_waitable", "_asked")

    def __init__(self, waitable):
        self._waitable = waitable
        self._asked = False

    def __iter__(self):
        return self

    def __next__(self):
        waitable = self._waitable
        if not self._asked and not (waitable._done and waitable._exception is None):
            self._asked = True
            loop = loops.serve()
            if loop is None or getattr(_running, "task", None) is not None:
                return waitable
            future = waitable._future(loop)
            # asyncio requires this mark
            future._asyncio_future_blocking = True
            return future
        raise StopIteration(waitable.result())


class Waitable:
    """Something that ends later, with a result or an exception."""

    def __init__(self):
        self._done = False
        self._result = None
        self._exception = None
        self._seen = False
        self._waiting = None
        self._callbacks = []

    def __repr__(self):
        state = "pending" if not self._done else "done" if self._exception is None else f"failed with {type(self._exception).__name__}"
        return f"<Trueconf.{type(self).__name__.strip('_')} {state}>"

    def done(self):
        """Whether it has ended."""
        return self._done

    def cancelled(self):
        """Whether it was cancelled."""
        return self._done and isinstance(self._exception, Cancelled)

    def result(self):
        """The result; raises the exception if there was one."""
        if not self._done:
            raise RuntimeError("there is no result yet: await it")
        self._seen = True
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        """The exception, or None."""
        if not self._done:
            raise RuntimeError("there is no result yet: await it")
        self._seen = True
        return self._exception

    def add_done_callback(self, function):
        """Calls function(self) when it ends, or at once if it has ended."""
        if self._done:
            self._call(function)
        else:
            self._callbacks.append(function)

    def cancel(self):
        """Cancels it. It ends with Trueconf.Cancelled a moment later."""
        raise NotImplementedError

    def _end(self, result=None, exception=None):
        if self._done:
            return
        self._done, self._result, self._exception = True, result, exception
        callbacks, self._callbacks = self._callbacks, []
        for function in callbacks:
            self._call(function)
        loops.added()

    def _call(self, function):
        try:
            function(self)
        except Exception as error:
            report(error)

    def __await__(self):
        return _Wait(self)

    def _future(self, loop):
        """A future of asyncio that ends as this does, and whose end by asyncio ends this."""
        future = loop.create_future()
        thread = threading.get_ident()

        def end():
            if future.done():
                return
            if self._exception is None:
                future.set_result(None)
            else:
                self._seen = True
                future.set_exception(self._exception)

        def ended(_):
            if threading.get_ident() == thread:
                end()
            else:
                loop.call_soon_threadsafe(end)

        self.add_done_callback(ended)
        future.add_done_callback(lambda future: future.cancelled() and self.cancel())
        return future

    # what a coroutine has, so that asyncio.create_task() and the like take it

    def send(self, value):
        """Continues waiting, as a coroutine does."""
        if self._waiting is None:
            self._waiting = self.__await__()
        return next(self._waiting)

    def throw(self, error, value=None, traceback=None):
        """Raises an exception where it waits, as a coroutine does."""
        if isinstance(error, type):
            error = value if isinstance(value, BaseException) else error() if value is None else error(value)
        if error is not self._exception:
            self.cancel()
        raise error if traceback is None else error.with_traceback(traceback)

    def close(self):
        """Does nothing: what has begun goes on."""

    def __del__(self):
        if getattr(self, "_exception", None) is not None and not self._seen and not self.cancelled():
            report(self._exception)


collections.abc.Coroutine.register(Waitable)


def limit(timeout, name):
    """The number of seconds that a function may take, None if it has no limit."""
    seconds = None if timeout is None else in_seconds(timeout)
    if seconds is None or seconds == math.inf:
        return None
    if not seconds >= 0:
        raise ValueError(f"timeout cannot be {timeout}: it is the number of seconds that {name}() may take")
    return seconds


class Operation(Waitable):
    """A running asynchronous call, which may take some seconds, or a timedelta; late(name, seconds) says what is wrong if it takes longer."""

    def __init__(self, cancellable=None, timeout=None, name="it", late=None):
        super().__init__()
        self._name = name
        self._late_words = late
        self._limit = limit(timeout, name)
        self._late = False
        self._timer = self._follows = None
        self._cancellable = cancellable or _Cancellable()
        if self._limit is None:
            return
        if cancellable is not None:
            # the time-out cancels this call only, and not all that the program cancels together
            self._cancellable = _Cancellable()
            self._follows = cancellable, cancellable.connect(lambda *_: self._cancellable.cancel())

    def cancel(self):
        """Cancels the call, through its own cancellable if it has one."""
        if self._done:
            return False
        self._cancellable.cancel()
        return True

    def start(self, begin, finish, convert, explain=None):
        """Calls begin(cancellable, callback). The result is convert(finish(result)); explain(exception, result) may add to an
        exception what else there is to tell."""
        def ready(source, result, *_data):
            value = exception = None
            try:
                value = convert(finish(result))
            except (Exception, asyncio.CancelledError) as error:
                # asyncio.CancelledError is no Exception, and a handler behind next() may have raised
                exception = typed(error.with_traceback(None), source)
            # not within `except`, since what is raised next would show this exception, too
            self._stop_timer()
            if exception is None:
                self._end(value)
                return
            if self._late and isinstance(exception, Cancelled):
                exception = timed_out(self._name, self._limit, self._late_words)
            if explain is not None:
                explain(exception, result)
            self._end(exception=exception)

        loops.serve()
        begin(self._cancellable, ready)
        if self._limit is not None and not self._done:
            self._timer = Sleep(self._limit)
            self._timer.add_done_callback(self._time_is_over)
        loops.added()
        return self

    def _time_is_over(self, timer):
        if not timer.cancelled() and not self._done:
            self._late = True
            self._cancellable.cancel()

    def _stop_timer(self):
        if self._timer is not None:
            self._timer.cancel()
        if self._follows is not None:
            cancellable, handler = self._follows
            # within the signal itself this would wait for ever
            if not cancellable.is_cancelled():
                cancellable.disconnect(handler)


def in_seconds(duration):
    """A number of seconds, which can be given as a timedelta."""
    return duration.total_seconds() if isinstance(duration, datetime.timedelta) else duration


# in seconds: what is longer never ends for anybody
LONGEST = 100 * 365 * 24 * 60 * 60


def timer(seconds, function):
    """A source that calls a function once, after some seconds, or a timedelta. GLib.Timeout alone takes 49 days at most."""
    seconds = in_seconds(seconds)
    if seconds != seconds:
        raise ValueError(f"nothing can take {seconds} seconds: it has to be a number")
    source = GLib.Timeout()
    source.set_callback(function)
    source.set_ready_time(GLib.get_monotonic_time() + int(min(max(seconds, 0), LONGEST) * 1000000))
    return source


class Sleep(Waitable):
    """Ends after a time."""

    def __init__(self, seconds):
        super().__init__()
        self._source = timer(seconds, self._elapsed)
        loops.serve()
        self._source.attach(GLib.MainContext.get_thread_default() or GLib.MainContext.default())
        loops.added()

    def _elapsed(self, *_data):
        self._end()
        return GLib.SOURCE_REMOVE

    def cancel(self):
        """Ends it with Trueconf.Cancelled."""
        if self._done:
            return False
        self._source.destroy()
        self._end(exception=_cancelled())
        return True


class Task(Waitable):
    """A coroutine that runs on the main loop: see spawn ()."""

    def __init__(self, coroutine):
        super().__init__()
        self._coroutine = coroutine
        self._waits_for = None
        self._cancel_wanted = False
        self._step()

    def cancel(self):
        """Raises Trueconf.Cancelled in the coroutine, where it waits."""
        if self._done:
            return False
        self._cancel_wanted = True
        if self._waits_for is not None:
            self._waits_for.cancel()
        return True

    def _step(self, error=None):
        before = getattr(_running, "task", None)
        _running.task = self
        try:
            while True:
                waits_for = self._coroutine.send(None) if error is None else self._coroutine.throw(error)
                error = self._wait(waits_for)
                if error is None:
                    return
        except StopIteration as end:
            self._end(end.value)
        except (KeyboardInterrupt, SystemExit) as end:
            self._end(exception=end)
            exits = getattr(_running, "exits", None)
            if exits is None:
                raise
            # Trueconf.run() ends with it; out of a callback of GLib it would end the program at once
            self._seen = True
            exits.append(end)
        except BaseException as end:
            # without this frame, which would keep the task alive
            self._end(exception=typed(end.with_traceback(end.__traceback__.tb_next)))
        finally:
            _running.task = before

    def _wait(self, waits_for):
        """Continues when `waits_for` has ended; returns an exception if it cannot be awaited."""
        if waits_for is None:
            # asyncio.sleep(0), and others that let the loop take a turn
            waits_for = Sleep(0)
        if not hasattr(waits_for, "add_done_callback"):
            return TypeError(f"a coroutine on the main loop cannot wait for {waits_for!r}: it is not of this library")
        # futures of asyncio require this mark
        if hasattr(waits_for, "_asyncio_future_blocking"):
            waits_for._asyncio_future_blocking = False
        self._waits_for = waits_for
        waits_for.add_done_callback(self._wake)
        if self._cancel_wanted and self._waits_for is not None:
            self._waits_for.cancel()
        return None

    def _wake(self, waitable):
        self._waits_for = None
        wanted, self._cancel_wanted = self._cancel_wanted, False
        error = None
        if wanted:
            error = _cancelled()
        elif isinstance(waitable, Waitable) and waitable._exception is not None:
            waitable._seen = True
            error = waitable._exception
        self._step(error)


class AsyncioTask(Waitable):
    """A coroutine that runs as a task of asyncio."""

    def __init__(self, loop, coroutine):
        super().__init__()
        self._task = loop.create_task(coroutine)
        self._task.add_done_callback(self._ended)

    def cancel(self):
        """Raises asyncio.CancelledError in the coroutine, where it waits."""
        return self._task.cancel()

    def _ended(self, task):
        if task.cancelled():
            self._end(exception=_cancelled())
            return
        error = task.exception()
        if error is None:
            self._end(task.result())
        else:
            self._end(exception=typed(error))


def _cancelled():
    return Cancelled("Operation was cancelled", "g-io-error-quark", int(Gio.IOErrorEnum.CANCELLED))


async def _await(awaitable):
    return await awaitable


def spawn(coroutine):
    """Runs a coroutine on the main loop and returns its task.

    It runs at once up to its first `await`. Under a running asyncio loop it is a task of asyncio, which begins in the next turn of the
    loop. A task that fails and that nobody asks for its result shows its traceback.
    """
    if isinstance(coroutine, Waitable):
        return coroutine
    if not inspect.iscoroutine(coroutine):
        if not inspect.isawaitable(coroutine):
            raise TypeError(f"{coroutine!r} is not a coroutine: call the async function and hand over what it returns")
        coroutine = _await(coroutine)
    loop = loops.serve()
    return Task(coroutine) if loop is None else AsyncioTask(loop, coroutine)


def sleep(seconds):
    """Waits for some seconds, or a timedelta, while the main loop goes on: `await Trueconf.sleep(0.5)`."""
    return Sleep(seconds)
