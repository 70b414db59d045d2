"""What a scheme version rules by what is recorded of it: the fold every service reads of it."""

from dataclasses import dataclass, replace
from datetime import date

from events.event import Event
from events.scheme_pack import CompletePack, complete
from events.schemes import SchemeVersionActivated, SchemeVersionDrafted, SchemeVersionRetired
from services.core.service import Fold


@dataclass(frozen=True, slots=True)
class Ruling:
    """A scheme version as the rules of every service see it. 认证认可条例 art. 17."""

    pack: CompletePack | None = None
    """None for a version never drafted, or with a block missing: such a one is never active."""
    demonstration: bool = False
    effective_from: date | None = None
    """First day on which cases may be opened; None until the version is activated."""
    last_day: date | None = None
    """Last day on which cases may be opened; None while it is not retired."""

    def governs(self, day: date) -> bool:
        """Whether a case may be opened under this version on that day."""
        if self.pack is None or self.effective_from is None or day < self.effective_from:
            return False
        return self.last_day is None or day <= self.last_day


def evolve(ruling: Ruling, event: Event) -> Ruling:
    """The ruling after one more event; filing is the schemes service's own matter."""
    match event:
        case SchemeVersionDrafted():
            return replace(ruling, pack=complete(event.pack))
        case SchemeVersionActivated():
            return replace(
                ruling,
                demonstration=event.demonstration,
                effective_from=event.effective_from,
            )
        case SchemeVersionRetired():
            return replace(ruling, last_day=event.last_day)
        case _:
            return ruling


RULING: Fold[Ruling] = Fold(prefix="schemes-", initial=Ruling(), evolve=evolve)
