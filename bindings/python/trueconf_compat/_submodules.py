# SPDX-License-Identifier: LGPL-2.1-or-later
"""Modules that exist because programs import from them: a name for what is defined elsewhere."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from typing import Any


def register(package: str, namespace: Mapping[str, Any], **modules: str) -> None:
    """Makes package.NAME for each NAME="Class OtherClass", with these members of the namespace."""
    for name, members in modules.items():
        full_name = f"{package}.{name}"
        module = sys.modules.get(full_name)
        if module is None:
            module = types.ModuleType(full_name, "Another place of what is in " + package)
            sys.modules[full_name] = module
        for member in members.split():
            setattr(module, member, namespace[member])
        if not hasattr(sys.modules[package], name):
            setattr(sys.modules[package], name, module)
