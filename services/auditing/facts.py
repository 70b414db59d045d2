"""What an audit must know of others: the case it is for, its scheme, its people, the body."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.applications import (
    AgreementSigned,
    ApplicationAbandoned,
    ApplicationAccepted,
    ApplicationRefused,
    ApplicationSubmitted,
    CaseClosed,
    PaymentRecorded,
)
from events.event import Event
from events.vocabulary import Employment
from services.auditing.streams import BODY, person_stream
from services.core.profile import Profile
from services.core.standing import Standing

OWN = (Employment.EMPLOYED, Employment.CONTRACTED)


@dataclass(frozen=True, slots=True)
class Commission:
    """What the body has agreed to audit, as the applications service tells it."""

    accepted: ApplicationAccepted | None = None
    agreement: AgreementSigned | None = None
    contact: str | None = None
    """Whoever acts for the client."""
    instalment_on: date | None = None
    """The day the first instalment was paid."""
    ended: bool = False
    """Refused, abandoned or closed."""


def commission_after(known: Commission, event: Event) -> Commission:
    """The commission after one more event of its case."""
    match event:
        case ApplicationSubmitted():
            return replace(known, contact=event.contact)
        case ApplicationAccepted():
            return replace(known, accepted=event)
        case AgreementSigned():
            return replace(known, agreement=event)
        case PaymentRecorded(purpose="instalment", paid_on=day):
            first = day if known.instalment_on is None else min(day, known.instalment_on)
            return replace(known, instalment_on=first)
        case ApplicationRefused() | ApplicationAbandoned() | CaseClosed():
            return replace(known, ended=True)
        case _:
            return known


def body_in(facts: Mapping[str, Any]) -> Profile:
    """The body among the facts told."""
    body: Profile = facts.get(BODY, Profile())
    return body


def standing_in(facts: Mapping[str, Any], person: str) -> Standing:
    """A person among the facts told; an unknown one holds no role."""
    known: Standing = facts.get(person_stream(person), Standing())
    return known


def is_of_this_body(standing: Standing) -> bool:
    """Whether a person is registered and employed by or under contract to the body. R-1002."""
    return standing.registered and standing.employment in OWN
