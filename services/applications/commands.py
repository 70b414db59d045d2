"""What may be asked about an application and the case that follows from it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from events.application_facts import (
    BlockListing,
    Flag,
    HeadcountEvidence,
    Incident,
    Outlet,
    Paper,
    PastCertificate,
    RefusalReason,
)
from events.applications import AgreementNumber, OfContact, OfRepresentative, ReviewCheck
from events.event import Fact
from events.vocabulary import (
    Activity,
    CaseNumber,
    CertificateNumber,
    CodeWord,
    Digest,
    Exact,
    Money,
    Name,
    PersonId,
    PersonName,
    SchemeRef,
    ServiceArea,
    Site,
    Text,
)
from services.core.service import Command

Phone = Annotated[str, Field(pattern=r"^[0-9+() -]{3,30}$")]
UsccGiven = Annotated[str, Field(min_length=1, max_length=60)]
"""As the applicant wrote it; the rule says whether it is one."""


class Stated(Fact):
    """What an organisation says of itself. None is a gap that the refusal lists. Process 2."""

    holder: Name | None = None
    holder_en: Name | None = None
    former_names: tuple[Name, ...] = ()
    legal_person: bool | None = None
    registered_address: Name | None = None
    actual_address: Name | None = None
    business_since: date | None = None
    system_since: date | None = None
    scope: Text | None = None
    scope_en: Text | None = None
    field: ServiceArea | None = None
    client_class: CodeWord | None = None
    total_staff: int | None = None
    covered_headcount: int | None = None
    headcount_evidence: HeadcountEvidence | None = None
    sites: tuple[Site, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    incidents: tuple[Incident, ...] | None = None
    """Within the scheme's look-back; empty says that there were none."""
    past_certificates: tuple[PastCertificate, ...] | None = None
    block_listings: tuple[BlockListing, ...] = ()
    consultancy: tuple[Name, ...] = ()
    outsourced: tuple[Text, ...] = ()
    papers: tuple[Paper, ...] = ()


class OfCase(Command):
    """Names the case it is about."""

    case: CaseNumber


class SubmitApplication(OfCase):
    """Apply for certification, or enter an application that came on paper."""

    activity: Activity
    scheme: SchemeRef
    uscc: UsccGiven
    stated: Stated
    contact: PersonId
    contact_name: Annotated[PersonName, OfContact]
    contact_phone: Annotated[Phone, OfContact]
    legal_representative: PersonId
    legal_representative_name: Annotated[PersonName, OfRepresentative]
    previous_certificate: CertificateNumber | None = None
    recertification_count: int = Field(default=0, ge=0, le=99)
    terms: CodeWord


class RequestSupplement(OfCase):
    """Tell the applicant, once and in full, what is missing."""

    items: tuple[Text, ...] = Field(min_length=1)
    new_facts: Text | None = None
    """Why it is asked again."""


class SupplementApplication(OfCase):
    """Answer a request for a supplement."""

    answers: tuple[Text, ...] = Field(min_length=1)
    papers: tuple[Paper, ...] = ()
    stated: Stated | None = None
    """Everything as it stands now; None where nothing stated before has changed."""


class AbandonApplication(OfCase):
    """End the case without a decision: the client wishes it, or did not answer in time."""

    ground: Literal["client_request", "no_answer"]
    reason: Text


class ReviewApplication(OfCase):
    """Answer every check of the contract review and say whether to accept."""

    checks: tuple[ReviewCheck, ...]
    outcome: Literal["accept", "refuse"]
    relation: Literal["none", "ownership", "management", "state_organ"]
    man_days: Exact
    competence_needed: tuple[Text, ...] = ()
    first_of_its_kind: bool = False


class ResolveFlag(OfCase):
    """Settle a doubt in writing."""

    flag: Flag
    resolution: Text


class AcceptApplication(OfCase):
    """Take the case on."""


class RefuseApplication(OfCase):
    """Not take the case on, say why and how to appeal."""

    reasons: tuple[RefusalReason, ...] = Field(min_length=1)
    text: Text
    remedies: Text


class QuoteFee(OfCase):
    """Compute the price from the scheme's published table."""

    table: CodeWord
    discount: Money = Decimal(0)
    discount_reason: Text | None = None
    discount_approver: PersonId | None = None


class SignAgreement(OfCase):
    """Record that the body and the client signed."""

    number: AgreementNumber
    terms: CodeWord
    signer: PersonId
    """Who signs for the body."""
    signed_by_body_on: date | None
    signed_by_client_on: date | None


class RecordPayment(OfCase):
    """Record money that reached the body."""

    purpose: Literal["application_fee", "instalment"]
    amount: Money
    currency: Literal["CNY"] = "CNY"
    paid_on: date
    payer: Name
    statement: Digest | None = None
    """The client's written word that another organisation pays."""
    invoice: Annotated[str, Field(min_length=1, max_length=60)]


class CloseCase(OfCase):
    """Note that a decision ended the case."""

    outcome: Literal["certified", "refused"]
    certificate: CertificateNumber | None = None
    closed_on: date


CaseCommand = (
    SubmitApplication
    | RequestSupplement
    | SupplementApplication
    | AbandonApplication
    | ReviewApplication
    | ResolveFlag
    | AcceptApplication
    | RefuseApplication
    | QuoteFee
    | SignAgreement
    | RecordPayment
    | CloseCase
)
