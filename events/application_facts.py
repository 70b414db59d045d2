"""What an application states, and what its review asks. Process 3 to 5."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from events.event import Fact
from events.vocabulary import (
    CertificateStatus,
    CodeWord,
    Digest,
    Headcount,
    Name,
    ServiceArea,
    Site,
    Text,
)


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
