"""A rule pack: everything a certification scheme decides, as data. Format ``starledger-scheme/1``.

Nothing is a default here: a key a file does not give is None, and None means not known.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events import scheme_process as process
from events.scheme_scoring import (
    Band,
    Code,
    Fail,
    Flag,
    Indicator,
    ItemCount,
    Ladder,
    Part,
    Scoring,
)
from events.vocabulary import Exact, Name, ServiceArea, Text


class Standard(Part):
    """The document assessed against, and since when it holds."""

    number: Name | None
    title_zh: Name | None = None
    issued_on: date | None
    in_force_from: date | None


class Filing(Part):
    """The certification rule as filed with the authority. 认证认可条例 art. 17."""

    rule_no: Name | None
    rule_name: Name | None
    filed_on: date | None
    publisher: Name | None


class ClientClass(Part):
    """A kind of client with its own weights."""

    id: Code
    zh: Name
    en: Name


Scalar = Annotated[bool, Field(strict=True)] | Annotated[int, Field(strict=True)] | str | None


class Mark(Part):
    """Where a value comes from, and what else is read in its place."""

    mark: Literal["law", "standard", "published", "practice", "background", "default"]
    contested: Flag | None = None
    alternatives: tuple[Scalar, ...] | None = None
    note: Text | None = None


class SchemePack(Part):
    """A rule pack as entered, complete or not."""

    format: Literal["starledger-scheme/1"]
    scheme_id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    version: str = Field(pattern=r"^[A-Za-z0-9-]{1,60}$")
    state: Literal["skeleton", "draft", "active", "retired"]
    """As the file says of itself; what counts is the history of the version."""
    demo: Flag
    as_of: date
    title_zh: Name
    title_en: Name
    standard: Standard
    assessment_word_zh: Literal["审查", "审核", "评审"]
    filing: Filing
    basis_documents: tuple[Name, ...]
    auth_project_code: Code | None
    service_area_codes: tuple[ServiceArea, ...]
    client_classes: tuple[ClientClass, ...]
    evaluation_modes: tuple[Code, ...]
    scoring: Scoring
    bands: tuple[Band, ...]
    bands_complete: Flag | None = None
    bands_variants: dict[str, tuple[Band, ...]] | None = None
    fail: Fail
    ladder: Ladder | None = None
    weight_tables: dict[str, dict[str, Exact]] | None = None
    """Client class → leaf → points; an absent leaf does not exist for that class."""
    weight_table_rule: Text | None = None
    item_counts: dict[str, ItemCount] | None = None
    indicators: tuple[Indicator, ...]
    eligibility: process.Eligibility | None = None
    headcount: process.Headcount | None = None
    nonconformity: process.Nonconformity | None = None
    mandays: process.ManDays | None = None
    site_sampling: process.SiteSampling | None = None
    fee_table: Code | None = None
    payment: process.Payment | None = None
    team: process.Team | None = None
    committee: process.Committee | None = None
    decision: process.Decision | None = None
    validity: process.Validity | None = None
    surveillance: process.Surveillance | None = None
    suspension: process.Suspension | None = None
    recertification: process.Recertification | None = None
    transfer: process.Transfer | None = None
    certificate: process.Certificate | None = None
    sign_in: process.SignIn | None = None
    plan: process.Plan | None = None
    service_levels: process.ServiceLevels | None = None
    appeals_profile: Code | None = None
    retention: process.Retention | None = None
    reporting: process.Reporting | None = None
    grade_change_within_validity: Flag | None = None
    marks: dict[str, Mark] | None = None
    """JSON pointer → where the value there comes from."""
    open_questions: tuple[Text, ...] | None = None
    defaults_from: Text | None = None

    @property
    def ref(self) -> str:
        """The pack and its version: ``gbt-27922-demo@2026-1``."""
        return f"{self.scheme_id}@{self.version}"


class CompletePack(SchemePack):
    """A rule pack every block of which is known: the only kind that can be activated."""

    eligibility: process.Eligibility
    headcount: process.Headcount
    nonconformity: process.Nonconformity
    mandays: process.ManDays
    site_sampling: process.SiteSampling
    fee_table: Code
    payment: process.Payment
    team: process.Team
    committee: process.Committee
    decision: process.Decision
    validity: process.Validity
    surveillance: process.Surveillance
    suspension: process.Suspension
    recertification: process.Recertification
    transfer: process.Transfer
    certificate: process.Certificate
    sign_in: process.SignIn
    plan: process.Plan
    service_levels: process.ServiceLevels
    appeals_profile: Code
    retention: process.Retention
    reporting: process.Reporting


def missing_blocks(pack: SchemePack) -> tuple[str, ...]:
    """Blocks a complete pack has and this one has not, in the order of the format."""
    blocks = CompletePack.__annotations__
    return tuple(name for name in blocks if getattr(pack, name) is None)


def complete(pack: SchemePack) -> CompletePack | None:
    """The same pack with every block known to be there; None where one is missing."""
    return None if missing_blocks(pack) else CompletePack.model_validate(dict(pack))
