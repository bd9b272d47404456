# SPDX-License-Identifier: LGPL-2.1-or-later
"""The properties of the bot: how GObject sees them, their getters and their setters."""

from . import c
from .c import Types

OF_GIO = {"GTlsDatabase": "G_TYPE_TLS_DATABASE", "GProxyResolver": "G_TYPE_PROXY_RESOLVER"}
SIMPLE = {"string", "boolean", "uint", "int", "uint64", "double"}
READ = "G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS"
FLAGS = {"read": "READ", "set": "READ_WRITE", "once": "ONCE", "secret": "SECRET"}
INCLUDES = c.SPDX + """
#include "config.h"

#include <math.h>

#include "bot/trueconf-bot-private.h"
#include "trueconf-enum-types.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"
"""
HEADERS = {"Dispatcher": "routing/trueconf-dispatcher.h", "UploadLimits": "model/trueconf-upload-limits.h",
           "Statistics": "bot/trueconf-statistics.h", "ServiceNotifier": "bot/trueconf-service-notifier.h"}


class Property:
    def __init__(self, types, entry):
        self.entry, self.types = entry, types
        self.type, self.access = entry.get("type"), entry.get("access")
        self.symbol = "TRUECONF_BOT_PROP_" + entry.snake.upper()
        self.is_enum = types.is_enum(self.type)
        self.is_object = self.type not in SIMPLE and not self.is_enum and self.type != "GError"

    @property
    def ctype(self):
        if self.type in SIMPLE or self.is_enum:
            return {"string": "const char *"}.get(self.type) or self.types.member(self.type)
        if self.type in OF_GIO:
            return f"{self.type} *"
        return "const GError *" if self.type == "GError" else f"Trueconf{self.type} *"

    @property
    def gtype(self):
        return {**OF_GIO, "GError": "G_TYPE_ERROR"}.get(self.type) or "TRUECONF_TYPE_" + self.entry_type().upper()

    def entry_type(self):
        return c.macro(self.type).replace("TRUECONF_", "")

    @property
    def kind(self):
        """What the functions of GValue and GParamSpec are called after."""
        if self.is_enum:
            return "enum"
        return "boxed" if self.type == "GError" else "object" if self.is_object else self.type

    @property
    def default(self):
        given = self.entry.get("default")
        if given is not None:
            return given
        if self.is_enum:
            first = list(self.types.description.values_of(self.type))[1]
            return f"{c.macro(self.type)}_{first.upper().replace('-', '_')}"
        return {"boolean": "FALSE"}.get(self.type, "NULL" if self.ctype.endswith("*") else "0")

    @property
    def value(self):
        return self.entry.get("value", f"self->{self.entry.snake}")

    def getter(self):
        return f"trueconf_bot_get_{self.entry.snake}"

    def setter(self):
        return f"trueconf_bot_set_{self.entry.snake}"


def write(description):
    types = Types(description)
    properties = [Property(types, entry) for entry in description.properties.values()]
    yield "trueconf-bot-properties.h", header(properties)
    yield "trueconf-bot-properties-private.h", private_header(properties)
    yield "trueconf-bot-properties.c", source(properties)
    yield "trueconf-bot-getters.c", INCLUDES + "".join(
        "\n" + getter(p) for p in properties if p.access != "secret" and p.entry.get("by-hand") != "getter")
    yield "trueconf-bot-setters.c", INCLUDES + "".join("\n" + setter(p) for p in properties if p.access == "set")


def header(properties):
    text = c.SPDX + "\n#pragma once\n\n" + c.INSIDE + '\n#include <gio/gio.h>\n\n#include "bot/trueconf-bot.h"\n'
    text += "".join(f'#include "{name}"\n' for name in HEADERS.values())
    text += '#include "trueconf-enums.h"\n#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n\n'
    for p in properties:
        if p.access != "secret":
            text += c.prototype(p.entry.since, p.ctype, p.getter(), ["TrueconfBot *self"])
        if p.access == "set":
            text += c.prototype(p.entry.since, "void", p.setter(),
                                ["TrueconfBot *self", c.spaced(p.ctype) + p.entry.snake])
    return text + "\nG_END_DECLS\n"


def private_header(properties):
    text = c.SPDX + '\n#pragma once\n\n#include "bot/trueconf-bot.h"\n\nG_BEGIN_DECLS\n\ntypedef enum\n{\n'
    for i, p in enumerate(properties):
        text += f"  {p.symbol}{' = 1' if i == 0 else ''},\n"
    text += "  TRUECONF_BOT_N_PROPERTIES,\n} TrueconfBotProperty;\n\n"
    text += "extern GParamSpec *trueconf_bot_properties[TRUECONF_BOT_N_PROPERTIES];\n\n"
    text += "void trueconf_bot_install_properties (GObjectClass *object_class);\n"
    text += "void trueconf_bot_init_properties (TrueconfBot *self);\n"
    for name, const in (("get", ""), ("set", "const ")):
        text += c.one_each(f"void trueconf_bot_{name}_property (",
                           ["GObject *object", "guint prop_id", f"{const}GValue *value", "GParamSpec *pspec"], ");")
    return text + "\nG_END_DECLS\n"


def source(properties):
    text = INCLUDES + f"""
#define READ       ({READ})
#define READ_WRITE (READ | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT)
#define ONCE       (READ | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY)
#define SECRET     (G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

GParamSpec *trueconf_bot_properties[TRUECONF_BOT_N_PROPERTIES];

void
trueconf_bot_install_properties (GObjectClass *object_class)
{{
  GParamSpec **properties = trueconf_bot_properties;
"""
    text += "".join(install(p) for p in properties)
    text += "\n  g_object_class_install_properties (object_class, TRUECONF_BOT_N_PROPERTIES, properties);\n}\n"
    text += "\n" + defaults(properties)
    text += "\n" + switch(properties, "get", "", lambda p: p.access != "secret",
                          lambda p: f"g_value_set_{p.kind} (value, {p.getter()} (self))")
    text += "\n" + switch(properties, "set", "const ", lambda p: p.access != "read", set_value)
    return text


def defaults(properties):
    text = "/* The defaults of properties: GObject does not set a construct property to a value that is out of range. */\n"
    text += c.definition("void", "trueconf_bot_init_properties", ["TrueconfBot *self"]) + "{\n"
    for p in properties:
        if p.access == "set" and p.default not in ("NULL", "FALSE", "0"):
            text += f"  self->{p.entry.snake} = {p.default};\n"
    return text + "}\n"


def set_value(p):
    if p.access == "set":
        return f"{p.setter()} (self, g_value_get_{p.kind} (value))"
    return f"self->{p.entry.snake} = g_value_dup_string (value)"


def install(p):
    marks = [] if p.access == "secret" else [f"(getter get_{p.entry.snake})"]
    marks += [f"(setter set_{p.entry.snake})"] if p.access == "set" else []
    head = f"TrueconfBot:{p.entry.name}:" + "".join(" " + mark for mark in marks)
    text = "\n" + c.comment(head, (), p.entry.paragraphs(), p.entry.since, "  ")
    arguments = [f'"{p.entry.name}"', "NULL", "NULL"]
    if p.is_enum or p.is_object or p.type == "GError":
        arguments.append(p.gtype)
    if p.type in ("uint", "int", "uint64", "double"):
        arguments += [p.entry.get("minimum", "0"), p.entry.get("maximum")]
    if p.type in SIMPLE or p.is_enum:
        arguments.append(p.default)
    # an object that was not given needs no setting
    arguments.append("READ | G_PARAM_WRITABLE" if p.is_object and p.access == "set" else FLAGS[p.access])
    return text + c.assign(f"  properties[{p.symbol}]", f"g_param_spec_{p.kind}", arguments)


def switch(properties, verb, const, wanted, statement):
    text = c.definition("void", f"trueconf_bot_{verb}_property",
                        ["GObject *object", "guint prop_id", f"{const}GValue *value", "GParamSpec *pspec"])
    text += """{
  TrueconfBot *self = TRUECONF_BOT (object);

  switch ((TrueconfBotProperty) prop_id)
    {
"""
    for p in properties:
        if wanted(p):
            text += f"    case {p.symbol}:\n      {statement(p)};\n      break;\n\n"
    for p in properties:
        if not wanted(p):
            text += f"    case {p.symbol}:\n"
    return text + """    case TRUECONF_BOT_N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}
"""


def getter(p):
    pointer = p.ctype.endswith("*")
    returns = f"Returns: {'(transfer none) (nullable): ' if pointer else ''}{c.first_sentence(p.entry.get('doc'))}"
    text = c.comment(f"{p.getter()}: (get-property {p.entry.name})", [("self", "a bot")],
                     [f"Gets [property@Bot:{p.entry.name}].", returns], p.entry.since)
    text += c.definition(p.ctype.replace(" *", " *"), p.getter(), ["TrueconfBot *self"])
    text += "{\n" + c.guard("TRUECONF_IS_BOT (self)", p.default)
    return text + f"\n  return {p.value};\n}}\n"


def setter(p):
    name = p.entry.snake
    nullable = "(nullable): " if p.ctype.endswith("*") else ""
    text = c.comment(f"{p.setter()}: (set-property {p.entry.name})",
                     [("self", "a bot"), (name, nullable + c.first_sentence(p.entry.get("doc")))],
                     [f"Sets [property@Bot:{p.entry.name}]."], p.entry.since)
    text += c.definition("void", p.setter(), ["TrueconfBot *self", c.spaced(p.ctype) + name])
    text += "{\n" + c.guard("TRUECONF_IS_BOT (self)") + "".join(c.guard(condition) for condition in conditions(p))
    text += "\n"
    if p.type == "boolean":
        text += f"  {name} = !!{name};\n"
    text += f"  if ({unchanged(p)})\n    return;\n\n"
    if p.type != "string" and not p.is_object:
        text += f"  self->{name} = {name};\n"
    if p.entry.get("then"):
        text += f"  {p.entry.get('then')}\n"
    text += "  trueconf_bot_settings_changed (self);\n"
    return text + c.fill("  g_object_notify_by_pspec (",
                         ["G_OBJECT (self)", f"trueconf_bot_properties[{p.symbol}]"], ");") + "}\n"


def conditions(p):
    name = p.entry.snake
    if p.is_enum:
        yield f"trueconf_bot_has_enum_value ({p.gtype}, {name})"
    if p.is_object:
        yield f"{name} == NULL || {p.gtype.replace('_TYPE_', '_IS_')} ({name})"
    if "minimum" in p.entry.table:
        yield f"{name} >= {p.entry.get('minimum')}"
    if p.entry.get("maximum", "G_MAX").startswith("G_MAX") or p.entry.get("maximum") == "INFINITY":
        return
    yield f"{name} <= {p.entry.get('maximum')}"


def unchanged(p):
    name = p.entry.snake
    if p.type == "string":
        return f"!trueconf_set_string (&self->{name}, {name})"
    if p.is_object:
        return f"!g_set_object (&self->{name}, {name})"
    if p.type == "double":
        # infinite ones are the same, too
        halves = f"!(self->{name} < {name})", f"!(self->{name} > {name})"
        line = " && ".join(halves)
        # as the layout of the other sources has it
        return line if len(line) <= 104 else " &&\n      ".join(halves)
    return f"self->{name} == {name}"
