# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dialogs."""

from .._submodules import register
from .context import FSMContext, FSMManager, FSMMiddleware, StateFilter
from .key_builder import DefaultKeyBuilder, FSMStrategy, KeyBuilder, StorageKey, apply_strategy
from .state import State, StatesGroup, any_state, default_state

__all__ = ["DefaultKeyBuilder", "FSMContext", "FSMManager", "FSMStrategy", "KeyBuilder", "State", "StateFilter", "StatesGroup",
           "StorageKey", "any_state", "default_state"]

register(__name__, globals(), filters="StateFilter", manager="FSMManager", middleware="FSMMiddleware", strategy="FSMStrategy apply_strategy")
