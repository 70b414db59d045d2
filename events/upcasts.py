"""Old shapes read as present shapes. Nothing stored is ever rewritten; unknown becomes None."""

from collections.abc import Callable
from typing import Any

Body = dict[str, Any]

UPCASTS: dict[str, Callable[[Body], tuple[str, Body]]] = {}
"""``name.vN`` → the next name and the body in its shape. Empty while every event is at v1."""
