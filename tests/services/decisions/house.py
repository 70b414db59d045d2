"""A body lived through by real commands, and a certificate it issued."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.event import Event
from events.vocabulary import StatusAct, Vote
from services.decisions.certificate import commands as life
from services.decisions.file import commands as ask
from services.decisions.service import DECISIONS
from tests.given import Given, Specification, at
from tests.services.decisions.builders import (
    CASE,
    COMMITTEE,
    HEAD,
    NUMBER,
    OFFICER,
    REVIEWER,
    SECRETARY,
    open_file,
    world,
)

given = Specification(DECISIONS)
SUSPENSION = {"conditions": "完成监督审查", "contact": "chen"}


def status(act: StatusAct, **details: Any) -> life.DecideStatus:
    """A status decision with a ground and facts."""
    return life.DecideStatus(
        **{"certificate": NUMBER, "act": act, "ground": "0112", "facts": "事实", **details}
    )


@dataclass
class House:
    """A body lived through by real commands: what it recorded, and what others recorded."""

    foreign: dict[str, list[Event]] = field(default_factory=world)
    history: list[Event] = field(default_factory=list)

    def ask(self, command: Any, *, by: str, on: str, role: str = "") -> list[Event]:
        """What a command yields; it is recorded."""
        when = self.so_far().when(command, by=by, role=role, moment=at(on))
        events = when.answer()
        self.history.extend(events)
        return events

    def so_far(self) -> Given:
        """Everything recorded, as the beginning of a specification."""
        return given(*self.history).knowing(self.foreign)

    def state(self, stream: str) -> Any:
        """What a stream of the service amounts to now."""
        return self.so_far()._state(stream)

    def hears(self, stream: str, *events: Event) -> None:
        """Another service recorded something."""
        self.foreign[stream] = [*self.foreign.get(stream, []), *events]

    def day_opens(self, day: str, certificate: str = NUMBER) -> list[Event]:
        """A day opens for a certificate; what is due is done."""
        stream = f"decisions-certificate-{certificate}"
        events = []
        for command in (
            self.so_far().when_day_opens(date.fromisoformat(day), stream=stream).commands
        ):
            events += self.ask(command, by="clock", role="clock", on=day)
        return events

    def review(self, on: str = "2026-05-06", case: str = CASE) -> "House":
        """The reviewer recommends to grant."""
        review = ask.CompleteReview(case=case, recommendation="grant", remarks="同意")
        self.ask(review, by=REVIEWER, on=on)
        return self

    def open(self, on: str = "2026-05-01", **changed: Any) -> "House":
        """The file is opened and reviewed."""
        self.ask(open_file(**changed), by=SECRETARY, on=on)
        return self.review(on, changed.get("case", CASE))

    def convene(self, *members: str, on: str = "2026-05-11", case: str = CASE) -> "House":
        """Members are convened, all of them where none is named, and declare."""
        called = members or COMMITTEE
        convene = ask.ConveneMeeting(case=case, members=frozenset(called))
        self.ask(convene, by=SECRETARY, on=on)
        for member in called:
            self.ask(ask.DeclareNonParticipation(case=case), by=member, on=on)
        return self

    def recuse(self, member: str, on: str = "2026-05-11") -> "House":
        """A member leaves the matter."""
        recuse = ask.RecuseMember(case=CASE, member=member, ground="亲属关系")
        self.ask(recuse, by=member, role="committee_member", on=on)
        return self

    def vote(self, on: str = "2026-05-18", case: str = CASE, **votes: str) -> "House":
        """``vote(bai="yes", chen="no")``."""
        for member, said in votes.items():
            self.ask(ask.CastVote(case=case, vote=Vote(said)), by=member, on=on)
        return self

    def close(self, on: str = "2026-05-18", case: str = CASE) -> "House":
        """The secretary counts."""
        self.ask(ask.CloseVote(case=case), by=SECRETARY, on=on)
        return self

    def digest(self, case: str = CASE) -> str:
        """The digest of the conclusion voted on."""
        result = self.state(f"decisions-file-{case}").result
        return str(result.content)

    def sign(self, *voters: str, on: str = "2026-05-18", case: str = CASE) -> "House":
        """Voters sign, all of them where none is named."""
        result = self.state(f"decisions-file-{case}").result
        for voter in voters or sorted(result.voters):
            self.ask(ask.SignDecision(case=case, content=result.content), by=voter, on=on)
        return self

    def countersign(self, on: str = "2026-05-20", case: str = CASE) -> "House":
        """The head signs last."""
        command = ask.CountersignDecision(case=case, content=self.digest(case))
        self.ask(command, by=HEAD, on=on)
        return self

    def issue(self, on: str = "2026-05-22", case: str = CASE) -> "House":
        """The certificate officer issues."""
        command = life.IssueCertificate(case=case, awarded_on=date.fromisoformat(on))
        self.ask(command, by=OFFICER, on=on)
        return self

    def pass_vote(self, on: str = "2026-05-18", case: str = CASE) -> "House":
        """A meeting of all members passes the file."""
        everybody = dict.fromkeys(COMMITTEE, "yes")
        return self.convene(on=on, case=case).vote(on=on, case=case, **everybody).close(on, case)

    def decide(self, on: str = "2026-05-20", **changed: Any) -> "House":
        """Opened, reviewed, voted, signed and decided, all on one day."""
        case = changed.get("case", CASE)
        return (
            self.open(on, **changed)
            .pass_vote(on, case)
            .sign(on=on, case=case)
            .countersign(on, case)
        )

    def suspend(self, confirmed: str, on: str, **changed: Any) -> list[Event]:
        """A ground is confirmed, a decider decides, the head approves: what the approval yields."""
        ground = changed.pop("ground", "0112")
        self.confirm(confirmed, ground)
        return self.act(StatusAct.SUSPEND, on, ground=ground, **{**SUSPENSION, **changed})

    def confirm(self, on: str, ground: str = "0112", surveillance: int | None = None) -> "House":
        """A ground to suspend is confirmed."""
        command = life.ConfirmSuspensionGround(
            certificate=NUMBER, ground=ground, facts="未按期接受监督", surveillance=surveillance
        )
        self.ask(command, by="bai", on=on)
        return self

    def act(self, act: StatusAct, on: str, **details: Any) -> list[Event]:
        """A decider decides, the head approves: what the approval yields."""
        self.ask(status(act, **details), by="bai", on=on)
        number = self.state(f"decisions-certificate-{NUMBER}").pending.decision
        approve = life.ApproveStatus(certificate=NUMBER, decision=number)
        return self.ask(approve, by=HEAD, on=on)


def certified(on: str = "2026-05-22") -> House:
    """A house with the walk-through's certificate, decided and awarded on one day."""
    return House().decide(on).issue(on)
