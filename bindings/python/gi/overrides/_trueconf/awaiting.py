# SPDX-License-Identifier: LGPL-2.1-or-later
"""`await` on the GLib main loop, without asyncio; under a running asyncio loop, coroutines are tasks of asyncio."""

import collections.abc
import inspect
import sys
import threading
import types

from gi.repository import Gio, GLib

from . import loops
from .errors import Cancelled, typed

_running = threading.local()


def report(error):
    """Prints an exception that nobody catches."""
    sys.excepthook(type(error), error, error.__traceback__)


class Waitable:
    """Something that ends later, with a result or an exception."""

    def __init__(self):
        self._done = False
        self._result = None
        self._exception = None
        self._seen = False
        self._waiting = None
        self._callbacks = []

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
        if not self._done:
            loop = loops.serve()
            if loop is not None and getattr(_running, "task", None) is None:
                yield from self._future(loop)
            else:
                yield self
        return self.result()

    def _future(self, loop):
        future = loop.create_future()
        thread = threading.get_ident()

        def end():
            if not future.done():
                future.set_result(None)

        def ended(_):
            if threading.get_ident() == thread:
                end()
            else:
                loop.call_soon_threadsafe(end)

        self.add_done_callback(ended)
        try:
            yield from future
        except BaseException:
            self.cancel()
            raise

    # what a coroutine has, so that asyncio.create_task() and the like take it

    def send(self, value):
        """Continues waiting, as a coroutine does."""
        if self._waiting is None:
            self._waiting = self.__await__()
        return self._waiting.send(value)

    def throw(self, *error):
        """Raises an exception where it waits, as a coroutine does."""
        if self._waiting is None:
            self._waiting = self.__await__()
        return self._waiting.throw(*error)

    def close(self):
        """Does nothing: what has begun goes on."""

    def __del__(self):
        if getattr(self, "_exception", None) is not None and not self._seen and not self.cancelled():
            report(self._exception)


collections.abc.Coroutine.register(Waitable)


class Operation(Waitable):
    """A running asynchronous call."""

    def __init__(self, cancellable=None):
        super().__init__()
        self._cancellable = cancellable or Gio.Cancellable()

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
            try:
                value = convert(finish(result))
            except Exception as error:
                exception = typed(error.with_traceback(None), source)
                if explain is not None:
                    explain(exception, result)
                self._end(exception=exception)
            else:
                self._end(value)

        loops.serve()
        begin(self._cancellable, ready)
        loops.added()
        return self


class Sleep(Waitable):
    """Ends after a time."""

    def __init__(self, seconds):
        super().__init__()
        self._source = GLib.Timeout(max(0, int(seconds * 1000)))
        self._source.set_callback(self._elapsed)
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

    def _wake(self, _waitable):
        self._waits_for = None
        wanted, self._cancel_wanted = self._cancel_wanted, False
        self._step(_cancelled() if wanted else None)


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


@types.coroutine
def _await(awaitable):
    return (yield from awaitable.__await__())


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
    """Waits for some seconds while the main loop goes on: `await Trueconf.sleep(0.5)`."""
    return Sleep(seconds)
