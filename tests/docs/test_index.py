#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether the documentation has a page for everything public and for every guide, and a way to it from its first page.

test_index.py GIR PAGES GUIDES
"""

import re
import sys
import xml.etree.ElementTree
from pathlib import Path

from minitap import Tap

CORE = "{http://www.gtk.org/introspection/core/1.0}"
C = "{http://www.gtk.org/introspection/c/1.0}"
GLIB = "{http://www.gtk.org/introspection/glib/1.0}"
# what make-site.py writes for an @ in between
MARK = "\ue000"
# what a page is called by; trueconf.toml.in hides the macros of versions
TOP = {f"{CORE}class": "class", f"{CORE}interface": "iface", f"{CORE}enumeration": "enum", f"{CORE}bitfield": "flags",
       f"{CORE}callback": "callback", f"{CORE}function": "func"}
MEMBERS = {f"{CORE}constructor": "ctor", f"{CORE}method": "method", f"{CORE}virtual-method": "vfunc",
           f"{CORE}function": "type_func", f"{GLIB}signal": "signal", f"{CORE}property": "property"}


def links(page):
    return set(re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8"))) if page.exists() else set()


def top_level(gir):
    """(page, element) of all that is directly in the namespace."""
    for element in xml.etree.ElementTree.parse(gir).find(f"{CORE}namespace"):
        kind = TOP.get(element.tag)
        # what has moved into a type is there
        if kind is None or element.get("moved-to") or element.get("introspectable") == "0" and kind != "func":
            continue
        if element.get(f"{GLIB}error-domain"):
            kind = "error"
        yield f"{kind}.{element.get('name')}.html", element


def members(element):
    for member in element:
        if kind := MEMBERS.get(member.tag):
            # a constructor without a suffix is called "new"
            yield f"{kind}.{element.get('name')}.{member.get('name')}.html"


def without_way(pages, index, wanted):
    """The pages that do not exist, or that the index does not lead to."""
    linked = links(pages / index)
    for page in wanted:
        if not (pages / page).is_file():
            yield f"{page} does not exist"
        elif page not in linked:
            yield f"{index} does not lead to {page}"


def torn_code(pages, guides):
    """What gi-docgen has made of code with an @ in it, or of a block in a list."""
    for guide in guides:
        text = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "", (pages / guide).read_text(encoding="utf-8"), flags=re.DOTALL)
        yield from (f"{guide}: {line.strip()}" for line in text.splitlines() if "`" in line or MARK in line)


def main():
    gir, pages, source = (Path(argument) for argument in sys.argv[1:])
    tap = Tap()
    tops = list(top_level(gir))
    guides = sorted(f"{guide.stem}.html" for guide in source.glob("*.md"))
    tap.case("there are types and guides", [] if len(tops) > 120 and len(guides) > 15 else [f"{len(tops)} and {len(guides)}"])
    tap.case("the reference has every type and function", without_way(pages, "reference.html", (page for page, _ in tops)))
    tap.case("the page of a type has all that belongs to it", (
        problem for page, element in tops if element.tag not in (f"{CORE}callback", f"{CORE}function")
        for problem in without_way(pages, page, members(element))))
    guides.remove("home.html")
    tap.case("the front page has every guide", without_way(pages, "index.html", guides))
    recipes = [guide for guide in guides if guide.startswith("recipe-")]
    tap.case("the cookbook has every recipe", without_way(pages, "cookbook.html", recipes))
    tap.case("code is whole", torn_code(pages, guides))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
