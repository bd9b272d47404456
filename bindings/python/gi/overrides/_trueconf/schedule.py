# SPDX-License-Identifier: LGPL-2.1-or-later
"""Jobs as decorated functions, which may be coroutines, with times and zones of Python."""

import datetime
import inspect
import math
import numbers

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .arguments import refuse_generator
from .awaiting import spawn
from .classes import put
from .errors import typed
from .routing import _failed
from .values import MICROSECOND, refuse_nul, to_date_time, to_enum, to_file, to_python, to_zone

Trueconf = get_introspection_module("Trueconf")

OPTIONS = ("missed_policy", "grace_time", "allow_overlap", "paused")

_raw_add_job = Trueconf.Scheduler.add_job
_raw_new_every = Trueconf.Schedule.new_every
_raw_next = Trueconf.Schedule.get_next


def _new_every(interval):
    """A schedule for every so many microseconds, or a timedelta."""
    return _raw_new_every(to_interval(interval) if isinstance(interval, datetime.timedelta) else interval)


def to_interval(value):
    """Microseconds for seconds or a timedelta."""
    if not isinstance(value, (numbers.Number, datetime.timedelta)):
        raise TypeError(f"a job cannot run every {value!r}: give a number of seconds, or a timedelta")
    if not isinstance(value, datetime.timedelta) and (value != value or abs(value) == math.inf):
        raise ValueError(f"a job cannot run every {value!r}: it has to be a number of seconds")
    span = value // MICROSECOND if isinstance(value, datetime.timedelta) else round(value * 1000000)
    if span < 1000:
        raise ValueError(f"a job cannot run every {value!r}: a millisecond is the least")
    if span > GLib.MAXINT64:
        raise ValueError(f"a job cannot run every {value!r}: {GLib.MAXINT64 // 1000000} seconds are the most")
    return span


def _takes_job(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return True
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return any(parameter.kind in kinds for parameter in parameters)


def runner(function):
    """What the library calls: it runs coroutines, holds their job, and reports exceptions."""
    takes_job = _takes_job(function)

    def run(job, *_data):
        try:
            result = function(job) if takes_job else function()
        except Exception as error:
            _failed(job, error)
            return
        if inspect.isawaitable(result):
            job.hold()
            spawn(result).add_done_callback(lambda task: _finished(task, job))

    return run


def _finished(task, job):
    try:
        error = task.exception()
        if error is not None:
            _failed(job, error)
    finally:
        job.release()


def add_job(self, name, schedule, function, **options):
    """Adds a job and returns it: function(job), or function(), which may be a coroutine.

    Options are missed_policy, grace_time, allow_overlap and paused.
    """
    if not callable(function):
        raise TypeError(f"{function!r} cannot be a job: it has to be a function")
    refuse_generator(function, "a job")
    for option in options:
        if option not in OPTIONS:
            raise TypeError(f"a job has no option {option!r}: it has {', '.join(OPTIONS)}")
    if not name:
        raise ValueError("a job needs a name: give name=…, or a function that has one")
    refuse_nul("name", name)
    if self.find_job(name) is not None:
        raise ValueError(f"there is a job {name!r} already: give this one another name, or cancel that one")
    if "missed_policy" in options:
        options["missed_policy"] = to_enum(Trueconf.MissedPolicy, options["missed_policy"])
    # what is refused is refused before there is a job: cancelling it would also forget when it has run
    for scheduler in (Trueconf.Scheduler(), self):
        job = _raw_add_job(scheduler, name, schedule, runner(function))
        for option, value in options.items():
            setattr(job, option, value)
    return job


def _decorator(self, schedule, name, options):
    def decorate(function):
        self.add_job(name or getattr(function, "__qualname__", "").rpartition("<locals>.")[2], schedule, function, **options)
        return function

    return decorate


def _every(self, interval, *, name=None, **options):
    """A decorator for a function that runs in intervals of some seconds, or of a timedelta."""
    return _decorator(self, Trueconf.Schedule.new_every(to_interval(interval)), name, options)


def _daily(self, time, zone=None, *, name=None, **options):
    """A decorator for a function that runs every day at a time, such as "09:00" or a datetime.time."""
    if isinstance(time, datetime.time):
        zone = time.tzinfo if zone is None else zone
        time = time.strftime("%H:%M:%S")
    return _decorator(self, _make(Trueconf.Schedule.new_daily, time, zone), name, options)


def _cron(self, expression, zone=None, *, name=None, **options):
    """A decorator for a function that runs when a cron expression says so: "0 9 * * mon-fri"."""
    return _decorator(self, _make(Trueconf.Schedule.new_cron, expression, zone), name, options)


def _at(self, time, *, name=None, **options):
    """A decorator for a function that runs once, at a datetime."""
    if not isinstance(time, (datetime.datetime, GLib.DateTime)):
        raise TypeError(f"{time!r} is not a time: give a datetime")
    return _decorator(self, Trueconf.Schedule.new_once(to_date_time(time)), name, options)


def _make(constructor, text, zone):
    try:
        return constructor(text, to_zone(zone))
    except GLib.Error as error:
        raise typed(error) from None


def _get_next(self, after=None):
    """The first time after the given one, or after now; None if there is none."""
    time = _raw_next(self, to_date_time(after) if after is not None else GLib.DateTime.new_now_utc())
    return time if time is None or isinstance(after, GLib.DateTime) else to_python(time)


def _init(self, file=None, **kwargs):
    GObject.Object.__init__(self, file=to_file(file), **kwargs)


def _job_repr(self):
    return f"<Trueconf.Job {self.name!r}>"


def prepare():
    """Changes the classes."""
    scheduler = Trueconf.Scheduler
    scheduler.__init__ = _init
    put(scheduler, "add_job", add_job)
    put(scheduler, "every", _every)
    put(scheduler, "daily", _daily)
    put(scheduler, "cron", _cron)
    put(scheduler, "at", _at)
    scheduler.jobs = property(lambda self: list(self.list_jobs()))
    Trueconf.Schedule.new_every = staticmethod(_new_every)
    put(Trueconf.Schedule, "get_next", _get_next)
    Trueconf.Job.__repr__ = _job_repr
