#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes code and documentation from the description of the protocol.

  generate.py sources             what the generator reads: the description and itself
  generate.py list PART           the names of the files that PART consists of
  generate.py write PART FOLDER   writes them

PART is one of: root, model, wire, bot, vala, docs, fuzz, tool. The description is read from the folder that this program is in,
or from the one that --description names.
"""

import argparse
import sys
from pathlib import Path

from generator import c, enums, methods, model, properties, statistics, texts, vala, wire
from generator.description import Description, Mistake

PARTS = {
    "root": lambda description: [*enums.write(description), ("trueconf-protocol.h", umbrella(description))],
    "model": model.write,
    "wire": lambda description: [*wire.write(description), *statistics.numbers(description)],
    "bot": lambda description: [*methods.write(description), *properties.write(description),
                                *statistics.write(description)],
    "vala": vala.write,
    "docs": lambda description: [("protocol.md", texts.table(description))],
    "tool": lambda description: [("tool-methods.c", texts.names(description))],
    "fuzz": lambda description: [("protocol.dict", texts.dictionary(description))],
}


def umbrella(description):
    """A header with all public headers that are made here."""
    names = [f"{folder}/{name}" for folder, part in (("model", model.write), ("bot", PARTS["bot"]))
             for name, _ in part(description) if name.endswith(".h") and not name.endswith("-private.h")]
    return (c.SPDX + "\n#pragma once\n\n" + c.INSIDE + "\n"
            + "".join(f'#include "{name}"\n' for name in sorted(names)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--description", default=Path(__file__).resolve().parent, help="the folder of the description")
    parser.add_argument("--before", type=Path, help="a file that is written by hand, and stands before what is made")
    parser.add_argument("command", choices=("sources", "list", "write"))
    parser.add_argument("part", nargs="?", choices=sorted(PARTS))
    parser.add_argument("folder", nargs="?", help="where to write")
    arguments = parser.parse_args()
    if arguments.command == "sources":
        here = Path(__file__).resolve().parent
        print("\n".join(str(path) for path in sorted([*Path(arguments.description).glob("*.toml"), *here.rglob("*.py")])))
        return
    if arguments.part is None or (arguments.folder is None) == (arguments.command == "write"):
        parser.error("“list” takes a part, “write” takes a part and a folder")

    try:
        files = list(PARTS[arguments.part](Description(arguments.description)))
    except Mistake as mistake:
        sys.exit(str(mistake))

    for name, text in files:
        if arguments.command == "list":
            print(name)
        else:
            Path(arguments.folder).mkdir(parents=True, exist_ok=True)
            before = arguments.before.read_text(encoding="utf-8") + "\n" if arguments.before else ""
            Path(arguments.folder, name).write_text(before + text, encoding="utf-8")


if __name__ == "__main__":
    main()
