"""People, a scheme, a body and histories that the specifications of decisions begin from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
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
from events.vocabulary import Activity, BodyKind, Employment, Role, Site, StatusAct, Vote
from services.core.canonical import digest
from services.decisions.certificate import commands as life
from services.decisions.file import commands as ask
from services.decisions.service import DECISIONS
from tests.given import Given, Specification, at

given = Specification(DECISIONS)

CASE = "A-2026-00017"
NUMBER = "90026SC0001R0M"
USCC = "91350100M000100Y43"
DEMO = "gbt-27922-demo@2026-1"
REAL = "gbt-27922@2026-1"
COMMITTEE = ("bai", "chen", "deng", "fan", "gao")
HEAD, SECRETARY, REVIEWER, OFFICER = "head", "secretary", "reviewer", "officer"
TEAM = frozenset({"lin", "zhao", "witness"})
PACKS = Path(__file__).parents[3] / "services" / "schemes" / "packs"


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


SUSPENSION = {"conditions": "完成监督审查", "contact": "chen"}


def status(act: StatusAct, **details: Any) -> life.DecideStatus:
    """A status decision with a ground and facts."""
    return life.DecideStatus(
        **{"certificate": NUMBER, "act": act, "ground": "0112", "facts": "事实", **details}
    )


def certified(on: str = "2026-05-22") -> House:
    """A house with the walk-through's certificate, decided and awarded on one day."""
    return House().decide(on).issue(on)


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
