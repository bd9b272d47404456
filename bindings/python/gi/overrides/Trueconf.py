# SPDX-License-Identifier: LGPL-2.1-or-later
"""Adds to the namespace Trueconf what Python users expect beyond the typelib.

Classes are changed in place, generically, so that what a newer library adds comes along by itself.
"""

from ._trueconf import (
    arguments, awaiting, bot, classes, commands, dialogs, documentation, drafts, errors, expressions, filters, forms, guards,
    matches, middlewares, pages, requests, routing, schedule, storages, texts,
    waiting)

classes.prepare()
bot.prepare()
drafts.prepare()
arguments.prepare()
filters.prepare()
routing.prepare()
commands.prepare()
dialogs.prepare()
forms.prepare()
middlewares.prepare()
pages.prepare()
requests.prepare()
schedule.prepare()
texts.prepare()

F = expressions.F
# the names of python-trueconf-bot
InlineKeyboardButton = drafts.Trueconf.Button
InlineKeyboardMarkup = drafts.Trueconf.Keyboard
StatesGroup = dialogs.StatesGroup
Storage = storages.Storage
FSMContext = dialogs.Trueconf.FsmContext
FSMStrategy = dialogs.Trueconf.FsmStrategy
StorageKey = dialogs.Trueconf.FsmKey
any_state = dialogs.Trueconf.State.get_any()
default_state = dialogs.Trueconf.State.get_none()
Task = awaiting.Task
sleep = awaiting.sleep
spawn = awaiting.spawn

__all__ = ["F", "FSMContext", "FSMStrategy", "InlineKeyboardButton", "InlineKeyboardMarkup", "StatesGroup", "Storage", "StorageKey", "Task",
           "any_state", "default_state", "sleep", "spawn"]

for _name in ("Flag", "Progress", "Queue", "QueueEmpty", "QueueFull", "gather", "run", "timeout", "to_thread", "wait_for"):
    globals()[_name] = getattr(waiting, _name)
    __all__.append(_name)

for _name in ("AllMention", "Bold", "Italic", "LineBreak", "Link", "List", "Mention", "Quote", "Strikethrough", "Underline"):
    globals()[_name] = getattr(texts, _name)
    __all__.append(_name)

_functions = guards.guard_values()
for _name, _function in {**_functions, **texts.splitters(_functions)}.items():
    globals()[_name] = _function
    __all__.append(_name)

matches.prepare()
documentation.prepare()

for _name, _class in errors.exceptions().items():
    globals()[_name] = _class
    __all__.append(_name)
