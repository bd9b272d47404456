#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks the house rules that neither a compiler nor a formatter can see.

Each rule is a function with the decorator @rule. It gets the tree and yields findings (path, line, what to
do). Each has a good and a bad fixture in fixtures/RULE/, and test-check-source.py runs them.
"""

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import catalogues
import csource
from minitap import Tap

LIBRARY = "trueconf-bot/"
SANDBOX = "tools/sandbox/"
UMBRELLA = "trueconf-bot/trueconf-bot.h"
FIXTURES = "tools/lint/fixtures/"
ADVISED_LINES = 600
MAX_LINES = 1000
SPDX_SUFFIXES = (".c", ".h", ".py", ".js", ".vala", ".build", ".sh")
CODE_SUFFIXES = (".c", ".h", ".py", ".js", ".vala")
GENERATED_HEADERS = {"trueconf-enum-types.h", "trueconf-enums.h", "trueconf-error-types.h", "trueconf-protocol.h"}
BINARY_SUFFIXES = (".png", ".jpg", ".gif", ".ico", ".gz", ".zip", ".bin", ".mo", ".der", ".webp", ".pdf", ".ogg")

# which folder must not include which others: in the library data travels in one direction only; in the sandbox the
# part that serves knows the one that speaks, which knows the world, never the other way round
ARROWS = {
    LIBRARY: {
        "transport": {"bot", "routing", "dialogs", "forms", "monitor", "schedule"},
        "wire": {"bot", "routing", "dialogs", "forms", "monitor", "schedule", "transport"},
        "model": {"bot", "routing", "dialogs", "forms", "monitor", "schedule", "transport", "wire"},
        "dialogs": {"bot", "routing", "forms", "monitor", "schedule"},
        "routing": {"bot", "forms", "monitor", "schedule", "transport"},
        "forms": {"bot", "monitor", "schedule", "transport"},
        "bot": {"monitor", "schedule"},
        "lists": {"monitor"},
        "schedule": {"monitor"},
        "monitor": {"dialogs", "forms", "lists", "routing", "schedule"},
    },
    SANDBOX: {
        "base": {"world", "speak", "serve"},
        "world": {"speak", "serve"},
        "speak": {"serve"},
    },
}

RULES = {}


def rule(function):
    RULES[function.__name__.replace("_", "-")] = function
    return function


class Tree:
    """The files below a folder: those that git knows or would add, or all that are not built."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.paths = sorted(path for path in self._list() if not path.startswith(FIXTURES))
        self._texts = {}

    def _list(self):
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard", "-z"]
            try:
                answer = subprocess.run(command, capture_output=True, check=True).stdout
                return {path for path in answer.decode().split("\0") if path and (self.root / path).is_file()}
            except (OSError, subprocess.CalledProcessError):
                pass
        return set(self._walk())

    def _walk(self):
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in (".git", "__pycache__", "_build-stock", "_build-typing")
                          and not (Path(folder) / name / "meson-private").is_dir()]
            for name in files:
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def text(self, path):
        """The contents of a file, or None when it is not text."""
        if path not in self._texts:
            try:
                data = (self.root / path).read_bytes()
                binary = path.endswith(BINARY_SUFFIXES) or b"\0" in data
                self._texts[path] = None if binary else data.decode()
            except (UnicodeDecodeError, OSError):
                self._texts[path] = None
        return self._texts[path]

    def lines(self, path):
        return (self.text(path) or "").split("\n")

    def files(self, *suffixes, under=""):
        return [path for path in self.paths if path.startswith(under) and path.endswith(suffixes or ("",))]

    def is_script(self, path, interpreter=r"\w+"):
        return re.match(rf"#!.*\b{interpreter}\b", self.lines(path)[0]) is not None

    def public_headers(self):
        return [path for path in self.files(".h", under=LIBRARY) if not path.endswith("-private.h")]


@rule
def spdx(tree):
    """The licence is named in the first three lines of every source file and script."""
    for path in tree.paths:
        if path.endswith(SPDX_SUFFIXES) or tree.is_script(path):
            if not any("SPDX-License-Identifier: " in line for line in tree.lines(path)[:3]):
                yield path, 1, "write 'SPDX-License-Identifier: LGPL-2.1-or-later' in the first three lines"


def long_files(tree, limit):
    """The source files of more than so many lines."""
    for path in tree.files(*CODE_SUFFIXES):
        length = len((tree.text(path) or "").splitlines())
        if length > limit:
            yield path, length


@rule
def file_length(tree):
    """No source file is longer than 1,000 lines."""
    for path, length in long_files(tree, MAX_LINES):
        yield path, MAX_LINES + 1, f"{length} lines: split it by idea, {MAX_LINES:,} are the most"


@rule
def tabs(tree):
    """Spaces only."""
    for path in tree.paths:
        if Path(path).name in ("COPYING", "Makefile") or path == "debian/rules" or path.endswith((".po", ".pot", ".patch")):
            continue
        for number, line in enumerate(tree.lines(path), 1):
            if "\t" in line:
                yield path, number, "a tab: use spaces (in a string, write \\t)"


@rule
def leftovers(tree):
    """No notes to oneself: open an issue, or do it."""
    notes = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    for path in tree.paths:
        for number, line in enumerate(tree.lines(path), 1):
            if note := notes.search(line):
                yield path, number, f"{note[1]}: do it, or open an issue"


@rule
def machine_paths(tree):
    """No path that exists on one machine only."""
    paths = re.compile(r"(?<![\w.~$}-])/(?:wo" r"rk/|tmp/bu" r"ild|ro" r"ot/)")
    for path in tree.paths:
        for number, line in enumerate(tree.lines(path), 1):
            if paths.search(line):
                yield path, number, "a path of one machine: make it relative, or ask the environment for it"


@rule
def syntax(tree):
    """Python, JSON and XML files can be read."""
    for path in tree.paths:
        text = tree.text(path)
        if text is None:
            continue
        try:
            if path.endswith(".py") or tree.is_script(path, "python3"):
                ast.parse(text, path)
            elif path.endswith(".json"):
                json.loads(text)
            elif path.endswith((".xml", ".doap", ".ui", ".svg")):
                ElementTree.fromstring(text)
        except ElementTree.ParseError as error:  # a SyntaxError without a line
            yield path, error.position[0], str(error)
        except SyntaxError as error:
            yield path, error.lineno or 1, error.msg
        except json.JSONDecodeError as error:
            yield path, error.lineno, error.msg


@rule
def private_headers(tree):
    """A public header includes no private one, and no private header is installed."""
    for path in tree.public_headers():
        for number, target in csource.includes(tree.text(path)):
            if target.endswith("-private.h"):
                yield path, number, f"a public header must not include {target}"
    for path in tree.files("meson.build", under=LIBRARY):
        for number, name in csource.installed_headers(tree.text(path)):
            if name.endswith("-private.h"):
                yield path, number, f"{name} is private: do not install it"


@rule
def umbrella(tree):
    """The umbrella header includes every public header, and each other one refuses to be included alone."""
    if UMBRELLA not in tree.paths:
        return
    included = {target for _, target in csource.includes(tree.text(UMBRELLA))}
    public = [path for path in tree.public_headers() if path != UMBRELLA]
    templates = [path[:-3] for path in tree.files(".h.in", under=LIBRARY)]
    for path in public + templates:
        if path[len(LIBRARY):] not in included:
            yield UMBRELLA, 1, f"does not include {path[len(LIBRARY):]}"
    for target in sorted(included):
        if LIBRARY + target not in public + templates and target not in GENERATED_HEADERS:
            yield UMBRELLA, 1, f"includes {target}, which is not a public header"
    for path in public:
        if "#pragma once" not in tree.text(path):
            yield path, 1, "write '#pragma once'"
        if "defined(TRUECONF_INSIDE)" not in tree.text(path).replace("defined (", "defined("):
            yield path, 1, "refuse to be included directly, as the other headers do"


@rule
def task_tags(tree):
    """A new GTask is tagged at once with the function that was called (or with its parameter source_tag)."""
    for path in tree.files(".c", under=LIBRARY):
        text = csource.without_comments(tree.text(path))
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if not re.search(r"\bg_task_new \(", line):
                continue
            function = csource.enclosing_function(lines, number)
            following = "\n".join(lines[number - 1:number + 6])
            tag = re.search(r"g_task_set_source_tag \(\s*[^,]+,\s*(?:\(gpointer\) )?(\w+)\s*\)", following)
            if tag is None:
                yield path, number, "follow g_task_new () with g_task_set_source_tag () within six lines"
            elif tag[1] not in (function, "source_tag") and not tag[1].endswith("_async"):
                yield path, number, f"the tag is {tag[1]}, it should be {function}"


@rule
def quark_names(tree):
    """The name of a quark has no spaces: a formatter takes its hyphens for minus signs and puts some in."""
    for path in tree.files(".c"):
        for number, line in enumerate(tree.lines(path), 1):
            if re.search(r"\bG_DEFINE_QUARK \([^,]*\S\s[^,]*,", line):
                yield path, number, "write it as name-of-the-quark, between 'clang-format off' and 'clang-format on'"


@rule
def table_keys(tree):
    """No table hashes its keys in a way that everybody knows, lest somebody chooses keys that collide."""
    for path in tree.files(".c", ".h", under=LIBRARY):
        for number, line in enumerate(csource.without_comments(tree.text(path)).split("\n"), 1):
            if re.search(r"\bg_str_hash\b", line):
                yield path, number, "write trueconf_hash_string, of trueconf-hash-private.h"


@rule
def log_lines(tree):
    """What the library logs is one line, in whose words nobody can hide another one."""
    log = re.compile(r"\bg_(?:debug|info|message|warning|critical|log|log_structured|logv|print|printerr) \(")
    for path in tree.files(".c", ".h", under=LIBRARY):
        for number, line in enumerate(csource.without_comments(tree.text(path)).split("\n"), 1):
            if log.search(line):
                yield path, number, "write trueconf_log (), of text/trueconf-log-line-private.h"


@rule
def availability(tree):
    """Every public prototype says since when it exists."""
    for path in tree.public_headers():
        for prototype in csource.prototypes(tree.text(path)):
            if not re.match(r"TRUECONF_(AVAILABLE|DEPRECATED)_IN_\w+", prototype.text):
                yield path, prototype.line, f"write TRUECONF_AVAILABLE_IN_… on the line above {prototype.name}"


@rule
def async_pairs(tree):
    """Every …_async has its …_finish in the same header, and the other way round."""
    for path in tree.public_headers():
        prototypes = {prototype.name: prototype for prototype in csource.prototypes(tree.text(path))}
        for name, prototype in prototypes.items():
            stem, _, end = name.rpartition("_")
            other = {"async": "finish", "finish": "async"}.get(end)
            if other and f"{stem}_{other}" not in prototypes:
                yield path, prototype.line, f"{name} has no {stem}_{other}"


@rule
def ignored_results(tree):
    """The compiler warns of what nobody takes: of constructors, of …_finish that give a pointer, and of texts to free."""
    for path in tree.public_headers():
        for prototype in csource.prototypes(tree.text(path)):
            given = re.search(rf"(?<!const )\b(\w+) \*+\s*{prototype.name} \(", prototype.text)
            if given and (given[1] == "char" or re.search(r"_new(?:_\w+)?$|_finish$", prototype.name)):
                if "G_GNUC_WARN_UNUSED_RESULT" not in prototype.text:
                    yield path, prototype.line, f"end {prototype.name} () with G_GNUC_WARN_UNUSED_RESULT"


@rule
def since(tree):
    """The documentation of everything public says since when it exists."""
    public = set()
    for path in tree.public_headers() + tree.files(".h.in", under=LIBRARY):
        public.update(re.findall(r"\w+", csource.without_comments(tree.text(path))))
    for path in tree.files(".c", ".h", ".h.in", under=LIBRARY):
        for number, name, text in csource.doc_comments(tree.text(path)):
            if name.split(":")[0] in public and not re.search(r"^\s*\*?\s*Since: \d+\.\d+$", text, re.MULTILINE):
                yield path, number, f"the text on {name} has no line 'Since: 0.1'"


@rule
def doc_links(tree):
    """Documentation links are gi-docgen's, not gtk-doc's."""
    old = [
        (re.compile(r"%\w+"), "write `NULL` or `TRUE` in backticks, a constant as [const@NAME]"),
        (re.compile(r"(?<![\w&\[])#[A-Z]\w+"), "write [class@Bot], [enum@Status] …"),
        (re.compile(r"(?<!@)\btrueconf_\w+ ?\(\)"), "write [method@Bot.run], [func@split_text] …"),
    ]
    for path in tree.files(".c", ".h", ".h.in", under=LIBRARY):
        for start, _, text in csource.doc_comments(tree.text(path)):
            plain = csource.without_code(text)
            for offset, line in enumerate(plain.split("\n")):
                for pattern, advice in old:
                    if link := pattern.search(line):
                        yield path, start + offset, f"{link[0]}: {advice}"


@rule
def error_messages(tree):
    """What an error says is translated, and is a phrase without an end mark."""
    for path in tree.files(".c", under=LIBRARY):
        for number, function, message in csource.error_calls(tree.text(path)):
            literals = csource.string_literals(message)
            if not re.search(r"[a-zA-Z]", re.sub(r"%[-+ #0-9.]*[hlqjzt]*[a-zA-Z]", "", "".join(literals))):
                continue  # nothing to translate in "%s: %s"
            if not re.search(r"\b(?:_|N_|g_dngettext)\s*\(", message):
                yield path, number, f"{function}: translate the message with _ ()"
            for literal in literals:
                if function == "g_prefix_error":
                    if not literal.endswith(": "):
                        yield path, number, f"{function}: a prefix ends in ': '"
                elif literal.endswith((".", ":", "!", " ", "\\n")):
                    yield path, number, f"{function}: a message does not end in {literal[-1]!r}"


@rule
def translatable(tree):
    """What is translated is one literal, which xgettext reads to its end, and is looked up in the library's domain."""
    for path in tree.files(".c", ".h", under=LIBRARY):
        for number, function, given in csource.translations(tree.text(path)):
            if function in ("gettext", "ngettext"):
                yield path, number, f"{function} asks the program's domain: write _ () or g_dngettext (GETTEXT_PACKAGE, …)"
            for argument in given:
                if '"' in argument and (rest := csource.besides_strings(argument)):
                    yield path, number, f"xgettext cannot read '{rest}': put the value into a string, and write %s"


@rule
def arrows(tree):
    """A folder of the library or of the sandbox does not include those that stand above it."""
    for root, table in ARROWS.items():
        for path in tree.files(".c", ".h", under=root):
            folder = path[len(root):].split("/")[0]
            for number, target in csource.includes(tree.text(path)):
                top = target.removeprefix("../").removeprefix(root).split("/")[0]
                if top in table.get(folder, ()):
                    yield path, number, f"{folder}/ must not know {top}/"


def module_of(path):
    """A source and its headers are one, so that two modules cannot call each other either."""
    return re.sub(r"(-private)?\.[ch]$", "", path)


def folder_of(path):
    """The folder of the library or the sandbox; None for what lies beside the folders and elsewhere."""
    root = next((root for root in ARROWS if path.startswith(root)), None)
    folder, slash, _ = path[len(root):].partition("/") if root else ("", "", "")
    return root + folder + "/" if slash else None


def include_graph(tree, node_of):
    """Node: the nodes that its files include, each with the place where one does."""
    paths = set(tree.files(".c", ".h"))
    graph = {node_of(path): {} for path in sorted(paths)}
    for path in sorted(paths):
        for number, target in csource.includes(tree.text(path)):
            for root in (os.path.dirname(path), *ARROWS, ""):
                other = os.path.normpath(os.path.join(root, target))
                if other in paths:
                    if node_of(other) != node_of(path) or (other == path and node_of is module_of):
                        graph[node_of(path)].setdefault(node_of(other), (path, number))
                    break
    graph.pop(None, None)
    return graph


def way_back(graph, start):
    """The shortest way from a node through its includes to itself, or nothing."""
    came_from = {}
    waiting = [start]
    for node in waiting:
        for other in graph.get(node, ()):
            if other in came_from:
                continue
            came_from[other] = node
            if other == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            waiting.append(other)
    return []


@rule
def include_cycles(tree):
    """No module, which is a source with its headers, and no folder includes itself by way of others."""
    for node_of in (module_of, folder_of):
        graph = include_graph(tree, node_of)
        told = set()
        for node in graph:
            way = [] if node in told else way_back(graph, node)
            told.update(way)
            if way:
                yield *graph[node][way[1]], "includes itself: " + " → ".join(way)


@rule
def potfiles(tree):
    """Every file with a message for people is in po/POTFILES.in, and every file named there exists."""
    listing = "po/POTFILES.in"
    if listing not in tree.paths:
        return
    listed = {}
    for number, line in enumerate(tree.lines(listing), 1):
        if line.strip() and not line.startswith("#"):
            listed[line.strip()] = number
    for path, number in listed.items():
        if path not in tree.paths:
            yield listing, number, f"{path} does not exist"
    for path in tree.files(".c", ".h"):
        text = csource.without_comments(tree.text(path))
        ours = path.startswith(LIBRARY) or "<glib/gi18n" in text
        if ours and path not in listed and any(csource.translations(text)):
            yield listing, 1, f"{path} is missing"


@rule
def translations(tree):
    """Every language of po/LINGUAS has a sound catalogue with each message of the source, translated."""
    listing = catalogues.LINGUAS
    listed = dict((f"po/{language}.po", line) for line, language in catalogues.languages(tree.text(listing) or ""))
    for path in tree.files(".po", under="po/"):
        if path not in listed:
            yield path, 1, f"add it to {listing}, or remove it"
    try:
        template = catalogues.make_template(tree.root) if listed else ""
        for path, line in listed.items():
            if path in tree.paths:
                for number, advice in catalogues.find(tree.text(path), template):
                    yield path, number, advice
            else:
                yield listing, line, f"{path} does not exist: run ./dev po, then translate it"
    except OSError as error:  # gettext is missing, or cannot read the source
        yield listing, 1, str(error)


# where the version is written a second time, and how
VERSIONS = {
    "NEWS.md": re.compile(r"^## (\d[\w.]*)", re.MULTILINE),
    "bindings/python/pyproject.toml": re.compile(r'^version = "(.*)"', re.MULTILINE),
    "debian/changelog": re.compile(r"\((.*)-[^-]*\)"),
    "examples/console/data/com.trueconf.BotConsole.metainfo.xml.in": re.compile(r'<release version="(.*?)"'),
}


@rule
def versions(tree):
    """The version is the same wherever it is written, as the newest one."""
    project = re.search(r"\bversion: '(.*?)'", tree.text("meson.build") or "")
    for path in tree.paths:
        if project is None or path not in VERSIONS:
            continue
        found = VERSIONS[path].search(tree.text(path))
        if found is None or found[1] != project[1]:
            line = tree.text(path).count("\n", 0, found.start()) + 1 if found else 1
            yield path, line, f"the version in meson.build is {project[1]}"


def check(tree, names):
    """Runs the rules and returns their findings, sorted, by name of the rule."""
    return {name: sorted(set(RULES[name](tree))) for name in names}


def wanted_files(tree, kind):
    if kind == "all":
        return tree.paths
    if kind == "c":
        return tree.files(".c", ".h")
    return [path for path in tree.paths if path.endswith(".sh") or tree.is_script(path, "(?:ba|da)?sh")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--root", default=Path(__file__).parents[2], help="the tree to check")
    parser.add_argument("--rule", action="append", choices=sorted(RULES), help="only this rule (repeatable)")
    parser.add_argument("--tap", action="store_true", help="report as a test, a case for each rule")
    parser.add_argument("--rules", action="store_true", help="list the rules and stop")
    parser.add_argument("--files", choices=["all", "c", "shell"], help="list the files of a language and stop")
    arguments = parser.parse_args()

    if arguments.rules:
        for name, function in RULES.items():
            print(f"{name}: {function.__doc__}")
        return 0

    tree = Tree(arguments.root)
    if arguments.files:
        print(*wanted_files(tree, arguments.files), sep="\n")
        return 0

    findings = check(tree, arguments.rule or RULES)
    if arguments.tap:
        tap = Tap()
        for name, found in findings.items():
            tap.case(name, (f"{path}:{line}: {text}" for path, line, text in found))
        return tap.finish()
    for name, found in findings.items():
        for path, line, text in found:
            print(f"{path}:{line}: {text} ({name})")
    for path, length in long_files(tree, ADVISED_LINES):
        print(f"{path}: advice: {length} lines: if these are two ideas, make two files of it")
    count = sum(map(len, findings.values()))
    print(f"{len(tree.paths)} files, {len(findings)} rules, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
