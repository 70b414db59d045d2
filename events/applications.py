"""What the applications service reports: a case from application to agreement and payment."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from events.event import Event
from events.vocabulary import (
    Activity,
    CaseNumber,
    CertificateNumber,
    CertificateStatus,
    Digest,
    Exact,
    Headcount,
    Money,
    Name,
    PersonalMark,
    PersonId,
    SchemeRef,
    Sealable,
    ServiceArea,
    Site,
    Text,
    Uscc,
)

OfContact = PersonalMark("contact")
OfRepresentative = PersonalMark("legal_representative")

CodeWord = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}$")]
AgreementNumber = Annotated[str, Field(min_length=1, max_length=60)]


class Flag(StrEnum):
    """What must be settled in writing before an application is accepted. R-0304, R-0306, R-0401."""

    HEADCOUNT_IMPLAUSIBLE = "headcount_implausible"
    INCIDENT_DISCLOSED = "incident_disclosed"
    FORMER_BODY_DISQUALIFIED = "former_body_disqualified"
    FIRST_OF_ITS_KIND = "first_of_its_kind"


class CheckGroup(StrEnum):
    """What the contract review asks. Process 5; ISO/IEC 17065 7.3."""

    IDENTITY = "identity"
    SCOPE = "scope"
    HISTORY = "history"
    OPERATION = "operation"
    NUMBERS = "numbers"
    CAPABILITY = "capability"
    FIRST_OF_ITS_KIND = "first_of_its_kind"
    IMPARTIALITY = "impartiality"
    FORMAL = "formal"
    DIFFERENCES = "differences"


class RefusalReason(StrEnum):
    """Why an application may be refused; size, membership and consulting are no reasons."""

    NOT_LEGAL_PERSON = "not_legal_person"
    OPERATING_TOO_SHORT = "operating_too_short"
    SYSTEM_RUN_TOO_SHORT = "system_run_too_short"
    INCIDENT_IN_LOOKBACK = "incident_in_lookback"
    REAPPLY_BLOCKED = "reapply_blocked"
    ON_BLOCK_LIST = "on_block_list"
    FIELD_NOT_APPROVED = "field_not_approved"
    NO_COMPETENCE = "no_competence"
    IMPARTIALITY_THREAT = "impartiality_threat"
    FALSE_STATEMENT = "false_statement"


class Fact(BaseModel):
    """A part of an event that is more than one value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Outlet(Fact):
    """A place where the service is given, the organisation's own or a commissioned one."""

    name: Name
    address: Name
    commissioned: bool = False
    staff: int = Field(ge=0, le=10_000_000)


class HeadcountEvidence(Fact):
    """What supports the declared number; the list itself stays outside the history. R-0403."""

    kind: Literal["social_insurance", "payroll", "roster"]
    people: Headcount
    dated_on: date
    digest: Digest


class PastCertificate(Fact):
    """A certificate the organisation has or had, of any body. R-0305, R-0306."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    body: Name
    status: CertificateStatus
    effective_on: date
    """Since when it has that status."""
    own_fault: bool = False
    body_disqualified_on: date | None = None
    """The day its body lost the approval; None where it has it still."""


class Incident(Fact):
    """A major quality accident or a grave after-sales dispute. R-0304."""

    kind: Literal["quality_accident", "service_dispute"]
    happened_on: date
    handling: Text | None = None
    """What was done and improved; None where nothing is described."""


class BlockListing(Fact):
    """An entry in a list that bars from certification while it stands. R-0307."""

    name: Literal["dishonest", "stop_order", "spot_check", "transfer_barred"]
    listed_on: date
    cleared_on: date | None = None


class Paper(Fact):
    """A paper handed in; the history holds its hash, not the paper."""

    kind: CodeWord
    digest: Digest


class ApplicationFacts(Fact):
    """What the organisation states of itself, none of it about a natural person. Process 2."""

    holder: Name
    """As on the licence."""
    holder_en: Name | None
    former_names: tuple[Name, ...]
    legal_person: bool
    registered_address: Name
    actual_address: Name
    business_since: date
    system_since: date
    scope: Text
    scope_en: Text | None
    field: ServiceArea
    client_class: CodeWord
    total_staff: Headcount
    covered_headcount: Headcount
    headcount_evidence: HeadcountEvidence
    sites: tuple[Site, ...] = Field(min_length=1)
    outlets: tuple[Outlet, ...]
    incidents: tuple[Incident, ...]
    past_certificates: tuple[PastCertificate, ...]
    block_listings: tuple[BlockListing, ...]
    consultancy: tuple[Name, ...]
    """Whoever advised the organisation; named for impartiality, never asked for. 条例 art. 19."""
    outsourced: tuple[Text, ...]
    papers: tuple[Paper, ...]


class ApplicationSubmitted(Event):
    """An organisation applied, with every fact that must be there. ISO/IEC 17065 7.2."""

    case: CaseNumber
    activity: Activity
    scheme: SchemeRef
    uscc: Uscc
    uscc_given: Annotated[str, Field(min_length=1, max_length=60)]
    """Word for word as it was written."""
    facts: ApplicationFacts
    contact: PersonId
    contact_name: Annotated[Sealable, OfContact]
    contact_phone: Annotated[Sealable, OfContact]
    legal_representative: PersonId
    legal_representative_name: Annotated[Sealable, OfRepresentative]
    previous_certificate: CertificateNumber | None
    recertification_count: int = Field(ge=0, le=99)
    """Recertifications before this case."""
    terms: CodeWord
    """Version of the public terms, fees, rights and duties that was shown."""
    submitted_by: PersonId
    submitted_on: date
    flags: tuple[Flag, ...]


class ApplicationSupplementRequested(Event):
    """The applicant was told, once and in full, what is missing. Process 3."""

    case: CaseNumber
    items: tuple[Text, ...] = Field(min_length=1)
    new_facts: Text | None
    """Why it is asked again; None for the first time."""
    answer_by: date
    """Last day to answer, inclusive."""


class ApplicationSupplemented(Event):
    """The applicant answered; what was stated before holds unless stated anew. Process 3."""

    case: CaseNumber
    answers: tuple[Text, ...] = Field(min_length=1)
    papers: tuple[Paper, ...]
    facts: ApplicationFacts
    """As they stand after the answer."""
    flags: tuple[Flag, ...]
    supplemented_on: date


class ApplicationAbandoned(Event):
    """A named person ended the case without a decision. Process 1, 3."""

    case: CaseNumber
    ground: Literal["client_request", "no_answer"]
    reason: Text
    abandoned_on: date


class ReviewCheck(Fact):
    """One answer of the contract review. Process 5."""

    group: CheckGroup
    result: Literal["passed", "failed", "not_applicable"]
    note: Text | None = None
    outcome: Text | None = None
    """What follows of a failed check."""


class ApplicationReviewed(Event):
    """Somebody who did not take the application in reviewed it. ISO/IEC 17065 7.3."""

    case: CaseNumber
    checks: tuple[ReviewCheck, ...]
    outcome: Literal["accept", "refuse"]
    relation: Literal["none", "ownership", "management", "state_organ"]
    """Link between the body and the client. R-0503."""
    man_days: Exact
    competence_needed: tuple[Text, ...]
    reviewer: PersonId
    reviewed_on: date
    flags: tuple[Flag, ...]
    """Raised by the review itself."""


class ApplicationFlagResolved(Event):
    """A doubt was settled in writing by a named person. R-0304, R-0306, R-0401."""

    case: CaseNumber
    flag: Flag
    resolution: Text
    resolved_by: PersonId


class ApplicationAccepted(Event):
    """The body takes the case on; what the case is about is fixed here. ISO/IEC 17065 7.3."""

    case: CaseNumber
    activity: Activity
    scheme: SchemeRef
    holder: Name
    holder_en: Name | None
    uscc: Uscc
    scope: Text
    scope_en: Text | None
    field: ServiceArea
    client_class: CodeWord
    covered_headcount: Headcount
    sites: tuple[Site, ...] = Field(min_length=1)
    outlets: tuple[Outlet, ...]
    previous_certificate: CertificateNumber | None
    recertification_count: int = Field(ge=0, le=99)
    accepted_on: date


class ApplicationRefused(Event):
    """The body does not take the case on, says why and how to appeal. ISO/IEC 17065 7.3.4."""

    case: CaseNumber
    reasons: tuple[RefusalReason, ...] = Field(min_length=1)
    text: Text
    remedies: Text
    refused_on: date


class FeeLine(Fact):
    """One line of a quotation, as the published table has it."""

    item: CodeWord
    amount: Money


class FeeQuoted(Event):
    """A price was computed from a published table. 认证认可条例 art. 20."""

    case: CaseNumber
    quotation: int = Field(ge=1)
    table: CodeWord
    man_days: Exact
    lines: tuple[FeeLine, ...] = Field(min_length=1)
    discount: Money
    discount_reason: Text | None
    discount_approver: PersonId | None
    total: Money
    """Yuan; travel is at the client's cost, charged apart. R-0804."""
    quoted_on: date


class AgreementSigned(Event):
    """Body and client signed the certification agreement. ISO/IEC 17065 4.1.2."""

    case: CaseNumber
    number: AgreementNumber
    terms: CodeWord
    scheme: SchemeRef
    quotation: int = Field(ge=1)
    signer: PersonId
    """Who signed for the body."""
    signed_on: date
    """The day of the later signature."""


class PaymentRecorded(Event):
    """Money reached the body. Process 8."""

    case: CaseNumber
    purpose: Literal["application_fee", "instalment"]
    amount: Money
    currency: Literal["CNY"]
    paid_on: date
    payer: Name
    statement: Digest | None
    """The client's written word that another organisation pays. R-0803."""
    invoice: Annotated[str, Field(min_length=1, max_length=60)]


class CaseClosed(Event):
    """A decision ended the case: certified or refused. Process 1."""

    case: CaseNumber
    outcome: Literal["certified", "refused"]
    certificate: CertificateNumber | None
    closed_on: date


class HolderCaseOpened(Event):
    """A holder came to have an open case for a scheme and scope. R-0205."""

    uscc: Uscc
    case: CaseNumber
    scheme_id: CodeWord
    scope: Text


class HolderCaseEnded(Event):
    """A holder's case is open no more and may be followed by another. R-0205."""

    uscc: Uscc
    case: CaseNumber


CaseEvent = (
    ApplicationSubmitted
    | ApplicationSupplementRequested
    | ApplicationSupplemented
    | ApplicationAbandoned
    | ApplicationReviewed
    | ApplicationFlagResolved
    | ApplicationAccepted
    | ApplicationRefused
    | FeeQuoted
    | AgreementSigned
    | PaymentRecorded
    | CaseClosed
)
HolderEvent = HolderCaseOpened | HolderCaseEnded
