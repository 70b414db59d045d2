"""What may be asked about the file of a case."""

from datetime import date

from pydantic import Field

from events.decisions import AgreementRef
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
from services.core.service import Command


class OfCase(Command):
    """Names the case it is about."""

    case: CaseNumber


class OpenFile(OfCase):
    """Put a fixed audit report before the reviewer and the committee."""

    activity: Activity
    holder: Name
    holder_en: Name | None = None
    uscc: Uscc
    scope: Text
    scope_en: Text | None = None
    field: ServiceArea
    covered_headcount: Headcount
    sites: tuple[Site, ...]
    scheme: SchemeRef
    agreement: AgreementRef | None = None
    report: Digest
    audit_end: date
    team: People
    score: Exact
    special_deductions: int = Field(default=0, ge=0)
    band: str | None
    open_majors: int = Field(default=0, ge=0)
    previous_certificate: CertificateNumber | None = None
    recertification_count: int = Field(default=0, ge=0)


class CompleteReview(OfCase):
    """Recommend to grant, to refuse or to return, with remarks in writing."""

    recommendation: str = Field(pattern=r"^(grant|refuse|return)$")
    remarks: Text


class ConveneMeeting(OfCase):
    """Call these members to decide."""

    members: People


class DeclareNonParticipation(OfCase):
    """Sign that one took no part in the audit and has no tie to the client."""


class RecuseMember(OfCase):
    """Take a member out of the matter; a vote already cast is void."""

    member: PersonId
    ground: Text


class CastVote(OfCase):
    """Say yes, no or abstain."""

    vote: Vote
    replaces: Vote | None = None
    """The vote it replaces, so that an old request repeated late never turns a vote back."""


class CloseVote(OfCase):
    """Count the votes."""


class RefuseCertification(OfCase):
    """Record that the committee does not certify, why, and how to appeal."""

    reasons: tuple[Text, ...] = Field(min_length=1)
    appeal: Text


class ReturnCase(OfCase):
    """Send the case back for more work."""

    to: str = Field(pattern=r"^(on_site|findings_open|reported)$")
    reasons: tuple[Text, ...] = Field(min_length=1)


class SignDecision(OfCase):
    """Sign, as a voter, the conclusion with this digest."""

    content: Digest


class CountersignDecision(OfCase):
    """Sign, as the head of the body, the conclusion with this digest."""

    content: Digest


class SendBackDecision(OfCase):
    """Decline, as the head of the body, to sign, with reasons."""

    reasons: tuple[Text, ...] = Field(min_length=1)


FileCommand = (
    OpenFile
    | CompleteReview
    | ConveneMeeting
    | DeclareNonParticipation
    | RecuseMember
    | CastVote
    | CloseVote
    | RefuseCertification
    | ReturnCase
    | SignDecision
    | CountersignDecision
    | SendBackDecision
)
