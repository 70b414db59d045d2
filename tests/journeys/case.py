"""One whole case by HTTP in a single day, under a scheme whose notice and report take no days."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

from services.core.context import ZONE
from services.runtime.clock import SystemClock
from services.runtime.packs import shipped
from tests.journeys.house import House

VERSION = "2026-one-day"
SCHEME = f"gbt-27922-demo@{VERSION}"
MEMBERS = ("member-wang", "member-chen", "member-sun")
TEAMS = {number: (f"leader-{number}", f"auditor-{number}") for number in (1, 3, 4)}
"""A pair for each case, since nobody is in two places on one day."""


def paper(told: str) -> str:
    """The digest of a paper."""
    return hashlib.sha256(told.encode()).hexdigest()


def prepare(house: House) -> None:
    """A scheme without waiting times, two auditors who are free, and tokens for everybody."""
    pack = json.loads(shipped("gbt-27922-demo").model_dump_json(by_alias=True))
    pack["version"] = VERSION
    pack["plan"] |= {"client_notice_days": 0, "report_lead_days": 0}
    today = SystemClock().now().astimezone(ZONE).date().isoformat()
    house.done("scheme_owner", "schemes.DraftVersion", {"pack": pack})
    activated = {"scheme": SCHEME, "effective_from": today}
    house.done("scheme_owner", "schemes.ActivateVersion", activated)
    for team in TEAMS.values():
        for person, role in zip(team, ("team_leader", "auditor"), strict=True):
            known = {"person": person, "name": "某某", "employment": "employed"}
            house.done("system_admin", "personnel.RegisterPerson", known)
            house.done("system_admin", "personnel.GrantRole", {"person": person, "role": role})
    people = [*MEMBERS, *(person for team in TEAMS.values() for person in team)]
    with ThreadPoolExecutor(3) as issuing:
        for person, issued in zip(people, issuing.map(partial(token, house), people), strict=True):
            house.tokens[person] = issued


def token(house: House, person: str) -> str:
    """A bearer token of a person, by the command line."""
    issued = house.run("token", "issue", person, "--as", "admin", "--days", "1")
    assert issued.returncode == 0, issued.stderr
    return issued.stdout.strip()


class Case:
    """A company's case, each act by whoever may do it."""

    def __init__(self, house: House, number: int, uscc: str) -> None:
        self.house, self.uscc = house, uscc
        self.number = f"A-2030-{number:05d}"
        self.team = TEAMS.get(number, ())
        self.holder = "演示新星家电有限公司"

    @property
    def today(self) -> str:
        """The date on the wall of the body."""
        return SystemClock().now().astimezone(ZONE).date().isoformat()

    def does(self, who: str, command: str, **body: Any) -> list[dict[str, Any]]:
        """What a command about this case recorded."""
        return self.house.done(who, command, {"case": self.number, **body})

    def applied(self) -> dict[str, Any]:
        """What the application says."""
        day = SystemClock().now().astimezone(ZONE).date()
        return {
            "case": self.number,
            "activity": "initial",
            "scheme": SCHEME,
            "uscc": self.uscc,
            "stated": {
                "holder": self.holder,
                "legal_person": True,
                "registered_address": "福建省福州市演示路 99 号",
                "actual_address": "福建省福州市演示路 99 号",
                "business_since": (day - timedelta(days=3000)).isoformat(),
                "system_since": (day - timedelta(days=700)).isoformat(),
                "scope": "家用电器的售后服务",
                "field": "SC03",
                "client_class": "all",
                "total_staff": 12,
                "covered_headcount": 8,
                "headcount_evidence": {
                    "kind": "payroll",
                    "people": 12,
                    "dated_on": day.isoformat(),
                    "digest": paper("payroll"),
                },
                "sites": [{"name": "总部", "address": "福建省福州市演示路 99 号"}],
                "incidents": [],
                "past_certificates": [],
                "papers": [{"kind": "business_licence", "digest": paper("licence")}],
            },
            "contact": "contact-star",
            "contact_name": "星某",
            "contact_phone": "0591-0000 0000",
            "legal_representative": "legal-star",
            "legal_representative_name": "星某某",
            "terms": "2026-1",
        }

    def pay(self, purpose: str) -> None:
        """Money reached the body."""
        self.does(
            "finance_clerk", "applications.RecordPayment",
            purpose=purpose, amount="3000.00", paid_on=self.today, payer=self.holder,
            invoice=f"{self.number}-{purpose}",
        )  # fmt: skip

    def contracted(self) -> None:
        """From the application to the paid agreement."""
        self.house.done("intake_clerk", "applications.SubmitApplication", self.applied())
        self.pay("application_fee")
        groups = (
            "identity scope history operation numbers capability first_of_its_kind impartiality"
            " formal differences"
        )
        self.does(
            "application_reviewer", "applications.ReviewApplication",
            checks=[{"group": group, "result": "passed"} for group in groups.split()],
            outcome="accept", relation="none", man_days="3",
        )  # fmt: skip
        self.does("intake_clerk", "applications.AcceptApplication")
        self.does("finance_clerk", "applications.QuoteFee", table="demonstration")
        self.does(
            "intake_clerk", "applications.SignAgreement",
            number=f"HT-{self.number}", terms="2026-1", signer="head-li",
            signed_by_body_on=self.today, signed_by_client_on=self.today,
        )  # fmt: skip
        self.pay("instalment")

    def ready_on_site(self) -> None:
        """Programme, team, notice, documents, plan and its report."""
        self.does("planner", "auditing.CalculateManDays", reason="按覆盖人数。")
        self.does(
            "planner", "auditing.PlanProgramme",
            modes=["document_review", "on_site"], sites=["总部"],
            objectives="评价售后服务。", reason="单一场所。",
        )  # fmt: skip
        members = [
            {"person": person, "role": role}
            for person, role in zip(self.team, ("team_leader", "auditor"), strict=True)
        ]
        self.does("planner", "auditing.AssignTeam", members=members, days=[self.today])
        for person in self.team:
            self.does(person, "auditing.DeclareImpartiality")
        self.does("planner", "auditing.SendAuditNotice")
        self.does("planner", "auditing.WaiveObjection")
        self.does(
            self.team[1], "auditing.CompleteDocumentReview",
            documents=[{"kind": "service_manual", "digest": paper("manual")}],
            conclusion="可进入现场。",
        )  # fmt: skip
        line = {"day": self.today, "from_hour": 9, "to_hour": 17, "site": "总部"}
        timetable = [line | {"subject": "现场审查", "members": list(self.team)}]
        self.does("planner", "auditing.IssuePlan", timetable=timetable)
        self.does(
            "reporting_officer", "auditing.ReportPlan", version=1, plan_code=f"P-{self.number}"
        )

    def audited(self) -> None:
        """On site: every indicator met but one, told, scored and reported."""
        leader, auditor = self.team
        self.does(leader, "auditing.HoldOpeningMeeting", held_on=self.today, attendees=["总经理"])
        self.does(leader, "auditing.VerifyHeadcount", headcount=8, basis="花名册。")
        self.does(auditor, "auditing.RecordFindings", findings=findings())
        self.does(leader, "auditing.HoldClosingMeeting", held_on=self.today, attendees=["总经理"])
        self.does(leader, "auditing.CloseScoreSheet")
        self.does(leader, "auditing.FixReport")

    def filed(self) -> None:
        """From the application to the file, which opens by itself."""
        self.contracted()
        self.ready_on_site()
        self.audited()

    def reviewed(self) -> None:
        """The reviewer recommends, as soon as the file is there."""
        until = time.monotonic() + 10
        review = {"case": self.number, "recommendation": "grant", "remarks": "卷宗齐全。"}
        while True:
            status, answer = self.house.command(
                "technical_reviewer", "decisions.CompleteReview", review
            )
            if status == 200:
                return
            assert answer["code"] == "GATE_NOT_MET", answer
            assert time.monotonic() < until, answer
            time.sleep(0.05)

    def decided(self) -> str:
        """The committee votes and signs; the digest of what it signed."""
        self.does("committee_secretary", "decisions.ConveneMeeting", members=list(MEMBERS))
        for member in MEMBERS:
            self.does(member, "decisions.DeclareNonParticipation")
            self.does(member, "decisions.CastVote", vote="yes")
        closed = self.does("committee_secretary", "decisions.CloseVote")
        return str(closed[0]["event"]["content"])

    def certified(self, content: str) -> str:
        """Voters sign, then the head; the number of the certificate."""
        for member in MEMBERS:
            self.does(member, "decisions.SignDecision", content=content)
        self.does("head_of_body", "decisions.CountersignDecision", content=content)
        recorded = self.does(
            "certificate_officer", "decisions.IssueCertificate", awarded_on=self.today
        )
        return str(
            next(
                each["event"]["certificate"]
                for each in recorded
                if each["type"] == "decisions.CertificateIssued.v1"
            )
        )


def findings() -> list[dict[str, Any]]:
    """Every indicator is met, but one that costs two points: 98 of 100."""
    found = []
    for leaf in _leaves(shipped("gbt-27922-demo").indicators):
        match leaf.kind:
            case "sampled":
                each = {"result": "sampled", "checked": 10, "nonconforming": 0}
            case "ratio":
                each = {"result": "ratio", "base": 20, "present": 2}
            case _:
                each = {"result": "met"}
        if leaf.id == "5.1.1.1":
            each = {
                "result": "not_met",
                "reason": "岗位职责未成文。",
                "evidence": [f"sha256:{paper('posts')}"],
            }
        found.append({"indicator": leaf.id, **each})
    return found


def _leaves(indicators: Any) -> Any:
    for indicator in indicators:
        if indicator.children:
            yield from _leaves(indicator.children)
        else:
            yield indicator
