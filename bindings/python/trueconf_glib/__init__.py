# SPDX-License-Identifier: LGPL-2.1-or-later
"""`from trueconf_glib import Trueconf`: the same as from gi.repository, where what is missing is said in words."""

import os

__all__ = ["Trueconf"]

try:
    import gi
except ImportError as error:
    raise ImportError(
        "trueconf-glib needs PyGObject, which this Python has not: install the package python3-gi and make the virtual environment "
        "with --system-site-packages, or install PyGObject into it") from error

try:
    gi.require_version("Trueconf", "1")
except ValueError as error:
    path = os.environ.get("GI_TYPELIB_PATH")
    raise ImportError(
        "trueconf-glib is the Python part of the library libtrueconf-bot, whose typelib Trueconf-1.typelib was not found: install the "
        "library, or let the environment variable GI_TYPELIB_PATH name the folder that has it "
        f"({f'it is {path!r}' if path else 'it is not set'})") from error

from gi.repository import Trueconf  # noqa: E402
