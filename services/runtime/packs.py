"""The rule packs shipped with the product, read from ``services/published/schemes``."""

import json
from importlib.resources import files

from events.scheme_pack import SchemePack


class NoSuchPack(Exception):
    """No pack of that name is shipped; the names that are stand in the message."""


def shipped_names() -> tuple[str, ...]:
    """Names of the packs shipped, such as ``gbt-27922-demo``."""
    folder = files("services.published").joinpath("schemes")
    names = (each.name for each in folder.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def shipped(name: str) -> SchemePack:
    """The pack of that name; NoSuchPack where there is none."""
    if name not in shipped_names():
        raise NoSuchPack(f"{name}: shipped are {', '.join(shipped_names())}")
    file = files("services.published").joinpath("schemes").joinpath(f"{name}.json")
    return SchemePack.model_validate(json.loads(file.read_text(encoding="utf-8")))
