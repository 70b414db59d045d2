"""What a decision must know of others: the body's approvals and the scheme it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from events.body import ApprovedFieldEnded, ApprovedFieldGranted, BodyOpened
from events.event import Event
from events.scheme_pack import CompletePack
from events.schemes import SchemeVersionFiled
from events.vocabulary import BodyKind, Employment
from services.core import ruling
from services.core.ruling import Ruling
from services.core.service import States
from services.core.standing import Standing
from services.decisions.streams import BODY, person_stream, scheme_stream


@dataclass(frozen=True, slots=True)
class Body:
    """The certification body: what it is and for which fields it was approved, when."""

    kind: BodyKind = BodyKind.REAL
    approval_no: str = ""
    approved: Mapping[str, tuple[tuple[date, date | None], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Service field → spans (first day, last day inclusive or None)."""

    def may_certify(self, area: str, day: date) -> bool:
        """Whether the body was approved for a field on a day. 认证认可条例 art. 9."""
        spans = self.approved.get(area, ())
        return any(first <= day and (last is None or day <= last) for first, last in spans)


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
        """Whether it only shows how a scheme works. R-2108."""
        return self.ruling.demonstration or (self.pack is not None and self.pack.demo)

    def is_filed(self, body: Body, day: date) -> bool:
        """Filed and active on a day; a demonstration counts in a demonstration body only."""
        first = self.ruling.effective_from
        if self.pack is None or first is None or day < first:
            return False
        if self.demonstration:
            return body.kind is BodyKind.DEMONSTRATION
        return self.filed_on is not None and self.filed_on <= day


def body_after(body: Body, event: Event) -> Body:
    """The body after one more event of its profile."""
    match event:
        case BodyOpened():
            return replace(body, kind=event.kind, approval_no=event.approval_no)
        case ApprovedFieldGranted():
            spans = (*body.approved.get(event.field, ()), (event.from_on, None))
        case ApprovedFieldEnded():
            held = body.approved.get(event.field, ())
            spans = tuple((first, event.last_day if last is None else last) for first, last in held)
        case _:
            return body
    return replace(body, approved=MappingProxyType({**body.approved, event.field: spans}))


def scheme_after(scheme: Scheme, event: Event) -> Scheme:
    """The scheme version after one more event."""
    filed_on = event.filed_on if isinstance(event, SchemeVersionFiled) else scheme.filed_on
    return Scheme(ruling=ruling.evolve(scheme.ruling, event), filed_on=filed_on)


def body_in(facts: States) -> Body:
    """The body among the facts told; an unknown one may do nothing."""
    body: Body = facts.get(BODY, Body())
    return body


def scheme_in(facts: States, scheme: str) -> Scheme:
    """A scheme version among the facts told; an unknown one is neither filed nor active."""
    known: Scheme = facts.get(scheme_stream(scheme), Scheme())
    return known


def standing_in(facts: States, person: str) -> Standing:
    """A person among the facts told; an unknown one holds no role."""
    known: Standing = facts.get(person_stream(person), Standing())
    return known


def is_of_this_body(standing: Standing) -> bool:
    """Whether a person is registered and employed by or under contract to the body. R-1902."""
    own = (Employment.EMPLOYED, Employment.CONTRACTED)
    return standing.registered and standing.employment in own
