# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot: the keyword names of python-trueconf-bot, and a run() that ends as Python users expect."""

import collections.abc
import difflib
import json
import os
import signal
import threading

from gi._ossighelper import wakeup_on_signal
from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject

from . import awaiting, loops
from .classes import awaitable, check_thread, main_context, put
from .errors import timed_out, typed
from .values import to_property
from .waiting import call_in_context

Trueconf = get_introspection_module("Trueconf")

# names of python-trueconf-bot and those of the library
ALIASES = {"web_port": "port", "me_id": "user_id"}


# what other libraries take here, and where it is
ELSEWHERE = {
    "on_health_check": 'connect the signal "status-changed" instead: bot.connect("status-changed", lambda bot, health: …), or import '
                       "Bot from trueconf_compat, which has the arguments of python-trueconf-bot",
    "debug": "set the environment variable G_MESSAGES_DEBUG=Trueconf instead",
    "max_in_memory_download_size": "it is max_download_size here, and holds for all downloads of unknown size",
}


def _arguments(kwargs):
    """The properties for keyword arguments, which can have the names of python-trueconf-bot."""
    properties = {}
    for name, value in kwargs.items():
        name = ALIASES.get(name, name)
        if name == "verify_ssl":
            if isinstance(value, (str, os.PathLike)):
                name, value = "tls_ca_file", os.fspath(value)
            else:
                name, value = "verify_tls", bool(value)
        if name in properties:
            raise TypeError(f"{name!r} is given twice")
        properties[name] = value
    return properties


def _no_argument(name, known):
    names = sorted(name for name, pspec in known.items() if pspec.flags & GObject.ParamFlags.WRITABLE)
    near = difflib.get_close_matches(name, [*names, *ALIASES, "verify_ssl"], 1)
    answer = f"did you mean {near[0]!r}? It takes" if near else "it takes"
    return f"a bot takes no {name!r}: {answer} {', '.join(names)}"


def _init(self, server=None, token=None, **kwargs):
    properties = _arguments(kwargs)
    known = {pspec.name.replace("-", "_"): pspec for pspec in type(self).list_properties()}
    for name, value in properties.items():
        pspec = known.get(name.replace("-", "_"))
        if name in ELSEWHERE:
            raise TypeError(f"a bot has no {name!r}: {ELSEWHERE[name]}")
        if pspec is None:
            raise TypeError(_no_argument(name, known))
        properties[name] = to_property(pspec, value)
    if server is not None:
        properties["server"] = server
    if token is not None:
        properties["token"] = token
    GObject.Object.__init__(self, **properties)
    self._context = GLib.MainContext.get_thread_default()


def _from_credentials(cls, server, username, password, **kwargs):
    """A bot that logs in with user name and password."""
    return cls(server=server, username=username, password=password, **kwargs)


class _Limit:
    """Stops a bot that runs for longer than some seconds, which is an error."""

    def __init__(self, bot, timeout):
        self._seconds = awaiting.limit(timeout, "run")
        self._late = False
        self._bot = bot
        self._source = None

    def _elapsed(self, *_data):
        self._late = True
        self._bot.stop()
        return GLib.SOURCE_REMOVE

    def __enter__(self):
        if self._seconds is not None:
            self._source = awaiting.timer(self._seconds, self._elapsed)
            self._source.attach(main_context(self._bot))
            loops.added()

    def __exit__(self, kind, error, traceback):
        if self._source is not None:
            self._source.destroy()
        if self._late and error is None:
            raise timed_out("run", self._seconds,
                            lambda name, seconds: f"{name}: the bot was stopped after {seconds:g} s, as its timeout says")


def _run(self, cancellable=None, timeout=None):
    """Starts the bot and runs a main loop until it is stopped; raises why, if it gives up.

    After `timeout`, in seconds or as a timedelta, the bot is stopped, and Trueconf.TimedOut is raised.

    SIGINT (Ctrl-C) and SIGTERM stop it. Handlers of other signals that the program has set with the module `signal` run.

    Where asyncio runs, this is a coroutine: `await bot.run()`. asyncio.run() raises an exception for Ctrl-C; SIGTERM stops the
    bot if the program has no handler of its own.
    """
    check_thread(self, "run")
    limit = _Limit(self, timeout)
    if loops.running() is not None:
        return _run_in_asyncio(self, cancellable, limit)
    main = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if main else {}
    try:
        with limit, wakeup_on_signal():
            return _raw_run(self, cancellable)
    except GLib.Error as error:
        raise typed(error, self) from None
    finally:
        # the library has replaced Python's handlers of signals, and restored those that it knew
        for number, handler in handlers.items():
            if handler is not None:
                signal.signal(number, handler)


def _terminate(self):
    if self.service_notifier is not None:
        self.service_notifier.stopping()
    self.stop()


async def _run_in_asyncio(self, cancellable, limit):
    loop = loops.running()
    stop_on_term = (threading.current_thread() is threading.main_thread()
                    and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
    if stop_on_term:
        loop.add_signal_handler(signal.SIGTERM, _terminate, self)
    own = Gio.Cancellable()
    if cancellable is not None:
        # what is cancelled from outside ends the operation, what asyncio cancels waits for the end
        cancellable.connect(own.cancel)
    operation = _run_operation(self, cancellable=own)
    try:
        with limit:
            return await operation
    finally:
        if stop_on_term:
            loop.remove_signal_handler(signal.SIGTERM)
        # asyncio has cancelled the task: the bot says good-bye first, as it does for Ctrl-C without asyncio
        if own.is_cancelled():
            await self.stop()


async def _enter(self):
    await self.start()
    return self


async def _exit(self, kind, error, traceback):
    await self.stop()


def _call_soon_threadsafe(self, function, *args):
    """Calls a function in the thread of the bot; this can be called from any thread. A coroutine function runs there as a task.

    Returns a concurrent.futures.Future: `bot.call_soon_threadsafe(bot.send_message, chat_id, "Done").result()` waits for the
    message in another thread.
    """
    return call_in_context(main_context(self), function, *args)


def _activity(self, chat_id, activity=Trueconf.ChatActivity.TYPING):
    """Shows in a chat what the bot is doing, until the block of a with statement is left."""
    return self.begin_chat_activity(chat_id, activity)


def _typing(self, chat_id):
    """Shows in a chat that the bot is typing, until the block of a with statement is left."""
    return self.begin_chat_activity(chat_id, Trueconf.ChatActivity.TYPING)


def _enter_activity(self):
    return self


def _exit_activity(self, kind, error, traceback):
    self.end()


async def _enter_activity_async(self):
    return self


async def _exit_activity_async(self, kind, error, traceback):
    self.end()


_raw_run = Trueconf.Bot.run
_run_operation = awaitable(Trueconf.Bot, next(info for info in Trueconf.Bot.__info__.get_methods() if info.get_name() == "run_async"), "run")


def _add_mapping(cls):
    """A state of the bot is also a mapping, so that dict() and frameworks that make JSON of what a function returns can read it."""
    cls.to_dict = lambda self: json.loads(self.to_json())
    cls.keys = lambda self: self.to_dict().keys()
    cls.values = lambda self: self.to_dict().values()
    cls.items = lambda self: self.to_dict().items()
    cls.get = lambda self, key, default=None: self.to_dict().get(key, default)
    cls.__getitem__ = lambda self, key: self.to_dict()[key]
    cls.__contains__ = lambda self, key: key in self.to_dict()
    cls.__iter__ = lambda self: iter(self.to_dict())
    cls.__len__ = lambda self: len(self.to_dict())
    # object.__len__ would decide over the truth of a state
    cls.__bool__ = lambda self: True
    collections.abc.Mapping.register(cls)


def prepare():
    """Changes the class."""
    _add_mapping(Trueconf.Health)
    cls = Trueconf.Bot
    put(cls, "__init__", _init)
    cls.from_credentials = classmethod(_from_credentials)
    _from_credentials.__qualname__ = "Bot.from_credentials"
    put(cls, "run", _run)
    put(cls, "__aenter__", _enter)
    put(cls, "__aexit__", _exit)
    cls.me_id = property(lambda self: self.user_id)
    put(cls, "call_soon_threadsafe", _call_soon_threadsafe)
    put(cls, "activity", _activity)
    put(cls, "typing", _typing)
    put(Trueconf.Activity, "__enter__", _enter_activity)
    put(Trueconf.Activity, "__exit__", _exit_activity)
    put(Trueconf.Activity, "__aenter__", _enter_activity_async)
    put(Trueconf.Activity, "__aexit__", _exit_activity_async)
