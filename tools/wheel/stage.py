#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Puts what the wheel is built from into a new folder: stage.py STUB DOCS FOLDER"""

import pathlib
import shutil
import sys


def main():
    stub, docs, target = map(pathlib.Path, sys.argv[1:])
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    here = root / "bindings/python"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in ("gi", "trueconf_compat", "trueconf_glib"):
        if (here / name).is_dir():
            shutil.copytree(here / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "meson.build"))
    for file in (here / "pyproject.toml", here / "README.md", root / "COPYING"):
        shutil.copy(file, target)
    shutil.copy(docs, target / "gi/overrides/_trueconf_docs.py")
    stubs = target / "gi-stubs/repository"
    stubs.mkdir(parents=True)
    shutil.copy(stub, stubs / "Trueconf.pyi")


if __name__ == "__main__":
    main()
