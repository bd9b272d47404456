# SPDX-License-Identifier: LGPL-2.1-or-later
"""Jobs as decorated functions, which may be coroutines, with times and zones of Python."""

import datetime
import inspect

from gi.module import get_introspection_module
from gi.repository import GLib, GObject

from .awaiting import spawn
from .classes import put, refuse_nul, to_enum, to_file, to_python
from .errors import typed
from .routing import _failed

Trueconf = get_introspection_module("Trueconf")

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
OPTIONS = ("missed_policy", "grace_time", "allow_overlap", "paused")

_raw_add_job = Trueconf.Scheduler.add_job
_raw_next = Trueconf.Schedule.get_next


def to_zone(value):
    """A GLib.TimeZone, which can be given by its name or as a zone of Python."""
    if value is None or isinstance(value, GLib.TimeZone):
        return value
    if isinstance(value, datetime.tzinfo):
        name = getattr(value, "key", None) or value.tzname(None)
        if name is None:
            raise ValueError(f"{value!r} has no name: give one such as \"Europe/Berlin\"")
        value = name[3:] or "UTC" if name.startswith("UTC") else name
    refuse_nul("zone", value)
    try:
        zone = GLib.TimeZone.new_identifier(value)
    except TypeError:
        # PyGObject raises this for a constructor that returns NULL
        zone = None
    if zone is None:
        raise ValueError(f"{value!r} is not a time zone: give one such as \"Europe/Berlin\" or \"+03:00\"")
    return zone


def to_date_time(value):
    """A GLib.DateTime for one of Python. One without a zone has that of the machine."""
    if not isinstance(value, datetime.datetime):
        return value
    if value.tzinfo is None:
        value = value.astimezone()
    seconds, microseconds = divmod((value - EPOCH) // MICROSECOND, 1000000)
    time = GLib.DateTime.new_from_unix_utc(seconds).add(microseconds)
    offset = value.utcoffset() // datetime.timedelta(seconds=1)
    return time.to_timezone(GLib.TimeZone.new_offset(offset))


def to_interval(value):
    """Microseconds for seconds or a timedelta."""
    span = value // MICROSECOND if isinstance(value, datetime.timedelta) else round(value * 1000000)
    if span < 1000:
        raise ValueError(f"a job cannot run every {value!r}: a millisecond is the least")
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
    for option in options:
        if option not in OPTIONS:
            raise TypeError(f"a job has no option {option!r}: it has {', '.join(OPTIONS)}")
    if not name:
        raise ValueError("a job needs a name")
    refuse_nul("name", name)
    if self.find_job(name) is not None:
        raise ValueError(f"there is a job {name!r} already: give this one another name, or cancel that one")
    if "missed_policy" in options:
        options["missed_policy"] = to_enum(Trueconf.MissedPolicy, options["missed_policy"])
    job = _raw_add_job(self, name, schedule, runner(function))
    for option, value in options.items():
        setattr(job, option, value)
    return job


def _decorator(self, schedule, name, options):
    def decorate(function):
        self.add_job(name or function.__qualname__.rpartition("<locals>.")[2], schedule, function, **options)
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
    put(Trueconf.Schedule, "get_next", _get_next)
    Trueconf.Job.__repr__ = _job_repr
