"""A demonstration body and its certificates, made at the present moment by the real handlers."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from events.certificates import CertificateIssued
from services.cli.sample.acts import Acts
from services.cli.sample.companies import Company
from services.cli.sample.story import found
from services.core.access import POLICY
from services.core.context import ZONE
from services.core.service import Command
from services.runtime.clock import SystemClock, new_id
from services.runtime.handler import Answer, Asked, Handler


class Present:
    """Asks as the demonstration's driver does, but now."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self.handlers = handlers
        self.clock = SystemClock()

    def ask(
        self, name: str, command: Command, *, by: str, role: str, via: str = "cli:bench"
    ) -> Answer:
        """One command at this moment."""
        return self.handlers[name].handle(
            Asked(
                command=command,
                actor=by,
                role=role,
                via=via,
                now=self.clock.now(),
                command_id=new_id(),
            )
        )

    @property
    def today(self) -> date:
        """The day at the body."""
        return self.clock.now().astimezone(ZONE).date()


def founded(present: Present) -> None:
    """A body with staff, an approved field and an active scheme, open since today."""
    found(Acts(present), present.today)


def certified(present: Present, serial: int) -> str:
    """A company's certificate, from the file that the policy opens to the issue; its number."""
    acts = Acts(present)
    company = Company(
        name=f"演示量测{serial}号有限公司",
        name_en=f"Demo Measuring {serial} Co., Ltd.",
        division="350100",
        address=f"福建省福州市演示路 {serial} 号",
        scope="家用电器的售后服务",
        headcount=120,
        score="91.5",
        serial=serial,
    )
    case = f"A-{present.today.year}-{serial:05d}"
    opened = present.handlers["decisions"].service.command_class("OpenFile")
    assert opened is not None
    present.ask(
        "decisions",
        opened.model_validate(file_of(case, company, present.today)),
        by="policy:bench",
        role=POLICY,
        via="policy:bench",
    )
    acts.review(case)
    acts.convene(case)
    acts.vote(case, "yes", "yes", "yes")
    acts.countersign(case, acts.conclude(case))
    issued: CertificateIssued = acts.issue(case)
    return issued.certificate


def file_of(case: str, company: Company, today: date) -> dict[str, Any]:
    """What a fixed audit report brings to the committee."""
    return {
        "case": case,
        "activity": "initial",
        "holder": company.name,
        "holder_en": company.name_en,
        "uscc": company.uscc,
        "scope": company.scope,
        "field": "SC03",
        "covered_headcount": company.headcount,
        "sites": [{"name": "总部", "address": company.address}],
        "scheme": "gbt-27922-demo@2026-1",
        "agreement": {"number": f"HT-{case}", "signed_on": today},
        "report": sha256(case.encode()).hexdigest(),
        "audit_end": today,
        "team": ["auditor-lin", "auditor-zhao"],
        "score": company.score,
        "band": "four_star",
    }
