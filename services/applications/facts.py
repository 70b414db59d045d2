"""What an application must be held against: the scheme it asks for, the body, its people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.event import Event
from events.scheme_pack import CompletePack
from events.schemes import SchemeVersionFiled
from services.applications.streams import BODY, person_stream, scheme_stream
from services.core import ruling
from services.core.profile import Profile
from services.core.ruling import Ruling
from services.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of a scheme: what it rules, and since when it is filed."""

    ruling: Ruling = field(default_factory=Ruling)
    filed_on: date | None = None

    @property
    def pack(self) -> CompletePack | None:
        """The pack; None for a version never drafted or not complete."""
        return self.ruling.pack

    @property
    def demonstration(self) -> bool:
        """Whether it only shows how a scheme works."""
        return self.ruling.demonstration or (self.pack is not None and self.pack.demo)

    def takes_applications(self, body: Profile, day: date) -> bool:
        """Active, in its time and filed; a demonstration in a demonstration body only. R-0201."""
        if not self.ruling.governs(day):
            return False
        if self.demonstration:
            return body.demonstration
        return self.filed_on is not None and self.filed_on <= day


def scheme_after(scheme: Scheme, event: Event) -> Scheme:
    """The scheme version after one more event."""
    filed_on = event.filed_on if isinstance(event, SchemeVersionFiled) else scheme.filed_on
    return Scheme(ruling=ruling.evolve(scheme.ruling, event), filed_on=filed_on)


def body_in(facts: Mapping[str, Any]) -> Profile:
    """The body among the facts told; one not opened may do nothing."""
    body: Profile = facts.get(BODY, Profile())
    return body


def scheme_in(facts: Mapping[str, Any], scheme: str) -> Scheme:
    """A scheme version among the facts told; an unknown one takes no applications."""
    known: Scheme = facts.get(scheme_stream(scheme), Scheme())
    return known


def standing_in(facts: Mapping[str, Any], person: str) -> Standing:
    """A person among the facts told; an unknown one holds no role."""
    known: Standing = facts.get(person_stream(person), Standing())
    return known
