# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot: the keyword names of python-trueconf-bot, and a run() that ends as Python users expect."""

import os
import signal
import threading

from gi._ossighelper import wakeup_on_signal
from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .classes import check_thread, check_value, put, to_enum
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
    """
    check_thread(self, "run")
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


_raw_run = Trueconf.Bot.run


def prepare():
    """Changes the class."""
    cls = Trueconf.Bot
    cls.__init__ = _init
    cls.from_credentials = classmethod(_from_credentials)
    put(cls, "run", _run)
    cls.me_id = property(lambda self: self.user_id)
