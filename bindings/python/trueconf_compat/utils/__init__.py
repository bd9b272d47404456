# SPDX-License-Identifier: LGPL-2.1-or-later
"""Helpers."""

from .chat_activity import ChatActivitySender
from .split_text import safe_split_text

__all__ = ["ChatActivitySender", "safe_split_text"]
