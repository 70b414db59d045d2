"""The words events are made of: identifiers, codes, exact numbers, sealed texts."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

T = TypeVar("T")

PersonId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""A pseudonym: never a name, a phone or an identity number."""

People = Annotated[
    frozenset[PersonId], PlainSerializer(sorted, return_type=list[str], when_used="json")
]
"""Pseudonyms, each once; always written in the same order."""

CaseNumber = Annotated[str, Field(pattern=r"^[A-Z]{1,4}-[0-9]{4}-[0-9]{4,6}$")]
"""One certification activity, application to archive: ``A-2026-00017``."""

CertificateNumber = Annotated[str, Field(pattern=r"^[0-9A-Z]{8,24}(-[0-9]{1,4})?$")]
"""Normal form: upper case, no spaces: ``90026SC0001R0M``."""

Uscc = Annotated[str, Field(pattern=r"^[0-9A-HJ-NP-RTUWXY]{18}$")]
"""统一社会信用代码 in normal form. GB 32100-2015; the check character is a rule, not a shape."""

SchemeRef = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}@[A-Za-z0-9-]{1,60}$")]
"""A rule pack and its version: ``gbt-27922-demo@2026-1``."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""

ServiceArea = Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{2}$")]
"""服务认证领域, such as ``SC03``; the list is the regulator's and is data."""

Name = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Headcount = Annotated[int, Field(ge=1, le=10_000_000)]
Money = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


@dataclass(frozen=True, slots=True)
class PersonalMark:
    """Marks a text about a natural person; ``of`` names the field that holds whose key seals it."""

    of: str = "person"


Personal = Annotated[T, PersonalMark()]
"""``Personal[str]``: sealed under the key of the event's ``person``, plain in the core."""

PersonName = Annotated[str, Field(min_length=1, max_length=100)]
Sealable = Annotated[str, Field(min_length=1, max_length=1000)]
"""A personal text, or what it reads as while sealed, which is longer."""

REDACTED = "redacted"
"""What a personal text reads as once its key is destroyed. PIPL art. 47."""


def exact(value: Any) -> Fraction:
    """An exact number from a Fraction, int, Decimal or the texts ``92.5`` and ``850/9``."""
    if isinstance(value, float | bool):
        raise ValueError("points are exact: give a decimal text or p/q, not a float")
    try:
        return Fraction(value)
    except (TypeError, ZeroDivisionError) as fault:
        raise ValueError("an exact number is a decimal text or p/q") from fault


def exact_text(value: Fraction) -> str:
    """A decimal where it is finite, else ``p/q``."""
    numerator, denominator = value.numerator, value.denominator
    rest, places = denominator, 0
    while rest % 10 == 0:
        rest //= 10
        places += 1
    while rest % 5 == 0:
        rest, places = rest // 5, places + 1
    while rest % 2 == 0:
        rest, places = rest // 2, places + 1
    if rest != 1:
        return f"{numerator}/{denominator}"
    if places == 0:
        return str(numerator)
    scaled = f"{abs(numerator) * 10**places // denominator:0{places + 1}d}"
    text = f"{scaled[:-places]}.{scaled[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if numerator < 0 else text


Exact = Annotated[
    Fraction,
    PlainValidator(exact),
    PlainSerializer(exact_text, return_type=str),
]
"""A score or points: exact, written as a decimal where finite, else ``p/q``."""


class Label(BaseModel):
    """What a page prints for a code of the scheme."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: Name
    en: Name


class Site(BaseModel):
    """A place the certificate covers. Companies' addresses are not personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Name
    address: Name


class BodyKind(StrEnum):
    """A demonstration body may be driven through past days and says 演示 everywhere."""

    REAL = "real"
    DEMONSTRATION = "demonstration"


class Role(StrEnum):
    """Role ids of the body. Process 0.1."""

    CLIENT_CONTACT = "client_contact"
    INTAKE_CLERK = "intake_clerk"
    APPLICATION_REVIEWER = "application_reviewer"
    SECOND_APPROVER = "second_approver"
    FINANCE_CLERK = "finance_clerk"
    PLANNER = "planner"
    TEAM_LEADER = "team_leader"
    AUDITOR = "auditor"
    TRAINEE_AUDITOR = "trainee_auditor"
    TECHNICAL_EXPERT = "technical_expert"
    WITNESS = "witness"
    TECHNICAL_REVIEWER = "technical_reviewer"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_SECRETARY = "committee_secretary"
    HEAD_OF_BODY = "head_of_body"
    CERTIFICATE_OFFICER = "certificate_officer"
    REPORTING_OFFICER = "reporting_officer"
    CASE_HANDLER = "case_handler"
    IMPARTIALITY_COMMITTEE = "impartiality_committee"
    RECORDS_OFFICER = "records_officer"
    PRIVACY_OFFICER = "privacy_officer"
    OVERSIGHT_READER = "oversight_reader"
    SCHEME_OWNER = "scheme_owner"
    SYSTEM_ADMIN = "system_admin"
    PUBLIC = "public"


class Employment(StrEnum):
    """On what basis a person works for the body. ISO/IEC 17065 7.6.3."""

    EMPLOYED = "employed"
    CONTRACTED = "contracted"
    OTHER_BODY = "other_body"


class Vote(StrEnum):
    """What a committee member says; an abstention counts as a voter."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Activity(StrEnum):
    """What kind of case it is."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"
    SPECIAL = "special"
    CHANGE = "change"
    TRANSFER = "transfer"


class CertificateStatus(StrEnum):
    """States of an issued certificate, codes 01 to 05. Lifecycle 1."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StatusAct(StrEnum):
    """A change of status that a decider proposes and the head approves. Lifecycle 2, T2 to T6."""

    SUSPEND = "suspend"
    EXTEND_SUSPENSION = "extend_suspension"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


CodeWord = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}$")]
"""A word of a list that somebody else keeps: kinds of papers, reasons, tables."""
