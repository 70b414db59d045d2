"""From a signed decision to a certificate. ISO/IEC 17065 7.7; process 21."""

from datetime import date

import pytest

from events.body import ApprovedFieldEnded
from events.certificates import CertificateHandedOver, CertificateIssued
from events.decisions import FileOpened
from events.vocabulary import Activity, StatusAct
from services.decisions.certificate.commands import HandOverCertificate, IssueCertificate
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import (
    CASE,
    COMMITTEE,
    DEMO,
    NUMBER,
    OFFICER,
    REAL,
    body,
    demo_pack,
    real_world,
    scheme,
    world,
)
from tests.services.decisions.house import House, certified, status

OTHER = "A-2026-00018"


def issue(awarded_on="2026-05-22", case=CASE):
    return IssueCertificate(case=case, awarded_on=date.fromisoformat(awarded_on))


def asked(house, awarded_on="2026-05-22", *, on="2026-05-22", case=CASE):
    return house.so_far().when(issue(awarded_on, case), by=OFFICER, moment=at(on))


def issued_by(house):
    return next(e for e in reversed(house.history) if isinstance(e, CertificateIssued))


@pytest.mark.parametrize(
    ("decided", "expires"),
    [("2026-11-23", "2029-11-22"), ("2025-01-31", "2028-01-30"), ("2028-02-29", "2031-02-27")],
    ids=["O-62", "O-65", "leap day"],
)
def test_a_certificate_is_valid_for_three_years_less_a_day(decided, expires):
    facts = world()
    early = facts[f"schemes-{DEMO}"][-1].model_copy(update={"effective_from": date(2024, 1, 1)})
    facts[f"schemes-{DEMO}"][-1] = early
    facts["body-profile"] = [
        e.model_copy(update={"from_on": date(2024, 1, 1)}) if hasattr(e, "from_on") else e
        for e in facts["body-profile"]
    ]
    past = {"agreement": {"number": "1", "signed_on": "2024-06-01"}, "audit_end": "2024-12-01"}
    house = House(facts).decide(decided, **past).issue(decided)
    assert issued_by(house).expires_on == date.fromisoformat(expires)


def test_validity_may_count_from_the_award_and_end_on_the_same_day():
    pack = demo_pack(validity={"anchor": "award", "end_rule": "same_day"})
    house = House(world(pack)).decide("2026-05-20").issue("2026-05-22")
    assert issued_by(house).expires_on == date(2029, 5, 22)


def test_a_case_is_issued_once():
    asked(certified()).then_nothing_happens()
    asked(certified(), "2027-01-04", on="2027-01-04").then_nothing_happens()


def test_o115_without_an_agreement_nothing_is_issued():
    house = House().decide()
    first = house.history[0]
    assert isinstance(first, FileOpened)
    house.history[0] = first.model_copy(update={"agreement": None})
    asked(house).then_refused(Rule.DECISION_IS_SIGNED)


def test_without_both_signatures_nothing_is_issued():
    for house in (House(), House().open(), House().open().pass_vote().sign()):
        asked(house).then_refused(Rule.DECISION_IS_SIGNED)


def test_a_surveillance_gives_no_certificate_of_its_own():
    house = House().decide(activity=Activity.SURVEILLANCE)
    asked(house).then_refused(Rule.DECISION_IS_SIGNED)


def test_o114_the_award_is_not_before_the_decision():
    house = House().decide("2026-05-20")
    asked(house, "2026-05-19").then_refused(Rule.AWARD_FOLLOWS_DECISION)
    assert len(asked(house, "2026-05-20").answer()) == 3


def test_the_award_is_not_after_today():
    house = House().decide("2026-05-20")
    asked(house, "2026-05-23").then_refused(Rule.AWARD_IS_NOT_AHEAD)
    assert len(asked(house, "2026-05-22").answer()) == 3


def test_a_decision_so_old_that_its_certificate_has_expired_gives_none():
    house = House().decide("2026-05-20")
    asked(house, "2029-05-20", on="2029-05-20").then_refused(Rule.EXPIRY_FOLLOWS_AWARD)
    assert len(asked(house, "2029-05-19", on="2029-05-20").answer()) == 3


def test_w8_a_demonstration_issues_only_in_a_demonstration_body():
    house = House().decide()
    assert issued_by(house.issue()).demonstration
    house = House().decide()
    house.foreign["body-profile"] = real_world()["body-profile"]
    asked(house).then_refused(Rule.SCHEME_IS_NO_DEMONSTRATION)


def test_a_filed_scheme_issues_in_a_real_body():
    house = House(real_world()).decide(scheme=REAL).issue()
    assert not issued_by(house).demonstration


def test_the_scheme_is_filed_on_the_award_date():
    house = House(real_world()).decide(scheme=REAL)
    filed = house.foreign[f"schemes-{REAL}"]
    later = filed[1].model_copy(update={"filed_on": date(2026, 5, 23)})
    house.foreign[f"schemes-{REAL}"] = [filed[0], later, filed[2]]
    asked(house, on="2026-05-25").then_refused(Rule.SCHEME_IS_FILED)
    assert len(asked(house, "2026-05-23", on="2026-05-25").answer()) == 3
    house.foreign[f"schemes-{REAL}"] = []
    asked(house).then_refused(Rule.SCHEME_IS_FILED)


def test_the_field_is_approved_on_the_award_date():
    house = House().decide("2026-05-20")
    house.hears(
        "body-profile", ApprovedFieldEnded(field="SC03", last_day=date(2026, 5, 21), reason="到期")
    )
    asked(house).then_refused(Rule.FIELD_IS_APPROVED)
    assert len(asked(house, "2026-05-21").answer()) == 3


def test_a_holder_has_one_certificate_for_a_scheme_and_scope():
    house = certified().decide("2026-06-01", case=OTHER)
    facts = asked(house, "2026-06-01", on="2026-06-01", case=OTHER).then_refused(
        Rule.HOLDER_IS_FREE
    )
    assert facts["certificates"] == [NUMBER]


def test_another_scope_is_another_certificate():
    house = certified().decide("2026-06-01", case=OTHER, scope="空调安装维修")
    house.issue("2026-06-01", OTHER)
    assert issued_by(house).certificate == "90026SC0002R0M"


def test_a_certificate_that_ended_leaves_the_holder_free():
    house = certified()
    house.act(StatusAct.WITHDRAW, "2026-05-25", ground="0112")
    house.decide("2026-06-01", case=OTHER).issue("2026-06-01", OTHER)
    assert issued_by(house).certificate == "90026SC0002R0M"


def test_a_certificate_past_its_last_day_leaves_the_holder_free_before_the_clock_said_so():
    house = certified("2026-05-20").decide("2029-05-20", case=OTHER)
    asked(house, "2029-05-20", on="2029-05-20", case=OTHER).answer()
    house = certified("2026-05-20").decide("2029-05-19", case=OTHER)
    asked(house, "2029-05-19", on="2029-05-19", case=OTHER).then_refused(Rule.HOLDER_IS_FREE)


def test_a_scheme_may_hide_the_grade():
    house = House(world(demo_pack(certificate={"show_grade": False}))).decide().issue()
    assert (issued_by(house).grade, issued_by(house).grade_label) == (None, None)


def hand_over(day):
    return HandOverCertificate(
        certificate=NUMBER, handed_over_on=date.fromisoformat(day), to="顺丰速运签收"
    )


@pytest.mark.parametrize(
    ("day", "fine"),
    [("2026-05-21", False), ("2026-05-22", True), ("2026-05-25", True), ("2026-05-26", False)],
)
def test_a_certificate_is_handed_over_between_award_and_today(day, fine):
    when = certified().so_far().when(hand_over(day), by=OFFICER, moment=at("2026-05-25"))
    if fine:
        when.then(CertificateHandedOver(**dict(hand_over(day))))
    else:
        when.then_refused(Rule.HANDED_OVER_AFTER_AWARD)


def test_handing_over_twice_is_recorded_once():
    house = certified()
    house.ask(hand_over("2026-05-25"), by=OFFICER, on="2026-05-25")
    house.so_far().when(hand_over("2026-05-25"), by=OFFICER).then_nothing_happens()


def test_only_an_issued_certificate_is_handed_over_or_changes_its_status():
    house = House().decide()
    house.so_far().when(hand_over("2026-05-25")).then_refused(Rule.CERTIFICATE_IS_ISSUED)
    house.so_far().when(status(StatusAct.WITHDRAW), by="bai").then_refused(
        Rule.CERTIFICATE_IS_ISSUED
    )


def test_a_certificate_that_ended_is_not_handed_over():
    house = certified()
    house.act(StatusAct.WITHDRAW, "2026-05-25", ground="0112")
    when = house.so_far().when(hand_over("2026-05-25"), moment=at("2026-05-26"))
    assert when.then_refused(Rule.TRANSITION_IS_ALLOWED)["状态"] == "撤销"


def test_the_certificate_says_who_decided_and_on_what():
    issued = issued_by(certified())
    assert issued.deciders == frozenset(COMMITTEE)
    assert issued.basis == ("GB/T 27922-2011",)
    assert issued.scheme_title.zh == demo_pack().title_zh
    assert body()[0].approval_no.endswith(issued.certificate[:3])
    assert scheme()[0].scheme == issued.scheme
