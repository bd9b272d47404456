#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the TypeScript declarations: those of ts-for-gir for the typelib, with what the override changes and adds.

make_types.py DECLARATIONS ADDITIONS OUTPUT
"""

import re
import sys
from pathlib import Path

# what is given where the library wants one of these; see ../overrides/_trueconf/arguments.js
ACCEPTED = {"InputFile": "FileLike", "Gio.File": "Gio.File | string", "Draft": "DraftLike",
            "Keyboard": "KeyboardLike", "Button": "ButtonLike", "Filter": "FilterLike",
            "GLib.DateTime": "GLib.DateTime | Date", "GLib.TimeZone": "GLib.TimeZone | string", "Json.Node": "JsonLike"}
RETURNED = {"Json.Node": "any", "GLib.Bytes": "Uint8Array"}
# what the lists hold
LISTS = {"get_chats": "Chat", "get_chat_history": "Message", "get_chat_participants": "ChatParticipant"}
DEFAULTS = {"boolean", "ParseMode"}
DEFAULT_NAMES = {"count", "page", "page_size", "page_number", "timeout"}
# members that the additions declare
REPLACED = {"Event": {"raw"}, "Content": {"raw"}, "OutgoingRequest": {"payload"}, "Keyboard": {"rows"},
            "Context": {"get_data", "set_data"}, "Draft": {"text"}, "DialogExpired": {"data"}, "Scheduler": {"add_job"},
            "Router": {"add_fallback", "add_outer_middleware", "add_inner_middleware", "add_error_handler", "add_help"},
            "Bot": {"add_request_middleware", "run"}, "FsmContext": {"set_state", "set_data", "get_data", "update_data", "get_value"},
            "StatesGroup": {"contains", "find", "get_next", "get_previous"}}
# what a constructor cannot do without
CONSTRUCTORS = {"BoundedRegex": "{ pattern: string; flags?: GLib.RegexCompileFlags }"}
# arguments that the override does not need, and what is in a variant
OPTIONAL = {"BoundedRegex.find": {"flags", "limit"}}
VARIANTS = {"BoundedRegex.find": "GLib.Variant<'aa(ii)'>"}
TUNED_CALLS = {"FsmContext": REPLACED["FsmContext"], "CallbackQuery": {"answer"}, "Bot": {"answer_command"},
               "Context": {"ask"}}


def split_parameters(text):
    """`a: X, b: (c: Y) => Z` at its outer commas."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "([{<") - (character in ")]}" or character == ">" and text[position - 1] != "=")
        if character == "," and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


# what C says and JavaScript calls otherwise
WORDS = [(r"\bTRUECONF_(API_)?ERROR_(\w+)", lambda m: f"Trueconf.{'ApiError' if m[1] else 'Error'}.{m[2]}"),
         (r"`(NULL|TRUE|FALSE)`", lambda m: f"`{m[1].lower()}`"), (r"(\{@link \w+\.\w+)_async\}", r"\1}"),
         (r"Trueconf\.(\w+)::([\w-]+)", r"\1::\2")]
# what nobody calls who has promises; its documentation is that of the function with the promise
PLUMBING = re.compile(r"^\s+(?:static )?(?:vfunc_\w+|\w+_finish|\w+_async|set \w+)\(")


class Comment:
    """The documentation of one thing, as JavaScript needs it."""

    def __init__(self, lines):
        self.indent = re.match(r"\s*", lines[0])[0]
        text = "\n".join(re.sub(r"^\s*(?:/\*\*|\*/|\* ?)\s?|\s*\*/$", "", line) if line.strip() in {"/**", "*/"}
                         else re.sub(r"^\s*(?:/\*\*|\*) ?", "", line).replace("*/", "") for line in lines)
        text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
        for old, new in WORDS:
            text = re.sub(old, new, text)
        description, *tags = re.split(r"^(?=@)", text, flags=re.M)
        self.paragraphs = [part.strip() for part in re.split(r"\n\s*\n", description)
                           if part.strip() and not re.match(r"\s*Call \{@link \w+\.\w+_finish\}", part)]
        self.tags = [tag.strip() for tag in tags if not re.match(r"@(?:since|param callback|run-|default|read-only|write-only|construct)\b", tag)]

    def write(self, text):
        if not text:
            return []
        if "\n" not in text:
            return [f"{self.indent}/** {text} */"]
        lines = [f"{self.indent} * {line}".rstrip() for line in text.split("\n")]
        return [f"{self.indent}/**", *lines, f"{self.indent} */"]

    def summary(self):
        return self.write(self.paragraphs[0] if self.paragraphs else "")

    def whole(self):
        return self.write("\n".join(filter(None, ["\n\n".join(self.paragraphs), *self.tags])))


def with_comments(lines):
    """(comment or None, line) for each line that is no comment."""
    comment, pending = [], None
    for line in lines:
        if comment or line.strip().startswith("/**"):
            comment.append(line)
            if line.strip().endswith("*/"):
                pending, comment = Comment(comment), []
        elif line.strip():
            yield pending, line
            pending = None
        else:
            yield None, line


class Types:
    """The declarations, line by line."""

    def __init__(self, text):
        self.enums = {}
        for name, body in re.findall(r"^    enum (\w+) \{\n(.*?)^    \}", text, re.M | re.S):
            self.enums[name] = [word.lower().replace("_", "-") for word in re.findall(r"^\s+(\w+) =", body, re.M)]
        self.errors = sorted({name.lower().replace("_", "-") for body in
                              re.findall(r"^    class \w+ extends GLib\.Error \{\n(.*?)^    \}", text, re.M | re.S)
                              for name in re.findall(r"^\s+static ([A-Z_]+): number;", body, re.M)})
        self.events = sorted(set(re.findall(r"^    class (\w+) extends Event \{", text, re.M)))
        self.lines = text.split("\n")
        self.owner = None
        self.inside = None
        self.is_class = False

    def accept(self, kind):
        """The type of an argument or of a property that is set."""
        kind = re.sub(r"(?<![\w.])(\w+)\[\]", lambda m: f"({self.accept(m[1])})[]" if self.accept(m[1]) != m[1] else m[0], kind)
        if "=>" in kind or kind.endswith("[]"):
            return kind
        return " | ".join(f"{part} | {part}Word" if part in self.enums else ACCEPTED.get(part, part) for part in kind.split(" | "))

    def parameters(self, text):
        found = []
        for part in split_parameters(text):
            name, kind = part.split(":", 1)
            found.append((name.strip(), kind.strip()))
        return found

    def call(self, name, text, result):
        """The overloads of a function with a promise."""
        result = RETURNED.get(result, result)
        if name.split("_long")[0] != name or name.startswith("send_long"):
            result = "SentMessage[]"
        elif result == "Gio.ListModel":
            result = f"List<{LISTS.get(name, 'any')}>"
        fixed, options = [], []
        for key, kind in self.parameters(text):
            if key == "cancellable":
                continue
            optional = "null" in kind.split(" | ") or kind in DEFAULTS or key in DEFAULT_NAMES
            kind = self.accept(kind)
            if key == "text":
                kind += " | Text"
            options.append(f"{key}{'?' if optional else ''}: {kind}")
            fixed.append((key, kind, optional))
        more = "MessageOptions" if name in {"send_message", "answer", "reply"} and self.owner in {"Bot", "Message"} else "CallOptions"
        positional, may_end = [], True
        for key, kind, optional in reversed(fixed):
            may_end = may_end and optional
            positional.insert(0, f"{key}{'?' if may_end else ''}: {kind}")
        yield f"{name}({', '.join([*positional, 'cancellable?: Gio.Cancellable | null'])}): globalThis.Promise<{result}>;"
        for count in range(len(fixed) + 1):
            before = [f"{key}: {kind}" for key, kind, _ in fixed[:count]]
            rest = "; ".join(options[count:])
            named = f"{{ {rest} }} & {more}" if rest else more
            yield f"{name}({', '.join([*before, f'options: {named}'])}): globalThis.Promise<{result}>;"

    @staticmethod
    def date(indent, name, kind):
        """The Date that models.js adds beside a time."""
        if name == "timestamp":
            yield f"{indent}get date(): Date;"
        elif kind != "number" and name != "date_time" and name.islower():
            yield f"{indent}get {name}_date(): Date | null;"

    def convert(self, line):
        """What becomes of a line of the declarations."""
        stripped = line.strip()
        opened = re.match(r"^    (?:class|abstract class|interface|export interface) (\w+)\b.*\{$", line)
        if opened:
            self.owner = opened[1]
            self.is_class = " class " in line and "GLib.Error" not in line
        self.inside = "properties" if stripped.startswith("interface ConstructorProps") else None if stripped == "}" else self.inside
        member = re.match(r"^\s+(?:static )?(?:get |set )?(\w+)\??[(:]", line)
        if stripped.startswith("constructor(") and self.owner in CONSTRUCTORS:
            yield f"        constructor(properties: {CONSTRUCTORS[self.owner]});"
            return
        if member and member[1] in REPLACED.get(self.owner, ()) and not self.inside:
            return
        if self.inside == "properties":
            prop = re.match(r"^(\s+)(\w+): (.*);$", line)
            if prop:
                kind = self.accept(prop[3]) + (" | Text" if (self.owner_of_props, prop[2]) == ("Draft", "text") else "")
                # a property that is not set
                line = f"{prop[1]}{prop[2]}: {kind}{' | null' if kind == 'string' else ''};"
        elif setter := re.match(r"^(\s+)set (\w+)\(val: (.*)\);$", line):
            line = f"{setter[1]}set {setter[2]}(val: {self.accept(setter[3])});"
        elif stripped.startswith("function split_text"):
            line = line.replace("limit:", "limit?:").replace("parse_mode: ParseMode", "parse_mode?: ParseMode | ParseModeWord")
        elif call := re.match(r"^(\s+)(\w+)_async\((.*)\): globalThis\.Promise<(.*)>;$", line):
            yield line
            if call[2] not in TUNED_CALLS.get(self.owner, ()):
                for overload in self.call(call[2], call[3], call[4]):
                    yield f"{call[1]}{overload}"
            return
        elif method := re.match(r"^(\s+)((?:static )?(?!vfunc_|constructor|_init|connect|emit)\w+)\((.+)\): (.*);$", line):
            if "_async" not in method[2] and "_finish" not in method[2]:
                optional = OPTIONAL.get(f"{self.owner}.{method[2]}", ())
                parts = ", ".join(f"{name}{'?' if name in optional else ''}: {self.accept(kind)}" for name, kind in self.parameters(method[3]))
                line = f"{method[1]}{method[2]}({parts}): {VARIANTS.get(f'{self.owner}.{method[2]}', method[4])};"
        yield line
        if self.is_class and not self.inside and (time := re.match(r"^(\s+)get (\w+)\(\): (number|GLib\.DateTime( \| null)?);$", line)):
            yield from self.date(time[1], time[2], time[3])
        if stripped.startswith("static $gtype: GObject.GType<") and self.owner and self.is_class:
            yield "        toJSON(): any;"

    def write(self, additions):
        out, self.owner_of_props = [], None
        for comment, line in with_comments(self.lines):
            space = re.match(r"^    (?:export )?namespace (\w+) \{", line)
            if space:
                self.owner_of_props = space[1]
            if line == "    const __name__: string;":
                out += self.words()
                out += [f"    {text}".rstrip() for text in additions.splitlines() if not text.startswith("// SPDX")]
            made = list(self.convert(line))
            # the words of GLib are others in each of its versions
            if self.is_class and line.startswith(("        init(", "        vfunc_init(")):
                comment = None
            if comment and made and PLUMBING.match(line):
                # functions with promises have the whole comment once; the other ways to call them are told apart by their types
                calls = [(comment.summary() if index else comment.whole()) + [call] for index, call in enumerate(made[1:])]
                made = [made[0], *(text for call in calls for text in call)]
            # the same property is there in snake_case, too
            elif comment and made and not re.match(r"^\s+get [a-z]+[A-Z]", line):
                out += comment.whole()
            out += made
        return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"

    def words(self):
        for name, words in sorted(self.enums.items()):
            yield f"    type {name}Word = {' | '.join(repr(word) for word in words)};"
        yield f"    type ErrorWord = {' | '.join(repr(word) for word in ['cancelled', *self.errors])};"
        yield "    interface EventKinds {"
        yield "        event: Event;"
        for name in self.events:
            yield f"        {re.sub('(?<!^)([A-Z])', lambda m: '_' + m[1], name).lower()}: {name};"
        yield "    }"


def without_unused(text):
    """Without the modules that nothing comes from: which are imported depends on the version of the GIRs."""
    return re.sub(r"^import type (\w+) from '@girs/[^\n]*\n", lambda m: m[0] if re.search(rf"\b{m[1]}\.", text) else "", text, flags=re.M)


def main():
    declarations, additions, output = map(Path, sys.argv[1:])
    types = Types(declarations.read_text(encoding="utf-8"))
    output.write_text("// SPDX-License-Identifier: LGPL-2.1-or-later\n\n// Generated by ./dev types; do not edit.\n\n"
                      + without_unused(types.write(additions.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
