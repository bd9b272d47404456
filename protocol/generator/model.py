# SPDX-License-Identifier: LGPL-2.1-or-later
"""The classes of the model: a header, a private header and a source each."""

from . import c
from .c import Types
from .description import dashed, snake, with_server

PARENTS = {"object": ("GObject", "G_TYPE_OBJECT", "<glib-object.h>"),
           "event": ("TrueconfEvent", "TRUECONF_TYPE_EVENT", '"model/trueconf-event.h"'),
           "content": ("TrueconfContent", "TRUECONF_TYPE_CONTENT", '"model/trueconf-content.h"')}


def write(description):
    types = Types(description)
    for entry in description.made_classes():
        name = f"trueconf-{dashed(entry.name)}"
        yield f"{name}.h", header(types, entry)
        yield f"{name}-private.h", private_header(types, entry)
        yield f"{name}.c", source(types, entry)
    yield "trueconf-event-type.c", event_types(description)


def names(entry):
    return [f"trueconf-{dashed(entry.name)}{end}" for end in (".h", "-private.h", ".c")]


class Field:
    """A property of a class."""

    def __init__(self, types, entry, name, table):
        self.types, self.entry, self.name, self.table = types, entry, name, table
        self.type = table["type"]
        self.member = snake(table.get("member", name))
        # the getter of a property "type" is not the one of the class
        self.getter = self.member if name == "type" else snake(name)
        self.derived = bool(table.get("derived")) or "from" in table
        self.stored = not self.derived or "member" in table
        self.since = table.get("since", entry.since)

    @property
    def function(self):
        return f"trueconf_{self.entry.snake}_get_{self.getter}"

    def paragraphs(self):
        return with_server(self.table) + list(self.table.get("more", []))

    def returns(self):
        pointer = self.types.returned(self.type).endswith("*")
        marks = ""
        if pointer:
            marks = "(transfer none)" + ("" if self.types.is_list(self.type) else " (nullable)") + ": "
        return f"Returns: {marks}{c.first_sentence(self.table['doc'])}"


def fields_of(types, entry):
    return [Field(types, entry, name, table) for name, table in entry.fields.items()]


def self_text(entry):
    given = entry.get("self")
    if given:
        return given
    words = dashed(entry.name).replace("-", " ")
    words = {"event": "event", "content": "content"}.get(entry.kind, words)
    return ("an " if words[0] in "aeiou" else "a ") + words


def header(types, entry):
    parent, _, parent_header = PARENTS[entry.kind]
    fields = fields_of(types, entry)
    headers = {types.header(field.type) for field in fields} - {None, f"model/trueconf-{dashed(entry.name)}.h"}
    text = c.SPDX + "\n#pragma once\n\n" + c.INSIDE + "\n"
    text += f"#include {parent_header}\n"
    if any(types.is_list(field.type) for field in fields):
        text += "#include <gio/gio.h>\n"
    text += "".join(f'#include "{name}"\n' for name in sorted(headers))
    if any(types.is_enum(field.type) for field in fields):
        text += '#include "trueconf-enums.h"\n'
    text += '#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n\n'
    upper = entry.snake.upper()
    text += f"#define TRUECONF_TYPE_{upper} (trueconf_{entry.snake}_get_type ())\n\n{c.available(entry.since)}\n"
    text += c.one_each("G_DECLARE_FINAL_TYPE (",
                       [entry.ctype, f"trueconf_{entry.snake}", "TRUECONF", upper, parent], ")")
    if fields:
        text += "\n"
    for field in fields:
        text += c.prototype(field.since, types.returned(field.type), field.function, [f"{entry.ctype} *self"])
    return text + "\nG_END_DECLS\n"


def private_header(types, entry):
    parent = PARENTS[entry.kind][0]
    text = c.SPDX + f'\n#pragma once\n\n#include "model/trueconf-{dashed(entry.name)}.h"\n\nG_BEGIN_DECLS\n\n'
    text += f"struct _{entry.ctype}\n{{\n  {parent} parent_instance;\n"
    members = [f"  {c.spaced(types.member(field.type))}{field.member};\n"
               for field in fields_of(types, entry) if field.stored]
    members += [f"  {member};\n" for member in entry.get("extra", [])]
    text += ("\n" + "".join(members) if members else "") + "};\n"
    derived = [field for field in fields_of(types, entry) if field.table.get("derived")]
    if derived:
        text += "\n/* These getters are written by hand. */\n"
        for field in derived:
            text += c.one_each(f"{c.spaced(types.returned(field.type))}{derivation(field)} (",
                               [f"{entry.ctype} *self"], ");")
    return text + "\nG_END_DECLS\n"


def derivation(field):
    return f"trueconf_{field.entry.snake}_derive_{snake(field.name)}"


def source(types, entry):
    fields = fields_of(types, entry)
    used = any(types.is_enum(field.type) for field in fields)
    private = [f"model/trueconf-{dashed(entry.name)}-private.h", "model/trueconf-model-private.h"]
    if any(types.is_list(field.type) for field in fields):
        private.append("model/trueconf-list-private.h")
    text = c.SPDX + '\n#include "config.h"\n\n'
    if used:
        text += '#include "trueconf-enum-types.h"\n\n'
    text += "".join(f'#include "{name}"\n' for name in private) + "\n"
    paragraphs = entry.paragraphs()
    if entry.kind == "event" and entry.get("wire"):
        wire = entry.get("wire")
        listed = [wire] if isinstance(wire, str) else wire
        paragraphs.append("Servers name the event " + " or ".join(f"`{name}`" for name in listed) + ".")
    text += c.comment(f"{entry.ctype}:", paragraphs=paragraphs, since=entry.since) + "\n"
    text += c.one_each("G_DEFINE_TYPE (" if entry.get("base") else "G_DEFINE_FINAL_TYPE (",
                       [entry.ctype, f"trueconf_{entry.snake}", PARENTS[entry.kind][1]], ")")
    for field in fields:
        text += "\n" + getter(types, field)
    for field in fields:
        if field.derived:
            text += "\n" + derive(types, field)
    text += class_init(types, entry, fields) + init(types, entry, fields)
    return text


def getter(types, field):
    entry = field.entry
    text = c.comment(f"{field.function}: (get-property {field.name})", [("self", self_text(entry))],
                     ["Gets " + c.lower(field.paragraphs()[0])] + field.paragraphs()[1:] + [field.returns()], field.since)
    result = types.returned(field.type)
    text += c.definition(result, field.function, [f"{entry.ctype} *self"])
    value = f"self->{field.member}"
    if field.table.get("derived"):
        value = f"{derivation(field)} (self)"
    elif "from" in field.table:
        value = borrowed(types, field)
    if field.type == "strv":
        value = f"(const char *const *) {value}"
    text += (f"{{\n  g_return_val_if_fail (TRUECONF_IS_{entry.snake.upper()} (self), "
             f"{types.failure(field.type)});\n\n")
    return text + f"  return {value};\n}}\n"


def borrowed(types, field):
    """A field of this object, or of the object in one."""
    first, _, rest = field.table["from"].partition(".")
    member = f"self->{snake(first)}"
    if not rest:
        return member
    inner = field.entry.fields[first]["type"]
    call = f"trueconf_{snake(inner)}_get_{snake(rest)} ({member})"
    value = f"{member} != NULL ? {call}"
    other = types.failure(field.type)
    if len(f"  return {value} : {other};") <= c.WIDTH:
        return f"{value} : {other}"
    return f"{value}\n{' ' * (9 + len(member) + 9)}: {other}"


def derive(types, field):
    call = f"{field.function} (self)"
    if types.is_enum(field.type) or field.type == "boolean":
        call = f"GINT_TO_POINTER ({call})"
    elif types.returned(field.type).startswith("const"):
        call = f"(gpointer) {call}"
    return f"static gpointer\nderive_{snake(field.name)} (gpointer self)\n{{\n  return {call};\n}}\n"


def class_init(types, entry, fields):
    if not fields:
        return (f"\nstatic void\ntrueconf_{entry.snake}_class_init ({entry.ctype}Class *klass)\n{{\n"
                "  trueconf_model_class_init (G_OBJECT_CLASS (klass), NULL, 0);\n}\n")
    text = "\nstatic const TrueconfModelField fields[] = {\n"
    for field in fields:
        kind, get_type = types.field(field.type)
        items = [f'"{field.name}"', f"TRUECONF_FIELD_{kind}",
                 f"G_STRUCT_OFFSET ({entry.ctype}, {field.member})" if field.stored else "TRUECONF_FIELD_DERIVED"]
        if get_type or field.derived:
            items.append(get_type or "NULL")
        if field.derived:
            items.append(f"derive_{snake(field.name)}")
        text += c.fill("  { ", items, " },", 4)
    text += f"}};\n\nstatic void\ntrueconf_{entry.snake}_class_init ({entry.ctype}Class *klass)\n{{\n"
    for field in fields:
        text += c.comment(f"{entry.ctype}:{field.name}: (getter get_{field.getter})",
                          paragraphs=field.paragraphs(), since=field.since, indent="  ")
    return text + "  TRUECONF_MODEL_FIELDS (klass, fields);\n}\n"


def init(types, entry, fields):
    text = f"\nstatic void\ntrueconf_{entry.snake}_init ({entry.ctype} *self)\n{{\n"
    for field in fields:
        default = field.table.get("default")
        if field.type == "size":
            text += f"  self->{field.member} = -1;\n"
        elif types.is_list(field.type):
            item = f"TRUECONF_TYPE_{snake(field.type[1:-1]).upper()}"
            text += f"  self->{field.member} = trueconf_list_new_empty ({item});\n"
        elif default is not None:
            value = f"{c.macro(field.type)}_{default.upper().replace('-', '_')}" if types.is_enum(field.type) else default
            text += f"  self->{field.member} = {value};\n"
    return text + "}\n"


def event_types(description):
    events = description.events()
    text = c.SPDX + '\n#include "config.h"\n\n'
    text += "".join(f'#include "model/trueconf-{dashed(event.name)}.h"\n' for event in
                    sorted(events, key=lambda event: dashed(event.name)))
    text += "\nstatic const struct\n{\n  GType (*get_type) (void);\n  TrueconfEventType event_type;\n} rows[] = {\n"
    # the newest first, since a class stands behind the one that it is derived from
    for event in reversed(events):
        text += f"  {{ trueconf_{event.snake}_get_type, TRUECONF_EVENT_TYPE_{event.snake.upper()} }},\n"
    text += "};\n\n"
    text += c.comment("trueconf_event_get_event_type: (get-property event-type)", [("self", "an event")],
                      ["Gets the kind of event, which corresponds to its class.", "Returns: the kind of event"],
                      "0.1")
    return text + """TrueconfEventType
trueconf_event_get_event_type (TrueconfEvent *self)
{
  g_return_val_if_fail (TRUECONF_IS_EVENT (self), TRUECONF_EVENT_TYPE_UNKNOWN);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (self, rows[i].get_type ()))
      return rows[i].event_type;

  return TRUECONF_EVENT_TYPE_UNKNOWN;
}
"""
