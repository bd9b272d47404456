#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the blocks of a guide that are in one language, one after the other: blocks.py GUIDE LANGUAGE OUTPUT.

Whole programs, which have a main(), are left out.
"""

import re
import sys
from pathlib import Path


def main():
    guide, language, output = sys.argv[1:]
    text = Path(guide).read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    blocks = [block for block in blocks if not re.search(r"^(?:int\s+)?main \(", block, re.MULTILINE)]
    if not blocks:
        sys.exit(f"{guide}: no blocks in {language}")
    Path(output).write_text("\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
