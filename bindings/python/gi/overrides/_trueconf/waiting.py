# SPDX-License-Identifier: LGPL-2.1-or-later
"""What coroutines need besides `await` where asyncio is not there: running them, waiting for several, for a time, for threads and for each other."""

import collections
import concurrent.futures
import contextlib
import inspect
import signal
import threading

from gi._ossighelper import wakeup_on_signal
from gi.repository import GLib

from . import awaiting, loops
from .awaiting import Sleep, Waitable, in_seconds, spawn
from .errors import Cancelled

_executor = None


def _main_context():
    return GLib.MainContext.get_thread_default() or GLib.MainContext.default()


# ---- running

@contextlib.contextmanager
def _interrupts(interrupt):
    """Calls interrupt() for SIGINT (Ctrl-C), if that can be: signals belong to the main thread."""
    before = signal.getsignal(signal.SIGINT)
    if (threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler
            or _main_context() != GLib.MainContext.default()):
        yield
        return
    source = GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGINT, interrupt)
    try:
        with wakeup_on_signal():
            yield
    finally:
        GLib.source_remove(source)
        signal.signal(signal.SIGINT, before)


def run(coroutine):
    """Runs a coroutine on GLib's main loop until it has ended, and returns its result: sys.exit(Trueconf.run(main())).

    Its exception is raised. Ctrl-C cancels it, and raises KeyboardInterrupt when it has ended; a second one does not wait.
    """
    if loops.running() is not None:
        coroutine.close()
        raise RuntimeError("asyncio runs here: await the coroutine, or call asyncio.run() instead of Trueconf.run()")
    context = _main_context()
    if not context.acquire():
        coroutine.close()
        raise RuntimeError("another thread runs this main context")
    interrupts = []

    def interrupt():
        interrupts.append(True)
        task.cancel()
        return GLib.SOURCE_CONTINUE

    before, exits = getattr(awaiting._running, "exits", None), []
    awaiting._running.exits = exits
    try:
        with _interrupts(interrupt):
            task = spawn(coroutine)
            while not task.done() and not exits and len(interrupts) < 2:
                context.iteration(True)
    finally:
        awaiting._running.exits = before
        context.release()
    if exits:
        raise exits[0]
    if interrupts and (not task.done() or task.cancelled()):
        task._seen = True
        raise KeyboardInterrupt
    return task.result()


# ---- several

class _All(Waitable):
    """Ends when all have ended, or one has failed."""

    def __init__(self, waitables, return_exceptions):
        super().__init__()
        self._waitables = waitables
        self._return_exceptions = return_exceptions
        self._left = len(waitables)
        for one in waitables:
            one.add_done_callback(self._one_ended)
        if not waitables:
            self._end([])

    def _one_ended(self, one):
        error = one.exception()
        self._left -= 1
        if error is not None and not self._return_exceptions:
            self._end(exception=error)
        elif self._left == 0 and not self._done:
            self._end([one.exception() or one.result() for one in self._waitables])

    def cancel(self):
        """Cancels all."""
        return any([one.cancel() for one in self._waitables])


def gather(*awaitables, return_exceptions=False):
    """Waits for all; the result is a list of their results, in order. The first exception is raised, unless they are wanted."""
    return _All([spawn(one) for one in awaitables], return_exceptions)


# ---- for a time

class _Limited(Waitable):
    def __init__(self, waitable, seconds):
        super().__init__()
        self._waitable = waitable
        self._late = False
        self._timer = Sleep(seconds)
        self._timer.add_done_callback(self._time_is_over)
        waitable.add_done_callback(self._ended)

    def _time_is_over(self, timer):
        if not timer.cancelled() and not self._waitable.done():
            self._late = True
            self._waitable.cancel()

    def _ended(self, waitable):
        error = waitable.exception()
        self._timer.cancel()
        if error is None:
            self._end(waitable.result())
        elif self._late and isinstance(error, Cancelled):
            self._end(exception=TimeoutError("it has taken too long"))
        else:
            self._end(exception=error)

    def cancel(self):
        """Cancels what is waited for."""
        return self._waitable.cancel()


def wait_for(awaitable, seconds):
    """Waits for something for some seconds, or a timedelta; then cancels it and raises TimeoutError. `None` waits without an end."""
    return spawn(awaitable) if seconds is None else _Limited(spawn(awaitable), seconds)


@contextlib.asynccontextmanager
async def timeout(seconds):
    """Lets what is in the block take some seconds, or a timedelta: `async with Trueconf.timeout(5):`. Raises TimeoutError then.

    `None` waits without an end.
    """
    task = getattr(awaiting._running, "task", None)
    if task is None:
        if loops.running() is None:
            raise RuntimeError("timeout() is for coroutines")
        import asyncio
        async with asyncio.timeout(None if seconds is None else in_seconds(seconds)):
            yield
        return
    if seconds is None:
        yield
        return
    late = []
    timer = Sleep(seconds)
    timer.add_done_callback(lambda timer: timer.cancelled() or (late.append(True), task.cancel()))
    try:
        yield
    except Cancelled:
        if not late:
            raise
        raise TimeoutError("it has taken too long") from None
    finally:
        timer.cancel()


# ---- threads

class _Threaded(Waitable):
    def __init__(self, function, args, kwargs):
        super().__init__()
        self._context = _main_context()
        self._call_in_thread = _get_executor().submit(function, *args, **kwargs)
        self._call_in_thread.add_done_callback(self._left)

    def _left(self, future):
        source = GLib.Idle()
        source.set_callback(self._ended)
        source.attach(self._context)

    def _ended(self, *_data):
        if self._call_in_thread.cancelled():
            self._end(exception=awaiting._cancelled())
        elif self._call_in_thread.exception() is not None:
            self._end(exception=self._call_in_thread.exception())
        else:
            self._end(self._call_in_thread.result())
        return GLib.SOURCE_REMOVE

    def cancel(self):
        """Takes it back if it has not begun; a function that runs cannot be stopped, but nobody waits for it any more."""
        if self._done:
            return False
        if not self._call_in_thread.cancel():
            self._end(exception=awaiting._cancelled())
        return True


def _get_executor():
    global _executor
    if _executor is None:
        _executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="trueconf")
    return _executor


def to_thread(function, *args, **kwargs):
    """Calls a function that blocks in another thread: `await Trueconf.to_thread(read, path)`. The result is its result."""
    loops.serve()
    return _Threaded(function, args, kwargs)


def call_in_context(context, function, *args):
    """Calls a function in the thread that runs a main context, from any other; see Bot.call_soon_threadsafe()."""
    future = concurrent.futures.Future()

    def ended(waitable):
        if waitable.exception() is None:
            future.set_result(waitable.result())
        else:
            future.set_exception(waitable.exception())

    def call(*_data):
        if not future.set_running_or_notify_cancel():
            return GLib.SOURCE_REMOVE
        try:
            result = function(*args)
            if inspect.isawaitable(result):
                spawn(result).add_done_callback(ended)
            else:
                future.set_result(result)
        except Exception as error:
            future.set_exception(error)
        return GLib.SOURCE_REMOVE

    source = GLib.Idle(priority=GLib.PRIORITY_DEFAULT)
    source.set_callback(call)
    source.attach(context)
    return future


# ---- progress

class Progress:
    """How far a file is: `progress=Trueconf.Progress()`, and then `async for current, total in progress:`, until the call has ended.

    Both are bytes. Where the loop is slower than the file, it gets the newest figures only.
    """

    def __init__(self):
        self._news = None
        self._ended = False
        self._flag = Flag()

    def __repr__(self):
        return f"<Trueconf.Progress {'ended' if self._ended else 'going on'}>"

    def __call__(self, current, total, *_data):
        self._news = current, total
        self._flag.set()

    def end(self, _operation=None):
        """Ends the loop."""
        self._ended = True
        self._flag.set()

    def __aiter__(self):
        return self

    async def __anext__(self):
        while self._news is None:
            if self._ended:
                raise StopAsyncIteration
            await self._flag.wait()
            self._flag.clear()
        news, self._news = self._news, None
        return news


# ---- each other

class _Turn(Waitable):
    def __init__(self, waiting):
        super().__init__()
        self._turns = waiting
        waiting.append(self)

    def cancel(self):
        """Does not wait any more."""
        if self._done:
            return False
        self._turns.remove(self)
        self._end(exception=awaiting._cancelled())
        return True


class Flag:
    """Something that coroutines of one thread wait for: `await flag.wait()`, until somebody calls flag.set().

    It is asyncio's Event; Trueconf.Event is what a server sends.
    """

    def __init__(self):
        self._set = False
        self._waiting = collections.deque()

    def __repr__(self):
        return f"<Trueconf.Flag {'set' if self._set else 'clear'}>"

    def is_set(self):
        """Whether it has happened."""
        return self._set

    def set(self):
        """It has happened: all who wait go on, and nobody waits until clear()."""
        self._set = True
        # who goes on may call clear() and wait again, for the next time
        waiting, self._waiting = self._waiting, collections.deque()
        while waiting:
            waiting.popleft()._end(True)

    def clear(self):
        """It has not happened yet."""
        self._set = False

    async def wait(self):
        """Waits until it has happened."""
        return True if self._set else await _Turn(self._waiting)


class QueueEmpty(Exception):
    """There is nothing in the queue."""


class QueueFull(Exception):
    """The queue has as many items as it may have."""


class Queue:
    """Items from coroutines for coroutines of one thread, the first one first. `maxsize=0` is without a limit."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._items = collections.deque()
        self._getting = collections.deque()
        self._putting = collections.deque()

    def __repr__(self):
        return f"<Trueconf.Queue of {len(self._items)}>"

    def qsize(self):
        """How many items there are."""
        return len(self._items)

    def empty(self):
        """Whether there is none."""
        return not self._items

    def full(self):
        """Whether there are as many as there may be."""
        return 0 < self.maxsize <= len(self._items)

    def put_nowait(self, item):
        """Adds an item, or raises Trueconf.QueueFull."""
        if self.full():
            raise QueueFull
        self._items.append(item)
        if self._getting:
            self._getting.popleft()._end()

    def get_nowait(self):
        """Takes the first item, or raises Trueconf.QueueEmpty."""
        if not self._items:
            raise QueueEmpty
        item = self._items.popleft()
        if self._putting:
            self._putting.popleft()._end()
        return item

    async def put(self, item):
        """Adds an item, when there is room."""
        while self.full():
            await _Turn(self._putting)
        self.put_nowait(item)

    async def get(self):
        """Takes the first item, when there is one."""
        while not self._items:
            await _Turn(self._getting)
        return self.get_nowait()
