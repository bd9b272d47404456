#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets the tool make its manual page.

  make-manual.py TOOL NEWS PAGE                       in English, to the file PAGE
  make-manual.py TOOL NEWS FOLDER --catalogue FILE    in the language of a catalogue of gettext, to FOLDER/man1

The page has the date of the release that NEWS begins with, and none as long as that is not released.
"""

import argparse
import os
import re
import shutil
import subprocess
from pathlib import Path


def release_date(news):
    """Of the first heading, as in “## 0.1.0 (2026-12-24)”."""
    heading = re.search(r"^## .*$", news, re.M)
    date = heading and re.search(r"\((\d{4}-\d\d-\d\d)\)", heading.group())
    return date.group(1) if date else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("news", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--catalogue", type=Path)
    arguments = parser.parse_args()
    command = [arguments.tool, "__man", release_date(arguments.news.read_text(encoding="utf-8"))]
    page = arguments.output
    if arguments.catalogue:
        command.append(arguments.catalogue)
        # a folder is newer than what it is made of only if it is made anew
        shutil.rmtree(arguments.output, ignore_errors=True)
        page = arguments.output / "man1/trueconf-bot.1"
        page.parent.mkdir(parents=True)
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    page.write_bytes(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    main()
