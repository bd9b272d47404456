# SPDX-License-Identifier: LGPL-2.1-or-later
"""Metadata for vapigen: which properties of the generated classes can be null."""

from .description import snake
from .c import Types


def write(description):
    types = Types(description)
    lines = ["// made from the description of the protocol"]
    for entry in description.made_classes():
        for name, field in entry.fields.items():
            if types.returned(field["type"]).endswith("*") and not types.is_list(field["type"]):
                lines.append(f"{entry.name}.{snake(name)}#property nullable")
    yield "Trueconf-1.metadata", "\n".join(lines) + "\n"
