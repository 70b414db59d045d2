"""What holds for every sheet: bounds, order, exactness, and that better is never worse."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.scheme.scoring import score
from services.core.scheme.sheet import Finding, ScoreSheet
from services.core.scheme.tree import leaves
from tests.services.core.scheme.sheets import DEMO, finding, sheet

ENDS = list(leaves(DEMO.indicators))
ORDER = {band.code: band.rank for band in DEMO.bands}


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    found = []
    for leaf in ENDS:
        if leaf.kind == "sampled":
            checked = draw(st.integers(1, 9))
            bad = draw(st.integers(0, checked))
            found.append(finding(leaf.id, "sampled", checked=checked, nonconforming=bad))
        elif leaf.kind == "ratio":
            found.append(finding(leaf.id, "ratio", base=draw(st.integers(0, 50)), present=2))
        else:
            found.append(finding(leaf.id, draw(st.sampled_from(["met", "met", "not_met"]))))
    return found


def sheet_of(found: list[Finding], special: int) -> ScoreSheet:
    return sheet(special=special).model_copy(update={"findings": tuple(found)})


@settings(max_examples=30, deadline=None)
@given(findings(), st.integers(0, 6), st.randoms())
def test_a_score_lies_within_its_scale_and_does_not_depend_on_order(found, special, shuffled):
    result = score(DEMO, sheet_of(found, special))
    assert 0 <= result.obtained <= result.applicable == 100
    assert 0 <= result.final <= 100
    assert isinstance(result.final, Fraction)
    assert result.passed == (result.failed_by is None)
    assert Fraction(result.display) <= result.final < Fraction(result.display) + Fraction(1, 100)
    turned = list(found)
    shuffled.shuffle(turned)
    assert score(DEMO, sheet_of(turned, special)) == result


@settings(max_examples=30, deadline=None)
@given(findings(), st.integers(0, 4), st.sampled_from([leaf.id for leaf in ENDS]))
def test_meeting_one_more_demand_never_lowers_the_grade(found, special, name):
    before = score(DEMO, sheet_of(found, special))
    in_full = {each.indicator: each for each in sheet().findings}
    mended = [in_full[name] if each.indicator == name else each for each in found]
    after = score(DEMO, sheet_of(mended, special))
    assert after.final >= before.final
    assert ORDER.get(after.grade or "", 0) >= ORDER.get(before.grade or "", 0)


@settings(max_examples=20, deadline=None)
@given(findings(), st.integers(0, 6))
def test_one_more_special_deduction_never_raises_the_result(found, special):
    before = score(DEMO, sheet_of(found, special))
    after = score(DEMO, sheet_of(found, special + 1))
    assert after.final <= before.final
    assert before.passed or not after.passed
