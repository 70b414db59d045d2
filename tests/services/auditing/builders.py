"""A case walked step by step through the audit, so that a specification begins where it wants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from events import applications as applied
from events.auditing import Appointment, Member, TeamRole, Tie
from events.auditing_report import DocumentGap, ReviewedDocument
from events.event import Event
from events.personnel import PersonRegistered, RoleGranted
from events.scheme_pack import SchemePack
from events.vocabulary import Employment, Role
from services.auditing import commands as ask
from services.auditing.service import AUDITING
from services.core.scheme.tree import leaves
from tests.given import Given, Specification, When, at
from tests.services.applications.builders import (
    ACCEPTED,
    CASE,
    CONTACT,
    agreed,
    demo_pack,
    person,
    world,
)

LEADER, AUDITOR, TRAINEE, EXPERT, SPARE = "lin", "zhao", "xu", "meng", "qian"
PLANNER = "he"
DAYS = (date(2026, 4, 7), date(2026, 4, 8), date(2026, 4, 9), date(2026, 4, 10))
EVIDENCE = ("sha256:" + "e" * 64,)
DOCUMENTS = (ReviewedDocument(kind="service_manual", digest="d" * 64),)
PROGRAMME = {
    "case": CASE,
    "modes": ("document_review", "on_site"),
    "sites": ("总部",),
    "objectives": "评价售后服务体系与指标的符合性。",
    "reason": "单一场所，按人日表。",
}
MEMBERS = (
    Member(person=LEADER, role=TeamRole.TEAM_LEADER),
    Member(person=AUDITOR, role=TeamRole.AUDITOR),
)

given = Specification(AUDITING)

instalment = applied.PaymentRecorded(
    case=CASE,
    purpose="instalment",
    amount=Decimal("9000.00"),
    currency="CNY",
    paid_on=date(2026, 3, 20),
    payer="示例甲电器有限公司",
    statement=None,
    invoice="FP-2",
)
COMMISSION = (*ACCEPTED, agreed, instalment)


def staff(name: str, *roles: Role) -> list[Event]:
    """A person of the body in several roles."""
    registered = PersonRegistered(person=name, name="某某", employment=Employment.EMPLOYED)
    return [registered, *(RoleGranted(person=name, role=role) for role in roles)]


def knowing(
    *commission: Event, pack: SchemePack | None = None, **changed: Any
) -> dict[str, list[Event]]:
    """Every foreign stream a rule may read."""
    return world(
        pack,
        **{
            f"applications-case-{CASE}": list(commission or COMMISSION),
            f"personnel-{LEADER}": staff(LEADER, Role.TEAM_LEADER, Role.AUDITOR),
            f"personnel-{AUDITOR}": person(AUDITOR, Role.AUDITOR),
            f"personnel-{SPARE}": person(SPARE, Role.AUDITOR),
            f"personnel-{TRAINEE}": person(TRAINEE, Role.TRAINEE_AUDITOR),
            f"personnel-{EXPERT}": person(EXPERT, Role.TECHNICAL_EXPERT),
            **changed,
        },
    )


def timetable(
    people: Iterable[str] = (LEADER, AUDITOR), days: Iterable[date] = DAYS, to_hour: int = 17
) -> tuple[Appointment, ...]:
    """Everybody at the head office from nine to five on every day."""
    return tuple(
        Appointment(
            day=day,
            from_hour=9,
            to_hour=to_hour,
            site="总部",
            subject="现场审查",
            members=frozenset(people),
        )
        for day in days
    )


def met(pack: SchemePack | None = None, **instead: ask.Found) -> tuple[ask.Found, ...]:
    """A finding for every leaf, all of them met; some other instead (``i5_1_1_1=…``)."""
    others = {name[1:].replace("_", "."): found for name, found in instead.items()}
    found = []
    for leaf in leaves((pack or demo_pack()).indicators):
        match leaf.kind:
            case "sampled":
                each = ask.Found(indicator=leaf.id, result="sampled", checked=10, nonconforming=0)
            case "ratio":
                each = ask.Found(indicator=leaf.id, result="ratio", base=20, present=2)
            case _:
                each = ask.Found(indicator=leaf.id, result="met")
        found.append(others.get(leaf.id, each))
    return tuple(found)


@dataclass(frozen=True)
class Step:
    """One act of the walk."""

    command: Any
    by: str
    role: Role
    on: str


def step(command: Any, by: str, role: Role, on: str) -> Step:
    """An act: what is asked, by whom, in which role, on which day."""
    return Step(command, by, role, on)


WALK: Mapping[str, tuple[Step, ...]] = {
    "man_days": (
        step(
            ask.CalculateManDays(case=CASE, reason="按覆盖人数"),
            PLANNER,
            Role.PLANNER,
            "2026-03-17",
        ),
    ),
    "programme": (step(ask.PlanProgramme(**PROGRAMME), PLANNER, Role.PLANNER, "2026-03-17"),),
    "team": (
        step(
            ask.AssignTeam(case=CASE, members=MEMBERS, days=DAYS),
            PLANNER,
            Role.PLANNER,
            "2026-03-18",
        ),
    ),
    "declared": (
        step(ask.DeclareImpartiality(case=CASE), LEADER, Role.TEAM_LEADER, "2026-03-19"),
        step(ask.DeclareImpartiality(case=CASE), AUDITOR, Role.AUDITOR, "2026-03-19"),
    ),
    "notice": (step(ask.SendAuditNotice(case=CASE), PLANNER, Role.PLANNER, "2026-03-20"),),
    "documents": (
        step(
            ask.CompleteDocumentReview(case=CASE, documents=DOCUMENTS, conclusion="可进入现场。"),
            AUDITOR,
            Role.AUDITOR,
            "2026-03-23",
        ),
    ),
    "plan": (
        step(ask.IssuePlan(case=CASE, timetable=timetable()), PLANNER, Role.PLANNER, "2026-03-27"),
    ),
    "reported": (
        step(
            ask.ReportPlan(case=CASE, version=1, plan_code="900-2026-000017-01"),
            "bao",
            Role.REPORTING_OFFICER,
            "2026-03-30",
        ),
    ),
    "opening": (
        step(
            ask.HoldOpeningMeeting(
                case=CASE,
                held_on=DAYS[0],
                attendees=("总经理", "售后服务部经理"),
                confirmed=("scope", "method", "confidentiality", "right_to_appeal"),
            ),
            LEADER,
            Role.TEAM_LEADER,
            "2026-04-07",
        ),
    ),
    "headcount": (
        step(
            ask.VerifyHeadcount(case=CASE, headcount=120, basis="社保与花名册相符"),
            LEADER,
            Role.TEAM_LEADER,
            "2026-04-08",
        ),
    ),
    "findings": (
        step(ask.RecordFindings(case=CASE, findings=met()), AUDITOR, Role.AUDITOR, "2026-04-09"),
    ),
    "closing": (
        step(
            ask.HoldClosingMeeting(case=CASE, held_on=DAYS[-1], attendees=("总经理",)),
            LEADER,
            Role.TEAM_LEADER,
            "2026-04-10",
        ),
    ),
    "sheet": (step(ask.CloseScoreSheet(case=CASE), LEADER, Role.TEAM_LEADER, "2026-04-13"),),
    "report": (step(ask.FixReport(case=CASE), LEADER, Role.TEAM_LEADER, "2026-04-14"),),
}
"""Stage → the acts that lead to it; the whole of a plain audit, in order."""


@dataclass(frozen=True)
class Walk:
    """A history on its way, and what is known around it."""

    history: tuple[Event, ...] = ()
    foreign: Mapping[str, list[Event]] = field(default_factory=knowing)

    def told(self) -> Given:
        """The history as a specification takes it."""
        return given(*self.history).knowing(self.foreign)

    def when(
        self, command: Any, *, by: str = PLANNER, role: Role = Role.PLANNER, on: str = "2026-03-20"
    ) -> When:
        """This request, here and then."""
        return self.told().when(command, by=by, role=role.value, moment=at(on))

    def goes(self, *steps: Step) -> "Walk":
        """The walk after these acts, all of which are answered."""
        walk = self
        for each in steps:
            events = walk.when(each.command, by=each.by, role=each.role, on=each.on).answer()
            walk = replace(walk, history=(*walk.history, *events))
        return walk

    def until(self, stage: str, *, leaving_out: tuple[str, ...] = ()) -> "Walk":
        """The plain walk from here up to a stage, without some of the stages before it."""
        walk = self
        for name, steps in WALK.items():
            if name not in leaving_out:
                walk = walk.goes(*steps)
            if name == stage:
                return walk
        raise KeyError(stage)

    def until_reported(self) -> "Walk":
        """From the notice on: documents, plan and its report."""
        return self.goes(*WALK["documents"], *WALK["plan"], *WALK["reported"])

    def last(self, kind: type[Event]) -> Any:
        """The latest event of a kind."""
        return [each for each in self.history if isinstance(each, kind)][-1]


@cache
def walked(stage: str, leaving_out: tuple[str, ...] = ()) -> Walk:
    """The plain walk of the demonstration scheme up to a stage."""
    return Walk().until(stage, leaving_out=leaving_out)


def by_leader(walk: Walk, command: Any, on: str) -> When:
    """Asked by the leader of the team."""
    return walk.when(command, by=LEADER, role=Role.TEAM_LEADER, on=on)


def by_auditor(walk: Walk, command: Any, on: str) -> When:
    """Asked by the other auditor of the team."""
    return walk.when(command, by=AUDITOR, role=Role.AUDITOR, on=on)


def by_client(walk: Walk, command: Any, on: str) -> When:
    """Asked by the client's contact."""
    return walk.when(command, by=CONTACT, role=Role.CLIENT_CONTACT, on=on)


def gap(*, serious: bool) -> DocumentGap:
    """Something a document leaves open."""
    return DocumentGap(text="缺少备件清单", serious=serious)


def tie(ended_on: date | None) -> Tie:
    """A former or present job at the client."""
    return Tie(kind="employment", ended_on=ended_on, note="曾任售后经理")
