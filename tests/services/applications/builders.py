"""An applicant, a scheme, a body and histories that the specifications begin from."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from events import applications as happened
from events.application_facts import (
    ApplicationFacts,
    CheckGroup,
    Flag,
    HeadcountEvidence,
    Outlet,
    Paper,
)
from events.applications import ReviewCheck
from events.body import ApprovedFieldGranted, BodyOpened
from events.event import Event
from events.personnel import PersonRegistered, RoleGranted
from events.scheme_pack import SchemePack
from events.schemes import SchemeVersionActivated, SchemeVersionDrafted, SchemeVersionFiled
from events.vocabulary import Activity, BodyKind, Employment, Role, Site
from services.applications import commands as ask
from services.applications.service import APPLICATIONS
from services.core.canonical import digest
from tests.given import Specification, When, at

CASE, OTHER_CASE = "A-2026-00017", "A-2026-00018"
USCC = "91350100M000100Y43"
DEMO, REAL = "gbt-27922-demo@2026-1", "gbt-27922@2026-1"
CLERK, REVIEWER, APPROVER, FINANCE, CONTACT = "an", "bo", "cui", "dai", "client-wu"
APPLIED = date(2026, 3, 2)
PACKS = Path(__file__).parents[3] / "services" / "published" / "schemes"

given = Specification(APPLICATIONS)


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


def body(kind: BodyKind = BodyKind.DEMONSTRATION, *fields: str) -> list[Event]:
    """What the body's profile holds."""
    opened = BodyOpened(
        kind=kind,
        name="甲认证有限公司",
        name_en="Jia Certification",
        approval_no="CNCA-R-2015-900",
        opened_on=date(2025, 1, 1),
    )
    granted = [
        ApprovedFieldGranted(field=area, label="批发和零售业服务", from_on=date(2025, 1, 1))
        for area in fields or ("SC03",)
    ]
    return [opened, *granted]


def person(name: str, role: Role, employment: Employment = Employment.EMPLOYED) -> list[Event]:
    """What a person's stream holds."""
    registered = PersonRegistered(person=name, name="某某", employment=employment)
    return [registered, RoleGranted(person=name, role=role)]


def world(pack: SchemePack | None = None, **changed: Any) -> dict[str, list[Event]]:
    """Every foreign stream a rule may read, in a demonstration body."""
    pack = pack or demo_pack()
    return {
        "body-profile": body(),
        f"schemes-{pack.ref}": scheme(pack),
        "personnel-head": person("head", Role.HEAD_OF_BODY),
        **changed,
    }


def details(**changed: Any) -> dict[str, Any]:
    """What the walk-through's applicant states. Example W-1."""
    return {
        "holder": "示例甲电器有限公司",
        "holder_en": "Example Jia Appliances",
        "legal_person": True,
        "registered_address": "福建省福州市鼓楼区1号",
        "actual_address": "福建省福州市鼓楼区1号",
        "business_since": date(2015, 6, 1),
        "system_since": date(2025, 6, 1),
        "scope": "家用电器的售后服务",
        "scope_en": "After-sales service of household appliances",
        "field": "SC03",
        "client_class": "all",
        "total_staff": 150,
        "covered_headcount": 120,
        "headcount_evidence": HeadcountEvidence(
            kind="social_insurance", people=150, dated_on=date(2026, 2, 20), digest="b" * 64
        ),
        "sites": (Site(name="总部", address="福州市"),),
        "outlets": outlets(10),
        "incidents": (),
        "past_certificates": (),
        "papers": (Paper(kind="business_licence", digest="c" * 64),),
        **changed,
    }


def outlets(count: int) -> tuple[Outlet, ...]:
    """So many service outlets."""
    return tuple(
        Outlet(name=f"网点{number}", address="福州市", staff=1) for number in range(1, count + 1)
    )


def stated(**changed: Any) -> ask.Stated:
    """The same as a request states it."""
    return ask.Stated(**details(**changed))


def facts(**changed: Any) -> ApplicationFacts:
    """The same as it is recorded."""
    return ApplicationFacts(**dict(stated(**changed)))


def application(**changed: Any) -> dict[str, Any]:
    """The fields an application has beside what it states."""
    return {
        "case": CASE,
        "activity": Activity.INITIAL,
        "scheme": DEMO,
        "contact": CONTACT,
        "contact_name": "吴某",
        "contact_phone": "0591-0000 0000",
        "legal_representative": "client-zheng",
        "legal_representative_name": "郑某",
        "previous_certificate": None,
        "recertification_count": 0,
        "terms": "2026-1",
        **changed,
    }


def submit(*, uscc: str = USCC, about: ask.Stated | None = None, **changed: Any) -> Any:
    """The request that opens the case."""
    return ask.SubmitApplication(**application(**changed), uscc=uscc, stated=about or stated())


def submitted(
    *,
    by: str = CLERK,
    on: date = APPLIED,
    about: ApplicationFacts | None = None,
    flags: tuple[Flag, ...] = (),
    **changed: Any,
) -> happened.ApplicationSubmitted:
    """The application as it was recorded."""
    return happened.ApplicationSubmitted(
        **{"uscc_given": USCC, **application(**changed)},
        uscc=USCC,
        facts=about or facts(),
        submitted_by=by,
        submitted_on=on,
        flags=flags,
    )


def taken(case: str = CASE, scope: str = "家用电器的售后服务") -> happened.HolderCaseOpened:
    """The holder's place, taken."""
    return happened.HolderCaseOpened(uscc=USCC, case=case, scheme_id="gbt-27922-demo", scope=scope)


freed = happened.HolderCaseEnded(uscc=USCC, case=CASE)
fee_paid = happened.PaymentRecorded(
    case=CASE,
    purpose="application_fee",
    amount=Decimal("1000.00"),
    currency="CNY",
    paid_on=date(2026, 3, 3),
    payer="示例甲电器有限公司",
    statement=None,
    invoice="FP-1",
)
CHECKS = tuple(ReviewCheck(group=group, result="passed") for group in CheckGroup)
REVIEW: dict[str, Any] = {
    "case": CASE,
    "checks": CHECKS,
    "outcome": "accept",
    "relation": "none",
    "man_days": "8.5",
    "competence_needed": ("家电售后服务",),
}


def reviewed(*, flags: tuple[Flag, ...] = (), **changed: Any) -> happened.ApplicationReviewed:
    """The review as it was recorded."""
    return happened.ApplicationReviewed(
        **{**REVIEW, **changed},
        reviewer=REVIEWER,
        reviewed_on=date(2026, 3, 9),
        flags=flags,
    )


def accepted(**changed: Any) -> happened.ApplicationAccepted:
    """The acceptance as it was recorded."""
    told = facts()
    return happened.ApplicationAccepted(
        **{
            "case": CASE,
            "activity": Activity.INITIAL,
            "scheme": DEMO,
            "holder": told.holder,
            "holder_en": told.holder_en,
            "uscc": USCC,
            "scope": told.scope,
            "scope_en": told.scope_en,
            "field": "SC03",
            "client_class": "all",
            "covered_headcount": 120,
            "sites": told.sites,
            "outlets": told.outlets,
            "previous_certificate": None,
            "recertification_count": 0,
            "accepted_on": date(2026, 3, 9),
            **changed,
        }
    )


def line(item: str, amount: str) -> happened.FeeLine:
    """A line of a quotation."""
    return happened.FeeLine(item=item, amount=Decimal(amount))


agreed = happened.AgreementSigned(
    case=CASE,
    number="HT-2026-017",
    terms="2026-1",
    scheme=DEMO,
    quotation=1,
    signer="head",
    signed_on=date(2026, 3, 16),
)

APPLYING = (submitted(), taken(), fee_paid)
REVIEWED = (*APPLYING, reviewed())
ACCEPTED = (*REVIEWED, accepted())


def when(
    command: Any,
    *history: Event,
    by: str = CLERK,
    role: Role = Role.INTAKE_CLERK,
    on: str = "2026-03-09",
    knowing: dict[str, list[Event]] | None = None,
) -> When:
    """This request, by the intake clerk if nobody else is named, a week after the application."""
    told = given(*history).knowing(knowing or world())
    return told.when(command, by=by, role=role.value, moment=at(on))
