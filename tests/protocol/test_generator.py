#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests the generator: what it says of mistakes, and that what it makes keeps the rules of the tree."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from minitap import Tap  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "protocol/generate.py"
CHECKER = ROOT / "tools/lint/check-source.py"
PLACES = {"root": "trueconf-bot", "model": "trueconf-bot/model", "wire": "trueconf-bot/wire", "bot": "trueconf-bot/bot"}

GOOD = """\
[enum.Colour]
doc = "Colours."

[enum.Colour.values]
red = { number = 7, doc = "red" }
blue = { word = "blue", doc = "blue" }

[object.Lamp]
doc = "A lamp."

[object.Lamp.fields]
colour = { wire = "colour", type = "Colour", doc = "The colour." }

[event.Lit]
id = 1
wire = "lit"
doc = "A lamp was lit."

[event.Lit.fields]
lamp = { wire = "lamp", type = "Lamp", doc = "The lamp." }
colour = { type = "Colour", from = "lamp.colour", doc = "Its colour." }

[method.light]
wire = "light"
doc = "Lights a lamp."
returns = { type = "Lamp", doc = "the lamp" }

[method.light.arguments]
name = { wire = "name", type = "string", doc = "the lamp" }
"""

# what is changed in the description above, the line that is named, a part of what is said
MISTAKES = [
    ("a text that is no TOML", ('doc = "Colours."', "doc = Colours"), 2, "Invalid value"),
    ("an unknown kind of table", ("[enum.Colour]", "[enumeration.Colour]"), 1, "enumeration"),
    ("an unknown key", ('doc = "A lamp."', 'doc = "A lamp."\nsize = 1'), 10, "no “size”"),
    ("an unknown key of a field", ('type = "Lamp", doc = "The', 'type = "Lamp", sort = 1, doc = "The'), 20, "no “sort”"),
    ("a type that does not exist", ('type = "Colour", doc = "The colour."', 'type = "Color", doc = "The colour."'), 12,
     "“Color”"),
    ("a field without a type", ('lamp = { wire = "lamp", type = "Lamp",', 'lamp = { wire = "lamp",'), 20, "has a type"),
    ("a field without a line of documentation", ('wire = "lamp", type = "Lamp", doc = "The lamp."',
                                                  'wire = "lamp", type = "Lamp"'), 20, "documentation"),
    ("a field of a field that does not exist", ('from = "lamp.colour"', 'from = "lamp.color"'), 21, "color"),
    ("the default of an enumeration that lacks it", ('type = "Colour", doc = "The colour."',
                                                     'type = "Colour", default = "green", doc = "The colour."'), 12,
     "green"),
    ("two values with one number", ('blue = { word = "blue"', 'blue = { number = 7'), 6, "two values"),
    ("an enumeration without values", ('[enum.Colour.values]\nred = { number = 7, doc = "red" }\n'
                                       'blue = { word = "blue", doc = "blue" }\n', ""), 1, "values"),
    ("an event without a number", ("id = 1\n", ""), 14, "“id”"),
    ("an event with the number of another", ("[method.light]", '[event.Dark]\nid = 1\nwire = "dark"\ndoc = "Dark."\n\n'
                                             "[method.light]"), 24, "Lit"),
    ("an event that is described twice", ("[method.light]", '[object.Lit]\ndoc = "Again."\n\n[method.light]'), 14, "twice"),
    ("a method with the name of another", ("[method.light]", '[method.glow]\nwire = "light"\ndoc = "Lights a lamp."\n'
                                           'returns = { doc = "whether it glows" }\n\n[method.light]'), 29,
     "“light” is glow already"),
    ("two contents of one type of message", (
        "[method.light]", '[enum.MessageType]\ndoc = "Kinds."\n\n[enum.MessageType.values]\nnote = { doc = "a note" }\n\n'
        '[content.One]\ndoc = "One."\nmessage-types = ["note"]\n\n'
        '[content.Two]\ndoc = "Two."\nmessage-types = ["note"]\n\n[method.light]'), 35, "One already"),
    ("a method without a name on the wire", ('wire = "light"\n', ""), 23, "wire"),
    ("an argument that nothing can send", ('type = "string", doc = "the lamp"', 'type = "Lamp", doc = "the lamp"'), 29,
     "“Lamp”"),
    ("an argument without a name on the wire", ('name = { wire = "name", type', "name = { type"), 29, "wire"),
    ("an argument that may be 0, but is a text", ('"string", doc = "the lamp"', '"string", positive = true, doc = "the lamp"'),
     29, "positive"),
    ("an argument that may be NULL, but is a number", ('"string", doc = "the lamp"',
                                                       '"uint", nullable = true, doc = "the lamp"'), 29, "nullable"),
    ("an argument that is made by hand alone", ('"string", doc = "the lamp"', '"size", doc = "the lamp"'), 29, "by hand"),
    ("an event without a name on the wire", ('wire = "lit"\n', ""), 14, "wire"),
    ("an event with the name of another", ("[method.light]", '[event.Dark]\nid = 2\nwire = "lit"\ndoc = "Dark."\n\n'
                                           "[method.light]"), 25, "Lit"),
    ("a member that is read twice", ('doc = "The colour." }', 'doc = "The colour." }\n'
                                     'shade = { wire = "colour", type = "string", doc = "The shade." }'), 13, "colour"),
    ("a list of what cannot be in one", ('wire = "colour", type = "Colour"', 'wire = "colour", type = "[Colour]"'), 12,
     "list"),
    ("a value that is no table", ('red = { number = 7, doc = "red" }', "red = 7"), 5, "table"),
    ("an entry that is no table", ("[enum.Colour]", "[enum]\nShape = 1\n\n[enum.Colour]"), 1, "table"),
    ("a text that is a number", ('doc = "A lamp."', "doc = 3"), 9, "text"),
    ("a server that is a number", ('doc = "A lamp."', 'doc = "A lamp."\nserver = 5.5'), 10, "text"),
    ("a version that is none", ('doc = "A lamp."', 'doc = "A lamp."\nsince = "soon"'), 10, "version"),
    ("a result that nothing can read", ('returns = { type = "Lamp"', 'returns = { type = "Light"'), 26, "“Light”"),
]


def generate(folder, *arguments):
    return subprocess.run([sys.executable, GENERATOR, "--description", folder, *arguments], capture_output=True, text=True,
                          check=False)


def test_mistakes(tap):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lamps.toml")
        path.write_text(GOOD, encoding="utf-8")
        answer = generate(folder, "list", "wire")
        tap.case("a good description", [answer.stderr] if answer.returncode else [])
        for name, (old, new), line, said in MISTAKES:
            assert GOOD.count(old) == 1, old
            path.write_text(GOOD.replace(old, new), encoding="utf-8")
            answer = generate(folder, "list", "wire")
            found = []
            if answer.returncode == 0:
                found.append("nothing was said")
            if not answer.stderr.startswith(f"{path}:{line}: ") or said not in answer.stderr:
                found.append(f"wanted {path}:{line}: …{said}…, got {answer.stderr}")
            tap.case(name, found)


def copy_tree(folder):
    """The files of the tree, with what is made of the description in its place."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True,
                            check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else [
        path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.[ch]") if "_build" not in path.parts[len(ROOT.parts)]]
    for name in names:
        if name.endswith((".c", ".h")) and (ROOT / name).is_file():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    made = []
    for part, place in PLACES.items():
        answer = generate(ROOT / "protocol", "write", part, Path(folder, place))
        assert answer.returncode == 0, answer.stderr
        listed = generate(ROOT / "protocol", "list", part)
        made += [f"{place}/{name}" for name in listed.stdout.split()]
    return made


def find_formatters():
    """The formatters of this machine, and the one among them whose layout is the tree's."""
    found = [name for name in ("clang-format-14", "clang-format") if shutil.which(name)]
    for name in found:
        if " 14." in subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout:
            return found, name
    return found, None


def test_rules(tap):
    with tempfile.TemporaryDirectory() as folder:
        made = copy_tree(folder)
        answer = subprocess.run([sys.executable, CHECKER, "--root", folder], capture_output=True, text=True, check=False)
        found = [line for line in answer.stdout.splitlines() if line.split(":")[0] in made and ": advice:" not in line]
        tap.case("what is made keeps the rules of the tree", found if made else ["nothing was made"])

        formatters, formatter = find_formatters()
        if formatters and formatter is None:
            print("# the layout is compared where there is clang-format 14: others break lines elsewhere")
            return
        if formatter is None:
            tap.case("what is made is laid out like the rest", ["clang-format is needed"])
            return
        shutil.copyfile(ROOT / ".clang-format", Path(folder, ".clang-format"))
        answer = subprocess.run([formatter, "--dry-run", "-Werror", *made], cwd=folder, capture_output=True, text=True,
                                check=False)
        tap.case("what is made is laid out like the rest",
                 [line for line in answer.stderr.splitlines() if re.match(r"\S+:\d+:", line)] if answer.returncode else [])


def main():
    tap = Tap()
    test_mistakes(tap)
    test_rules(tap)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
