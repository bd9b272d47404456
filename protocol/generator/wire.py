# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tables by which JSON is read and written."""

import json

from . import c
from .c import Types
from .description import dashed, snake

MEMBER_KINDS = {"string": "STRING", "int64": "INT64", "timestamp": "INT64", "size": "SIZE", "uint64": "UINT64",
                "uint": "UINT", "double": "DOUBLE", "boolean": "BOOLEAN"}
ARGUMENT_KINDS = {"string": "STRING", "title": "STRING", "user": "USER", "boolean": "BOOLEAN", "uint": "UINT",
                  "size": "SIZE", "keyboard": "KEYBOARD", "caption": "CAPTION"}


def write(description):
    yield "trueconf-method-private.h", method_names(description)
    yield "trueconf-wire-tables-private.h", header(description)
    yield "trueconf-wire-enums.c", enums(description)
    yield "trueconf-wire-shapes.c", shapes(description)
    yield "trueconf-wire-methods.c", methods(description)


def wire_enums(description):
    """The enumerations that go over the wire."""
    return [entry for entry in description.enums.values()
            if any("word" in value or "number" in value for value in description.values_of(entry.name).values())]


def method_names(description):
    text = c.SPDX + """
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The methods of the server, in the order of the table that trueconf_wire_get_method () looks into. */
typedef enum
{
"""
    text += "".join(f"  TRUECONF_METHOD_{snake(name).upper()},\n" for name in description.methods)
    return text + """  TRUECONF_METHOD_OTHER, /* another method, by its name */
} TrueconfMethod;

G_END_DECLS
"""


def header(description):
    text = c.SPDX + """
#pragma once

#include "wire/trueconf-shape-private.h"

G_BEGIN_DECLS

"""
    for entry in wire_enums(description):
        text += f"extern const TrueconfWireEnum trueconf_{entry.snake}_wire;\n"
    text += "\n"
    for entry in description.classes.values():
        text += f"extern const TrueconfShape trueconf_{entry.snake}_shape;\n"
    text += "\n/* Called when all members of an object have been read. These functions are written by hand. */\n"
    for entry in description.classes.values():
        if entry.get("complete"):
            text += c.one_each(f"void trueconf_{entry.snake}_complete (",
                               ["gpointer object", "TrueconfFrame *frame", "guint node"], ");")
    arranged = sorted({entry.get("returns", {}).get("arrange") for entry in description.methods.values()} - {None})
    if arranged:
        text += "\n/* Called with a list before it is returned. These functions are written by hand. */\n"
        text += "".join(f"void {name} (GPtrArray *list);\n" for name in arranged)
    return text + "\nG_END_DECLS\n"


def enums(description):
    text = c.SPDX + '\n#include "config.h"\n\n#include "wire/trueconf-wire-tables-private.h"\n'
    for entry in wire_enums(description):
        values = description.values_of(entry.name)
        text += f"\nstatic const TrueconfWireValue {entry.snake}_values[] = {{\n"
        rows = []
        for name, value in values.items():
            given = value.get("word", value.get("sent-as"))
            word = json.dumps(given, ensure_ascii=False) if given else "NULL"
            rows.append((f"  {{ {word}, {value.get('number', -1)} }},", name.upper().replace("-", "_")))
        width = max(len(row) for row, _ in rows)
        text += "".join(f"{row:{width}} /* {name} */\n" for row, name in rows)
        text += c.one_each(f"}};\n\nconst TrueconfWireEnum trueconf_{entry.snake}_wire = {{ ",
                           [f"{entry.snake}_values", str(len(values))], " };")
    return text


def shapes(description):
    types = Types(description)
    text = c.SPDX + '\n#include "config.h"\n\n'
    for entry in sorted(description.classes.values(), key=lambda entry: dashed(entry.name)):
        text += f'#include "model/trueconf-{dashed(entry.name)}-private.h"\n'
    text += '#include "wire/trueconf-counter-private.h"\n#include "wire/trueconf-wire-tables-private.h"\n\n'
    text += "#define PLACE(type, member) G_STRUCT_OFFSET (type, member)\n"
    for entry in description.classes.values():
        text += "\n" + shape(types, entry)
    text += "\n" + event_rows(description) + "\n" + content_rows(description) + "\n" + classes(description)
    return text


def shape(types, entry):
    groups = {"": []}
    for name, field in entry.fields.items():
        wires = field.get("wire", [])
        for wire in [wires] if isinstance(wires, str) else wires:
            prefix, _, last = wire.rpartition(".")
            groups.setdefault(prefix, []).append(member(types, entry, name, field, last))
    text = ""
    for prefix, rows in groups.items():
        if prefix:
            text += table(f"{entry.snake}_{snake(prefix)}_members", rows)
            groups[""].append(c.fill("  { ", [f'"{prefix}"', "TRUECONF_MEMBER_FLAT",
                                              f".members = {entry.snake}_{snake(prefix)}_members"], " },", 4))
    members = "NULL"
    if groups[""]:
        members = f"{entry.snake}_members"
        text += table(members, groups[""])
    complete = f"  .complete = trueconf_{entry.snake}_complete,\n" if entry.get("complete") else ""
    kind = {"object": "OBJECT", "event": "EVENT", "content": "CONTENT"}[entry.kind]
    text += (f"const TrueconfShape trueconf_{entry.snake}_shape = {{\n"
             f"  .get_type = trueconf_{entry.snake}_get_type,\n  .kind = TRUECONF_SHAPE_{kind},\n")
    if members != "NULL":
        text += f"  .members = {members},\n"
    return text + complete + "};\n"


def table(name, rows):
    return f"static const TrueconfMember {name}[] = {{\n{''.join(rows)}  {{ NULL }},\n}};\n\n"


def member(types, entry, name, field, wire):
    kind = field["type"]
    place = f"PLACE ({entry.ctype}, {snake(field.get('member', name))})"
    items = [f'"{wire}"']
    if types.is_list(kind):
        items += ["TRUECONF_MEMBER_LIST", place, f".inner = &trueconf_{snake(kind[1:-1])}_shape"]
    elif types.is_enum(kind):
        items += ["TRUECONF_MEMBER_ENUM", place, f".words = &trueconf_{snake(kind)}_wire"]
    elif kind in MEMBER_KINDS:
        items += [f"TRUECONF_MEMBER_{MEMBER_KINDS[kind]}", place]
    else:
        items += ["TRUECONF_MEMBER_OBJECT", place, f".inner = &trueconf_{snake(kind)}_shape"]
        if field.get("outermost"):
            items.append(".outermost = TRUE")
    return c.fill("  { ", items, " },", 4)


def event_rows(description):
    text = "static const struct\n{\n  const char *method;\n  const TrueconfShape *shape;\n} events[] = {\n"
    for entry in description.events():
        wires = entry.get("wire", [])
        for wire in [wires] if isinstance(wires, str) else wires:
            text += f'  {{ "{wire}", &trueconf_{entry.snake}_shape }},\n'
    return text + """};

const TrueconfShape *
trueconf_wire_find_event (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_strcmp0 (events[i].method, method) == 0)
      return events[i].shape;

  return &trueconf_update_shape;
}

/* Its place in the list of known names, or TRUECONF_N_EVENT_NAMES. */
guint
trueconf_wire_find_event_number (const char *method)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (events) && g_strcmp0 (events[i].method, method) != 0)
    i++;

  return i;
}

const char *
trueconf_wire_get_event_name (guint number)
{
  return events[number].method;
}

G_STATIC_ASSERT (G_N_ELEMENTS (events) == TRUECONF_N_EVENT_NAMES);
"""


def content_rows(description):
    text = "static const TrueconfShape *const contents[] = {\n"
    for entry in description.classes.values():
        for kind in entry.get("message-types", []):
            text += (f"  [TRUECONF_MESSAGE_TYPE_{kind.upper().replace('-', '_')}] = "
                     f"&trueconf_{entry.snake}_shape,\n")
    return text + """};

/* Returns NULL if messages of this type have no class of content. */
const TrueconfShape *
trueconf_wire_find_content (TrueconfMessageType message_type)
{
  return (guint) message_type < G_N_ELEMENTS (contents) ? contents[message_type] : NULL;
}
"""


def classes(description):
    text = "/* GObject knows a class, also as one that is derived from another, once it was used. */\nvoid\ntrueconf_wire_ensure_classes (void)\n{\n"
    return text + "".join(f"  g_type_ensure (trueconf_{entry.snake}_get_type ());\n" for entry in description.classes.values()) + "}\n"


def methods(description):
    text = c.SPDX + '\n#include "config.h"\n\n#include "wire/trueconf-wire-tables-private.h"\n'
    for name, entry in description.methods.items():
        if entry.get("arguments"):
            text += f"\nstatic const TrueconfArg {entry.snake}_args[] = {{\n"
            for argument in entry.get("arguments").values():
                text += arg(description, argument)
            text += "  { NULL },\n};\n"
    text += "\nstatic const TrueconfMethodRow rows[] = {\n"
    for name, entry in description.methods.items():
        text += method(description, entry)
    text += "  [TRUECONF_METHOD_OTHER] = {\n    .result = TRUECONF_RESULT_NODE,\n  },\n};\n"
    return text + """
const TrueconfMethodRow *
trueconf_wire_get_method (TrueconfMethod method)
{
  return &rows[method];
}

/* Returns NULL if there is no such method. */
const TrueconfMethodRow *
trueconf_wire_find_method (const char *name)
{
  for (guint i = 0; i < TRUECONF_METHOD_OTHER; i++)
    if (g_strcmp0 (rows[i].name, name) == 0)
      return &rows[i];

  return NULL;
}
"""


def arg(description, argument):
    items = [f'"{argument["wire"]}"']
    if "value" in argument:
        literal = json.dumps(argument["value"], ensure_ascii=False)
        items += ["TRUECONF_ARG_CONSTANT", f".constant = {json.dumps(literal, ensure_ascii=False)}"]
    elif argument["type"] in description.enums:
        kind = "OPTIONAL_WORD" if argument.get("nullable") else "WORD"
        items += [f"TRUECONF_ARG_{kind}", f".words = &trueconf_{snake(argument['type'])}_wire"]
    else:
        optional = "OPTIONAL_" if argument.get("nullable") else ""
        items.append(f"TRUECONF_ARG_{optional}{ARGUMENT_KINDS[argument['type']]}")
    return c.fill("  { ", items, " },", 4)


def result_kind(description, entry):
    kind = entry.get("returns", {}).get("type")
    if kind is None:
        return "OK"
    if kind.startswith("["):
        return "LIST"
    return {"string": "STRING", "boolean": "BOOLEAN", "int": "INT"}.get(kind, "OBJECT")


def method(description, entry):
    result = entry.get("returns", {})
    lines = [f'.name = "{entry.get("wire")}"']
    if entry.get("repeat"):
        lines.append(".idempotent = TRUE")
    if entry.get("passing") or entry.get("wire").startswith(("get", "has")):
        lines.append(".read_only = TRUE")
    if entry.get("server"):
        lines.append(f'.since = "{entry.get("server")}"')
    if entry.get("arguments"):
        lines.append(f".args = {entry.snake}_args")
    kind = result_kind(description, entry)
    lines.append(f".result = TRUECONF_RESULT_{kind}")
    if "wire" in result:
        lines.append(f'.member = "{result["wire"]}"')
    if kind in ("LIST", "OBJECT"):
        lines.append(f".shape = &trueconf_{snake(result['type'].strip('[]'))}_shape")
    if "arrange" in result:
        lines.append(f".arrange = {result['arrange']}")
    return (f"  [TRUECONF_METHOD_{entry.snake.upper()}] = {{\n"
            + "".join(f"    {line},\n" for line in lines) + "  },\n")
