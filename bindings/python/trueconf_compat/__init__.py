# SPDX-License-Identifier: LGPL-2.1-or-later
"""The names of python-trueconf-bot, on libtrueconf-bot.

A program for it runs with `trueconf` replaced by `trueconf_compat` in its imports. What is new is better written with the main API,
which is described in the documentation of the library.
"""

from .client import Bot
from .dispatcher import Dispatcher, Router
from .enums import ButtonStyle, ButtonType, ParseMode
from .magic import F
from .middleware import BaseMiddleware, SkipSelfMessages
from .types import CallbackQuery, requests
from .types.keyboard import InlineKeyboardButton, InlineKeyboardMarkup
from .types.message import Message
from .types.message import SystemMessage

__all__ = (
    "BaseMiddleware", "Bot", "ButtonStyle", "ButtonType", "CallbackQuery", "Dispatcher", "F", "InlineKeyboardButton",
    "InlineKeyboardMarkup", "Message", "ParseMode", "Router", "SkipSelfMessages", "SystemMessage", "requests",
)
