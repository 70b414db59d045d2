"""Points, exclusions, special deductions, bonuses. Process 15; scoring 3, 4."""

from fractions import Fraction

import pytest

from events.auditing_findings import (
    IndicatorExcluded,
    IndicatorScored,
    SpecialBonusApproved,
    SpecialDeductionRaised,
)
from events.vocabulary import Role
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from services.core.scheme.rules import Rule as SchemeRule
from tests.services.applications.builders import CASE, demo_pack
from tests.services.auditing.builders import (
    AUDITOR,
    EVIDENCE,
    LEADER,
    TRAINEE,
    Walk,
    by_auditor,
    by_leader,
    knowing,
    met,
    walked,
)

ON = "2026-04-09"
ARGUED = {"reason": "三名员工未持证。", "evidence": EVIDENCE}


def record(*findings: ask.Found) -> ask.RecordFindings:
    """These findings."""
    return ask.RecordFindings(case=CASE, findings=findings)


def sampled(checked: int | None = 10, nonconforming: int | None = 2, **given) -> ask.Found:
    """So many of a sample do not conform."""
    return ask.Found(
        indicator="5.1.2.1",
        result="sampled",
        checked=checked,
        nonconforming=nonconforming,
        **{**ARGUED, **given},
    )


def test_a_sample_earns_its_exact_share():
    """Scoring 3: three points × (7 − 2) ÷ 7 = 15/7."""
    by_auditor(walked("headcount"), record(sampled(7, 2)), ON).then(
        IndicatorScored(
            case=CASE,
            indicator="5.1.2.1",
            result="sampled",
            checked=7,
            nonconforming=2,
            base=None,
            present=None,
            given=None,
            worth=Fraction(3),
            points=Fraction(15, 7),
            **ARGUED,
            scorer=AUDITOR,
        )
    )


def test_every_finding_is_recorded_and_the_same_again_is_not():
    assert len(by_auditor(walked("headcount"), record(*met()), ON).answer()) == 36
    by_auditor(walked("findings"), record(*met()), ON).then_nothing_happens()
    (changed,) = by_auditor(walked("findings"), record(sampled()), ON).answer()
    assert changed.points == Fraction(12, 5)


def test_nothing_is_scored_before_the_opening_meeting():
    told = by_auditor(walked("reported"), record(sampled()), "2026-04-07")
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["opening_meeting"]


@pytest.mark.parametrize("who", [TRAINEE, "somebody", "client-wu"])
def test_only_leader_and_auditors_of_the_team_score(who: str):
    asked = walked("headcount").when(record(sampled()), by=who, role=Role.AUDITOR, on=ON)
    asked.then_refused(Rule.SCORER_MAY_SCORE)


def test_only_indicators_of_the_scheme_are_scored():
    strange = ask.Found(indicator="9.9.9.9", result="met")
    told = by_auditor(walked("headcount"), record(sampled(), strange), ON)
    assert told.then_refused(SchemeRule.INDICATOR_IS_OF_THE_SCHEME)["indicators"] == ["9.9.9.9"]


def test_an_indicator_is_scored_once_in_a_record():
    told = by_auditor(walked("headcount"), record(sampled(), sampled(10, 3)), ON)
    told.then_refused(SchemeRule.FINDING_IS_SINGLE)


@pytest.mark.parametrize(
    "found",
    [
        sampled(reason=None),
        sampled(evidence=()),
        sampled(reason="  "),
        ask.Found(indicator="5.1.1.1", result="not_met"),
        ask.Found(indicator="5.1.2.2", result="ratio", base=20, present=1),
    ],
)
def test_points_are_taken_only_with_fact_and_evidence(found: ask.Found):
    told = by_auditor(walked("headcount"), record(found), ON)
    assert told.then_refused(Rule.EVIDENCE_IS_GIVEN)["indicator"] == found.indicator


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (sampled(3, 4), "nonconforming is more than checked"),
        (sampled(0, 0), "checked is below 1"),
        (sampled(10, -1), "nonconforming is below 0"),
        (sampled(10, None), "a result sampled needs nonconforming"),
        (sampled(10, 1, base=4), "a result sampled has no base"),
        (
            ask.Found(indicator="5.1.2.2", result="ratio", base=-1, present=0),
            "base is below 0",
        ),
    ],
)
def test_figures_can_be(found: ask.Found, why: str):
    told = by_auditor(walked("headcount"), record(found), ON)
    assert told.then_refused(Rule.FIGURES_ARE_POSSIBLE)["why"] == why


def test_a_result_is_of_the_indicators_kind():
    wrong = ask.Found(indicator="5.1.1.1", result="ratio", base=1, present=1)
    told = by_auditor(walked("headcount"), record(wrong), ON)
    told.then_refused(SchemeRule.RESULT_FITS_THE_KIND)


def test_the_leader_excludes_with_a_reason():
    excluded = ask.Found(indicator="5.2.6.1", result="excluded", reason="无废弃商品回收")
    by_leader(walked("headcount"), record(excluded), ON).then(
        IndicatorExcluded(
            case=CASE,
            indicator="5.2.6.1",
            worth=Fraction(2),
            reason="无废弃商品回收",
            evidence=(),
            approved_by=LEADER,
        )
    )
    told = by_auditor(walked("headcount"), record(excluded), ON)
    told.then_refused(Rule.EXCLUSION_IS_APPROVED)
    silent = ask.Found(indicator="5.2.6.1", result="excluded")
    by_leader(walked("headcount"), record(silent), ON).then_refused(Rule.EXCLUSION_IS_APPROVED)


def test_a_closed_sheet_does_not_change():
    by_auditor(walked("sheet"), record(sampled()), "2026-04-13").then_refused(Rule.SHEET_IS_OPEN)
    by_auditor(walked("sheet"), record(*met()), "2026-04-13").then_nothing_happens()


DEDUCTION = ask.RaiseSpecialDeduction(case=CASE, category="law", **ARGUED)


def test_a_special_deduction_is_raised_once_a_fact():
    raised = by_auditor(walked("headcount"), DEDUCTION, ON)
    raised.then(SpecialDeductionRaised(**dict(DEDUCTION), deduction=1, raised_by=AUDITOR))
    walk = Walk((*walked("headcount").history, *raised.answer()))
    by_auditor(walk, DEDUCTION, ON).then_nothing_happens()
    (second,) = by_auditor(walk, DEDUCTION.model_copy(update={"category": "trade"}), ON).answer()
    assert second.deduction == 2


def test_a_special_deduction_has_category_and_evidence():
    strange = DEDUCTION.model_copy(update={"category": "weather"})
    by_auditor(walked("headcount"), strange, ON).then_refused(SchemeRule.CATEGORY_IS_OF_THE_SCHEME)
    bare = DEDUCTION.model_copy(update={"evidence": ()})
    by_auditor(walked("headcount"), bare, ON).then_refused(Rule.EVIDENCE_IS_GIVEN)
    by_auditor(walked("closing"), DEDUCTION, "2026-04-10").then_refused(Rule.FINDINGS_ARE_NOT_TOLD)


def test_a_bonus_is_approved_by_the_leader_as_far_as_the_scheme_counts():
    bonus = ask.ApproveSpecialBonus(case=CASE, **ARGUED)
    none = by_leader(walked("headcount"), bonus, ON)
    none.then_refused(SchemeRule.BONUS_IS_WITHIN_LIMIT)
    pack = demo_pack(scoring={"special_bonus": {"points": "1", "max_count": 1}})
    walk = Walk(walked("headcount").history, knowing(pack=pack))
    approved = by_leader(walk, bonus, ON)
    approved.then(SpecialBonusApproved(**dict(bonus), bonus=1, approved_by=LEADER))
    by_auditor(walk, bonus, ON).then_refused(Rule.LEADER_ACTS)
    bare = bonus.model_copy(update={"evidence": ()})
    by_leader(walk, bare, ON).then_refused(Rule.EVIDENCE_IS_GIVEN)
    after = Walk((*walk.history, *approved.answer()), walk.foreign)
    by_leader(after, bonus, ON).then_nothing_happens()
