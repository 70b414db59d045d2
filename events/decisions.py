"""What the decisions service reports of a file: reviewed, voted on, signed, sent back."""

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
    Name,
    People,
    PersonId,
    SchemeRef,
    ServiceArea,
    Site,
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
