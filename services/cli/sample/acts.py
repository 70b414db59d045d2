"""What the people of the demonstration do: single commands and the chains they form."""

from datetime import date, timedelta
from typing import Any, TypeVar

from events.certificates import CertificateIssued, StatusDecided
from events.decisions import VoteClosed
from events.event import Event
from events.vocabulary import Role
from services.cli.sample.people import (
    HEAD,
    MEMBERS,
    OFFICER,
    PLANNER,
    REVIEWER,
    SECRETARY,
)
from services.core.context import ZONE
from services.runtime.driver import Driver
from services.runtime.handler import Answer

E = TypeVar("E", bound=Event)

SCHEME = "gbt-27922-demo@2026-1"
FIELD = "SC03"


class Acts:
    """The day's work of the body, by name."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.cases: dict[int, int] = {}
        self.busy: dict[str, date] = {}
        """Leader → the last day their team is booked for."""

    @property
    def today(self) -> date:
        """The date on the wall of the driven body."""
        return self.driver.clock.now().astimezone(ZONE).date()

    def ask(self, name: str, by: str, role: Role, /, **body: Any) -> Answer:
        """One command by its name: ``ask("decisions.CastVote", "member-wang", …)``."""
        service, _, command = name.partition(".")
        command_class = self.driver.handlers[service].service.command_class(command)
        if command_class is None:
            raise LookupError(name)
        return self.driver.ask(service, command_class.model_validate(body), by=by, role=role)

    def next_case(self) -> str:
        """Cases are numbered by year."""
        year = self.today.year
        self.cases[year] = self.cases.get(year, 0) + 1
        return f"A-{year}-{self.cases[year]:05d}"

    def review(self, case: str, *, recommendation: str = "grant") -> None:
        """Somebody outside the team recommends."""
        self.ask(
            "decisions.CompleteReview", REVIEWER, Role.TECHNICAL_REVIEWER,
            case=case, recommendation=recommendation, remarks="卷宗齐全，计算无误。",
        )  # fmt: skip

    def convene(self, case: str) -> None:
        """Three members are called and declare that they took no part."""
        self.ask(
            "decisions.ConveneMeeting", SECRETARY, Role.COMMITTEE_SECRETARY,
            case=case, members=sorted(MEMBERS),
        )  # fmt: skip
        for member in MEMBERS:
            self.ask("decisions.DeclareNonParticipation", member, Role.COMMITTEE_MEMBER, case=case)

    def vote(self, case: str, *votes: str) -> None:
        """The members vote, in order."""
        for member, vote in zip(MEMBERS, votes, strict=False):
            self.ask("decisions.CastVote", member, Role.COMMITTEE_MEMBER, case=case, vote=vote)

    def conclude(self, case: str) -> str:
        """The votes are counted and the voters sign; the digest of what they signed."""
        closed = one(
            VoteClosed,
            self.ask("decisions.CloseVote", SECRETARY, Role.COMMITTEE_SECRETARY, case=case),
        )
        for member in sorted(closed.voters):
            self.ask(
                "decisions.SignDecision", member, Role.COMMITTEE_MEMBER,
                case=case, content=closed.content,
            )  # fmt: skip
        return closed.content

    def countersign(self, case: str, content: str) -> None:
        """The head, who did not vote, signs last."""
        self.ask(
            "decisions.CountersignDecision", HEAD, Role.HEAD_OF_BODY, case=case, content=content
        )

    def issue(self, case: str) -> CertificateIssued:
        """The certificate gets its number and goes out."""
        issued = one(
            CertificateIssued,
            self.ask(
                "decisions.IssueCertificate", OFFICER, Role.CERTIFICATE_OFFICER,
                case=case, awarded_on=self.today,
            ),
        )  # fmt: skip
        return issued

    def refuse(self, case: str, reason: str) -> None:
        """The committee does not certify and says why."""
        self.ask(
            "decisions.RefuseCertification", SECRETARY, Role.COMMITTEE_SECRETARY,
            case=case,
            reasons=[reason],
            appeal="可在收到决定之日起 10 个工作日内向本机构申诉。",
        )  # fmt: skip

    def surveil(self, certificate: str, number: int) -> None:
        """A surveillance audit was done."""
        self.ask(
            "surveillance.CompleteSurveillance", PLANNER, Role.PLANNER,
            certificate=certificate, number=number,
            audit_end=self.today - timedelta(days=2), result="保持认证。",
        )  # fmt: skip

    def confirm_missed(self, certificate: str, number: int) -> None:
        """The ground to suspend after a missed surveillance is confirmed."""
        self.ask(
            "decisions.ConfirmSuspensionGround", SECRETARY, Role.COMMITTEE_SECRETARY,
            certificate=certificate, ground="0112", surveillance=number,
            facts="未在期限内接受监督审查。",
        )  # fmt: skip

    def status(self, certificate: str, act: str, ground: str, facts: str, **more: Any) -> None:
        """A member decides, the head approves."""
        decided = one(
            StatusDecided,
            self.ask(
                "decisions.DecideStatus", MEMBERS[0], Role.COMMITTEE_MEMBER,
                certificate=certificate, act=act, ground=ground, facts=facts, **more,
            ),
        )  # fmt: skip
        self.ask(
            "decisions.ApproveStatus", HEAD, Role.HEAD_OF_BODY,
            certificate=certificate, decision=decided.decision,
        )  # fmt: skip


def one(kind: type[E], answer: Answer) -> E:
    """The one event of a kind that an answer recorded."""
    return next(noted.event for noted in answer.recorded if isinstance(noted.event, kind))
