#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a container file says, as a shell script, since a registry of images is not always at hand.

container.py build FILE    copies from the folder . and runs, in the root $ROOT by the command "$@"
container.py run FILE      prints what starts the program
"""

import json
import re
import shlex
import sys
from pathlib import Path


def instructions(text):
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    for line in re.sub(r"\\\n", " ", lines).splitlines():
        if line.strip():
            yield line.split(None, 1)


def build(steps):
    yield "set -eu"
    for word, rest in steps:
        if word == "COPY":
            *sources, target = rest.split()
            # a folder ends in a slash
            folder = target if target.endswith("/") else str(Path(target).parent)
            yield f'mkdir -p "$ROOT"{shlex.quote(folder)}'
            yield f'cp {" ".join(sources)} "$ROOT"{shlex.quote(target)}'
        elif word == "RUN":
            yield f'"$@" sh -c {shlex.quote(rest)}'
        elif word not in ("FROM", "USER", "ENV", "ENTRYPOINT"):
            raise SystemExit(f"{word} is not tested")


def run(steps):
    known = {}
    for word, rest in steps:
        known.setdefault(word, []).append(rest)
    user, = known["USER"]
    yield shlex.join(["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "env", *known.get("ENV", []),
                      *json.loads(known["ENTRYPOINT"][-1])])


def main():
    what, file = sys.argv[1:]
    steps = list(instructions(Path(file).read_text(encoding="utf-8")))
    print("\n".join({"build": build, "run": run}[what](steps)))


if __name__ == "__main__":
    main()
