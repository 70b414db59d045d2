"""What the auditing service reports of an audit that is held: documents, meetings, the report."""

from datetime import date
from typing import Literal

from pydantic import Field

from events.auditing_findings import Severity
from events.decisions import AgreementRef
from events.event import Event, Fact
from events.scheme_scoring import Code
from events.vocabulary import (
    Activity,
    CaseNumber,
    CertificateNumber,
    CodeWord,
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
)


class ReviewedDocument(Fact):
    """A document the team looked at; the history holds its hash."""

    kind: CodeWord
    digest: Digest


class DocumentGap(Fact):
    """What a document leaves open; a serious gap stops the audit on site. Process 11."""

    text: Text
    serious: bool


class DocumentReviewCompleted(Event):
    """The team looked at manual, rules and records before going on site. Process 11."""

    case: CaseNumber
    documents: tuple[ReviewedDocument, ...] = Field(min_length=1)
    gaps: tuple[DocumentGap, ...]
    """Those open after this review."""
    conclusion: Text
    reviewer: PersonId
    completed_on: date


class OpeningMeetingHeld(Event):
    """The audit began on site. Process 13."""

    case: CaseNumber
    attendees: tuple[Text, ...] = Field(min_length=1)
    """The client's side by function, never by name."""
    confirmed: tuple[CodeWord, ...]
    held_on: date


class HeadcountVerified(Event):
    """The declared number of covered people was checked on site. R-0404."""

    case: CaseNumber
    declared: Headcount
    verified: Headcount
    basis: Text
    row: Name
    """Of the man-day table, for the verified number."""
    choice: Literal["more_man_days", "narrower_scope"] | None
    """What follows where the number falls into a higher row."""
    on_site: Exact
    """Man-days on site that are due from now on."""
    verified_on: date


class ScopeAdjustedOnSite(Event):
    """The scope asked for was narrowed to what can be evaluated. R-0404."""

    case: CaseNumber
    scope: Text
    scope_en: Text | None
    reason: Text


class ClosingMeetingHeld(Event):
    """The client was told every finding. Process 13, R-1602."""

    case: CaseNumber
    attendees: tuple[Text, ...] = Field(min_length=1)
    nonconformities: tuple[int, ...]
    """Numbers of all that were told."""
    held_on: date


class FindingSummary(Fact):
    """A nonconformity as the report shows it."""

    number: int
    severity: Severity
    closed: bool


class AuditReportFixed(Event):
    """The leader fixed the report; it is never edited. Process 17; ISO/IEC 17065 7.4.9."""

    case: CaseNumber
    version: int = Field(ge=1)
    activity: Activity
    holder: Name
    holder_en: Name | None
    uscc: Uscc
    scope: Text
    scope_en: Text | None
    field: ServiceArea
    client_class: Code
    covered_headcount: Headcount
    """As verified on site."""
    sites: tuple[Site, ...] = Field(min_length=1)
    visited: tuple[Name, ...]
    """Names of the sites the audit went to."""
    scheme: SchemeRef
    agreement: AgreementRef
    audit_start: date
    audit_end: date
    """Last day on site."""
    team: People
    """Everybody who took part in the evaluation in any role, witness included."""
    leader: PersonId
    man_days: Exact
    """Worked on site by those who count."""
    man_days_reason: Text | None
    """Why fewer were worked than are due. R-0707."""
    sheet: Digest
    """SHA-256 of the closed score sheet."""
    score: Exact
    special_deductions: int = Field(ge=0)
    band: Code | None
    """Code of the band the score earns; None where it failed."""
    excluded: tuple[Code, ...]
    """Indicators left out."""
    findings: tuple[FindingSummary, ...]
    open_majors: int = Field(ge=0)
    client_comments: Text | None
    previous_certificate: CertificateNumber | None
    recertification_count: int = Field(ge=0)
    report: Digest
    """SHA-256 of everything above in canonical form."""
    fixed_by: PersonId
    fixed_on: date


class AuditReopened(Event):
    """The committee sent the case back for more work. Process 1, 19."""

    case: CaseNumber
    to: Literal["on_site", "findings_open", "reported"]
    reasons: tuple[Text, ...] = Field(min_length=1)
