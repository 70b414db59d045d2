"""What the decisions service reports: the file, the certificate and its life."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from events.event import Event
from events.vocabulary import (
    Activity,
    CaseNumber,
    CertificateNumber,
    Digest,
    Exact,
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
    Vote,
)


class AgreementRef(BaseModel):
    """The certification agreement a case rests on. ISO/IEC 17065 4.1.2."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    number: str = Field(min_length=1, max_length=60)
    signed_on: date


class FileOpened(Event):
    """A fixed audit report reached the reviewer and the committee. ISO/IEC 17065 7.5."""

    case: CaseNumber
    activity: Activity
    holder: Name
    holder_en: Name | None
    uscc: Uscc
    scope: Text
    scope_en: Text | None
    field: ServiceArea
    covered_headcount: Headcount
    sites: tuple[Site, ...]
    scheme: SchemeRef
    agreement: AgreementRef | None
    report: Digest
    """SHA-256 of the fixed audit report."""
    audit_end: date
    """Last day on site."""
    team: People
    """Everybody who took part in the evaluation in any role, witness included."""
    score: Exact
    """Points of the scheme's ``max_score``, after deductions and bonus."""
    special_deductions: int = Field(ge=0)
    band: str | None
    """Code of the band the score earns; None where it failed."""
    open_majors: int = Field(ge=0)
    previous_certificate: CertificateNumber | None
    recertification_count: int = Field(ge=0)
    """Recertifications before this case; the certificate of a recertification prints one more."""


class ReviewCompleted(Event):
    """Somebody outside the evaluation reviewed the file and recommends. ISO/IEC 17065 7.5."""

    case: CaseNumber
    reviewer: PersonId
    recommendation: str = Field(pattern=r"^(grant|refuse|return)$")
    remarks: Text


class DecisionMeetingConvened(Event):
    """Members were called to decide; the quorum counts from here. ISO/IEC 17065 7.6."""

    case: CaseNumber
    meeting: int = Field(ge=1)
    members: People
    quorum: int = Field(ge=1)
    """Voters that must be present, by the scheme. R-1905."""


class NonParticipationDeclared(Event):
    """A member signed that they took no part in the audit and have no tie. R-1903."""

    case: CaseNumber
    meeting: int
    member: PersonId


class MemberRecused(Event):
    """A member left the matter; an earlier vote of theirs is void. R-1904."""

    case: CaseNumber
    meeting: int
    member: PersonId
    ground: Text


class VoteCast(Event):
    """A member voted; a second vote before closing replaces the first. R-1910."""

    case: CaseNumber
    meeting: int
    voter: PersonId
    vote: Vote
    replaces: Vote | None


class VoteClosed(Event):
    """The votes were counted. R-1906."""

    case: CaseNumber
    meeting: int
    yes: int
    no: int
    abstain: int
    voters: People
    passed: bool
    band: str | None
    """The band the score supports, None in a scheme without bands: the committee grants it,
    refuses or returns. R-1907."""
    content: Digest
    """SHA-256 of the conclusion that everybody signs."""


class DecisionRefused(Event):
    """The committee decided not to certify and says why. ISO/IEC 17065 7.6.6."""

    case: CaseNumber
    reasons: tuple[Text, ...] = Field(min_length=1)
    appeal: Text
    """The way to appeal."""


class CaseReturned(Event):
    """The file goes back for more work. Process 1."""

    case: CaseNumber
    to: str = Field(pattern=r"^(on_site|findings_open|reported)$")
    reasons: tuple[Text, ...] = Field(min_length=1)


class DecisionSigned(Event):
    """A voter signed the conclusion. 认证认可条例 art. 22."""

    case: CaseNumber
    signer: PersonId
    content: Digest


class DecisionCountersigned(Event):
    """The head, who did not vote, signed last: it is decided. 认证认可条例 art. 22."""

    case: CaseNumber
    signer: PersonId
    content: Digest
    decided_on: date


class DecisionSentBack(Event):
    """The head did not sign and says why; a new meeting is needed. R-2003."""

    case: CaseNumber
    signer: PersonId
    reasons: tuple[Text, ...] = Field(min_length=1)


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


FileEvent = (
    FileOpened
    | ReviewCompleted
    | DecisionMeetingConvened
    | NonParticipationDeclared
    | MemberRecused
    | VoteCast
    | VoteClosed
    | DecisionRefused
    | CaseReturned
    | DecisionSigned
    | DecisionCountersigned
    | DecisionSentBack
)
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
