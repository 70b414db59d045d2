"""What the histories of a case and of a holder amount to: no more than a rule needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import assert_never

from events.application_facts import ApplicationFacts, Flag
from events.applications import (
    AgreementSigned,
    ApplicationAbandoned,
    ApplicationAccepted,
    ApplicationFlagResolved,
    ApplicationRefused,
    ApplicationReviewed,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationSupplementRequested,
    CaseClosed,
    CaseEvent,
    FeeQuoted,
    HolderCaseEnded,
    HolderCaseOpened,
    HolderEvent,
    PaymentRecorded,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One certification activity, from its application to its end."""

    submitted: ApplicationSubmitted | None = None
    facts: ApplicationFacts | None = None
    """As stated last."""
    flags: frozenset[Flag] = frozenset()
    """Raised and not settled."""
    resolved: tuple[ApplicationFlagResolved, ...] = ()
    requested: ApplicationSupplementRequested | None = None
    """The latest request for a supplement."""
    supplemented: ApplicationSupplemented | None = None
    """The answer to it; None while it is awaited."""
    review: ApplicationReviewed | None = None
    """Of the facts as they stand; a supplement voids it."""
    accepted: ApplicationAccepted | None = None
    quoted: FeeQuoted | None = None
    agreement: AgreementSigned | None = None
    payments: Mapping[str, PaymentRecorded] = field(default_factory=lambda: MappingProxyType({}))
    """Invoice → the payment recorded under it."""
    ended: ApplicationRefused | ApplicationAbandoned | CaseClosed | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still happen to it."""
        return self.submitted is not None and self.ended is None

    @property
    def supplement_is_awaited(self) -> bool:
        """Whether the applicant was asked and has not answered."""
        return self.requested is not None and self.supplemented is None


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is about: scheme without its version, and scope."""

    scheme_id: str
    scope: str


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation by its open cases."""

    open: Mapping[str, Matter] = field(default_factory=lambda: MappingProxyType({}))

    def rival(self, case: str, matter: Matter) -> str | None:
        """Another open case about the same; None where there is none. R-0205."""
        return next(
            (number for number, open in self.open.items() if open == matter and number != case),
            None,
        )


def evolve(case: Case, event: CaseEvent) -> Case:  # noqa: C901 - one line an event
    """The case after one more event. Never refuses: what happened, happened."""
    match event:
        case ApplicationSubmitted():
            return Case(submitted=event, facts=event.facts, flags=frozenset(event.flags))
        case ApplicationSupplementRequested():
            return replace(case, requested=event, supplemented=None)
        case ApplicationSupplemented():
            return _supplemented(case, event)
        case ApplicationReviewed():
            return replace(case, review=event, flags=case.flags | frozenset(event.flags))
        case ApplicationFlagResolved():
            resolved = (*case.resolved, event)
            return replace(case, flags=case.flags - {event.flag}, resolved=resolved)
        case ApplicationAccepted():
            return replace(case, accepted=event)
        case FeeQuoted():
            return replace(case, quoted=event)
        case AgreementSigned():
            return replace(case, agreement=event)
        case PaymentRecorded():
            payments = MappingProxyType({**case.payments, event.invoice: event})
            return replace(case, payments=payments)
        case ApplicationRefused() | ApplicationAbandoned() | CaseClosed():
            return replace(case, ended=event)
        case _:
            assert_never(event)


def _supplemented(case: Case, event: ApplicationSupplemented) -> Case:
    """What was stated anew is doubted anew."""
    return replace(
        case, facts=event.facts, flags=frozenset(event.flags), supplemented=event, review=None
    )


def holder_after(holder: Holder, event: HolderEvent) -> Holder:
    """The holder after one more event."""
    match event:
        case HolderCaseOpened():
            matter = Matter(event.scheme_id, event.scope)
            return Holder(MappingProxyType({**holder.open, event.case: matter}))
        case HolderCaseEnded():
            left = {number: open for number, open in holder.open.items() if number != event.case}
            return Holder(MappingProxyType(left))
        case _:
            assert_never(event)
