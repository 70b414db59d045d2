"""Nonconformities from raised to closed. Process 16."""

from datetime import date

import pytest

from events.auditing_findings import (
    CorrectiveActionJudged,
    CorrectiveActionSubmitted,
    NonconformityClosed,
    NonconformityDeadlineExtended,
    NonconformityRaised,
)
from events.vocabulary import Role
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from services.core.scheme.rules import Rule as SchemeRule
from tests.services.applications.builders import CASE, CONTACT
from tests.services.auditing.builders import (
    AUDITOR,
    EVIDENCE,
    LEADER,
    WALK,
    Walk,
    by_auditor,
    by_client,
    by_leader,
    step,
    walked,
)

ON = "2026-04-09"


def raising(severity: str = "minor", fact: str = "投诉未在时限内答复。") -> ask.RaiseNonconformity:
    """A demand that was not met."""
    return ask.RaiseNonconformity(
        case=CASE, severity=severity, indicator="5.3.2.2", fact=fact, evidence=EVIDENCE
    )


ANSWER = ask.SubmitCorrectiveAction(
    case=CASE,
    number=1,
    cause="无专人跟进",
    correction="已补答复",
    action="指定专人",
    evidence=EVIDENCE,
)


def verdict(*, accepted: bool = True, method: str = "documentary") -> ask.JudgeCorrectiveAction:
    """What the team says of it."""
    return ask.JudgeCorrectiveAction(
        case=CASE, number=1, method=method, accepted=accepted, remarks="已查证。"
    )


def raised(severity: str = "minor") -> Walk:
    """On site, with one nonconformity."""
    return walked("findings").goes(step(raising(severity), AUDITOR, Role.AUDITOR, ON))


def answered(severity: str = "minor") -> Walk:
    """After the client submitted its corrective action."""
    closed = raised(severity).goes(*WALK["closing"])
    return closed.goes(step(ANSWER, CONTACT, Role.CLIENT_CONTACT, "2026-04-20"))


@pytest.mark.parametrize(
    ("severity", "due_on"),
    [
        ("major", date(2026, 5, 9)),
        ("minor", date(2026, 7, 9)),
        ("observation", None),
    ],
)
def test_each_class_has_its_deadline(severity: str, due_on: date | None):
    by_auditor(walked("findings"), raising(severity), ON).then(
        NonconformityRaised(
            **dict(raising(severity)),
            number=1,
            due_on=due_on,
            raised_by=AUDITOR,
            raised_on=date(2026, 4, 9),
        )
    )


def test_the_same_fact_is_raised_once_and_others_are_numbered():
    by_leader(raised(), raising(), "2026-04-10").then_nothing_happens()
    (second,) = by_leader(raised(), raising(fact="另一事实"), "2026-04-10").answer()
    assert second.number == 2


def test_a_nonconformity_is_raised_by_those_who_judge_with_evidence():
    outsider = walked("findings").when(raising(), by="bao", role=Role.AUDITOR, on=ON)
    outsider.then_refused(Rule.SCORER_MAY_SCORE)
    bare = raising().model_copy(update={"evidence": ()})
    by_auditor(walked("findings"), bare, ON).then_refused(Rule.EVIDENCE_IS_GIVEN)
    strange = raising().model_copy(update={"indicator": "9.9"})
    told = by_auditor(walked("findings"), strange, ON)
    told.then_refused(SchemeRule.INDICATOR_IS_OF_THE_SCHEME)


def test_every_finding_is_told_at_the_closing_meeting_and_none_added_later():
    closed = raised().goes(*WALK["closing"])
    assert closed.history[-1].nonconformities == (1,)
    late = by_auditor(closed, raising(fact="另一事实"), "2026-04-10")
    late.then_refused(Rule.FINDINGS_ARE_NOT_TOLD)


def test_a_client_answers_in_time():
    closed = raised("major").goes(*WALK["closing"])
    by_client(closed, ANSWER, "2026-05-09").then(
        CorrectiveActionSubmitted(**dict(ANSWER), submitted_on=date(2026, 5, 9))
    )
    late = by_client(closed, ANSWER, "2026-05-10")
    assert late.then_refused(Rule.DEADLINE_IS_KEPT)["due_on"] == date(2026, 5, 9)
    by_client(answered(), ANSWER, "2026-04-21").then_nothing_happens()


def test_a_client_answers_its_own_open_nonconformities():
    other = raised().when(ANSWER, by="client-li", role=Role.CLIENT_CONTACT, on="2026-04-20")
    other.then_refused(Rule.CLIENT_ACTS_FOR_ITSELF)
    unknown = ANSWER.model_copy(update={"number": 7})
    by_client(raised(), unknown, "2026-04-20").then_refused(Rule.NONCONFORMITY_IS_OPEN)
    by_client(raised("observation"), ANSWER, "2026-04-20").then_refused(Rule.NONCONFORMITY_IS_OPEN)


def test_an_accepted_action_closes_the_nonconformity():
    by_auditor(answered(), verdict(), "2026-04-22").then(
        CorrectiveActionJudged(**dict(verdict()), judged_by=AUDITOR, judged_on=date(2026, 4, 22)),
        NonconformityClosed(case=CASE, number=1, closed_on=date(2026, 4, 22)),
    )


def test_an_action_not_accepted_is_followed_by_another():
    refused = answered().goes(step(verdict(accepted=False), AUDITOR, Role.AUDITOR, "2026-04-22"))
    by_auditor(refused, verdict(), "2026-04-23").then_refused(Rule.ACTION_IS_SUBMITTED)
    again = ANSWER.model_copy(update={"action": "建立台账"})
    better = refused.goes(step(again, CONTACT, Role.CLIENT_CONTACT, "2026-04-25"))
    closed = better.goes(step(verdict(), AUDITOR, Role.AUDITOR, "2026-04-27"))
    assert isinstance(closed.history[-1], NonconformityClosed)
    by_auditor(closed, verdict(), "2026-04-28").then_nothing_happens()


def test_a_major_one_is_verified_on_site():
    by_auditor(answered("major"), verdict(), "2026-04-22").then_refused(Rule.VERIFICATION_IS_ENOUGH)
    visited = by_auditor(answered("major"), verdict(method="on_site"), "2026-04-22")
    assert isinstance(visited.answer()[-1], NonconformityClosed)


def test_a_verdict_needs_an_action():
    by_auditor(raised(), verdict(), "2026-04-22").then_refused(Rule.ACTION_IS_SUBMITTED)


def test_the_leader_gives_longer_within_the_cap():
    """Six months after the last day on site, 2026-04-10: 2026-10-10."""
    longer = ask.ExtendNonconformityDeadline(
        case=CASE, number=1, due_on=date(2026, 10, 10), reason="备件到货晚"
    )
    by_leader(raised(), longer, "2026-05-02").then(
        NonconformityDeadlineExtended(**dict(longer), extended_by=LEADER)
    )
    after = raised().goes(step(longer, LEADER, Role.TEAM_LEADER, "2026-05-02"))
    by_leader(after, longer, "2026-05-03").then_nothing_happens()
    assert by_client(after, ANSWER, "2026-10-10").answer()
    beyond = longer.model_copy(update={"due_on": date(2026, 10, 11)})
    told = by_leader(raised(), beyond, "2026-05-02")
    assert told.then_refused(Rule.EXTENSION_IS_WITHIN_CAP)["last"] == date(2026, 10, 10)
    by_auditor(raised(), longer, "2026-05-02").then_refused(Rule.LEADER_ACTS)
