# SPDX-License-Identifier: LGPL-2.1-or-later
"""`Command("start")`: filters for commands. `Trueconf.Command` is also the class of the commands that handlers get."""

import re

from gi.module import get_introspection_module
from gi.repository import GObject

from . import arguments as injection
from .values import refuse_nul, to_python
from .expressions import Expression
from .filters import Condition
from .patterns import translate

Trueconf = get_introspection_module("Trueconf")


def _check_name(name, prefixes):
    bare = name[max((len(prefix) for prefix in prefixes if name.startswith(prefix)), default=0):]
    if not bare:
        raise ValueError(f"{name!r} is the name of no command: nothing is left of it without the prefix. Write Command('start')")
    if any(letter.isspace() or letter == "@" for letter in bare):
        raise ValueError(f"{name!r} is the name of no command: white space and @ end a name. Arguments have their own description: "
                         "Command('buy', arguments='what:string')")


def _magic(magic):
    """The filter for the arguments: an expression or a function of the command, or a filter of the library."""
    if magic is None or isinstance(magic, Trueconf.Filter):
        return magic
    if not isinstance(magic, Expression) and not callable(magic):
        raise TypeError(f"{magic!r} is no filter for arguments: it has to be an expression such as F.args, a function or a filter")
    resolve = magic.resolve if isinstance(magic, Expression) else magic

    def test(_event, context):
        command = context.get_command()
        command.magic_result = resolve(command)
        return bool(command.magic_result)

    return Condition(test)


def make(*names, prefix="/", ignore_case=False, magic=None, description=None, hidden=False, arguments=None):
    """A filter for commands: names, with or without the prefix, and compiled regular expressions.

    `prefix` is a text of characters, any of which a command may begin with, or a list of texts. `arguments` describes the
    arguments ("city:string days:int?=3"), which the handler gets by name; `magic` is a condition on them (F.args).
    """
    if not names:
        raise ValueError("a command needs a name: Command('start')")
    prefixes = list(prefix)
    if not prefixes:
        raise ValueError("a command without a prefix has to say so: Command('start', prefix=[''])")
    for name in names:
        if not isinstance(name, (str, re.Pattern)) or name == "":
            raise TypeError(f"{name!r} is not the name of a command: it has to be a text or a compiled regular expression")
        if isinstance(name, str):
            _check_name(name, prefixes)
    refuse_nul("name", [name for name in names if isinstance(name, str)])
    refuse_nul("prefix", prefixes)
    refuse_nul("description", description)
    refuse_nul("arguments", arguments)
    command = Trueconf.CommandFilter(
        names=[name for name in names if isinstance(name, str)], prefixes=prefixes, ignore_case=ignore_case,
        argument_filter=_magic(magic), description=description, hidden=hidden)
    patterns = [name for name in names if isinstance(name, re.Pattern)]
    for pattern in patterns:
        command.add_pattern(translate(pattern))
    if arguments is not None:
        command.set_parameters(arguments)
    command._groups = tuple(group for pattern in patterns for group in ("match", *pattern.groupindex))
    return command


# the name in what Python says of wrong arguments
make.__name__ = make.__qualname__ = "Command"


def _new(cls, *args, **kwargs):
    if args or kwargs:
        return make(*args, **kwargs)
    raise TypeError("Command() needs the name of a command: Command('start')")


def _given(self):
    """What the filter puts into the context."""
    return ("command", *self.list_parameters(), *getattr(self, "_groups", ()))


def _text(self):
    """The command without the mention, as it was typed."""
    return f"{self.prefix}{self.name}{' ' + self.arguments if self.arguments is not None else ''}"


def _item(self, name):
    if name not in self.list_parameters():
        raise KeyError(name)
    return to_python(self.get_value(name))


def _repr(self):
    return f"<Trueconf.Command {self.prefix}{self.name}>"


def _value(name, context):
    """A described argument of the command, None if it was left out, MISSING if there is none of this name."""
    command = context.get_command()
    if command is None or name not in command.list_parameters():
        return injection.MISSING
    return to_python(command.get_value(name))


def prepare():
    """Changes the classes of commands."""
    cls = Trueconf.Command
    cls.__new__ = staticmethod(_new)
    cls.__init__ = lambda self, *args, **kwargs: None
    cls.__getitem__ = _item
    cls.__repr__ = _repr
    # the names of python-trueconf-bot
    cls.command = property(lambda self: self.name)
    cls.args = property(lambda self: self.arguments)
    cls.text = property(_text)
    cls.magic_result = None
    Trueconf.CommandFilter._given = property(_given)
    injection.of_command = _value
