# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot: the keyword names of python-trueconf-bot, and a run() that ends as Python users expect."""

import os
import signal
import threading

from gi._ossighelper import wakeup_on_signal
from gi.module import get_introspection_module
from gi.repository import Gio, GLib, GObject

from . import loops
from .classes import awaitable, check_thread, check_value, put, to_enum
from .errors import typed

Trueconf = get_introspection_module("Trueconf")

# names of python-trueconf-bot and those of the library
ALIASES = {"web_port": "port", "me_id": "user_id"}


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
        if isinstance(value, str) and name.replace("_", "-") in _enums():
            value = to_enum(_enums()[name.replace("_", "-")], value)
        properties[name] = value
    return properties


def _enums():
    return {pspec.name: pspec.value_type.pytype for pspec in Trueconf.Bot.list_properties()
            if pspec.value_type.is_a(GObject.TYPE_ENUM)}


def _init(self, server=None, token=None, **kwargs):
    properties = _arguments(kwargs)
    known = {pspec.name.replace("-", "_"): pspec for pspec in type(self).list_properties()}
    for name, value in properties.items():
        pspec = known.get(name.replace("-", "_"))
        if pspec is None:
            raise TypeError(f"a bot has no {name!r}: it has {', '.join(sorted(known))}")
        check_value(pspec, value)
    if server is not None:
        properties["server"] = server
    if token is not None:
        properties["token"] = token
    GObject.Object.__init__(self, **properties)


def _from_credentials(cls, server, username, password, **kwargs):
    """A bot that logs in with user name and password."""
    return cls(server=server, username=username, password=password, **kwargs)


def _run(self, cancellable=None):
    """Starts the bot and runs a main loop until it is stopped; raises why, if it gives up.

    SIGINT (Ctrl-C) and SIGTERM stop it. Handlers of other signals that the program has set with the module `signal` run.

    Where asyncio runs, this is a coroutine: `await bot.run()`. asyncio.run() raises an exception for Ctrl-C; SIGTERM stops the
    bot if the program has no handler of its own.
    """
    check_thread(self, "run")
    if loops.running() is not None:
        return _run_in_asyncio(self, cancellable)
    main = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if main else {}
    try:
        with wakeup_on_signal():
            return _raw_run(self, cancellable)
    except GLib.Error as error:
        raise typed(error, self) from None
    finally:
        # the library has replaced Python's handlers of signals, and restored those that it knew
        for number, handler in handlers.items():
            if handler is not None:
                signal.signal(number, handler)


async def _run_in_asyncio(self, cancellable):
    loop = loops.running()
    stop_on_term = (threading.current_thread() is threading.main_thread()
                    and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
    if stop_on_term:
        loop.add_signal_handler(signal.SIGTERM, self.stop)
    own = Gio.Cancellable()
    if cancellable is not None:
        # what is cancelled from outside ends the operation, what asyncio cancels waits for the end
        cancellable.connect(own.cancel)
    operation = _run_operation(self, cancellable=own)
    try:
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
_run_operation = awaitable(next(info for info in Trueconf.Bot.__info__.get_methods() if info.get_name() == "run_async"), "run")


def prepare():
    """Changes the class."""
    cls = Trueconf.Bot
    cls.__init__ = _init
    cls.from_credentials = classmethod(_from_credentials)
    put(cls, "run", _run)
    put(cls, "__aenter__", _enter)
    put(cls, "__aexit__", _exit)
    cls.me_id = property(lambda self: self.user_id)
    put(cls, "activity", _activity)
    put(cls, "typing", _typing)
    put(Trueconf.Activity, "__enter__", _enter_activity)
    put(Trueconf.Activity, "__exit__", _exit_activity)
    put(Trueconf.Activity, "__aenter__", _enter_activity_async)
    put(Trueconf.Activity, "__aexit__", _exit_activity_async)
