# SPDX-License-Identifier: LGPL-2.1-or-later
"""asyncio: its loop serves the main context of the bots of its thread, so that no GLib main loop has to run.

The context is watched by one file descriptor, so that an idle bot costs nothing and no second thread is needed.
"""

import sys
import threading

from gi.module import get_introspection_module
from gi.repository import GLib

Trueconf = get_introspection_module("Trueconf")

_thread = threading.local()

# packages with loops that run on a main context of GLib: that of PyGObject 3.50 and newer, and gbulb
GLIB_LOOPS = ("gi", "gbulb")


def running():
    """The asyncio loop that runs in this thread, if any."""
    asyncio = sys.modules.get("asyncio")
    return asyncio._get_running_loop() if asyncio is not None else None


def _runs_our_context(loop):
    """Whether the loop itself runs the main context of this thread. The second loop of gbulb in a thread runs another one."""
    if not any(base.__module__.partition(".")[0] in GLIB_LOOPS for base in type(loop).__mro__):
        return False
    ours = GLib.MainContext.get_thread_default() or GLib.MainContext.default()
    return getattr(loop, "_context", ours) == ours


class _Server:
    """Serves the main context of this thread from an asyncio loop, until the loop is closed."""

    def __init__(self, loop):
        self.loop = loop
        self._watch = None
        self._select = None
        # asyncio's own loops call something before they wait; others are told after each function that may add a source
        self.told = False
        if not _runs_our_context(loop):
            self._open(loop)

    def _open(self, loop):
        try:
            self._watch = Trueconf.ContextWatch.new(None)
        except GLib.Error as error:
            raise RuntimeError(error.message) from None
        loop.add_reader(self._watch.get_fd(), self._watch.dispatch)
        selector = getattr(loop, "_selector", None)
        if hasattr(selector, "__dict__") and callable(getattr(selector, "select", None)):
            self._before_each_wait(selector)
        else:
            self.told = True
        loop.close = self._close_with_loop

    def _before_each_wait(self, selector):
        prepare, select = self._watch.prepare, selector.select

        def prepared(timeout=None):
            prepare()
            return select(timeout)

        selector.select = prepared
        self._select = selector, prepared

    def _close_with_loop(self):
        self.close()
        self.loop.close()

    def prepare(self):
        """Takes notice of what was added to the context."""
        self._watch.prepare()

    def close(self):
        """Gives the context back."""
        watch, self._watch, self.told = self._watch, None, False
        if watch is None:
            return
        if self._select is not None:
            selector, prepared = self._select
            if selector.__dict__.get("select") is prepared:
                del selector.select
        if self.loop.__dict__.get("close") == self._close_with_loop:
            del self.loop.close
        if not self.loop.is_closed():
            self.loop.remove_reader(watch.get_fd())
        watch.close()
        if getattr(_thread, "server", None) is self:
            _thread.server = None


def serve():
    """Lets the asyncio loop that runs in this thread, if any, serve the main context. Returns the loop or None."""
    loop = running()
    if loop is None:
        return None
    server = getattr(_thread, "server", None)
    if server is None or server.loop is not loop:
        if server is not None:
            server.close()
        _thread.server = _Server(loop)
    return loop


def added():
    """To be called after something that may have added a source to the main context."""
    server = getattr(_thread, "server", None)
    if server is not None and server.told:
        server.prepare()
