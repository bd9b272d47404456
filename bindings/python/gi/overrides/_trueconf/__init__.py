# SPDX-License-Identifier: LGPL-2.1-or-later
"""The parts of the override for Trueconf."""

# all others look at enumerations, some of them when they are imported
from . import enumerations  # noqa: F401
