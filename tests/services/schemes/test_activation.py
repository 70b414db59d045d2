"""The activation guard. Scoring 2."""

from typing import Any

import pytest

from events.scheme_pack import SchemePack
from services.runtime.packs import shipped
from services.schemes.activation import Failure, failures, value_at
from services.schemes.published import WHOLE
from tests.services.schemes.packs import changed, plain


def found(pack: SchemePack, *, filed: bool = True) -> list[tuple[str, str | None]]:
    return [
        (failure.code, failure.facts.get("node") or failure.facts.get("parameter"))
        for failure in failures(pack, filed=filed)
    ]


def test_the_demonstration_pack_passes_once_filed():
    assert failures(shipped("gbt-27922-demo"), filed=True) == ()
    assert failures(shipped("gbt-27922-demo"), filed=False) == (Failure("SCHEME_NOT_FILED"),)


def test_sections_of_40_35_and_25_make_a_hundred_o_19():
    raw = plain("gbt-27922-demo")
    assert [section["points"] for section in raw["indicators"]] == ["40", "35", "25"]


def test_a_section_of_41_is_a_mismatch_with_node_expected_and_found_o_19():
    def one_more(raw: Any) -> None:
        section = raw["indicators"][0]
        section["points"] = "41"
        section["children"][0]["points"] = "6"
        section["children"][0]["children"][0]["points"] = "3"

    first, *others = failures(changed(one_more), filed=True)
    assert first == Failure(
        "SCHEME_POINTS_MISMATCH", {"node": "5.1", "expected": "40", "found": "41"}
    )
    assert others == [
        Failure("SCHEME_POINTS_MISMATCH", {"node": WHOLE, "expected": "100", "found": "101"})
    ]


def test_a_group_equals_the_sum_of_its_children():
    def half_more(raw: Any) -> None:
        raw["indicators"][0]["children"][0]["children"][0]["points"] = "2.5"

    assert failures(changed(half_more), filed=True) == (
        Failure("SCHEME_POINTS_MISMATCH", {"node": "5.1.1", "expected": "5", "found": "5.5"}),
    )


def test_a_published_point_cannot_be_stated_otherwise():
    def swapped(raw: Any) -> None:
        one, other = raw["indicators"][0]["children"][1]["children"]
        one["points"], other["points"] = "4", "4"

    assert ("SCHEME_POINTS_MISMATCH", "5.1.2.2") in found(changed(swapped))


def test_the_whole_of_a_scheme_of_its_own_equals_its_maximum():
    def of_a_thousand(raw: Any) -> None:
        raw["standard"]["number"] = "示例 1-2026"
        raw["scoring"]["max_score"] = "1000"

    assert found(changed(of_a_thousand)) == [("SCHEME_POINTS_MISMATCH", WHOLE)]


@pytest.mark.parametrize("points", [None, "0", "-1"])
def test_every_leaf_has_points(points):
    def without(raw: Any) -> None:
        raw["indicators"][2]["children"][1]["children"][2]["points"] = points

    assert ("SCHEME_POINTS_MISSING", "5.3.2.3") in found(changed(without))


def test_a_group_nobody_knows_the_children_of_has_no_points():
    def emptied(raw: Any) -> None:
        raw["indicators"][1]["children"][0].update(children=[], children_known=False)

    assert ("SCHEME_POINTS_MISSING", "5.2.1") in found(changed(emptied))
    assert found(changed(lambda raw: raw.update(indicators=[])))[0] == (
        "SCHEME_POINTS_MISSING",
        WHOLE,
    )


def test_the_skeleton_lacks_all_points_but_the_published_ones():
    missing = {node for code, node in found(shipped("gbt-27922-2011.skeleton"))}
    assert missing.isdisjoint({"5.1", "5.2", "5.3", "5.1.2.2"})
    assert {"5.1.1", "5.1.1.1", "5.2.1", "5.3.2"} <= missing


@pytest.mark.parametrize(
    "change",
    [
        lambda bands: bands.clear(),
        lambda bands: bands[1].update(min=None),
        lambda bands: bands[1].update(min="95"),
        lambda bands: bands[1].update(min="79"),
        lambda bands: bands[1].update(rank=4),
        lambda bands: bands[0].update(min="100.01"),
        lambda bands: bands[3].update(min="-1"),
        lambda bands: bands[3].update(inclusive=False),
        lambda bands: bands[3].update(code="five_star"),
        lambda bands: bands[3].update(code="failed"),
    ],
)
def test_bands_are_complete_and_strictly_ordered(change):
    pack = changed(lambda raw: change(raw["bands"]))
    assert "SCHEME_BANDS_INVALID" in [code for code, _ in found(pack)]


def test_bands_may_stand_in_any_order_since_rank_decides():
    assert found(changed(lambda raw: (raw["bands"].reverse(), raw.pop("marks")))) == []


def test_bands_known_in_part_are_not_enough():
    assert ("SCHEME_BANDS_INVALID", None) in found(shipped("after-sales-completeness.skeleton"))


def test_a_scheme_of_pass_or_fail_has_no_bands_and_no_points():
    def pass_fail(raw: Any) -> None:
        raw["scoring"].update(method="pass_fail", max_score=None)
        raw["indicators"][0]["points"] = None
        raw["marks"] = {}

    assert [code for code, _ in found(changed(pass_fail))] == ["SCHEME_BANDS_INVALID"]
    assert found(changed(lambda raw: (pass_fail(raw), raw.update(bands=[])))) == []


@pytest.mark.parametrize(
    ("block", "name", "pointer"),
    [
        ("eligibility", "min_system_run_months", "/eligibility/min_system_run_months"),
        ("eligibility", "incident_policy", "/eligibility/incident_policy"),
        ("scoring", "qualitative_award", "/scoring/qualitative_award"),
        ("scoring", "sampled_award", "/scoring/sampled_award"),
        ("scoring", "exclusion", "/scoring/exclusion"),
        ("scoring", "special_deductions", "/scoring/special_deductions/affects_score"),
    ],
)
def test_every_contested_parameter_has_a_value(block, name, pointer):
    pack = changed(lambda raw: raw[block].update({name: None}))
    assert ("SCHEME_PARAMETER_MISSING", pointer) in found(pack)


def test_a_contested_figure_is_not_freed_by_dropping_its_mark():
    def dropped(raw: Any) -> None:
        raw["marks"] = {}
        raw["eligibility"]["min_operating_months"] = None

    assert found(changed(dropped)) == [
        ("SCHEME_PARAMETER_MISSING", "/eligibility/min_operating_months")
    ]


def test_every_block_is_there():
    pack = changed(lambda raw: raw.update(validity=None, appeals_profile=None))
    missing = [node for code, node in found(pack) if code == "SCHEME_PARAMETER_MISSING"]
    assert {"/validity", "/appeals_profile", "/validity/end_rule"} <= set(missing)


def test_a_ratio_needs_its_figures():
    def without(raw: Any) -> None:
        raw["indicators"][0]["children"][1]["children"][1]["ratio"] = None

    pointer = "/indicators/0/children/1/children/1/ratio"
    assert ("SCHEME_PARAMETER_MISSING", pointer) in found(changed(without))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (
            lambda raw: raw["certificate"]["number"].update(issue_pattern="{cb3}{serial}"),
            "/certificate/number/issue_pattern",
        ),
        (
            lambda raw: raw["certificate"]["number"].update(size_bands={"S": 50}),
            "/certificate/number/size_bands",
        ),
        (lambda raw: raw["committee"].update(min_voters=0), "/committee/min_voters"),
        (lambda raw: raw["committee"].update(quorum_fraction="0"), "/committee/quorum_fraction"),
        (lambda raw: raw["committee"].update(quorum_fraction="4/3"), "/committee/quorum_fraction"),
        (lambda raw: raw["decision"].update(signatures=["every_voter"]), "/decision/signatures"),
        (lambda raw: raw["validity"].update(months=0), "/validity/months"),
        (lambda raw: raw["suspension"].update(default_months=7), "/suspension/default_months"),
        (
            lambda raw: raw["surveillance"]["first"].update(anchor="last_surveillance_end"),
            "/surveillance/first/anchor",
        ),
        (
            lambda raw: raw["surveillance"]["first"].update(latest_months=9),
            "/surveillance/first",
        ),
        (lambda raw: raw["surveillance"]["next"].update(earliest_months=11), "/surveillance/next"),
    ],
)
def test_a_parameter_that_cannot_be_carried_out_is_named(change, pointer):
    assert ("SCHEME_PARAMETER_INVALID", pointer) in found(changed(change))


def complete_trade_standard(raw: Any) -> None:
    whole = plain("gbt-27922-demo")
    raw.update({key: value for key, value in whole.items() if key not in raw})
    raw["marks"] = {}
    raw["scoring"]["exclusion"] = whole["scoring"]["exclusion"]


def test_weight_tables_stand_in_for_the_points_of_the_tree():
    assert found(changed(complete_trade_standard, "sbt-10401-2006")) == []


@pytest.mark.parametrize(
    ("change", "code", "node"),
    [
        (lambda tables: tables.pop("fmcg"), "SCHEME_POINTS_MISSING", "fmcg"),
        (lambda tables: tables["fmcg"].update(rules="0"), "SCHEME_POINTS_MISSING", "fmcg/rules"),
        (lambda tables: tables["durable"].update(rules="7"), "SCHEME_POINTS_MISMATCH", "durable"),
        (lambda tables: tables["fmcg"].update(x="1"), "SCHEME_POINTS_MISMATCH", "fmcg/x"),
    ],
)
def test_every_class_of_client_has_weights_that_make_the_whole(change, code, node):
    def altered(raw: Any) -> None:
        complete_trade_standard(raw)
        change(raw["weight_tables"])

    assert (code, node) in found(changed(altered, "sbt-10401-2006"))


def test_a_pointer_names_a_value_or_nothing():
    assert value_at({"a/b": [{"~": 1}]}, "/a~1b/0/~0") == 1
    assert value_at({"a": [1]}, "/a/1") is None
    assert value_at({"a": 1}, "/a/b") is None
