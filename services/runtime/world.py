"""What a command is decided on: every stream that the rules name, each as folded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.core.service import Command, Fold, Service
from services.core.standing import STANDING
from services.runtime.histories import Folded

Take = Callable[[str, Fold[Any]], Folded]
"""How a stream is had: as at hand, as last folded, or as it stands now."""


@dataclass(frozen=True, slots=True)
class World:
    """Own streams, foreign ones, and who asks."""

    states: Mapping[str, Folded]
    facts: Mapping[str, Folded]
    person: str | None
    """Who asks; None for a policy or the clock."""
    standing: Folded | None
    """What they are at the body."""

    def reads(self) -> dict[str, int]:
        """Stream → version, the older where two folds saw different ones: then it has moved."""
        found = [*self.states.items(), *self.facts.items()]
        if self.standing is not None:
            found.append((f"personnel-{self.person}", self.standing))
        versions: dict[str, int] = {}
        for stream, folded in found:
            versions[stream] = min(folded.version, versions.get(stream, folded.version))
        return versions


def world_of(service: Service, command: Command, person: str | None, take: Take) -> World:
    """Every stream the rules of a command name, asked until they name nothing new."""
    standing = None if person is None else take(f"personnel-{person}", STANDING)
    states: dict[str, Folded] = {}
    facts: dict[str, Folded] = {}
    while True:
        named = service.reads(command, plain(states), plain(facts))
        new = [stream for stream in named if stream not in states and stream not in facts]
        if not new:
            return World(states=states, facts=facts, person=person, standing=standing)
        for stream in new:
            known = states if service.owns(stream) else facts
            known[stream] = take(stream, service.fold_for(stream))


def plain(folded: Mapping[str, Folded]) -> dict[str, Any]:
    """The states alone."""
    return {stream: each.state for stream, each in folded.items()}
