# SPDX-License-Identifier: LGPL-2.1-or-later
"""The enumerations, with numbers of our own, and their types."""

from . import c
from .description import with_server


def write(description):
    yield "trueconf-enums.h", header(description)
    yield "trueconf-enum-types.h", types_header(description)
    yield "trueconf-enum-types.c", types_source(description)


def header(description):
    parts = [c.SPDX, "\n#pragma once\n\n", c.INSIDE, "\n#include <glib-object.h>\n\n",
             '#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n']
    for entry in description.enums.values():
        parts.append("\n" + enumeration(description, entry))
    parts.append("\nG_END_DECLS\n")
    return "".join(parts)


def enumeration(description, entry):
    values = description.values_of(entry.name)
    names = {name: f"{c.macro(entry.name)}_{name.upper().replace('-', '_')}" for name in values}
    text = c.comment(f"{entry.ctype}:", [(names[name], with_server(value)[0]) for name, value in values.items()],
                     entry.paragraphs(), entry.since)
    text += "typedef enum\n{\n"
    for number, (name, value) in enumerate(values.items()):
        text += f"  {names[name]} = {value.get('id', number)},\n"
    return text + f"}} {entry.ctype};\n"


def types_header(description):
    text = c.SPDX + "\n#pragma once\n\n" + c.INSIDE + '\n#include <glib-object.h>\n\n'
    text += '#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n'
    for entry in description.enums.values():
        text += f"\n{c.available(entry.since)}\nGType trueconf_{entry.snake}_get_type (void);\n"
        text += f"#define TRUECONF_TYPE_{entry.snake.upper()} (trueconf_{entry.snake}_get_type ())\n"
    return text + "\nG_END_DECLS\n"


def types_source(description):
    text = c.SPDX + '\n#include "config.h"\n\n#include "trueconf-enum-types.h"\n#include "trueconf-enums.h"\n'
    for entry in description.enums.values():
        registration = f'g_enum_register_static (g_intern_static_string ("{entry.ctype}"), values)'
        registered = f"      GType registered = {registration};\n"
        if len(registered) > c.WIDTH + 1:
            registered = f"      GType registered =\n          {registration};\n"
        text += f"""
GType
trueconf_{entry.snake}_get_type (void)
{{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {{
      static const GEnumValue values[] = {{
"""
        for name in description.values_of(entry.name):
            symbol = f"{c.macro(entry.name)}_{name.upper().replace('-', '_')}"
            text += c.fill("        { ", [symbol, f'"{symbol}"', f'"{name}"'], " },", 10)
        text += f"""        {{ 0, NULL, NULL }},
      }};
{registered}
      g_once_init_leave (&type, registered);
    }}

  return type;
}}
"""
    return text
