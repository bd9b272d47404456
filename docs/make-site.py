#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the site of the documentation: runs gi-docgen, and puts a front page before its reference.

make-site.py DIRECTORY GI-DOCGEN ARGUMENT...

gi-docgen makes index.html of the reference, and has no place for anything else there. Afterwards the reference is in reference.html,
and index.html is the guide "home".
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "libtrueconf-bot"
MARK = "\ue000"
ABOUT = "Chat bots for TrueConf Server, in C, Python, JavaScript and Vala"
WAYS = [("index.html", "Home"), ("getting-started.html", "Getting started"), ("overview.html", "Overview"), ("cookbook.html", "Cookbook"),
        ("command-line.html", "The command line"), ("reference.html", "Reference")]
SIDEBAR = ('<div class="section">\n  <h5>Documentation</h5>\n  <div class="links">\n' +
           "".join(f'    <a href="{page}">{title}</a>\n' for page, title in WAYS) + "  </div>\n</div>\n")


def with_ways(text):
    """gi-docgen's pages of guides lead nowhere but to the index."""
    return re.sub(r'(<div class="section namespace">.*?</div>\n)', lambda found: found[1] + SIDEBAR, text, count=1, flags=re.DOTALL)


def as_front(text):
    text = re.sub(r"<title>.*?</title>", f"<title>{NAME}</title>", text, count=1)
    text = re.sub(r'((?:og|twitter):title" content=")[^"]*', rf"\g<1>{NAME}", text)
    text = re.sub(r'((?:og|twitter):description" content=")[^"]*', rf"\g<1>{ABOUT}", text)
    return text.replace("</head>", '  <link rel="stylesheet" href="home.css" type="text/css" />\n</head>', 1)


def without_empty_links(text):
    """The rows for a website and a repository, which gi-docgen makes even if there are none."""
    return re.sub(r'\s*<tr><td>(?:(?!</tr>).)*<a href=""(?:(?!</tr>).)*</tr>', "", text, flags=re.DOTALL)


def with_marks(text):
    """An @ in code, which gi-docgen takes for the parameter of a function, behind a letter that nobody writes."""
    def mark(found):
        return found[0] if re.search(r"\[\w+@", found[0]) else found[0].replace("@", MARK)

    parts = re.split(r"(^```.*?^```)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else re.sub(r"`[^`\n]*`", mark, part) for part in parts)


def change(path, *changes):
    text = path.read_text(encoding="utf-8")
    for function in changes:
        text = function(text)
    path.write_text(text, encoding="utf-8")


def main():
    site, *command = sys.argv[1:]
    site = Path(site)
    # a guide that was removed must not stay
    shutil.rmtree(site, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for i, argument in enumerate(command):
            if argument.startswith("--content-dir="):
                copy = Path(folder, str(i))
                shutil.copytree(argument.partition("=")[2], copy, ignore=shutil.ignore_patterns(site.name))
                for page in copy.glob("*.md"):
                    change(page, with_marks)
                command[i] = f"--content-dir={copy}"
        subprocess.run(command, check=True)
    for page in (*site.glob("*.html"), site / "index.json"):
        change(page, lambda text: text.replace(MARK, "@").replace(json.dumps(MARK)[1:-1], "@"))

    (site / "index.html").rename(site / "reference.html")
    (site / "home.html").rename(site / "index.html")
    for page in site.glob("*.html"):
        change(page, with_ways, lambda text: text.replace('"home.html"', '"index.html"'))
    change(site / "index.html", as_front)
    change(site / "reference.html", without_empty_links)
    change(site / "index.json", lambda text: text.replace('"home.html"', '"index.html"'))
    change(site / f"{site.name}.devhelp2", lambda text: text.replace('"home.html"', '"index.html"').replace('"index.html#', '"reference.html#'))


if __name__ == "__main__":
    main()
