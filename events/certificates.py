"""What the decisions service reports of a certificate: its number, its award, its life and end."""

from datetime import date

from pydantic import Field

from events.event import Event
from events.vocabulary import (
    CaseNumber,
    CertificateNumber,
    Headcount,
    Label,
    Name,
    People,
    PersonId,
    SchemeRef,
    ServiceArea,
    Site,
    StatusAct,
    Text,
    Uscc,
)


class CertificateNumberAssigned(Event):
    """A number was reserved for ever; a failed issue leaves a gap, never a reuse. R-2103."""

    certificate: CertificateNumber
    case: CaseNumber
    series: str
    """The printed prefix the serial counts under: body, year, letters."""
    serial: int = Field(ge=1)


class CertificateNumberVoided(Event):
    """A reserved number will never be issued. R-2103."""

    certificate: CertificateNumber
    series: str
    """The printed prefix it counted under."""
    reason: Text


class CertificateIssued(Event):
    """The certificate was issued and is valid from the award date. ISO/IEC 17065 7.7."""

    certificate: CertificateNumber
    case: CaseNumber
    holder: Name
    holder_en: Name | None
    uscc: Uscc
    scope: Text
    scope_en: Text | None
    field: ServiceArea
    sites: tuple[Site, ...]
    covered_headcount: Headcount
    scheme: SchemeRef
    scheme_title: Label
    basis: tuple[Name, ...]
    demonstration: bool
    grade: str | None
    """Code of the band; None for a scheme without grades."""
    grade_label: Label | None
    decided_on: date
    awarded_on: date
    expires_on: date
    """Last day of validity, inclusive."""
    audit_end: date
    team: People
    deciders: People
    head: PersonId
    first_certified_on: date
    previous_certificate: CertificateNumber | None


class CertificateHandedOver(Event):
    """The document reached the holder. ISO/IEC 17065 7.7."""

    certificate: CertificateNumber
    handed_over_on: date
    to: Text


class SuspensionGroundConfirmed(Event):
    """A ground to suspend was confirmed; five calendar days run from here. R-2401."""

    certificate: CertificateNumber
    ground: str
    """Code of the list ``suspend_reason``."""
    facts: Text
    confirmed_on: date
    suspend_by: date
    """Last day to suspend, inclusive."""
    surveillance: int | None = None
    """Number of the missed surveillance that is the ground; None for any other. R-2406."""


class SuspensionOverdue(Event):
    """The day to suspend by passed and nobody had suspended. R-2401, R-2407."""

    certificate: CertificateNumber
    suspend_by: date


class StatusDecided(Event):
    """A decider free of the matter decided on a status; the head has still to approve. R-24."""

    certificate: CertificateNumber
    decision: int = Field(ge=1)
    act: StatusAct
    decider: PersonId
    ground: str
    facts: Text
    months: int | None
    """Length of a suspension or of its extension."""
    conditions: Text | None
    """What must be done to end a suspension. R-2403."""
    contact: PersonId | None
    effective_on: date | None
    """A day asked for; None means the day of approval."""
    requested_on: date | None = None
    """The day of the holder's request; a cancellation has one."""
    order: Text | None = None
    """The order of an authority or court, which may state an earlier day. Lifecycle 5."""


class StatusDecisionSentBack(Event):
    """The head did not approve a status decision. R-2003."""

    certificate: CertificateNumber
    decision: int
    signer: PersonId
    reasons: tuple[Text, ...] = Field(min_length=1)


class CertificateSuspended(Event):
    """The certificate is without effect for a time. ISO/IEC 17065 7.11, T2."""

    certificate: CertificateNumber
    ground: str
    facts: Text
    effective_on: date
    last_day: date
    """Last suspended day, inclusive."""
    conditions: Text
    contact: PersonId
    decider: PersonId
    approver: PersonId
    late: bool
    """Suspended after the day it had to be. R-2401."""


class SuspensionExtended(Event):
    """A suspension was made longer, within the scheme's limit. T9."""

    certificate: CertificateNumber
    last_day: date
    reason: Text
    decider: PersonId
    approver: PersonId


class SuspensionLapsed(Event):
    """The last suspended day passed unsolved: withdrawing is now a duty. R-2405, T4."""

    certificate: CertificateNumber
    last_day: date


class CertificateRestored(Event):
    """The cause was removed and verified; the certificate is valid again. T3."""

    certificate: CertificateNumber
    effective_on: date
    verification: Text
    decider: PersonId
    approver: PersonId


class CertificateWithdrawn(Event):
    """The body took the certificate away for cause, for good. T4, T5."""

    certificate: CertificateNumber
    ground: str
    """Code of the list ``withdraw_reason``."""
    facts: Text
    effective_on: date
    decider: PersonId
    approver: PersonId
    order: Text | None = None
    """The order of an authority or court it follows; None where the body decided itself."""


class CertificateCancelled(Event):
    """The certificate ended without blame, for good. T6."""

    certificate: CertificateNumber
    ground: str
    """Code of the list ``cancel_reason``."""
    facts: Text
    requested_on: date
    effective_on: date
    decider: PersonId
    approver: PersonId


class CertificateExpired(Event):
    """The last day of validity passed. T7."""

    certificate: CertificateNumber
    expires_on: date
    effective_on: date
    """The day after the last valid day."""


class HolderCertified(Event):
    """A holder came to hold a certificate in force for a scheme and scope. R-2104."""

    uscc: Uscc
    certificate: CertificateNumber
    case: CaseNumber
    scheme_id: str
    scope: Text


class HolderCertificationEnded(Event):
    """A holder's certificate ended and may be followed by another. R-2104."""

    uscc: Uscc
    certificate: CertificateNumber
    ended_on: date


NumberEvent = CertificateNumberAssigned | CertificateNumberVoided


CertificateEvent = (
    CertificateIssued
    | CertificateHandedOver
    | SuspensionGroundConfirmed
    | SuspensionOverdue
    | StatusDecided
    | StatusDecisionSentBack
    | CertificateSuspended
    | SuspensionExtended
    | SuspensionLapsed
    | CertificateRestored
    | CertificateWithdrawn
    | CertificateCancelled
    | CertificateExpired
)


HolderEvent = HolderCertified | HolderCertificationEnded
