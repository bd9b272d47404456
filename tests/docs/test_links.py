#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every link of the built site leads somewhere: to a page and a place in it, a picture, a style, or to another site by https.

test_links.py PAGES
"""

import json
import re
import sys
import xml.etree.ElementTree
from pathlib import Path
from urllib.parse import unquote, urlsplit

from minitap import Tap

TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[a-z_:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
ATTRIBUTE = re.compile(r"\s([a-z_:-]+)=\"([^\"]*)\"")


class Page:
    def __init__(self, path):
        self.targets, self.places, self.namespaces = set(), set(), set()
        for _, attributes in TAG.findall(path.read_text(encoding="utf-8")):
            found = dict(ATTRIBUTE.findall(attributes))
            self.places |= {found[name] for name in ("id", "name") if name in found}
            # a link to another library's reference, which urlmap.js completes
            if namespace := found.get("data-namespace"):
                self.namespaces.add(namespace)
                continue
            self.targets |= {found[name].replace("&amp;", "&") for name in ("href", "src") if name in found}


def problem_of(target, page, pages, files):
    parts = urlsplit(target)
    if parts.scheme:
        return None if parts.scheme == "https" and parts.netloc else "is no address of a site"
    name = unquote(parts.path) or page
    if name not in files or not target:
        return "does not exist"
    if parts.fragment and (name not in pages or unquote(parts.fragment) not in pages[name].places):
        return "has no such place"
    return None


def dead(pages, files):
    for name, page in pages.items():
        for target in sorted(page.targets):
            if problem := problem_of(target, name, pages, files):
                yield f"{name}: “{target}” {problem}"


def dead_in(name, targets, pages, files):
    return [f"{name}: “{target}” {problem}" for target in sorted(set(targets)) if (problem := problem_of(target, name, pages, files))]


def reached(pages):
    """All pages that there is a way to from the front page."""
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        for target in pages[waiting.pop()].targets:
            name = urlsplit(target).path
            if name in pages and name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def main():
    site = Path(sys.argv[1])
    tap = Tap()
    files = {str(path.relative_to(site)) for path in site.rglob("*")}
    pages = {path.name: Page(path) for path in site.glob("*.html")}
    links = sum(len(page.targets) for page in pages.values())
    tap.case("there are pages and links", [] if len(pages) > 1000 and links > 20000 else [f"{len(pages)} and {links}"])
    tap.case("links lead somewhere", dead(pages, files))
    tap.case("all pages lead to the front page and to the reference", (
        f"{name} does not" for name, page in pages.items() if not {"index.html", "reference.html"} <= page.targets))
    tap.case("there is a way to every page", (f"none to {name}" for name in sorted(set(pages) - reached(pages))))

    known = set(re.findall(r"\['(\w+)', 'https://", (site / "urlmap.js").read_text(encoding="utf-8")))
    wanted = set().union(*(page.namespaces for page in pages.values()))
    tap.case("urlmap.js has all libraries that are linked to", (f"{name} is missing" for name in sorted(wanted - known)))

    # newer gi-docgens name fonts there that they do not bring along; browsers take others
    for style in sorted(set(site.glob("*.css")) - {site / "fonts.css"}):
        addresses = re.findall(r"url\(\"?([^)\"]+)\"?\)", style.read_text(encoding="utf-8"))
        tap.case(f"links of {style.name}", dead_in(style.name, (one for one in addresses if not one.startswith("data:")), pages, files))
    book = xml.etree.ElementTree.parse(site / f"{site.name}.devhelp2").iter()
    tap.case("links of the book for Devhelp", dead_in("the book", (element.get("link") for element in book if element.get("link")), pages, files))
    found = json.loads((site / "index.json").read_text(encoding="utf-8"))["symbols"]
    tap.case("what the search finds", dead_in("the search", (entry["href"] for entry in found if "href" in entry), pages, files))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
