"""Every act of a plain case, each ready to be asked by whoever may, through the real handlers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from events.envelope import Recorded
from events.event import Event
from events.vocabulary import Role
from services.auditing.state import Audit
from services.cli.sample import applying
from services.cli.sample.acts import Acts
from services.cli.sample.companies import COMPANIES, Company
from services.cli.sample.findings import digest, findings
from services.cli.sample.people import (
    ADMIN,
    CLERK,
    CONTRACT_REVIEWER,
    FINANCE,
    HEAD,
    MEMBERS,
    OFFICER,
    PLANNER,
    REPORTER,
    REVIEWER,
    SECRETARY,
)
from services.core.rule import Refused
from services.core.uscc import ALPHABET, WEIGHTS
from services.runtime.handler import NotAllowed
from services.runtime.packs import shipped

TO_THE_AUDIT = 14
"""Days from the assignment of the team to the audit on site."""
Asking = tuple[str, str, Role, dict[str, Any]]
"""Command, who, in which role, body beside the case."""


def code_for(number: int) -> str:
    """A valid credit code for each case, so that every applicant is another."""
    seventeen = f"91350100MB{number:06d}0"
    weighed = sum(ALPHABET.index(c) * w for c, w in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + ALPHABET[(31 - weighed % 31) % 31]


class OneCase:
    """A fresh case of a fresh applicant, with a fresh team, in a body that goes on living."""

    acts: ClassVar[Acts]
    number: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).number += 1
        self.case = f"M-2030-{self.number:05d}"
        self.company = Company(**{
            **{name: getattr(COMPANIES[0], name) for name in Company.__slots__},
            "headcount": 8, "serial": self.number,
        })  # fmt: skip
        self.team = (f"leader-{self.number}", f"auditor-{self.number}")
        for person, role in zip(self.team, (Role.TEAM_LEADER, Role.AUDITOR), strict=True):
            self.acts.ask(
                "personnel.RegisterPerson", ADMIN, Role.SYSTEM_ADMIN,
                person=person, name="某某", employment="employed",
            )  # fmt: skip
            self.acts.ask("personnel.GrantRole", ADMIN, Role.SYSTEM_ADMIN, person=person, role=role)
        self.begun_at = self.acts.driver.settled
        self.place = 0
        """How many acts of the plain case were done in order."""

    @property
    def today(self) -> date:
        return self.acts.today

    @property
    def audit(self) -> Audit:
        """The audit as the service folds it."""
        handler = self.acts.driver.handlers["auditing"]
        stream = f"auditing-case-{self.case}"
        state: Audit = handler.histories.refresh(stream, handler.service.fold_for(stream)).state
        return state

    def history(self) -> list[Recorded[Event]]:
        """Everything recorded of this case, and of its certificate, in order."""
        store = self.acts.driver.reader
        rows = store.read(after=self.begun_at, limit=100_000)
        decoded = [store.decode(row) for row in rows]
        return [each for each in decoded if getattr(each.event, "case", self.case) == self.case]

    def asks(self, asking: Asking) -> bool:
        """Whether it was accepted; what is refused changes nothing."""
        command, by, role, body = asking
        store = self.acts.driver.reader
        before = store.last()
        try:
            self.acts.ask(command, by, role, case=self.case, **body)
        except (Refused, NotAllowed):
            after = store.last()
            assert before is not None
            assert after is not None
            assert before.position == after.position
            return False
        return True

    def submission(self) -> Asking:
        applicant = f"contact-m{self.number}"
        return (
            "applications.SubmitApplication", CLERK, Role.INTAKE_CLERK,
            {
                "activity": "initial",
                "scheme": "gbt-27922-demo@2026-1",
                "uscc": code_for(self.number),
                "stated": applying.stated(self.company, self.today) | {"outlets": []},
                "contact": applicant,
                "contact_name": "某某",
                "contact_phone": "0591-0000 0000",
                "legal_representative": applicant,
                "legal_representative_name": "某某",
                "terms": "2026-1",
            },
        )  # fmt: skip

    def payment(self, purpose: str) -> Asking:
        return (
            "applications.RecordPayment", FINANCE, Role.FINANCE_CLERK,
            {
                "purpose": purpose, "amount": "1000.00", "paid_on": self.today,
                "payer": self.company.name, "invoice": f"{self.case}-{purpose}",
            },
        )  # fmt: skip

    def review_of_the_application(self) -> Asking:
        groups = (
            "identity scope history operation numbers capability first_of_its_kind impartiality"
            " formal differences"
        )
        checks = [{"group": group, "result": "passed"} for group in groups.split()]
        return (
            "applications.ReviewApplication", CONTRACT_REVIEWER, Role.APPLICATION_REVIEWER,
            {"checks": checks, "outcome": "accept", "relation": "none", "man_days": "3"},
        )  # fmt: skip

    def signing(self) -> Asking:
        return (
            "applications.SignAgreement", CLERK, Role.INTAKE_CLERK,
            {
                "number": f"HT-{self.case}", "terms": "2026-1", "signer": HEAD,
                "signed_by_body_on": self.today, "signed_by_client_on": self.today,
            },
        )  # fmt: skip

    def programme(self) -> Asking:
        body = {
            "modes": ["on_site"], "sites": ["总部"], "objectives": "评价。", "reason": "按表。",
        }  # fmt: skip
        return ("auditing.PlanProgramme", PLANNER, Role.PLANNER, body)

    def assignment(self) -> Asking:
        members = [
            {"person": person, "role": role}
            for person, role in zip(self.team, ("team_leader", "auditor"), strict=True)
        ]
        days = [self.today + timedelta(days=TO_THE_AUDIT)]
        return ("auditing.AssignTeam", PLANNER, Role.PLANNER, {"members": members, "days": days})

    def declaration(self, place: int) -> Asking:
        role = (Role.TEAM_LEADER, Role.AUDITOR)[place]
        return ("auditing.DeclareImpartiality", self.team[place], role, {})

    def documents(self) -> Asking:
        body = {
            "documents": [{"kind": "service_manual", "digest": digest("manual")}],
            "conclusion": "可进入现场。",
        }
        return ("auditing.CompleteDocumentReview", self.team[1], Role.AUDITOR, body)

    def plan(self) -> Asking:
        days = self.audit.days or (self.today,)
        timetable = [
            {
                "day": day, "from_hour": 9, "to_hour": 17, "site": "总部", "subject": "现场审查",
                "members": list(self.team),
            }
            for day in days
        ]  # fmt: skip
        return ("auditing.IssuePlan", PLANNER, Role.PLANNER, {"timetable": timetable})

    def plan_report(self) -> Asking:
        version = max(1, self.audit.plans)
        body = {"version": version, "plan_code": f"P-{self.number}-{version}"}
        return ("auditing.ReportPlan", REPORTER, Role.REPORTING_OFFICER, body)

    def meeting(self, command: str) -> Asking:
        held_on = (self.audit.days or (self.today,))[0]
        body = {"held_on": held_on, "attendees": ["总经理"]}
        return (f"auditing.{command}", self.team[0], Role.TEAM_LEADER, body)

    def headcount(self) -> Asking:
        body = {"headcount": 8, "basis": "花名册。"}
        return ("auditing.VerifyHeadcount", self.team[0], Role.TEAM_LEADER, body)

    def finding(self) -> Asking:
        found = findings(self.case, shipped("gbt-27922-demo").indicators, score="92")
        return ("auditing.RecordFindings", self.team[1], Role.AUDITOR, {"findings": found})

    def leading(self, command: str) -> Asking:
        return (f"auditing.{command}", self.team[0], Role.TEAM_LEADER, {})

    def member(self, command: str, place: int, **body: Any) -> Asking:
        return (f"decisions.{command}", MEMBERS[place], Role.COMMITTEE_MEMBER, body)

    def content(self) -> dict[str, str]:
        handler = self.acts.driver.handlers["decisions"]
        stream = f"decisions-file-{self.case}"
        result = handler.histories.refresh(stream, handler.service.fold_for(stream)).state.result
        return {"content": result.content if result else "0" * 64}

    def table(self) -> Mapping[str, Callable[[], Asking]]:
        """Every act of a plain case, in its order."""
        secretary = (SECRETARY, Role.COMMITTEE_SECRETARY)
        plain: dict[str, Callable[[], Asking]] = {
            "submit": self.submission,
            "pay_application": lambda: self.payment("application_fee"),
            "review_application": self.review_of_the_application,
            "accept": lambda: (
                "applications.AcceptApplication", CLERK, Role.INTAKE_CLERK, {},
            ),
            "quote": lambda: (
                "applications.QuoteFee", FINANCE, Role.FINANCE_CLERK, {"table": "demonstration"},
            ),
            "sign_agreement": self.signing,
            "pay_instalment": lambda: self.payment("instalment"),
            "man_days": lambda: (
                "auditing.CalculateManDays", PLANNER, Role.PLANNER, {"reason": "按表。"},
            ),
            "programme": self.programme,
            "assign": self.assignment,
            "declare_0": lambda: self.declaration(0),
            "declare_1": lambda: self.declaration(1),
            "notice": lambda: ("auditing.SendAuditNotice", PLANNER, Role.PLANNER, {}),
            "documents": self.documents,
            "plan": self.plan,
            "report_plan": self.plan_report,
            "opening": lambda: self.meeting("HoldOpeningMeeting"),
            "headcount": self.headcount,
            "findings": self.finding,
            "closing": lambda: self.meeting("HoldClosingMeeting"),
            "sheet": lambda: self.leading("CloseScoreSheet"),
            "report": lambda: self.leading("FixReport"),
            "review": lambda: (
                "decisions.CompleteReview", REVIEWER, Role.TECHNICAL_REVIEWER,
                {"recommendation": "grant", "remarks": "齐全。"},
            ),
            "convene": lambda: ("decisions.ConveneMeeting", *secretary, {"members": list(MEMBERS)}),
        }  # fmt: skip
        for place in range(3):
            plain[f"part_{place}"] = lambda place=place: self.member(
                "DeclareNonParticipation", place
            )
            plain[f"vote_{place}"] = lambda place=place: self.member("CastVote", place, vote="yes")
        plain["close_vote"] = lambda: ("decisions.CloseVote", *secretary, {})
        for place in range(3):
            plain[f"sign_{place}"] = lambda place=place: self.member(
                "SignDecision", place, **self.content()
            )
        plain["countersign"] = lambda: (
            "decisions.CountersignDecision", HEAD, Role.HEAD_OF_BODY, self.content(),
        )  # fmt: skip
        plain["issue"] = lambda: (
            "decisions.IssueCertificate", OFFICER, Role.CERTIFICATE_OFFICER,
            {"awarded_on": self.today},
        )  # fmt: skip
        return plain

    def asks_each(self, names: Sequence[str]) -> None:
        """These acts in order, each again after some days where it was refused."""
        table = self.table()
        for name in names:
            if name == "opening":
                self.waits(TO_THE_AUDIT)
            if not self.asks(table[name]()):
                self.waits(5)
                self.asks(table[name]())

    def waits(self, days: int) -> None:
        """Time goes by."""
        clock = self.acts.driver.clock
        clock.set(clock.now() + timedelta(days=days))
