"""The parts of each role: what one process of it runs. Each role imports only what it needs.

A part is named after its role: ``decisions.policies``, ``relay``.
"""

import asyncio
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.cli.place import Place
from services.runtime.host import Part
from services.runtime.ward import Ward


@dataclass(frozen=True, slots=True)
class Web:
    """What the roles of a process share: a face, and a watch over all of them."""

    port: int
    filling: Path | None = None
    """A file that is there while the body is being lived through its past."""
    ward: Ward = field(default_factory=Ward)

    def is_filling(self) -> bool:
        """Whether that is going on."""
        return self.filling is not None and self.filling.exists()


PARTS: Mapping[str, str] = {
    "personnel": "service_parts:service_parts",
    "schemes": "service_parts:service_parts",
    "applications": "service_parts:service_parts",
    "auditing": "service_parts:service_parts",
    "decisions": "service_parts:service_parts",
    "surveillance": "service_parts:service_parts",
    "scheduler": "service_parts:scheduler_parts",
    "relay": "reader_parts:relay_parts",
    "projector": "reader_parts:projector_parts",
    "api": "web_parts:api_parts",
    "lookup": "web_parts:lookup_parts",
}
"""Role → where its parts are made, in this room: ``(role, place, web) → part name → part``."""


def parts_of(roles: Sequence[str], place: Place, web: Web) -> dict[str, Part]:
    """Part name → part, for all the roles of one process."""
    return {name: part for role in roles for name, part in _made(role, place, web).items()}


def _made(role: str, place: Place, web: Web) -> dict[str, Part]:
    module, _, name = PARTS[role].partition(":")
    make: Callable[[str, Place, Web], dict[str, Part]] = getattr(
        importlib.import_module(f"services.cli.{module}"), name
    )
    return make(role, place, web)


def closing_together(parts: Mapping[str, Part], close: Callable[[], None]) -> dict[str, Part]:
    """The parts; the last that ends lets go of what they hold together."""
    at_work = set(parts)

    def closing(name: str, run: Part) -> Part:
        async def part(stop: asyncio.Event) -> None:
            try:
                await run(stop)
            finally:
                at_work.discard(name)
                if not at_work:
                    await asyncio.to_thread(close)

        return part

    return {name: closing(name, run) for name, run in parts.items()}
