"""What must hold after every command, whoever asked for what. Lifecycle 11."""

from datetime import date
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from events import certificates as certified
from events import decisions as happened
from events.vocabulary import CertificateStatus, Vote
from services.core.rule import Refused
from services.decisions.certificate import commands as life
from services.decisions.file import commands as ask
from tests.services.decisions.builders import (
    COMMITTEE,
    HEAD,
    OFFICER,
    REVIEWER,
    SECRETARY,
    TEAM,
    content,
)
from tests.services.decisions.house import House

CASES = ("A-2026-00017", "A-2026-00018")
FINAL = {CertificateStatus.WITHDRAWN, CertificateStatus.CANCELLED, CertificateStatus.EXPIRED}
NUMBERS = ("90026SC0001R0M", "90026SC0002R0M", "90027SC0001R0M", "90026SC0002R1M")
START = date(2026, 5, 1)


def review_of(case):
    return ask.CompleteReview(case=case, recommendation="grant", remarks="同意")


class Body(RuleBasedStateMachine):
    """Anybody asks anything; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House()
        self.day = START
        self.refusals = 0

    def asks(self, command: Any, by: str) -> None:
        """Ask; what is refused is counted and changes nothing."""
        try:
            self.house.ask(command, by=by, on=self.day.isoformat())
        except Refused:
            self.refusals += 1

    def certify(self, case, **changed):
        """A clerk who does everything in order, so that certificates come to exist."""
        self.asks(ask.OpenFile(**content(case=case, **changed)), SECRETARY)
        self.asks(review_of(case), REVIEWER)
        self.asks(ask.ConveneMeeting(case=case, members=frozenset(COMMITTEE)), SECRETARY)
        for member in COMMITTEE:
            self.asks(ask.DeclareNonParticipation(case=case), member)
            self.asks(ask.CastVote(case=case, vote=Vote.YES), member)
        self.asks(ask.CloseVote(case=case), SECRETARY)
        for member in COMMITTEE:
            self.asks(ask.SignDecision(case=case, content=self._content(case)), member)
        self.asks(ask.CountersignDecision(case=case, content=self._content(case)), HEAD)
        self.asks(life.IssueCertificate(case=case, awarded_on=self.day), OFFICER)

    def _content(self, case: str) -> str:
        result = self.house.state(f"decisions-file-{case}").result
        return result.content if result else "0" * 64

    def _recorded(self, kind):
        return [event for event in self.house.history if isinstance(event, kind)]

    @invariant()
    def nobody_of_the_team_reviews_votes_or_signs(self):
        acted = {
            *(event.reviewer for event in self._recorded(happened.ReviewCompleted)),
            *(event.voter for event in self._recorded(happened.VoteCast)),
            *(event.signer for event in self._recorded(happened.DecisionSigned)),
            *(event.signer for event in self._recorded(happened.DecisionCountersigned)),
            *(event.decider for event in self._recorded(certified.StatusDecided)),
        }
        assert not acted & TEAM

    @invariant()
    def a_certificate_follows_both_signatures_in_order(self):
        history = self.house.history
        for issued in self._recorded(certified.CertificateIssued):
            [decided] = [
                event
                for event in self._recorded(happened.DecisionCountersigned)
                if event.case == issued.case
            ]
            before = history[: history.index(decided)]
            signed = {
                event.signer
                for event in before
                if isinstance(event, happened.DecisionSigned) and event.content == decided.content
            }
            assert issued.deciders <= signed
            assert decided.signer not in issued.deciders
            assert history.index(decided) < history.index(issued)
            assert decided.decided_on == issued.decided_on <= issued.awarded_on <= issued.expires_on

    @invariant()
    def numbers_are_given_once_and_issued_once(self):
        assigned = [
            event.certificate for event in self._recorded(certified.CertificateNumberAssigned)
        ]
        issued = [event.certificate for event in self._recorded(certified.CertificateIssued)]
        voided = [event.certificate for event in self._recorded(certified.CertificateNumberVoided)]
        assert len(assigned) == len(set(assigned))
        assert len(issued) == len(set(issued))
        assert set(issued) <= set(assigned) - set(voided)
        cases = [event.case for event in self._recorded(certified.CertificateIssued)]
        assert len(cases) == len(set(cases))

    @invariant()
    def a_final_status_is_final(self):
        for number in NUMBERS:
            ended = False
            for event in self.house.history:
                if getattr(event, "certificate", None) != number:
                    continue
                if isinstance(event, certified.HolderCertificationEnded):
                    continue
                changes = (
                    certified.CertificateSuspended
                    | certified.CertificateRestored
                    | certified.SuspensionExtended
                    | certified.SuspensionGroundConfirmed
                    | certified.CertificateWithdrawn
                    | certified.CertificateCancelled
                    | certified.CertificateExpired
                )
                assert not (ended and isinstance(event, changes))
                ended = ended or isinstance(
                    event,
                    certified.CertificateWithdrawn
                    | certified.CertificateCancelled
                    | certified.CertificateExpired,
                )

    @invariant()
    def decider_and_approver_are_two(self):
        changed = (
            certified.CertificateSuspended
            | certified.CertificateRestored
            | certified.SuspensionExtended
            | certified.CertificateWithdrawn
            | certified.CertificateCancelled
        )
        for event in self._recorded(changed):
            assert event.decider != event.approver

    @invariant()
    def one_certificate_in_force_for_holder_scheme_and_scope(self):
        held = [
            certificate.issued.scope
            for number in NUMBERS
            for certificate in [self.house.state(f"decisions-certificate-{number}")]
            if certificate.issued and certificate.status not in FINAL
        ]
        assert len(held) == len(set(held))
