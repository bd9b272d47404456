#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compiles calls of functions that are deprecated or too new, and looks at what the compiler says.

check-version-macros.py VERSION COMPILER CXX_COMPILER -- FLAG...
"""

import subprocess
import sys

from minitap import Tap

DEPRECATED = """
#include <trueconf-bot.h>
G_BEGIN_DECLS
{macro} int old_call (void);
G_END_DECLS
int user (void) {{ return old_call (); }}
"""


def compile_text(command, text):
    answer = subprocess.run([*command, "-fsyntax-only", "-"], input=text, capture_output=True, text=True, check=False)
    return answer.returncode, answer.stderr


def expect(command, text, *words):
    """Complaints unless there is a warning with these words, or none at all if there are no words."""
    status, said = compile_text(command, text)
    if status != 0:
        yield f"does not compile:\n{said[:2000]}"
    elif not words and said:
        yield f"should be silent:\n{said[:2000]}"
    for word in words:
        if word not in said:
            yield f"should say '{word}':\n{said[:2000]}"


def expect_error(command, word):
    status, said = compile_text(command, "#include <trueconf-bot.h>\n")
    if status == 0 or word not in said:
        yield f"should fail with '{word}':\n{said[:2000]}"


def main():
    separator = sys.argv.index("--")
    version, compiler, cxx_compiler = sys.argv[1:separator]
    flags = ["-Wall", "-Wextra", *sys.argv[separator + 1:]]
    name = "_".join(version.split(".")[:2])
    # version 0.0.1: older than all that there are, and not 0, which stands for the default
    old_min, old_max = "-DTRUECONF_VERSION_MIN_REQUIRED=1", "-DTRUECONF_VERSION_MAX_ALLOWED=1"
    quiet = "-DTRUECONF_DISABLE_DEPRECATION_WARNINGS"
    tap = Tap()

    for language, command in (("C", [compiler, "-std=gnu11", "-xc", *flags]),
                              ("C++", [cxx_compiler, "-std=c++17", "-xc++", *flags])):
        deprecated = DEPRECATED.format(macro=f"TRUECONF_DEPRECATED_IN_{name}")
        replaced = DEPRECATED.format(macro=f"TRUECONF_DEPRECATED_IN_{name}_FOR (new_call)")
        new = DEPRECATED.format(macro=f"TRUECONF_AVAILABLE_IN_{name}")

        tap.case(f"{language}: what is deprecated is warned of", expect(command, deprecated, "deprecated"))
        tap.case(f"{language}: the replacement is named", expect(command, replaced, "deprecated", "new_call"))
        for text in (deprecated, replaced):
            tap.case(f"{language}: not with an older version as minimum", expect([*command, old_min], text))
            tap.case(f"{language}: not when told to keep silent", expect([*command, quiet], text))
        tap.case(f"{language}: what there is may be used", expect(command, new))
        tap.case(f"{language}: what is newer than allowed is warned of",
                 expect([*command, old_min, old_max], new, version.rpartition(".")[0]))
        tap.case(f"{language}: a known version can be named", expect(
            [*command, f"-DTRUECONF_VERSION_MIN_REQUIRED=TRUECONF_VERSION_{name}",
             f"-DTRUECONF_VERSION_MAX_ALLOWED=TRUECONF_VERSION_{name}"], new))
        tap.case(f"{language}: a minimum above the maximum is refused", expect_error(
            [*command, old_max], "TRUECONF_VERSION_MAX_ALLOWED must be at least"))
        tap.case(f"{language}: a minimum above the library's version is refused", expect_error(
            [*command, "-DTRUECONF_VERSION_MIN_REQUIRED=G_ENCODE_VERSION(99,0)"], "newer than the library"))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
