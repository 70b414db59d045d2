"""What the history of one certificate's surveillance amounts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import assert_never

from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceEvent,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One certificate under surveillance."""

    opened: SurveillanceOpened | None = None
    """The window opened last; None before the first."""
    waiting: bool = False
    """Whether that window still waits for its audit, in time or late."""
    missed: bool = False
    """Whether its last day passed unaudited."""
    done: Mapping[int, SurveillanceCompleted] = field(default_factory=lambda: MappingProxyType({}))
    """Number of the surveillance → what was reported of it."""
    stopped_on: date | None = None


def evolve(cycle: Cycle, event: SurveillanceEvent) -> Cycle:
    """The cycle after one more event."""
    match event:
        case SurveillanceOpened():
            return replace(cycle, opened=event, waiting=True, missed=False)
        case SurveillanceCompleted():
            done = MappingProxyType({**cycle.done, event.number: event})
            return replace(cycle, waiting=False, done=done)
        case SurveillanceMissed():
            return replace(cycle, missed=True)
        case SurveillanceStopped():
            return replace(cycle, waiting=False, stopped_on=event.stopped_on)
        case _:
            assert_never(event)
