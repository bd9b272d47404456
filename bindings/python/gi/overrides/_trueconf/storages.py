# SPDX-License-Identifier: LGPL-2.1-or-later
"""Storages of dialogs that are written in Python."""

import inspect

from gi.module import get_introspection_module
from gi.repository import Gio, GObject

from .awaiting import spawn
from .classes import what_it_is
from .errors import to_error

Trueconf = get_introspection_module("Trueconf")


def _serve(function, arguments, task, answer):
    """Answers the task with what the function returns or raises, exactly once."""

    def ended(waitable):
        try:
            answer(waitable.result())
        except Exception as error:
            task.return_error(to_error(error))

    try:
        result = function(*arguments)
        if inspect.isawaitable(result):
            spawn(result).add_done_callback(ended)
        else:
            answer(result)
    except Exception as error:
        task.return_error(to_error(error))


class Storage(GObject.Object, Trueconf.FsmStorage):
    """Derive a class from this to keep dialogs wherever you want, with functions that may be coroutines.

    load(key) returns a FsmRecord, or None if there is none. store(key, record, version) replaces the record only if the one that is
    stored has that version (None: if none is stored) or the version of the record itself, and returns whether it did; this has to be
    one step for everybody who uses the place. find_expired(time, limit) returns keys of dialogs that have expired before the time, in
    milliseconds since 1970; it is not needed for dialogs without a time-out.

    An exception fails what was called in the handler, and the dialog does not move.
    """

    __gtype_name__ = "TrueconfPythonStorage"
    # PyGObject registers no class of an override
    __module__ = "Trueconf"

    __repr__ = what_it_is

    def load(self, key):
        raise NotImplementedError(f"{type(self).__name__} has no load(self, key)")

    def store(self, key, record, version):
        raise NotImplementedError(f"{type(self).__name__} has no store(self, key, record, version)")

    def find_expired(self, time, limit):
        return ()

    def do_load(self, key, task):
        def answer(record):
            if record is None:
                record = Trueconf.FsmRecord.new(None, None, 0, None)
            if not isinstance(record, Trueconf.FsmRecord):
                raise TypeError(f"{type(self).__name__}.load() has returned {record!r}, which is no FsmRecord")
            record.answer(task)

        _serve(self.load, (key,), task, answer)

    def do_store(self, key, record, version, task):
        def answer(stored):
            if not isinstance(stored, bool):
                raise TypeError(f"{type(self).__name__}.store() has returned {stored!r}: it has to be True if the record was stored, "
                                "and False if another version is there")
            task.return_boolean(stored)

        _serve(self.store, (key, record, version), task, answer)

    def do_find_expired(self, time, limit, task):
        def answer(keys):
            found = Gio.ListStore.new(Trueconf.FsmKey)
            for key in keys:
                found.append(key)
            self.answer_keys(task, found)

        _serve(self.find_expired, (time, limit), task, answer)
