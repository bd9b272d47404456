# SPDX-License-Identifier: LGPL-2.1-or-later
"""Long texts in parts."""

from __future__ import annotations

from .._library import Trueconf


def visible_len(text: str) -> int:
    """How long a text is for the server, which does not count markup."""
    length: int = Trueconf.visible_length(text)
    return length


def safe_split_text(text: str, limit: int = 4096) -> list[str]:
    """Splits a text by lines, sentences and words, so that each part has its markup and fits into a message."""
    return list(Trueconf.split_text(text, limit)) if text else []
