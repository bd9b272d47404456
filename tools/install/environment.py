#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints the variables to set so that programs find what was installed, as lines for a shell.

environment.py BUILD_DIRECTORY PYTHON [--after-meson-install]

What is found anyway gets no line: after an installation to /usr, nothing is printed. "meson install" runs this program to say
what is left to do, unless it is quiet.
"""

import json
import os
import subprocess
import sys
from pathlib import Path


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def installed(build):
    """The folders with something installed in them, by what is in them."""
    folders = {}
    for target in map(Path, json.loads((build / "meson-info/intro-installed.json").read_text()).values()):
        if target.suffix == ".pc":
            folders["pkg-config"] = target.parent
        elif target.suffix == ".typelib":
            folders["typelib"] = target.parent
        elif target.suffix == ".vapi":
            folders["data"] = target.parents[2]
        elif target.parts[-3:] == ("gi", "overrides", "Trueconf.py"):
            folders["python"] = target.parents[2]
        elif target.parts[-3:] == ("gjs-1.0", "overrides", "Trueconf.js"):
            folders["data"] = target.parents[2]
        elif target.name.startswith("libtrueconf-bot-") and ".so" in target.name:
            folders["library"] = target.parent
        elif target.name == "trueconf-sandbox":
            folders["program"] = target.parent
    return folders


def library_is_found(folder):
    """The loader knows the library, and not another one of the same name."""
    cache = output("/sbin/ldconfig", "-p") or output("ldconfig", "-p")
    found = [line.split(" => ")[1] for line in cache.splitlines() if line.strip().startswith("libtrueconf-bot-1.so.")]
    return any(Path(path).parent.resolve() == folder.resolve() for path in found)


def library_is_found_after_ldconfig(folder):
    scanned = output("/sbin/ldconfig", "-N", "-X", "-v") or output("ldconfig", "-N", "-X", "-v")
    folders = [line.split(":")[0] for line in scanned.splitlines() if line.startswith("/")]
    return any(Path(path).resolve() == folder.resolve() for path in folders)


def searched(kind, python):
    """The folders that are looked at without any variable."""
    if kind == "typelib":
        return [output("pkg-config", "--variable=typelibdir", "gobject-introspection-1.0")]
    if kind == "pkg-config":
        return output("pkg-config", "--variable=pc_path", "pkg-config").split(":")
    if kind == "data":
        return ["/usr/local/share", "/usr/share"]
    if kind == "program":
        return os.environ.get("PATH", "").split(":")
    return output(python, "-Ic", "import sys; print(*sys.path, sep='\\n')").splitlines()


def settings(folders, python, before_ldconfig):
    """The lines for a shell."""
    variables = {"program": "PATH", "library": "LD_LIBRARY_PATH", "typelib": "GI_TYPELIB_PATH", "python": "PYTHONPATH",
                 "data": "XDG_DATA_DIRS", "pkg-config": "PKG_CONFIG_PATH"}
    for kind, variable in variables.items():
        folder = folders.get(kind)
        if folder is None:
            continue
        if kind == "library":
            if library_is_found(folder) or before_ldconfig and library_is_found_after_ldconfig(folder):
                continue
        elif str(folder) in searched(kind, python):
            continue
        rest = "${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" if kind == "data" else f"${{{variable}:+:${variable}}}"
        yield f'export {variable}="{folder}{":" if kind == "data" else ""}{rest}"'


def say_what_is_left(folders, python):
    lines = list(settings(folders, python, True))
    if "library" in folders and not library_is_found(folders["library"]) and library_is_found_after_ldconfig(folders["library"]):
        print("The loader finds the library once you have run, as root: ldconfig")
    if lines:
        print("Programs find libtrueconf-bot once these are set, for example in ~/.profile:", *lines, sep="\n")


def main():
    folders = installed(Path(sys.argv[1]))
    if "--after-meson-install" not in sys.argv:
        print("".join(f"{line}\n" for line in settings(folders, sys.argv[2], False)), end="")
    elif not os.environ.get("MESON_INSTALL_QUIET"):
        say_what_is_left(folders, sys.argv[2])


if __name__ == "__main__":
    main()
