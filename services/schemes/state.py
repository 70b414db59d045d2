"""What the history of one scheme version amounts to."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from events.scheme_pack import SchemePack
from events.schemes import (
    SchemeEvent,
    SchemeVersionActivated,
    SchemeVersionDrafted,
    SchemeVersionFiled,
    SchemeVersionRetired,
)


@dataclass(frozen=True, slots=True)
class Version:
    """A rule pack on its way from draft to retired."""

    pack: SchemePack | None = None
    digest: str = ""
    filing: SchemeVersionFiled | None = None
    effective_from: date | None = None
    last_day: date | None = None

    @property
    def filed_on(self) -> date | None:
        """The day its rule was filed, as reported or as the pack itself states."""
        if self.filing is not None:
            return self.filing.filed_on
        if self.pack is not None and self.pack.filing.rule_no is not None:
            return self.pack.filing.filed_on
        return None


def evolve(version: Version, event: SchemeEvent) -> Version:
    """The version after one more event."""
    match event:
        case SchemeVersionDrafted():
            return Version(pack=event.pack, digest=event.pack_digest)
        case SchemeVersionFiled():
            return replace(version, filing=event)
        case SchemeVersionActivated():
            return replace(version, effective_from=event.effective_from)
        case SchemeVersionRetired():
            return replace(version, last_day=event.last_day)
        case _:
            assert_never(event)
