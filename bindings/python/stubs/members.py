# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a class of the running override has, member by member, with the types that the GIR gives."""

import dataclasses
import inspect
import re

from gi.repository import GObject

ASYNC, FINISH = "_async", "_finish"
KEYWORDS = {"from", "class", "import", "in", "is", "not", "and", "or", "pass", "global", "lambda", "print"}

# arguments that only the override has
ARGUMENTS = {
    "cancellable": "Gio.Cancellable | None", "keyboard": "Keyboard | Sequence[Button | Sequence[Button]] | None",
    "quote": "str | None", "split": "bool", "caption": "str | Text | None", "progress": "Callable[..., object] | None",
    "file": "InputFile | Gio.File | str | os.PathLike[str]", "preview": "InputFile | Gio.File | str | os.PathLike[str] | None",
    "chat_id": "str", "reply_message_id": "str | None", "parse_mode": "ParseMode | _ParseModeNick", "text": "str | Text | None",
    "command_id": "str", "answer": "CommandAnswer | _CommandAnswerNick | None", "status": "CommandStatus | _CommandStatusNick",
    "visibility": "CommandVisibility | _CommandVisibilityNick", "level": "CommandLevel | _CommandLevelNick",
    "timeout": "float | datetime.timedelta | None"}


def indent(text):
    return "\n".join("    " + line if line else line for line in text.splitlines())


def document(text):
    """A docstring as the body of a stub."""
    return f' """{text}"""' if text and "\n" not in text else f'\n    """{text}"""' if text else " ..."


class Members:
    """Writes the members of one class."""

    def __init__(self, module, namespace, types, description):
        self.module = module
        self.namespace = namespace
        self.types = types
        self.description = description
        self.cls = getattr(module, description.name)
        self.classes = [namespace.classes[base.__name__] for base in getattr(self.cls, "__mro__", ())
                        if base.__name__ in namespace.classes and getattr(module, base.__name__, None) is base]

    # ---- properties

    @property
    def is_received(self):
        """Whether handlers get such objects, whose filters have seen to what has to be there.

        Nobody wants to ask again whether a message has the text that F.text has found, so the checker is not told that it may be None.
        get_text() is for those who want to be reminded.
        """
        return any(one.name in ("Attachment", "Author", "Command", "Content", "Context", "Event") for one in self.classes)

    def property(self, name, attribute, property):
        """An attribute for a property of the library, or what the override has made of it."""
        type = self.types.converted(property.type)
        if self.is_received and type.endswith(" | None"):
            type = type.removesuffix("None") + "Any"
        text = f"@property\ndef {name}(self) -> {type}:{document(property.doc)}\n" if attribute.fget is not None else ""
        if attribute.fset is not None:
            accepted = self.types.accepted(property.type, name)
            if attribute.fget is None:
                return f"{name}: {accepted}\n"
            text += f"@{name}.setter\ndef {name}(self, value: {accepted}) -> None: ...\n"
        return text

    def _all_properties(self):
        found = {}
        for one in reversed(self.classes):
            found.update(one.properties)
        return found

    def options(self):
        """The arguments by name of a constructor that takes each property."""
        # a constructor takes no text for one that is not set
        return {property.name.replace("-", "_"): self.types.accepted(
                    dataclasses.replace(property.type, nullable=property.type.nullable or property.type.name == "utf8"), property.name)
                for property in self._all_properties().values() if property.writable}

    # ---- functions of the library

    def raw(self, function, name=None):
        """A function that PyGObject makes, as the GIR describes it."""
        parameters = ["cls" if function.kind == "constructor" else "self"] if function.kind != "function" else []
        given = [] if function.kind == "virtual" else function.for_python()
        given = given or (function.parameters if function.kind == "virtual" else [])
        optional_from = len(given)
        while optional_from > 0 and (given[optional_from - 1].type.nullable or given[optional_from - 1].name == "callback"):
            optional_from -= 1
        for index, parameter in enumerate(given):
            # only what the override sends takes a formatted text for a string
            type = (self.types.argument(parameter.type) if function.name.endswith((ASYNC, FINISH)) or function.kind == "virtual"
                    else self.types.accepted(parameter.type, parameter.name if parameter.name != "text" else ""))
            if parameter.type.name == "varargs":
                parameters.append("*args: Any")
                continue
            if parameter.scope == "async" and not type.endswith("None"):
                type += " | None"
            default = " = None" if index >= optional_from and function.kind != "virtual" else ""
            parameters.append(f"{safe(parameter.name)}: {type}{default}")
        if any(parameter.closure >= 0 for parameter in function.parameters) and function.kind != "virtual":
            parameters.append("*user_data: Any")
        returns = "Self" if function.kind == "constructor" and not function.returns.nullable else self.types.results(
            function, self.types.result)
        decorator = {"constructor": "@classmethod\n", "function": "@staticmethod\n" if self.description is not None else ""}
        return (f"{decorator.get(function.kind, '')}def {name or function.name}({', '.join(parameters)}) -> {returns}:"
                f"{document(function.doc)}\n")

    # ---- functions of the override

    def _described(self, name):
        """The functions of the GIR that one of the override stands for."""
        for one in self.classes:
            for candidate in (name + ASYNC, name):
                if candidate in one.functions:
                    return one, one.functions[candidate]
        return None, None

    def _result(self, name, function):
        if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
            return "AsyncIterator[Any]"
        for one in self.classes:
            # those that send a draft in place of a text have the result of what sends the draft
            for finish in (name + FINISH, *(f"{name.rpartition('_')[0]}_draft{FINISH}",)):
                if finish in one.functions:
                    return f"Waitable[{self.types.results(one.functions[finish], self.types.converted)}]"
        if re.match(r"(send|answer|reply)_\w+$", name):
            return "Waitable[SentMessage]"
        _, described = self._described(name)
        return self.types.results(described, self.types.converted) if described is not None else "Any"

    def _parameter_type(self, name, parameter, function):
        if parameter.annotation is not parameter.empty:
            return inspect.formatannotation(parameter.annotation)
        options = self.options() if name == "__init__" else {}
        if parameter.name in options:
            found = options[parameter.name]
            return f"{found} | None" if parameter.default is None and not found.endswith("None") else found
        _, described = self._described(name)
        if described is not None:
            for one in described.parameters:
                if one.name == parameter.name:
                    accepted = self.types.accepted(one.type, one.name)
                    nullable = parameter.default is None and "None" not in accepted and accepted != "Any"
                    return accepted + " | None" if nullable else accepted
        found = ARGUMENTS.get(parameter.name, "Any")
        referred = [word for word in re.findall(r"\b_?[A-Z]\w+", found.replace("Gio.File", "").replace("Gio.Cancellable", ""))]
        for word in referred:
            if word.lstrip("_").removesuffix("Nick") not in self.namespace.classes and word not in ("Sequence", "Callable", "None", "Any"):
                return "Any"
        if parameter.default is None and found != "Any" and not found.endswith("None"):
            found += " | None"
        return found

    def parameters(self, name, function, signature):
        """The parameters of a function of Python, with types as far as they are known."""
        texts, star = [], False
        for index, parameter in enumerate(signature.parameters.values()):
            if index == 0 and parameter.name in ("self", "cls"):
                texts.append(parameter.name)
                continue
            if parameter.kind is parameter.VAR_POSITIONAL:
                texts.append(f"*{parameter.name}: Any")
                star = True
                continue
            if parameter.kind is parameter.VAR_KEYWORD:
                texts.append(f"**{parameter.name}: Any")
                continue
            if parameter.kind is parameter.KEYWORD_ONLY and not star:
                texts.append("*")
                star = True
            text = f"{parameter.name}: {self._parameter_type(name, parameter, function)}"
            if parameter.default is not parameter.empty:
                text += f" = {spell(parameter.default)}"
            texts.append(text)
        return texts

    def python(self, name, member):
        """A function of the override."""
        decorator = ""
        if isinstance(member, (classmethod, staticmethod)):
            decorator = f"@{type(member).__name__}\n"
            member = member.__func__
        signature = inspect.signature(member)
        parameters = self.parameters(name, member, signature)
        doc = self.doc_of(name, member)
        result = self._result(name, member)
        if signature.return_annotation is not signature.empty:
            result = inspect.formatannotation(signature.return_annotation)
        prefix = "async " if inspect.iscoroutinefunction(member) else ""
        if "split: bool = False" in parameters and result == "Waitable[SentMessage]":
            texts = ""
            for literal, default, returned in (("Literal[True]", "", "list[SentMessage]"), ("bool", " = False", "SentMessage")):
                own = [text for text in parameters if text != "split: bool = False"]
                star = own.index("*") if "*" in own else None
                if star is None:
                    own.insert(len(own), "*")
                    star = len(own) - 1
                # what stands before it may be given by position
                own = [text for text in own[:star]] + ["*", f"split: {literal}{default}"] + own[star + 1:]
                texts += f"@overload\n{decorator}{prefix}def {name}({', '.join(own)}) -> Waitable[{returned}]:{document(doc)}\n"
            return texts
        return f"{decorator}{prefix}def {name}({', '.join(parameters)}) -> {result}:{document(doc)}\n"

    def doc_of(self, name, member):
        """The description of a function: that of the library, with what the override says besides."""
        own = inspect.getdoc(member) or ""
        _, described = self._described(name)
        if described is None or not described.doc or described.doc == escape(own):
            return escape(own)
        return f"{described.doc}\n\n{escape(own)}" if own else described.doc

    # ---- signals

    def signals(self, details):
        """connect() for each signal of the class and of those that it is derived from, and for its properties."""
        texts = []
        found = {}
        for one in reversed(self.classes):
            found.update(one.signals)
        for name, signal in found.items():
            given = "".join(f", {self.types.result(parameter.type)}" for parameter in signal.parameters)
            returns = "object" if signal.returns.name == "none" else self.types.result(signal.returns)
            names = [name, *(f"{name}::{detail}" for detail in details.get((self.description.name, name), ()))]
            texts += self._connect(names, f"Self{given}", returns)
        properties = sorted(self._all_properties())
        if properties:
            texts += self._connect(["notify", *(f"notify::{name}" for name in properties)], "Self, GObject.ParamSpec", "object")
        return "".join(text.replace(" connect(", f" {name}(") for name in ("connect", "connect_after") for text in texts)

    @staticmethod
    def _connect(names, given, returns):
        literal = ", ".join(f'"{name}"' for name in names)
        return [f"@overload\ndef connect(self, signal_name: Literal[{literal}], callback: Callable[[{given}], {returns}], /) -> int: ...\n",
                f"@overload\ndef connect(self, signal_name: Literal[{literal}], callback: Callable[Concatenate[{given}, ...], {returns}], "
                "data: object, /, *user_data: object) -> int: ...\n"]


def safe(name):
    """A name that is none of Python's own words."""
    return name + "_" if name in KEYWORDS else name


def spell(value):
    """A default as it is written."""
    if isinstance(value, GObject.GFlags) or isinstance(value, GObject.GEnum) and hasattr(value, "value_nick"):
        return "..."
    if value is None or isinstance(value, (str, bool, int, float)) or value == ():
        return repr(value)
    return "..."


def escape(text):
    return text.replace("\\", "\\\\").replace('"""', "'''")
