"""Anybody asks anything of one case, in any order, on any day, through the real handlers."""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from events.envelope import Recorded
from events.event import Event
from services.cli.sample.people import CLERK, HEAD, MEMBERS, PLANNER, SECRETARY
from tests.journeys.gates import missing
from tests.journeys.one_case import OneCase


class WholeCase(OneCase, RuleBasedStateMachine):
    """A fresh case of a fresh applicant, with a fresh team, in a body that goes on living."""

    furthest: ClassVar[set[str]] = set()
    """Kinds of events any of the runs has come to."""

    @rule(steps=st.integers(3, 14))
    def goes_on(self, steps: int) -> None:
        """Whoever is next does what is next, and waits where time must pass."""
        plain = list(self.table().values())
        for asking in plain[self.place : self.place + steps]:
            if not self.asks(asking()):
                self.waits(5)
                if not self.asks(asking()):
                    self.place = len(self.done_in_order())
                    return
            self.place += 1

    @rule(ahead=st.integers(1, 7), days=st.sampled_from((0, 1, 6, 15)))
    def somebody_hurries(self, ahead: int, days: int) -> None:
        """An act is asked before those that come first, perhaps much later."""
        plain = list(self.table().values())
        self.waits(days)
        if self.place + ahead < len(plain):
            self.asks(plain[self.place + ahead]())

    @rule(steps=st.integers(2, 8))
    def somebody_leaves_one_out(self, steps: int) -> None:
        """The act that is due is passed over, and those after it are asked."""
        self.asks_each(list(self.table())[self.place + 1 : self.place + 1 + steps])

    def done_in_order(self) -> list[str]:
        """Acts of the plain case that need not be asked again: the head of the table."""
        known = {type(each.event).__name__ for each in self.history()}
        plain = list(self.table())
        following = (
            ("DecisionCountersigned", "issue"),
            ("VoteClosed", "sign_0"),
            ("DecisionMeetingConvened", "part_0"),
            ("AuditReportFixed", "review"),
            ("OpeningMeetingHeld", "headcount"),
            ("TeamAssigned", "declare_0"),
            ("AgreementSigned", "pay_instalment"),
        )
        return next((plain[: plain.index(name)] for kind, name in following if kind in known), [])

    @rule(name=st.integers(0, 40))
    def somebody_asks_out_of_order(self, name: int) -> None:
        """Any act at any time."""
        plain = list(self.table().values())
        self.asks(plain[name % len(plain)]())

    @rule(name=st.integers(0, 40), by=st.sampled_from((HEAD, SECRETARY, PLANNER, CLERK, *MEMBERS)))
    def somebody_else_asks(self, name: int, by: str) -> None:
        """Any act by somebody whose work it may not be."""
        plain = list(self.table().values())
        command, _by, role, body = plain[name % len(plain)]()
        self.asks((command, by, role, body))

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.waits(days)

    @invariant()
    def no_stage_was_skipped(self) -> None:
        history = self.history()
        self.furthest.update(type(each.event).__name__ for each in history)
        seen: list[Recorded[Event]] = []
        for each in history:
            assert missing(each, seen) == [], (type(each.event).__name__, missing(each, seen))
            seen.append(each)

    @invariant()
    def nobody_judged_their_own_audit(self) -> None:
        deciding = ("ReviewCompleted", "VoteCast", "DecisionSigned", "DecisionCountersigned")
        for each in self.history():
            if type(each.event).__name__ in deciding:
                assert each.actor not in self.team
