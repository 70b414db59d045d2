"""Whatever is asked in whatever order, these hold. Lifecycle 11."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from events.vocabulary import Activity, StatusAct, Vote
from services.decisions.certificate import commands as life
from services.decisions.file import commands as ask
from tests.services.decisions.builders import (
    COMMITTEE,
    HEAD,
    OFFICER,
    REVIEWER,
    SECRETARY,
    TEAM,
    USCC,
    content,
)
from tests.services.decisions.house import SUSPENSION, status
from tests.services.decisions.machine import CASES, NUMBERS, START, Body, review_of

cases = st.sampled_from(CASES)
numbers = st.sampled_from((NUMBERS[0], *NUMBERS))
people = st.sampled_from((*COMMITTEE, *sorted(TEAM), HEAD, SECRETARY, REVIEWER))
members = st.frozensets(st.sampled_from((*COMMITTEE, "lin")), min_size=2)


class Files(Body):
    """Two cases, asked about in any order by anybody."""

    @rule(
        case=cases,
        scope=st.sampled_from(("家电售后服务", "空调售后服务")),
        majors=st.integers(0, 1),
    )
    def open(self, case, scope, majors):
        fields = content(case=case, scope=scope, open_majors=majors)
        self.asks(ask.OpenFile(**fields), SECRETARY)

    @rule(case=cases, by=people)
    def review(self, case, by):
        self.asks(review_of(case), by)

    @rule(case=cases, called=members)
    def convene(self, case, called):
        self.asks(ask.ConveneMeeting(case=case, members=called), SECRETARY)

    @rule(case=cases, by=people)
    def declare(self, case, by):
        self.asks(ask.DeclareNonParticipation(case=case), by)

    @rule(case=cases, member=people)
    def recuse(self, case, member):
        self.asks(ask.RecuseMember(case=case, member=member, ground="利害关系"), SECRETARY)

    @rule(
        case=cases,
        by=people,
        vote=st.sampled_from(Vote),
        replaces=st.none() | st.sampled_from(Vote),
    )
    def vote(self, case, by, vote, replaces):
        self.asks(ask.CastVote(case=case, vote=vote, replaces=replaces), by)

    @rule(case=cases)
    def close(self, case):
        self.asks(ask.CloseVote(case=case), SECRETARY)

    @rule(case=cases, by=people)
    def sign(self, case, by):
        self.asks(ask.SignDecision(case=case, content=self._content(case)), by)

    @rule(case=cases, by=people)
    def countersign(self, case, by):
        self.asks(ask.CountersignDecision(case=case, content=self._content(case)), by)

    @rule(case=cases, by=people)
    def send_back(self, case, by):
        self.asks(ask.SendBackDecision(case=case, reasons=("不符",)), by)

    @rule(case=cases, grant=st.booleans())
    def end_without_certificate(self, case, grant):
        if grant:
            self.asks(ask.ReturnCase(case=case, to="reported", reasons=("更正",)), SECRETARY)
        else:
            refuse = ask.RefuseCertification(case=case, reasons=("不符",), appeal="可申诉")
            self.asks(refuse, SECRETARY)

    @rule(case=cases, year=st.sampled_from((2026, 2027)))
    def assign(self, case, year):
        self.asks(life.AssignNumber(case=case, year=year), OFFICER)

    @rule(number=numbers)
    def void(self, number):
        self.asks(life.VoidNumber(certificate=number, series=number[:7], reason="作废"), OFFICER)

    @rule(case=cases, ago=st.integers(-1, 3))
    def issue(self, case, ago):
        awarded_on = self.day - timedelta(days=ago)
        self.asks(life.IssueCertificate(case=case, awarded_on=awarded_on), OFFICER)

    @rule(case=cases)
    def certify_smoothly(self, case):
        self.certify(case)


class Certificates(Body):
    """A certificate and the one that may follow it, through the years."""

    @initialize()
    def begin(self):
        self.certify(CASES[0])

    @rule(number=numbers, by=people)
    def confirm(self, number, by):
        ground = life.ConfirmSuspensionGround(certificate=number, ground="0112", facts="事实")
        self.asks(ground, by)

    @rule(
        number=numbers,
        by=people,
        act=st.sampled_from(StatusAct),
        months=st.sampled_from((None, 1, 3, 7)),
    )
    def decide(self, number, by, act, months):
        details: dict[str, Any] = {"certificate": number, "months": months, **SUSPENSION}
        if act is StatusAct.CANCEL:
            details |= {"ground": "own_request", "requested_on": self.day}
        self.asks(status(act, **details), by)

    @rule(act=st.sampled_from(StatusAct), months=st.sampled_from((None, 1, 3)))
    def carry_out(self, act, months):
        """A decider who confirms and decides, and a head who approves at once."""
        [number] = [*self.house.state(f"decisions-holder-{USCC}").in_force, NUMBERS[0]][:1]
        self.confirm(number, "bai")
        self.decide(number, "bai", act, months)
        pending = self.house.state(f"decisions-certificate-{number}").pending
        if pending:
            self.approve(number, HEAD, pending.decision)

    @rule(number=numbers, by=people, decision=st.integers(1, 3))
    def approve(self, number, by, decision):
        self.asks(life.ApproveStatus(certificate=number, decision=decision), by)

    @rule(number=numbers, decision=st.integers(1, 3))
    def send_back_status(self, number, decision):
        command = life.SendBackStatus(certificate=number, decision=decision, reasons=("不足",))
        self.asks(command, HEAD)

    @rule(days=st.sampled_from((1, 6, 31, 400)))
    def days_pass(self, days):
        self.day = min(self.day + timedelta(days=days), START + timedelta(days=1600))
        for number in NUMBERS:
            self.house.day_opens(self.day.isoformat(), number)
            assert self.house.day_opens(self.day.isoformat(), number) == []

    @precondition(lambda self: self.day > START + timedelta(days=400))
    @rule()
    def recertify(self):
        """The second case follows the first certificate."""
        activity = Activity.RECERTIFICATION
        self.certify(CASES[1], activity=activity, previous_certificate=NUMBERS[0])


SETTINGS = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestFiles, TestCertificates = Files.TestCase, Certificates.TestCase
TestFiles.settings = TestCertificates.settings = SETTINGS
