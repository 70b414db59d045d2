"""Shipped packs as plain data, to be changed by a test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import services.published
from events.scheme_pack import SchemePack

FOLDER = Path(services.published.__file__).parent / "schemes"


def plain(name: str) -> Any:
    """The file as it is written."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def changed(change: Callable[[Any], object], name: str = "gbt-27922-demo") -> SchemePack:
    """A shipped pack with something changed."""
    raw = plain(name)
    change(raw)
    return SchemePack.model_validate(raw)
