"""Old shapes read as present shapes. Nothing stored is ever rewritten; unknown becomes None."""

from collections.abc import Callable
from typing import Any

Body = dict[str, Any]
Upcast = Callable[[Body], tuple[str, Body]]

UPCASTS: dict[str, Upcast] = {}
"""``name.vN`` → the next name and the body in its shape. Empty while every event is at v1.

A personal field keeps its name for ever: its text is sealed under it, and opened after this.
"""
