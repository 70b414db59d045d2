"""What cannot be a file is refused before anybody looks at it. Process 17 to 19."""

from datetime import date
from fractions import Fraction

import pytest

from events.body import ApprovedFieldEnded
from events.decisions import CaseReturned
from events.schemes import SchemeVersionRetired
from events.vocabulary import Activity
from services.decisions.file.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import (
    CASE,
    DEMO,
    REAL,
    body,
    demo_pack,
    open_file,
    opened,
    real_world,
    scheme,
    world,
)
from tests.services.decisions.house import House, given

TODAY = at("2026-05-06")
returned = CaseReturned(case=CASE, to="reported", reasons=("评分更正",))


def when(command, history=(), facts=None):
    return given(*history).knowing(facts or world()).when(command, moment=TODAY)


def test_a_file_carries_what_its_report_says():
    when(open_file()).then(opened())


def test_the_same_file_twice_changes_nothing():
    when(open_file(), [opened()]).then_nothing_happens()
    when(open_file(), [opened(), returned]).then_nothing_happens()


def test_an_open_file_does_not_take_other_content():
    when(open_file(score="92"), [opened()]).then_refused(Rule.FILE_IS_NEW)


def test_a_returned_case_opens_anew_with_other_content():
    when(open_file(score="92"), [opened(), returned]).then(opened(score=Fraction(92)))


def test_w9_a_new_opening_voids_review_and_votes():
    house = House().open().convene().vote(bai="yes")
    house.history.append(returned)
    house.ask(open_file(report="b" * 64), by="secretary", on="2026-06-01")
    file = house.state(f"decisions-file-{CASE}")
    assert (file.review, file.meeting, file.is_open) == (None, None, True)
    assert house.review("2026-06-02").convene(on="2026-06-03").history[-6].meeting == 2


def test_a_scheme_nobody_activated_carries_no_file():
    facts = world(**{f"schemes-{DEMO}": scheme()[:1]})
    when(open_file(), facts=facts).then_refused(Rule.SCHEME_IS_FILED)


def test_a_demonstration_counts_as_filed_only_in_a_demonstration_body():
    facts = real_world()
    when(open_file(scheme=REAL), facts=facts).then(opened(scheme=REAL))
    when(open_file(scheme=DEMO), facts=facts).then_refused(Rule.SCHEME_IS_FILED)


def test_a_scheme_not_filed_carries_no_file_in_a_real_body():
    facts = real_world()
    facts[f"schemes-{REAL}"] = [e for e in facts[f"schemes-{REAL}"] if "Filed" not in str(type(e))]
    when(open_file(scheme=REAL), facts=facts).then_refused(Rule.SCHEME_IS_FILED)


@pytest.mark.parametrize(("last_day", "open"), [("2026-03-15", False), ("2026-03-16", True)])
def test_a_retired_scheme_still_carries_cases_agreed_before(last_day, open):
    retired = SchemeVersionRetired(
        scheme=DEMO, last_day=date.fromisoformat(last_day), reason="换版"
    )
    asked = when(open_file(), facts=world(**{f"schemes-{DEMO}": [*scheme(), retired]}))
    asked.then(opened()) if open else asked.then_refused(Rule.SCHEME_IS_FILED)


def test_a_field_not_approved_carries_no_file():
    facts = world(**{"body-profile": body(fields=["SC01"])})
    when(open_file(), facts=facts).then_refused(Rule.FIELD_IS_APPROVED)


@pytest.mark.parametrize(("last_day", "open"), [("2026-05-05", False), ("2026-05-06", True)])
def test_an_approval_holds_on_its_last_day(last_day, open):
    ended = ApprovedFieldEnded(field="SC03", last_day=date.fromisoformat(last_day), reason="到期")
    asked = when(open_file(), facts=world(**{"body-profile": [*body(), ended]}))
    asked.then(opened()) if open else asked.then_refused(Rule.FIELD_IS_APPROVED)


def test_e01_a_wrong_check_character_is_refused():
    when(open_file(uscc="91350100M000100Y4X")).then_refused(Rule.USCC_IS_VALID)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"team": frozenset()}, "team"),
        ({"sites": ()}, "sites"),
        ({"activity": Activity.RECERTIFICATION}, "previous_certificate"),
    ],
)
def test_a_file_without_team_sites_or_the_certificate_it_follows_is_refused(changed, missing):
    facts = when(open_file(**changed)).then_refused(Rule.GATES_ARE_PASSED)
    assert facts["missing"] == [missing]


@pytest.mark.parametrize(
    ("audit_end", "fine"),
    [("2026-03-15", False), ("2026-03-16", True), ("2026-05-06", True), ("2026-05-07", False)],
)
def test_the_audit_ended_between_the_agreement_and_today(audit_end, fine):
    day = date.fromisoformat(audit_end)
    asked = when(open_file(audit_end=day))
    asked.then(opened(audit_end=day)) if fine else asked.then_refused(Rule.DATES_ARE_IN_ORDER)


def test_a_file_may_wait_for_its_agreement():
    when(open_file(agreement=None)).then(opened(agreement=None))


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("69.99", None),
        ("70", "qualified"),
        ("79.99", "qualified"),
        ("80", "three_star"),
        ("89.995", "three_star"),
        ("90", "four_star"),
        ("94.99", "four_star"),
        ("95", "five_star"),
        ("100", "five_star"),
    ],
)
def test_the_least_score_of_a_band_earns_it(score, band):
    file = {"score": Fraction(score), "band": band}
    when(open_file(**file)).then(opened(**file))


@pytest.mark.parametrize(
    "file",
    [
        {"score": "89.995", "band": "four_star"},
        {"score": "91.5", "band": "five_star"},
        {"score": "91.5", "band": "three_star"},
        {"score": "91.5", "band": None},
        {"score": "69.99", "band": "qualified"},
        {"score": "91.5", "band": "six_star"},
        {"score": "100.01", "band": "five_star"},
        {"score": "-1", "band": None},
    ],
)
def test_no_band_but_the_one_the_score_earns(file):
    when(open_file(**file)).then_refused(Rule.BAND_IS_EARNED)


def test_five_special_deductions_leave_no_band_four_do():
    when(open_file(special_deductions=4)).then(opened(special_deductions=4))
    when(open_file(special_deductions=5)).then_refused(Rule.BAND_IS_EARNED)
    vetoed = {"special_deductions": 5, "band": None}
    when(open_file(**vetoed)).then(opened(**vetoed))


def test_a_section_below_its_minimum_may_leave_no_band():
    pack = demo_pack(scoring={"section_minimum_percent": "60"})
    when(open_file(band=None), facts=world(pack)).then(opened(band=None))
