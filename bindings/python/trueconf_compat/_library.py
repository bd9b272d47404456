# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library, and what is common to the modules that call it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import gi

gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf  # noqa: E402

from . import exceptions  # noqa: E402

__all__ = ["GLib", "Trueconf", "call", "translate"]

# the exceptions of python-trueconf-bot for errors of the library, by the names of their codes
_CONNECTION = {"connection-failed", "not-connected", "outbox-full", "delivery-unknown", "protocol", "server-too-old"}
_CREDENTIALS = {"invalid-grant", "invalid-token", "token-expired"}


def _nick(code: Any) -> str:
    return getattr(code, "value_nick", str(code))


def translate(error: Exception) -> Exception:
    """The exception that python-trueconf-bot raises for an error of the library."""
    message = str(error)
    if isinstance(error, Trueconf.ServerError):
        code = int(error.code)
        return exceptions.ApiErrorException(code, message, {"errorCode": code})
    if not isinstance(error, Trueconf.BotError):
        return error
    nick = _nick(error.code)
    if nick == "timed-out":
        return TimeoutError(message)
    if nick in _CONNECTION:
        return exceptions.WSConnectionError(message)
    if nick in _CREDENTIALS:
        return exceptions.InvalidGrantError(message)
    if nick == "password-auth-disabled":
        return exceptions.PasswordAuthDisabledError(message)
    if nick == "oauth-missing-scope":
        return exceptions.OAuthMissingScopeError(message)
    if nick == "upload-failed":
        return exceptions.FileUploadError(message)
    if nick == "invalid-argument":
        return ValueError(message)
    return exceptions.TrueConfChatBotError(message)


async def call(operation: Awaitable[Any]) -> Any:
    """Waits for a call of the library; its errors become those of python-trueconf-bot, with the library's as their cause."""
    try:
        return await operation
    except GLib.Error as error:
        raise translate(error) from error
