# SPDX-License-Identifier: LGPL-2.1-or-later
"""What help() shows: the library's documentation, which a typelib has not, and after it what the override says besides."""

import inspect
import types

from gi.module import get_introspection_module

Trueconf = get_introspection_module("Trueconf")


def prepare():
    """Gives the documentation to the functions and attributes of all classes. Last of all, when they are what they will be."""
    try:
        from gi.overrides._trueconf_docs import DOCS
    except ImportError:
        # in the source, before anything was built
        return
    for key, doc in DOCS.items():
        name, _, member = key.partition(".")
        thing = getattr(Trueconf, name, None)
        if member and isinstance(thing, type):
            thing = vars(thing).get(member)
            thing = getattr(thing, "__func__", thing)
            if isinstance(thing, (types.FunctionType, property)):
                # that of PyGObject is only a list of arguments
                own = thing.__doc__ if isinstance(thing, types.FunctionType) and not hasattr(thing, "__wrapped__") else None
                thing.__doc__ = doc if not own or own == doc else f"{doc}\n\n{inspect.cleandoc(own)}"
