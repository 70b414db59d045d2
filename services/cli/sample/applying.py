"""From the application to the paid agreement: what clerks and clients of the demonstration do."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from events.application_facts import CheckGroup
from events.vocabulary import Role
from services.cli.sample.acts import FIELD, SCHEME, Acts
from services.cli.sample.companies import Company
from services.cli.sample.findings import digest
from services.cli.sample.people import CLERK, CONTRACT_REVIEWER, FINANCE, HEAD

TERMS = "terms-2023-1"
FEES = "demonstration"
APPLICATION_FEE = Decimal("1000.00")


def submit(acts: Acts, company: Company, *, previous: str | None = None) -> str:
    """An application on paper is entered; the case's number."""
    case = acts.next_case()
    acts.ask(
        "applications.SubmitApplication", CLERK, Role.INTAKE_CLERK,
        case=case,
        activity="recertification" if previous else "initial",
        scheme=SCHEME,
        uscc=company.uscc,
        stated=stated(company, acts.today),
        contact=f"contact-{company.serial:03d}",
        contact_name=f"{company.surname}联系",
        contact_phone=f"138{company.serial:08d}",
        legal_representative=f"legal-{company.serial:03d}",
        legal_representative_name=f"{company.surname}代表",
        previous_certificate=previous,
        terms=TERMS,
    )  # fmt: skip
    return case


def stated(company: Company, today: date) -> dict[str, Any]:
    """What the organisation says of itself."""
    return {
        "holder": company.name,
        "holder_en": company.name_en,
        "legal_person": True,
        "registered_address": company.address,
        "actual_address": company.address,
        "business_since": today - timedelta(days=3650),
        "system_since": today - timedelta(days=800),
        "scope": company.scope,
        "field": FIELD,
        "client_class": "all",
        "total_staff": company.headcount + company.headcount // 4,
        "covered_headcount": company.headcount,
        "headcount_evidence": {
            "kind": "social_insurance",
            "people": company.headcount,
            "dated_on": today - timedelta(days=20),
            "digest": digest(f"{company.name}|headcount|{today}"),
        },
        "sites": [{"name": "总部", "address": company.address}],
        "outlets": [
            {
                "name": f"第{number}服务网点",
                "address": f"{company.address}附 {number} 号",
                "staff": max(1, company.headcount // 12),
            }
            for number in range(1, min(company.headcount // 12, 10) + 1)
        ],
        "incidents": [],
        "past_certificates": [],
        "papers": [
            {"kind": kind, "digest": digest(f"{company.name}|{kind}|{today}")}
            for kind in ("business_licence", "service_manual", "organisation_chart")
        ],
    }


def review(acts: Acts, case: str, *, outcome: str = "accept") -> None:
    """The contract review answers every check."""
    failed = "scope" if outcome == "refuse" else None
    acts.ask(
        "applications.ReviewApplication", CONTRACT_REVIEWER, Role.APPLICATION_REVIEWER,
        case=case,
        checks=[
            {"group": group.value, "result": "failed" if group.value == failed else "passed",
             "note": "见评审记录。",
             "outcome": "不予受理。" if group.value == failed else None}
            for group in CheckGroup
        ],
        outcome=outcome,
        relation="none",
        man_days="8",
    )  # fmt: skip


def accept(acts: Acts, case: str) -> None:
    """The case is taken on and the client hears the price."""
    acts.ask("applications.AcceptApplication", CLERK, Role.INTAKE_CLERK, case=case)
    acts.ask("applications.QuoteFee", FINANCE, Role.FINANCE_CLERK, case=case, table=FEES)


def refuse(acts: Acts, case: str) -> None:
    """Not accepted, with the reason and the way to appeal."""
    acts.ask(
        "applications.RefuseApplication", CLERK, Role.INTAKE_CLERK,
        case=case,
        reasons=["no_competence"],
        text="本机构暂无该服务类别的审查能力。",
        remedies="可在收到通知之日起 10 个工作日内向本机构申诉。",
    )  # fmt: skip


def sign(acts: Acts, case: str) -> None:
    """Both sides sign, and the first money arrives."""
    acts.ask(
        "applications.SignAgreement", CLERK, Role.INTAKE_CLERK,
        case=case,
        number=f"HT-{case}",
        terms=TERMS,
        signer=HEAD,
        signed_by_body_on=acts.today,
        signed_by_client_on=acts.today,
    )  # fmt: skip


def supplement_asked(acts: Acts, case: str) -> None:
    """The applicant is told once and in full what is missing."""
    acts.ask(
        "applications.RequestSupplement", CLERK, Role.INTAKE_CLERK,
        case=case,
        items=["售后服务手册缺备件清单一章。", "网点清单未注明自营或委托。"],
    )  # fmt: skip


def supplemented(acts: Acts, case: str) -> None:
    """The applicant answered, and the answer was entered."""
    acts.ask(
        "applications.SupplementApplication", CLERK, Role.INTAKE_CLERK,
        case=case,
        answers=["已补交备件清单。", "网点均为自营，已注明。"],
        papers=[{"kind": "service_manual", "digest": digest(f"{case}|supplement")}],
    )  # fmt: skip


def abandon(acts: Acts, case: str) -> None:
    """The client does not go on."""
    acts.ask(
        "applications.AbandonApplication", CLERK, Role.INTAKE_CLERK,
        case=case, ground="client_request", reason="组织架构调整，撤回申请。",
    )  # fmt: skip


def pay(acts: Acts, case: str, company: Company, purpose: str, amount: Decimal) -> None:
    """Money reached the body."""
    acts.ask(
        "applications.RecordPayment", FINANCE, Role.FINANCE_CLERK,
        case=case,
        purpose=purpose,
        amount=amount,
        paid_on=acts.today,
        payer=company.name,
        invoice=f"FP-{case}-{purpose}",
    )  # fmt: skip
