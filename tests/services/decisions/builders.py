"""People, a scheme, a body and histories that the specifications of decisions begin from."""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from events.body import ApprovedFieldGranted, BodyOpened
from events.decisions import AgreementRef, FileOpened
from events.event import Event
from events.personnel import PersonRegistered, RoleGranted
from events.scheme_pack import SchemePack
from events.schemes import SchemeVersionActivated, SchemeVersionDrafted, SchemeVersionFiled
from events.surveillance import SurveillanceCompleted, SurveillanceMissed
from events.vocabulary import Activity, BodyKind, Employment, Role, Site
from services.core.canonical import digest
from services.decisions.file import commands as ask

CASE = "A-2026-00017"
NUMBER = "90026SC0001R0M"
USCC = "91350100M000100Y43"
DEMO = "gbt-27922-demo@2026-1"
REAL = "gbt-27922@2026-1"
COMMITTEE = ("bai", "chen", "deng", "fan", "gao")
HEAD, SECRETARY, REVIEWER, OFFICER = "head", "secretary", "reviewer", "officer"
TEAM = frozenset({"lin", "zhao", "witness"})
PACKS = Path(__file__).parents[3] / "services" / "published" / "schemes"


def demo_pack(**blocks: dict[str, Any]) -> SchemePack:
    """The shipped demonstration pack, single values of its blocks changed."""
    shipped = json.loads((PACKS / "gbt-27922-demo.json").read_text(encoding="utf-8"))
    for name, values in blocks.items():
        shipped[name] = {**shipped[name], **values}
    return SchemePack.model_validate(shipped)


def real_pack() -> SchemePack:
    """The same figures as a scheme that is no demonstration."""
    return demo_pack().model_copy(update={"demo": False, "scheme_id": "gbt-27922"})


def scheme(pack: SchemePack | None = None, *, filed: bool = False) -> list[Event]:
    """What a scheme version's stream holds once it is active."""
    pack = pack or demo_pack()
    drafted = SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack))
    filing = SchemeVersionFiled(
        scheme=pack.ref,
        rule_no="GZ-900-01",
        rule_name="售后服务认证规则",
        filed_on=date(2026, 1, 5),
        publisher="甲认证有限公司",
    )
    active = SchemeVersionActivated(
        scheme=pack.ref, demonstration=pack.demo, effective_from=date(2026, 1, 10)
    )
    return [drafted, *([filing] if filed else []), active]


def body(kind: BodyKind = BodyKind.DEMONSTRATION, *, fields: Iterable[str] = ("SC03",)) -> Any:
    """What the body's profile holds."""
    return [
        BodyOpened(
            kind=kind,
            name="甲认证有限公司",
            name_en="Jia Certification",
            approval_no="CNCA-R-2015-900",
            opened_on=date(2025, 1, 1),
        ),
        *(
            ApprovedFieldGranted(field=area, label="批发和零售业服务", from_on=date(2025, 1, 1))
            for area in fields
        ),
    ]


def person(
    name: str,
    *roles: Role,
    employment: Employment = Employment.EMPLOYED,
) -> list[Event]:
    """What a person's stream holds."""
    registered = PersonRegistered(person=name, name="某某", employment=employment)
    return [registered, *(RoleGranted(person=name, role=role) for role in roles)]


def world(pack: SchemePack | None = None, **changed: Any) -> dict[str, list[Event]]:
    """Every foreign stream a decision may read, in a demonstration body."""
    pack = pack or demo_pack()
    return {
        "body-profile": body(),
        f"schemes-{pack.ref}": scheme(pack),
        **{f"personnel-{name}": person(name, Role.COMMITTEE_MEMBER) for name in COMMITTEE},
        f"personnel-{HEAD}": person(HEAD, Role.HEAD_OF_BODY),
        **changed,
    }


def real_world() -> dict[str, list[Event]]:
    """The same in a real body, under a filed scheme."""
    return world(
        **{
            "body-profile": body(BodyKind.REAL),
            f"schemes-{REAL}": scheme(real_pack(), filed=True),
        }
    )


def content(**changed: Any) -> dict[str, Any]:
    """The fields of the walk-through's file."""
    return {
        "case": CASE,
        "activity": Activity.INITIAL,
        "holder": "示例甲电器有限公司",
        "holder_en": "Example Jia Appliances",
        "uscc": USCC,
        "scope": "家用电器的售后服务",
        "scope_en": "After-sales service of household appliances",
        "field": "SC03",
        "covered_headcount": 120,
        "sites": (Site(name="总部", address="福州市"),),
        "scheme": DEMO,
        "agreement": AgreementRef(number="HT-2026-017", signed_on=date(2026, 3, 16)),
        "report": "a" * 64,
        "audit_end": date(2026, 4, 16),
        "team": TEAM,
        "score": Fraction("91.5"),
        "special_deductions": 1,
        "band": "four_star",
        "open_majors": 0,
        "previous_certificate": None,
        "recertification_count": 0,
        **changed,
    }


def opened(**changed: Any) -> FileOpened:
    """The file as it was opened."""
    return FileOpened(**content(**changed))


def open_file(**changed: Any) -> ask.OpenFile:
    """The request that opens it."""
    return ask.OpenFile(**content(**changed))


def missed(number: int = 1, latest: str = "2027-05-22") -> SurveillanceMissed:
    """A surveillance nobody carried out in time."""
    return SurveillanceMissed(certificate=NUMBER, number=number, latest=date.fromisoformat(latest))


def completed(number: int = 1, audit_end: str = "2027-08-20") -> SurveillanceCompleted:
    """A surveillance carried out, late or not."""
    return SurveillanceCompleted(
        certificate=NUMBER,
        number=number,
        audit_end=date.fromisoformat(audit_end),
        in_window=False,
        result="保持",
    )
