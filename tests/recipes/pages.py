# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the pages of the recipes tell people to type, for the tests to type it."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page, language="sh"):
    """The blocks of a page in one language, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)


def changed(block, *changes):
    """A block with what has to be different in a test; what is not in it is a mistake of the test."""
    for old, new in changes:
        if old not in block:
            raise AssertionError(f"{old!r} is not in\n{block}")
        block = block.replace(old, str(new))
    return block
