#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Installs the build into a folder and uses it by what pkg-config says.

check-install.py MESON BUILD_ROOT VERSION API_NAME COMPILER
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from minitap import Tap

PROGRAM = """
#include <trueconf-bot.h>
int
main (void)
{
  g_autoptr (TrueconfBot) bot = trueconf_bot_new ("server", "token");
  const char *problem = trueconf_check_version (TRUECONF_MAJOR_VERSION, TRUECONF_MINOR_VERSION, TRUECONF_MICRO_VERSION);

  g_print ("%s %s\\n", G_OBJECT_TYPE_NAME (bot), problem != NULL ? problem : "fits");
  return 0;
}
"""


def output(command, **kwargs):
    answer = subprocess.run(command, capture_output=True, text=True, check=False, **kwargs)
    if answer.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}:\n{answer.stdout}{answer.stderr}")
    return answer.stdout


class Installed:
    """What pkg-config says of the library that was installed below a folder."""

    def __init__(self, destination, api_name):
        self.api_name = api_name
        pc = next(destination.rglob(f"{api_name}.pc"))
        # as if the folder were the root
        pc.write_text(re.sub(r"^prefix=", f"prefix={destination}", pc.read_text(), flags=re.MULTILINE))
        self.environment = {**os.environ, "PKG_CONFIG_PATH": str(pc.parent)}

    def ask(self, *options):
        return output(["pkg-config", *options, self.api_name], env=self.environment).strip()

    def variable(self, name):
        return Path(self.ask(f"--variable={name}"))


def names(requirements):
    return {line.split()[0] for line in requirements.splitlines()}


def wrong_names(found, wanted):
    return [] if found == wanted else [f"found {sorted(found)}, not {sorted(wanted)}"]


def soname(library):
    return re.search(r"SONAME\S*\s.*\[(.*)\]", output(["readelf", "-d", library]))[1]


def check_folders(installed, build_root):
    """Each folder is named if something is installed there, and holds it."""
    trueconf = build_root / "trueconf-bot"
    for variable, file in (("girdir", "Trueconf-1.gir"), ("typelibdir", "Trueconf-1.typelib"),
                           ("vapidir", f"{installed.api_name}.vapi")):
        if (trueconf / file).exists() and not (installed.variable(variable) / file).is_file():
            yield f"{variable}: there is no {file} in {installed.variable(variable)}"


def use(installed, compiler, folder):
    """What goes wrong when a program is built and run."""
    (folder / "program.c").write_text(PROGRAM)
    output([compiler, "-Wall", "-Werror", folder / "program.c", "-o", folder / "program",
            *installed.ask("--cflags", "--libs").split()])
    said = output([folder / "program"], env={**os.environ, "LD_LIBRARY_PATH": str(installed.variable("libdir"))})
    if said != "TrueconfBot fits\n":
        yield f"the program says {said!r}"


def say_what_is_left(folder, files, **environment):
    """What "meson install" says when these files were installed."""
    (folder / "meson-info").mkdir(exist_ok=True)
    (folder / "meson-info/intro-installed.json").write_text(json.dumps({str(number): file for number, file in enumerate(files)}))
    program = Path(__file__).resolve().parents[2] / "tools/install/environment.py"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MESON_INSTALL_")}
    return output([sys.executable, program, folder, sys.executable, "--after-meson-install"], env={**clean, **environment})


def check_what_is_left(folder):
    files = ["/opt/bots/lib/libtrueconf-bot-1.so.0.1.0", "/opt/bots/lib/girepository-1.0/Trueconf-1.typelib"]
    wanted = ("Programs find libtrueconf-bot once these are set, for example in ~/.profile:\n"
              'export LD_LIBRARY_PATH="/opt/bots/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n'
              'export GI_TYPELIB_PATH="/opt/bots/lib/girepository-1.0${GI_TYPELIB_PATH:+:$GI_TYPELIB_PATH}"\n')
    for environment, wanted in (({}, wanted), ({"MESON_INSTALL_QUIET": "1"}, "")):
        said = say_what_is_left(folder, files, **environment)
        if said != wanted:
            yield f"with {environment} it says {said!r}"


def main():
    meson, build_root, version, api_name, compiler = sys.argv[1:]
    major, minor, micro = version.split(".")
    # until 1.0 every minor version may break programs
    abi = f"0.{minor}" if major == "0" else major
    tap = Tap()

    with tempfile.TemporaryDirectory() as folder:
        destination = Path(folder, "root")
        output([meson, "install", "-C", build_root, "--no-rebuild", "--quiet", "--destdir", destination])
        installed = Installed(destination, api_name)
        libdir = installed.variable("libdir")
        library = f"lib{api_name}.so"

        tap.case("pkg-config knows the version", wrong_names({installed.ask("--modversion")}, {version}))
        tap.case("the name of the library changes when programs may break",
                 wrong_names({soname(libdir / library)}, {f"{library}.{abi}"}))
        tap.case("the library is there by all its names", wrong_names(
            {path.name for path in libdir.glob(f"{library}*")}, {library, f"{library}.{abi}", f"{library}.{abi}.{micro}"}))
        tap.case("a program needs what the headers include", wrong_names(
            names(installed.ask("--print-requires")), {"gio-2.0", "gobject-2.0", "json-glib-1.0"}))
        tap.case("the rest is private", wrong_names(
            names(installed.ask("--print-requires-private")) - {"hiredis", "sqlite3"}, {"gio-unix-2.0", "libmagic", "libsoup-3.0"}))
        tap.case("folders are named", check_folders(installed, Path(build_root)))
        tap.case("a program is built and runs", use(installed, compiler, Path(folder)))
        tap.case("what is left to do is said", check_what_is_left(Path(folder)))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
