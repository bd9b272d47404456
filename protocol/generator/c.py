# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes C in the layout of the rest of the library."""

import textwrap

from .description import SCALARS, snake

WIDTH = 110
SPDX = "/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
INSIDE = """#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif
"""


def macro(name):
    return "TRUECONF_" + snake(name).upper()


def lower(text):
    """The text as part of a sentence."""
    return text if text[:2].isupper() or text.startswith(("`", "[")) else text[:1].lower() + text[1:]


def first_sentence(text):
    """Without the full stop, for “Returns:”."""
    cut = text.split(". ")[0]
    return lower(cut.rstrip("."))


def available(since):
    return "TRUECONF_AVAILABLE_IN_ALL" if since == "0.1" else "TRUECONF_AVAILABLE_IN_" + since.replace(".", "_")


def comment(head, parameters=(), paragraphs=(), since=None, indent=""):
    """A doc comment: the symbol, its parameters, paragraphs of text."""
    lines = [head]
    for name, text in parameters:
        lines += textwrap.wrap(f"@{name}: {text}", WIDTH, subsequent_indent="  ",
                               break_long_words=False, break_on_hyphens=False)
    for paragraph in paragraphs:
        lines += [""] + textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
    if since:
        lines += ["", f"Since: {since}"]
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def fill(start, items, end, indent=None):
    """A call or an initialiser: as many items a line as fit, aligned behind the start."""
    lines, line = [], start
    pad = " " * (len(start) if indent is None else indent)
    for i, item in enumerate(items):
        piece = item + ("," if i < len(items) - 1 else end)
        if i > 0 and len(line) + 1 + len(piece) > WIDTH:
            lines.append(line)
            line = pad + piece
        else:
            line += (" " if i > 0 else "") + piece
    lines.append(line)
    return "\n".join(lines) + "\n"


def assign(target, function, arguments):
    """What a call returns: on one line, or with the first of these breaks that does."""
    call = f"{function} ({', '.join(arguments)});"
    if len(f"{target} = {call}") <= WIDTH:
        return f"{target} = {call}\n"
    if len("      " + call) <= WIDTH:
        return f"{target} =\n      {call}\n"
    aligned = fill(f"{target} = {function} (", arguments, ");")
    if aligned.count("\n") <= 2 and all(len(line) <= WIDTH for line in aligned.splitlines()):
        return aligned
    if len(line := f"      {', '.join(arguments)});") <= WIDTH:
        return f"{target} = {function} (\n{line}\n"
    return f"{target} =\n" + fill(f"      {function} (", arguments, ");")


def one_each(start, items, end):
    """On one line, or one item a line."""
    line = start + ", ".join(items) + end
    if len(line) <= WIDTH:
        return line + "\n"
    return start + (",\n" + " " * len(start)).join(items) + end + "\n"


def prototype(since, result, name, parameters, end=");"):
    line = f"{name} ({', '.join(parameters)}{end}"
    start = spaced(result) + name + " ("
    if len(start) + len(", ".join(parameters) + end) > WIDTH >= len(line):
        # the result has a line of its own where that makes the rest fit
        return f"{available(since)}\n{result}\n{line}\n"
    return f"{available(since)}\n" + one_each(start, parameters, end)


def guard(condition, value=None, indent="  "):
    """A check of what the caller has given."""
    start = f"{indent}g_return_if_fail (" if value is None else f"{indent}g_return_val_if_fail ("
    line = start + condition + (");" if value is None else f", {value});")
    if len(line) <= WIDTH:
        return line + "\n"
    if " && " in condition:
        line = line.replace(" && ", " &&\n" + " " * len(start), 1)
    else:
        line = line.replace(f", {value});", f",\n{' ' * len(start)}{value});")
    return line + "\n"


def definition(result, name, parameters):
    return f"{result}\n" + one_each(f"{name} (", parameters, ")")


def spaced(ctype):
    return ctype if ctype.endswith("*") else ctype + " "


class Types:
    """What a type of the description is in C."""

    CTYPES = {"string": "char *", "int64": "gint64", "timestamp": "gint64", "size": "gint64", "uint64": "guint64",
              "uint": "guint", "int": "int", "double": "double", "boolean": "gboolean", "strv": "char **",
              "datetime": "GDateTime *"}
    KINDS = {"string": "STRING", "int64": "INT64", "timestamp": "INT64", "size": "INT64", "uint64": "UINT64",
             "uint": "UINT", "double": "DOUBLE", "boolean": "BOOLEAN", "strv": "BOXED", "datetime": "BOXED"}

    def __init__(self, description):
        self.description = description

    def is_enum(self, kind):
        return kind in self.description.enums

    def is_list(self, kind):
        return kind.startswith("[")

    def is_object(self, kind):
        return kind not in SCALARS and not self.is_enum(kind)

    def member(self, kind):
        """The type of a member of a struct."""
        if self.is_list(kind):
            return "GListModel *"
        if self.is_enum(kind):
            return "Trueconf" + kind
        return self.CTYPES.get(kind) or f"Trueconf{kind} *"

    def returned(self, kind):
        """The type of what a getter returns."""
        return {"string": "const char *", "strv": "const char *const *"}.get(kind) or self.member(kind)

    def field(self, kind):
        """The kind of a field in the tables of the model, and the function that names its type."""
        if self.is_list(kind):
            return "OBJECT", "g_list_model_get_type"
        if self.is_enum(kind):
            return "ENUM", f"trueconf_{snake(kind)}_get_type"
        if kind in self.KINDS:
            return self.KINDS[kind], {"strv": "g_strv_get_type", "datetime": "g_date_time_get_type"}.get(kind)
        return "OBJECT", f"trueconf_{snake(kind)}_get_type"

    def failure(self, kind, default=None):
        """What a getter returns for an object of another class."""
        if default is not None and not self.is_enum(kind):
            return str(default)
        if kind == "boolean":
            return "FALSE"
        if kind == "size":
            return "-1"
        if self.is_enum(kind):
            return macro(kind) + "_UNKNOWN"
        return "NULL" if self.returned(kind).endswith("*") else "0"

    def header(self, kind):
        """The header that declares a type; NULL for those of GLib and for enumerations."""
        item = kind[1:-1] if self.is_list(kind) else kind
        if item in SCALARS or self.is_enum(item):
            return None
        return f"model/trueconf-{snake(item).replace('_', '-')}.h"
