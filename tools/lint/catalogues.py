# SPDX-License-Identifier: LGPL-2.1-or-later
"""The translations in po/: whether they have all that the source says. As a program, brings them up to date."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

LINGUAS = "po/LINGUAS"
POTFILES = "po/POTFILES.in"
LICENCE = "SPDX-License-Identifier: LGPL-2.1-or-later"

# the same as those of meson's preset "glib", as far as they matter here
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--add-comments=Translators", "--add-location=file",
    "--package-name=libtrueconf-bot", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
    "--flag=g_dngettext:2:pass-c-format",
]


class Entry(NamedTuple):
    line: int
    context: str
    message: str
    translations: list
    flags: set
    sources: str

    def complete(self):
        return "fuzzy" not in self.flags and all(self.translations)


def run(command, text=None, root=None):
    """What a tool of gettext prints, in English wherever it runs."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return subprocess.run(command, input=text, cwd=root, env=environment, capture_output=True, encoding="utf-8")


def checked(command, text=None, root=None):
    answer = run(command, text, root)
    if answer.returncode != 0:
        raise OSError(answer.stderr.strip())
    return answer.stdout


def languages(text):
    """(line, language) for each language in LINGUAS."""
    for number, line in enumerate(text.split("\n"), 1):
        for language in line.partition("#")[0].split():
            yield number, language


def make_template(root):
    """All messages of the source, without the hour: a catalogue changes only when they do."""
    template = checked([*XGETTEXT, f"--files-from={POTFILES}", "--output=-"], root=root)
    return re.sub(r'"POT-Creation-Date: [^"]*"\n', "", template)


def unquote(text):
    return re.sub(r"\\(.)", lambda hit: {"n": "\n", "t": "\t"}.get(hit[1], hit[1]), text)


def read(text):
    """The entries of a catalogue by context and message, less its head."""
    entries = {}
    for block in re.finditer(r"(?:^(?!#~).+\n)+", text.rstrip("\n") + "\n", re.MULTILINE):
        values, line, key = {}, 0, None
        for number, row in enumerate(block[0].split("\n")):
            if hit := re.match(r'(msg\w+(?:\[\d+\])?)?\s*"(.*)"$', row):
                key = hit[1] or key
                values[key] = values.get(key, "") + unquote(hit[2])
                if hit[1] == "msgid":
                    line = text.count("\n", 0, block.start()) + number + 1
        if values.get("msgid"):
            comments = [row for row in block[0].split("\n") if row.startswith("#")]
            entry = Entry(
                line,
                values.get("msgctxt"),
                values["msgid"],
                [value for name, value in values.items() if name.startswith("msgstr")],
                {flag.strip() for row in comments if row.startswith("#,") for flag in row[2:].split(",")},
                " ".join(row[2:].strip() for row in comments if row.startswith("#:")),
            )
            entries[entry.context, entry.message] = entry
    return entries


def find(text, template):
    """(line, what to do) for each message that a catalogue does not have, or has in a wrong way."""
    check = run(["msgfmt", "--check", "--output-file=/dev/null", "-"], text)
    problems = re.findall(r"^<stdin>:(\d+): (.+)$", check.stderr, re.MULTILINE)
    if check.returncode != 0 and not problems:
        problems = [(1, check.stderr.strip())]
    for line, problem in problems:
        yield int(line), f"msgfmt: {problem}"

    there = read(text)
    wanted = read(template)
    for key, entry in wanted.items():
        if key not in there:
            yield 1, f"does not have “{entry.message}” of {entry.sources}: run ./dev po, then translate it"
    for key, entry in there.items():
        if key not in wanted:
            yield entry.line, f"“{entry.message}” is not in the source any more: run ./dev po"
        elif "fuzzy" in entry.flags:
            yield entry.line, f"“{entry.message}” has changed: correct the translation, and remove 'fuzzy'"
        elif not entry.complete():
            yield entry.line, f"“{entry.message}” is not translated"
        elif any(value.endswith((".", "!", " ")) and value[-1] != entry.message[-1] for value in entry.translations):
            yield entry.line, f"the translation of “{entry.message}” does not end as the original does"


def update(root, language, template):
    """Brings a catalogue up to date, or begins one. Returns the entries that a translator has to look at."""
    path = root / f"po/{language}.po"
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        pot.write_text(template)
        if path.exists():
            merged = checked(["msgmerge", "--quiet", "--previous", "--add-location=file", path, pot])
        else:
            merged = checked(["msginit", "--no-translator", f"--locale={language}", f"--input={pot}", "--output=-"])
            merged = re.sub(r"\A(#.*\n)*", f"# {LICENCE}\n", merged)
    path.write_text(checked(["msgattrib", "--no-obsolete", "-"], merged))
    return [entry for entry in read(path.read_text()).values() if not entry.complete()]


def main():
    root = Path(__file__).resolve().parents[2]
    template = make_template(root)
    for _, language in languages((root / LINGUAS).read_text()):
        left = update(root, language, template)
        for entry in left:
            print(f"po/{language}.po:{entry.line}: translate “{entry.message}”")
        print(f"po/{language}.po: {len(left)} messages to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
