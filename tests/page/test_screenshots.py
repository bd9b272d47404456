#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pictures of the documentation show what there is: they are made anew, and compared by the text in them.

test_screenshots.py SOURCE SANDBOX ECHO_BOT TOOL
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from minitap import Tap
from picture import chunks, lasting, size_of, text_of, with_text
from terminal import Terminal

SOURCE = pathlib.Path(sys.argv[1])
IMAGES = SOURCE / "docs/images"


def made_anew(folder):
    """How the pictures of this program differ from those in the tree."""
    done = subprocess.run([sys.executable, SOURCE / "tools/screenshots/make.py", *sys.argv[2:], folder], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        yield done.stdout
    for path in sorted(folder.glob("*.png")):
        new, tree = path.read_bytes(), IMAGES / path.name
        if not tree.exists():
            yield f"{path.name} is not in docs/images: run ./dev screenshots"
            continue
        old = tree.read_bytes()
        if min(size_of(new)) < 100:
            yield f"{path.name} is too small: {size_of(new)}"
        if text_of(old) is None:
            yield f"{path.name} was not made by ./dev screenshots"
        elif lasting(text_of(new)) != lasting(text_of(old)):
            yield f"{path.name} is out of date: run ./dev screenshots"
            yield from difflib.unified_diff(lasting(text_of(old)).splitlines(), lasting(text_of(new)).splitlines(), "tree", "now", lineterm="")


def not_shown():
    """Pictures that nothing shows."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "README.md", *(SOURCE / "docs").glob("*.md")))
    return [f"{image.name} is on no page" for image in sorted(IMAGES.iterdir()) if image.name not in texts]


def terminal_problems():
    terminal = Terminal(os.environ, ".", columns=10)
    terminal.feed("one\r\n\033[1mtwo\033[0m three four\r\n12\033[")
    terminal.feed("K3\rx\033[Ky")
    if terminal.text() != "one\ntwo three \nfour\nxy".replace(" \n", "\n"):
        yield repr(terminal.text())
    if "<span style='font-weight: bold; '>two</span>" not in terminal.to_html():
        yield terminal.to_html()
    terminal.type("printf '<b>%s' $((6 * 7)); [ -t 1 ] && echo '&'", until="&$")
    if "&lt;b&gt;42&amp;" not in re.sub(r"</?span[^>]*>", "", terminal.to_html()):
        yield terminal.to_html()


def picture_problems():
    data = (IMAGES / "console.png").read_bytes()
    changed = with_text(with_text(data, "once"), "дважды")
    if text_of(changed) != "дважды" or [kind for kind, _ in chunks(changed)].count(b"iTXt") != 1 or size_of(changed) != size_of(data):
        yield "a text that is put into a picture is not there"
    if lasting("5f0c3b1e-9d55-4a8c-8c55-0123456789ab is 37.5 MB [####......................]") != "ID is 0 MB [BAR]":
        yield lasting("5f0c3b1e-9d55-4a8c-8c55-0123456789ab is 37.5 MB [####......................]")


def main():
    tap = Tap()
    tap.case("the terminal shows what a terminal shows", list(terminal_problems()))
    tap.case("pictures know their text", list(picture_problems()))
    tap.case("each picture is shown", not_shown())
    with tempfile.TemporaryDirectory(prefix="trueconf-pictures-") as folder:
        tap.case("the pictures are current", list(made_anew(pathlib.Path(folder))))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
