"""What the applications service reports: a case from application to agreement and payment."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.application_facts import (
    ApplicationFacts,
    CheckGroup,
    Flag,
    Outlet,
    Paper,
    RefusalReason,
)
from events.event import Event, Fact
from events.vocabulary import (
    Activity,
    CaseNumber,
    CertificateNumber,
    CodeWord,
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


AgreementNumber = Annotated[str, Field(min_length=1, max_length=60)]


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
