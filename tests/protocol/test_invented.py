#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An event and a method that no server has, added to a copy of the description, and used from Python.

An entry each is all that they cost: the tree is copied, the description gets the two entries that CONTRIBUTING.md
shows, the library is built, and a bot calls the method and hears the event.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from minitap import Tap  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("bindings", "po", "protocol", "tools/install", "tools/service", "trueconf-bot")
OPTIONS = ["-Dbuildtype=debug", "-Doptimization=0", "-Ddocs=disabled", "-Dtests=false", "-Dsandbox=false", "-Dtool=false",
           "-Dexamples=false", "-Dvapi=disabled", "-Dintrospection=enabled", "-Dwerror=true"]


def entries():
    """The entries that CONTRIBUTING.md shows: what it says is what is tried."""
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    return [block for block in blocks if block.startswith(("[event.", "[method."))]


def run(command, **more):
    answer = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)
    return [] if answer.returncode == 0 else [answer.stdout[-3000:] + answer.stderr[-3000:]]


def main():
    meson, python = sys.argv[1:]
    tap = Tap()
    added = entries()
    tap.case("CONTRIBUTING.md shows an event and a method", [] if len(added) == 2 else [f"{len(added)} entries"])

    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        build = Path(folder, "build")
        tree.mkdir()
        for name in COPIED:
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("meson.build", "meson_options.txt"):
            shutil.copyfile(ROOT / name, tree / name)
        (tree / "protocol/invented.toml").write_text("\n".join(added), encoding="utf-8")

        problems = run([meson, "setup", build, tree, f"-Dpython={python}", *OPTIONS])
        tap.case("the tree with them is configured", problems)
        problems = problems or run(["ninja", "-C", build])
        tap.case("it builds without a warning", problems)
        environment = {**os.environ, "GI_TYPELIB_PATH": str(build / "trueconf-bot"),
                       "LD_LIBRARY_PATH": str(build / "trueconf-bot"),
                       "PYTHONPATH": str(tree / "bindings/python")}
        problems = problems or run([python, Path(__file__).with_name("use_invented.py")], env=environment, timeout=60)
        tap.case("a bot in Python calls the method and hears the event", problems)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
