"""What a person may do by what is recorded of them: the fold every service reads of its actor."""

from dataclasses import dataclass, replace

from events.event import Event
from events.personnel import PersonRegistered, RoleGranted, RoleRevoked
from events.vocabulary import Employment
from services.core.service import Fold


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as the rules of every service see them. ISO/IEC 17065 5.1, 6.1.2."""

    registered: bool = False
    employment: Employment | None = None
    roles: frozenset[str] = frozenset()


def evolve(standing: Standing, event: Event) -> Standing:
    """The standing after one more event; tokens do not change it."""
    match event:
        case PersonRegistered():
            return replace(standing, registered=True, employment=event.employment)
        case RoleGranted():
            return replace(standing, roles=standing.roles | {event.role})
        case RoleRevoked():
            return replace(standing, roles=standing.roles - {event.role})
        case _:
            return standing


STANDING: Fold[Standing] = Fold(prefix="personnel-", initial=Standing(), evolve=evolve)
