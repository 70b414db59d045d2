"""From findings to a grade. GB/T 27922-2011 6; scoring 3 to 5."""

from fractions import Fraction
from typing import Any

import pytest

from events.scheme_pack import SchemePack
from services.core.canonical import digest
from services.core.rule import Refused
from services.core.scheme.rules import Rule
from services.core.scheme.scoring import score
from services.core.scheme.sheet import Finding, ScoreSheet
from services.core.scheme.tree import leaves
from services.runtime.packs import shipped
from tests.services.core.scheme.sheets import (
    DEMO,
    excluded,
    finding,
    graded_pack,
    graded_sheet,
    sheet,
    without,
)
from tests.services.schemes.packs import changed

GRADED = graded_pack()


def refused(pack: SchemePack, given: ScoreSheet) -> Refused:
    with pytest.raises(Refused) as fault:
        score(pack, given)
    return fault.value


def reading(**values: Any) -> Any:
    def change(raw: Any) -> None:
        for path, value in values.items():
            block, name = path.split("__")
            raw["scoring"][block][name] = value

    return graded_pack(change=change)


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("69.99", None),
        ("70", "qualified"),
        ("79.99", "qualified"),
        ("80", "three_star"),
        ("89.99", "three_star"),
        ("90", "four_star"),
        ("94.99", "four_star"),
        ("95", "five_star"),
        ("100", "five_star"),
    ],
)
def test_bands_are_chosen_by_the_exact_score_o_01_o_03_o_05(points, grade):
    found = score(GRADED, graded_sheet(Fraction(points)))
    assert found.grade == grade
    assert found.failed_by == (None if grade else "score")
    assert found.passed == (grade is not None)


@pytest.mark.parametrize("affects", [True, False])
def test_five_special_deductions_fail_whatever_the_score_o_07(affects):
    found = score(
        reading(special_deductions__affects_score=affects), graded_sheet(Fraction(96), special=5)
    )
    assert (found.passed, found.failed_by, found.grade) == (False, "veto", None)


def test_four_special_deductions_are_read_two_ways_o_08():
    given = graded_sheet(Fraction(96), special=4)
    strict = score(GRADED, given)
    assert (strict.final, strict.grade) == (92, "four_star")
    assert [
        (other.parameter, other.other_value, other.other_final, other.other_band)
        for other in strict.reading_sensitive
    ] == [("/scoring/special_deductions/affects_score", False, 96, "five_star")]
    lenient = score(reading(special_deductions__affects_score=False), given)
    assert (lenient.final, lenient.grade) == (96, "five_star")
    assert lenient.reading_sensitive


def test_what_is_excluded_leaves_the_denominator_o_11():
    gone = [excluded(name) for name in ("5.2.6.1", "5.2.6.2", "5.2.5.1", "5.2.5.2")]
    worth = {leaf.id: leaf.points or 0 for leaf in leaves(DEMO.indicators)}
    assert sum(worth[each.indicator] for each in gone) == 10
    found = score(DEMO, sheet(*gone, finding("5.1.2.2", "ratio", base=20, present=1)))
    assert (found.obtained, found.applicable) == (85, 90)
    assert (found.score, found.display, found.grade) == (Fraction(850, 9), "94.44", "four_star")


def test_a_sample_earns_its_share_o_14():
    found = score(DEMO, sheet(finding("5.3.2.1", "sampled", checked=10, nonconforming=2)))
    assert next(step.value for step in found.trace if step.indicator == "5.3.2.1") == "4"


def test_a_bonus_needs_a_reading_that_allows_it_o_17():
    given = graded_sheet(Fraction(94), bonuses=1)
    assert refused(GRADED, given).rule is Rule.BONUS_IS_WITHIN_LIMIT
    found = score(reading(special_bonus__max_count=1), given)
    assert (found.final, found.grade) == (95, "five_star")
    assert [other.other_final for other in found.reading_sensitive] == [94, 95]
    assert score(GRADED, graded_sheet(Fraction(94))).grade == "four_star"


@pytest.mark.parametrize(("award", "points"), [("all_or_nothing", "0"), ("pro_rata", "2.5")])
def test_one_manager_of_two_needed_o_20(award, points):
    def change(raw: Any) -> None:
        raw["indicators"][0]["children"][1]["children"][1]["ratio"]["award"] = award

    found = score(changed(change), sheet(finding("5.1.2.2", "ratio", base=20, present=1)))
    step = next(step for step in found.trace if step.indicator == "5.1.2.2")
    assert (step.operands["required"], step.value) == ("2", points)


@pytest.mark.parametrize(
    ("final", "grade"),
    [(949, "four"), (950, "five"), (900, "four"), (800, "three"), (700, "two"), (699, None)],
)
def test_a_brand_score_of_a_thousand_o_31(final, grade):
    def thousand(raw: Any) -> None:
        raw["bands"] = [
            {"code": code, "rank": rank, "zh": code, "en": code, "min": line, "inclusive": True}
            for rank, code, line in (
                (2, "two", "700"), (3, "three", "800"), (4, "four", "900"), (5, "five", "950"),
            )
        ]  # fmt: skip
        raw["marks"] = {}

    found = score(graded_pack(scale="1000", change=thousand), graded_sheet(Fraction(final, 10)))
    assert (found.final, found.grade) == (final, grade)


TRADE = shipped("sbt-10401-2006")


def trade(complaints: str) -> ScoreSheet:
    weights = (TRADE.weight_tables or {})["durable"]
    return ScoreSheet(
        client_class="durable",
        findings=tuple(
            finding(name, "graded", points=complaints if name == "complaints" else worth)
            for name, worth in weights.items()
        ),
    )


def test_a_section_below_half_fails_o_35():
    found = score(TRADE, trade("14"))
    assert (found.final, found.failed_by, found.grade) == (84, "section", None)
    assert score(TRADE, trade("15")).grade == "passed"


def test_a_class_has_only_the_indicators_of_its_table():
    fault = refused(TRADE, trade("15").model_copy(update={"client_class": "fmcg"}))
    assert fault.rule is Rule.INDICATOR_IS_OF_THE_SCHEME
    assert fault.facts["indicators"] == ["customers", "delivery", "repair"]
    none = refused(TRADE, trade("15").model_copy(update={"client_class": None}))
    assert none.rule is Rule.CLASS_IS_KNOWN


def test_the_walk_through_scores_91_5_w_1():
    gone = [excluded(name) for name in ("5.2.6.1", "5.2.6.2")]
    given = sheet(
        *gone,
        finding("5.1.2.1", "sampled", checked=10, nonconforming=4),
        finding("5.2.4.1", "sampled", checked=20, nonconforming=5),
        finding("5.3.2.1", "sampled", checked=5, nonconforming=5),
        special=1,
    )
    found = score(DEMO, given)
    assert (found.obtained, found.applicable) == (Fraction("88.8"), 96)
    assert (found.score, found.final, found.grade) == (
        Fraction("92.5"),
        Fraction("91.5"),
        "four_star",
    )
    assert found.reading_sensitive == ()


def test_just_below_a_line_is_never_shown_as_the_line_w_5():
    found = score(GRADED, graded_sheet(Fraction("89.995")))
    assert (found.display, found.grade) == ("89.99", "three_star")


def test_a_leaf_without_a_finding_is_named():
    given = sheet()
    missing = given.model_copy(update={"findings": without(given.findings, "5.1.4.1")})
    fault = refused(DEMO, missing)
    assert (fault.rule, fault.facts["indicators"]) == (Rule.EVERY_LEAF_IS_SCORED, ["5.1.4.1"])


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (finding("9.9", "met"), Rule.INDICATOR_IS_OF_THE_SCHEME),
        (finding("5.1.4.1", "ratio", base=1, present=1), Rule.RESULT_FITS_THE_KIND),
        (finding("5.1.4.1", "excluded"), Rule.EXCLUSION_IS_ALLOWED),
    ],
)
def test_what_nobody_may_enter(given, rule):
    assert refused(DEMO, sheet(given)).rule is rule


def test_a_sheet_says_each_thing_once_and_within_reach():
    given = sheet()
    twice = given.model_copy(update={"findings": (*given.findings, given.findings[0])})
    assert refused(DEMO, twice).rule is Rule.FINDING_IS_SINGLE
    beyond = sheet(finding("5.3", "graded", points="25.1"), pack=GRADED)
    assert refused(GRADED, beyond).rule is Rule.POINTS_ARE_WITHIN_REACH
    strange = given.model_copy(
        update={"special_deductions": graded_sheet(Fraction(1), special=1).special_deductions}
    )
    other = changed(lambda raw: raw["scoring"]["special_deductions"].update(categories=[]))
    assert refused(other, strange).rule is Rule.CATEGORY_IS_OF_THE_SCHEME


def test_a_whole_section_stays_and_not_everything_may_go():
    section = [excluded(leaf.id) for leaf in leaves([DEMO.indicators[2]])]
    assert refused(DEMO, sheet(*section)).rule is Rule.EXCLUSION_IS_ALLOWED
    everything = [excluded(leaf.id) for leaf in leaves(DEMO.indicators)]
    assert refused(DEMO, sheet(*everything)).rule is Rule.SOMETHING_APPLIES


def test_exclusions_are_worth_no_more_than_the_scheme_allows():
    def limit(percent: str) -> SchemePack:
        return changed(lambda raw: raw["scoring"]["exclusion"].update(max_percent=percent))

    gone = sheet(excluded("5.2.6.1"), excluded("5.2.6.2"))
    assert score(limit("4"), gone).applicable == 96
    assert refused(limit("3.9"), gone).rule is Rule.EXCLUSION_IS_ALLOWED


def test_points_nobody_entered_are_never_guessed():
    skeleton = shipped("gbt-27922-2011.skeleton")
    assert refused(skeleton, ScoreSheet(findings=())).rule is Rule.SCHEME_HAS_POINTS
    no_line = graded_pack(change=lambda raw: raw["bands"][0].update(min=None))
    assert refused(no_line, graded_sheet(Fraction(90))).rule is Rule.SCHEME_HAS_BANDS


def test_a_ratio_needs_its_rule():
    def change(raw: Any) -> None:
        raw["indicators"][0]["children"][1]["children"][1]["ratio"] = None
        raw["marks"] = {}

    assert refused(changed(change), sheet()).rule is Rule.SCHEME_KNOWS


def test_pass_or_fail_knows_no_grade():
    def change(raw: Any) -> None:
        raw["scoring"]["method"] = "pass_fail"
        raw["bands"] = []

    pack = changed(change)
    assert (score(pack, sheet()).passed, score(pack, sheet()).grade) == (True, None)
    failed = score(pack, sheet(finding("5.1.4.1", "not_met", reason="none")))
    assert (failed.passed, failed.failed_by) == (False, "score")


def test_the_trace_is_the_same_byte_for_byte():
    def traced() -> str:
        steps = score(DEMO, sheet(special=2)).trace
        return digest({"trace": [[s.step, s.indicator, s.operands, s.value] for s in steps]})

    assert traced() == traced()


@pytest.mark.parametrize(
    "inputs",
    [
        {"result": "sampled", "checked": 0, "nonconforming": 0},
        {"result": "sampled", "checked": 2, "nonconforming": 3},
        {"result": "sampled", "checked": 2},
        {"result": "met", "points": "1"},
        {"result": "graded", "points": 1.5},
    ],
)
def test_a_result_comes_with_its_own_figures(inputs):
    with pytest.raises(ValueError):
        Finding.model_validate({"indicator": "5.1.2.1", **inputs})
