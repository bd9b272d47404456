# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads as much of C as the house rules need. Line numbers start at 1, and nothing here changes them."""

import re
from typing import NamedTuple

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
DOC_COMMENT = re.compile(r"/\*\*\n(.*?)\*/", re.DOTALL)

# where the message stands among the arguments
MESSAGE_ARGUMENT = {
    "g_set_error": 3,
    "g_set_error_literal": 3,
    "g_task_return_new_error": 3,
    "g_error_new": 2,
    "g_error_new_literal": 2,
    "g_prefix_error": 1,
}

TRANSLATORS = ("_", "N_", "C_", "NC_", "Q_", "gettext", "ngettext", "g_dgettext", "g_dngettext", "g_dpgettext2")


class Prototype(NamedTuple):
    line: int
    name: str
    text: str


def blank(text):
    """Spaces in place of everything but the ends of lines."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    return COMMENT_OR_STRING.sub(lambda hit: blank(hit[0]) if hit[0].startswith("/") else hit[0], text)


def without_strings(text):
    return COMMENT_OR_STRING.sub(lambda hit: '"' + blank(hit[0][1:-1]) + '"' if hit[0][0] == '"' else hit[0], text)


def without_code(text):
    """A documentation comment without its code blocks and `code`."""
    text = re.sub(r"```.*?```|\|\[.*?\]\|", lambda hit: blank(hit[0]), text, flags=re.DOTALL)
    return re.sub(r"`[^`\n]*`", lambda hit: blank(hit[0]), text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes(text):
    """(line, file) for each include in quotes."""
    for hit in re.finditer(r'^[ ]*#[ ]*include[ ]+"([^"]+)"', without_comments(text), re.MULTILINE):
        yield line_of(text, hit.start()), hit[1]


def doc_comments(text):
    """(line, what it documents, text) for each documentation comment."""
    for hit in DOC_COMMENT.finditer(text):
        name = re.match(r"\s*\*\s*(\w[\w:-]*?):(?:\s|$)", hit[1])
        if name and name[1] != "SECTION":
            yield line_of(text, hit.start()) + 1, name[1], hit[1]


def without_bodies(text):
    """Blanks everything between braces."""
    out, depth = [], 0
    for letter in text:
        if letter == "}":
            depth -= 1
        out.append(letter if depth <= 0 or letter == "\n" else " ")
        if letter == "{":
            depth += 1
    return "".join(out)


def without_preprocessor(text):
    return re.sub(r"^[ ]*#(?:[^\n]*\\\n)*[^\n]*", lambda hit: blank(hit[0]), text, flags=re.MULTILINE)


def prototypes(text):
    """What a header declares: functions, and types through G_DECLARE_…."""
    text = without_preprocessor(without_comments(text))
    text = re.sub(r"\bG_(?:BEGIN|END)_DECLS\b", lambda hit: blank(hit[0]), text)
    text = re.sub(r"\bextern \"C\" \{", lambda hit: blank(hit[0]), text)
    text = without_bodies(text)
    # these stand without a semicolon: give them one
    text = re.sub(r"\b(G_DE(?:CLARE|FINE)_\w+ \([^()]*\)) ?;?", lambda hit: hit[1] + ";", text)
    position = 0
    for statement in text.split(";"):
        start = position + len(statement) - len(statement.lstrip())
        position += len(statement) + 1
        statement = statement.strip()
        declared = re.search(r"\bG_DECLARE_\w+ \(\s*(\w+)", statement)
        function = re.search(r"\b(trueconf_\w+)\s*\(", statement)
        if statement.startswith(("typedef", "struct", "static", "}")) or "G_DEFINE_" in statement:
            continue
        if declared or function:
            hit = declared or function
            yield Prototype(line_of(text, start + hit.start()), hit[1], statement)


def enclosing_function(lines, number):
    """The function that a line is in: its name stands at the start of a line."""
    for line in reversed(lines[:number]):
        if hit := re.match(r"(?:[a-z][\w *]* \*?)?([a-z_]\w*) \(", line):
            return hit[1]
    return None


def arguments(text, position):
    """The arguments of a call; position is just after its opening parenthesis."""
    plain = without_strings(text[position:position + 4000])
    found, depth, start = [], 0, 0
    for index, letter in enumerate(plain):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            if depth == 0:
                found.append(text[position + start:position + index].strip())
                return found
            depth -= 1
        elif letter == "," and depth == 0:
            found.append(text[position + start:position + index].strip())
            start = index + 1
    return found


def error_calls(text):
    """(line, function, argument that is the message) for each error that is made."""
    text = without_comments(text)
    for hit in re.finditer(rf"\b({'|'.join(MESSAGE_ARGUMENT)})\s*\(", text):
        found = arguments(text, hit.end())
        index = MESSAGE_ARGUMENT[hit[1]]
        if len(found) > index:
            yield line_of(text, hit.start()), hit[1], found[index]


def string_literals(text):
    """The string constants in an expression, neighbours joined as a compiler joins them."""
    joined = re.findall(r'"(?:\\.|[^"\\])*"(?:\s*"(?:\\.|[^"\\])*")*', text)
    return ["".join(re.findall(r'"((?:\\.|[^"\\])*)"', literal)) for literal in joined]


def besides_strings(text):
    """What an expression has besides string constants."""
    return " ".join(re.sub(r'"(?:\\.|[^"\\])*"', " ", text).split())


def translations(text):
    """(line, function, arguments) for each string constant that is handed over to be translated."""
    text = without_comments(text)
    for hit in re.finditer(rf"(?<!\w)({'|'.join(TRANSLATORS)})\s*\(", text):
        given = arguments(text, hit.end())
        if any('"' in argument for argument in given):
            yield line_of(text, hit.start()), hit[1], given


def installed_headers(text):
    """(line, name) for each header that a meson.build hands to install_headers, through variables too."""
    text = re.sub(r"#[^\n]*", lambda hit: blank(hit[0]), text)
    for call in re.finditer(r"\binstall_headers\s*\(", text):
        end = text.find(")", call.end())
        while text.count("(", call.end(), end) > text.count(")", call.end(), end):
            end = text.find(")", end + 1)
        given = text[call.end():end]
        yield from ((line_of(text, call.end() + hit.start()), hit[1]) for hit in re.finditer(r"'([^']+\.h)'", given))
        for variable in re.findall(r"(?<![\w'./-])([a-z_]\w*)(?!\s*[:(\w'])", given):
            for value in re.finditer(rf"^{variable}\s*\+?=\s*(?:files\s*)?[\[(]([^\])]*)", text, re.MULTILINE):
                for name in re.finditer(r"'([^']+\.h)'", value[1]):
                    yield line_of(text, value.start(1) + name.start()), name[1]
