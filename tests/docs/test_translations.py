#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""README.md and the first guide say the same in Russian, and what they and the guides link to is there.

test_translations.py SOURCE
"""

import itertools
import pathlib
import re
import sys

from minitap import Tap

SOURCE = pathlib.Path(sys.argv[1])
# pages of the site that are no guides
MADE = {"index.html", "protocol.html", "reference.html"}
PAIRS = {"README.md": "README.ru.md", "docs/getting-started.md": "docs/getting-started.ru.md"}


def parts(name):
    """What has to be alike in two languages, in order: headings, blocks without their comments, rows of tables, pictures."""
    text = (SOURCE / name).read_text(encoding="utf-8")
    in_block, row = False, ""
    for line in text.splitlines():
        if line.startswith("```"):
            in_block = not in_block
            yield line
        elif in_block:
            yield re.sub(r"\s+# .*", "", line)
        elif heading := re.match(r"#+ ", line):
            yield heading[0]
        elif row := re.match(r"\|[^|]*`[^|]*\|", line):
            yield f"row {row[0]}"
        elif line.startswith("|"):
            yield f"row of {line.count('|')}"
        elif picture := re.match(r"!\[.*\]\((.*)\)", line):
            yield picture[1]


def compare(original, translation):
    for number, (one, other) in enumerate(itertools.zip_longest(parts(original), parts(translation))):
        if one != other:
            yield f"part {number} is {one!r} in {original} and {other!r} in {translation}"
            return


def dead_links(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        path = page.parent / target
        # gi-docgen makes pages of guides, and copies the pictures beside them
        generated = [page.parent / target.removesuffix(".html")] if target.endswith(".html") else [page.parent / "images" / target]
        if not path.exists() and not any(candidate.with_name(f"{candidate.name}.md").exists() or candidate.exists()
                                         for candidate in generated) and target not in MADE:
            yield f"{page.relative_to(SOURCE)} links to {target}, which does not exist"


def main():
    tap = Tap()
    for original, translation in PAIRS.items():
        tap.case(f"{translation} has what {original} has", compare(original, translation))
        names = [pathlib.PurePath(name).stem for name in (original, translation)]
        for name, other in ((original, names[1]), (translation, names[0])):
            tap.case(f"{name} leads to the other language", [] if f"({other}." in (SOURCE / name).read_text(encoding="utf-8") else ["no link"])
    pages = [*SOURCE.glob("*.md"), *(SOURCE / "docs").glob("*.md")]
    tap.case("links lead somewhere", [problem for page in sorted(pages) for problem in dead_links(page)])
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
