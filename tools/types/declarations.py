#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keeps the TypeScript declarations in the tree, and compiles with them.

declarations.py write|check GIR FOLDER

FOLDER is where the compiler and ts-for-gir are kept, which come from npm's registry. What `check` says is TAP.
"""

import difflib
import json
import re
import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
TYPES = TREE / "bindings/gjs/types"
DECLARATIONS = TYPES / "trueconf-1.d.ts"
PACKAGES = ["@ts-for-gir/cli@5.4.0", "typescript@5.9.3"]

STRICT = {"target": "es2022", "module": "es2022", "moduleResolution": "bundler", "lib": ["es2022"], "strict": True,
          "noEmit": True, "types": [], "baseUrl": ".", "paths": {"@girs/*": ["girs/*"]}}
# JavaScript has no places for the types of parameters, nor for saying that something is there
UNTYPED = {"allowJs": True, "checkJs": True, "noImplicitAny": False, "useUnknownInCatchVariables": False,
           "strictNullChecks": False}
AMBIENT = ["girs/gjs/index.d.ts", "girs/gjs/gjs-ambient.d.ts", "girs/gjs/dom.d.ts",
           *(f"girs/{name}/{name}-ambient.d.ts" for name in ("gio-2.0", "glib-2.0", "gobject-2.0", "json-1.0", "soup-3.0"))]


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    return done.returncode, done.stdout


def must(folder, *command):
    code, words = run(folder, *command)
    if code != 0:
        raise SystemExit(f"{' '.join(map(str, command))}:\n{words}")


def get_tools(folder):
    """Gets what is not there in these versions."""
    wanted = json.dumps({"private": True, "versions": PACKAGES})
    description = folder / "package.json"
    if (folder / "node_modules/.bin/tsc").exists() and (folder / "versions").exists() \
            and (folder / "versions").read_text(encoding="utf-8") == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    description.write_text('{"private": true}', encoding="utf-8")
    must(folder, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES)
    (folder / "versions").write_text(wanted, encoding="utf-8")


def generate(folder, gir, output, *options):
    must(folder, "node_modules/.bin/ts-for-gir", "generate", *(["Trueconf-1"] if options[0] == "--externalDeps" else
         ["Json-1.0", "Gio-2.0", "Soup-3.0"]), "-g", str(gir.parent), "/usr/share/gir-1.0", "-o", output, "--ignoreVersionConflicts",
         "--root", str(folder), *options)


def make(folder, gir):
    """The declarations as they should be."""
    generate(folder, gir, "raw", "--externalDeps")
    must(folder, sys.executable, TYPES / "make_types.py", "raw/trueconf-1.d.ts", TYPES / "additions.d.ts", "made.d.ts")
    return (folder / "made.d.ts").read_text(encoding="utf-8")


def compiles(folder, name, options, files):
    description = {"compilerOptions": {**STRICT, **options}, "files": [*AMBIENT, str(DECLARATIONS), *map(str, files)]}
    (folder / f"{name}.json").write_text(json.dumps(description), encoding="utf-8")
    return run(folder, "node_modules/.bin/tsc", "-p", f"{name}.json")


def report(number, name, passed, words):
    print(f"{'ok' if passed else 'not ok'} {number} - {name}")
    if not passed:
        print("\n".join(f"# {line}" for line in words.splitlines()[:60]))
    return passed


def split(text):
    """The declarations without comments, and the words of the comments."""
    comments = re.compile(r"^\s*/\*\*.*?\*/\n", re.M | re.S)
    words = []
    for comment in comments.findall(text):
        # links and tags depend on the version of g-ir-scanner
        plain = re.sub(r"\{@link [^}]*\}|`[^`]*`|^\W*@.*?(?=^\W*@|\*/)", " ", comment, flags=re.M | re.S)
        words.append(" ".join(re.findall(r"\w+", plain)))
    return comments.sub("", text).splitlines(), words


def difference(kept, made):
    return "\n".join(difflib.unified_diff(kept, made, "kept", "made", lineterm=""))


def check(folder, gir):
    kept, kept_words = split(DECLARATIONS.read_text(encoding="utf-8"))
    made, made_words = split(make(folder, gir))
    good = report(1, "the declarations are those of the library (./dev types makes them)", made == kept, difference(kept, made))
    good &= report(2, "and so is their documentation", made_words == kept_words and len(made_words) > 1000,
                   difference(kept_words, made_words))

    generate(folder, gir, "girs", "--package")
    code, words = compiles(folder, "use", {}, [TREE / "tests/gjs/use.ts"])
    good &= report(3, "what is right compiles, and what is wrong does not", code == 0, words)
    examples = sorted((TREE / "examples").glob("*/*.js"))
    code, words = compiles(folder, "examples", UNTYPED, examples)
    good &= report(4, f"{len(examples)} examples compile", code == 0 and bool(examples), words)
    print("1..4")
    return good


def main():
    action, gir, folder = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    get_tools(folder)
    if action == "write":
        DECLARATIONS.write_text(make(folder, gir), encoding="utf-8")
    elif not check(folder, gir):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
