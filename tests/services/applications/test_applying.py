"""What an application must hold before it opens a case. Process 2; examples E-01, E-02, O-22."""

from datetime import date

import pytest
from pydantic import ValidationError

from events.application_facts import (
    BlockListing,
    Flag,
    HeadcountEvidence,
    Incident,
    PastCertificate,
)
from events.schemes import SchemeVersionRetired
from events.vocabulary import Activity, BodyKind, CertificateStatus, Role
from services.applications.rules.book import Rule
from tests.services.applications.builders import (
    CONTACT,
    DEMO,
    OTHER_CASE,
    REAL,
    USCC,
    body,
    facts,
    freed,
    outlets,
    real_pack,
    scheme,
    stated,
    submit,
    submitted,
    taken,
    when,
    world,
)

TODAY = "2026-03-02"


def test_an_application_opens_a_case_and_takes_the_holders_place():
    when(submit(), on=TODAY).then(submitted(), taken())


def test_a_client_applies_for_its_own_organisation():
    asked = when(submit(), on=TODAY, by=CONTACT, role=Role.CLIENT_CONTACT)
    asked.then(submitted(by=CONTACT), taken())
    other = when(submit(), on=TODAY, by="client-li", role=Role.CLIENT_CONTACT)
    other.then_refused(Rule.CLIENT_ACTS_FOR_ITSELF)


def test_the_same_application_twice_changes_nothing():
    when(submit(), submitted(), taken(), on="2026-03-03").then_nothing_happens()


def test_a_case_number_stands_for_one_application():
    asked = submit(about=stated(covered_headcount=100))
    when(asked, submitted(), taken(), on=TODAY).then_refused(Rule.CASE_IS_NEW)


@pytest.mark.parametrize("given", ["91350100M000100Y4X", "91350100M000100Y4Z", "9135", "甲"])
def test_e01_a_wrong_code_is_refused(given):
    told = when(submit(uscc=given), on=TODAY).then_refused(Rule.USCC_IS_VALID)
    assert told["field"] == "uscc"


def test_e02_full_width_digits_are_refused_with_the_normal_form_beside():
    asked = when(submit(uscc="９1350100m000100y43"), on=TODAY)
    told = asked.then_refused(Rule.USCC_IS_VALID)
    assert told["normal_form"] == USCC


def test_spaces_and_lower_case_are_only_spelling_and_stay_as_given():
    given = "91350100m000100y43 "
    when(submit(uscc=given), on=TODAY).then(submitted(uscc_given=given), taken())


@pytest.mark.parametrize("name", ["𬭎𫖯龘𰻝电器有限公司", "㐂㮾（集团）股份公司", "A·B 售后"])
def test_rare_characters_in_a_name_are_taken_as_they_are(name):
    asked = when(submit(about=stated(holder=name)), on=TODAY)
    asked.then(submitted(about=facts(holder=name)), taken())


def test_every_gap_is_listed_at_once():
    about = stated(holder="  ", scope=None, system_since=None, incidents=None, sites=(), papers=())
    asked = when(submit(about=about, activity=Activity.RECERTIFICATION), on=TODAY)
    told = asked.then_refused(Rule.APPLICATION_IS_COMPLETE)
    assert told["missing"] == [
        "holder",
        "system_since",
        "scope",
        "sites",
        "incidents",
        "papers",
        "previous_certificate",
    ]
    assert "体系运行日期" in told["缺少事项"]


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ({"covered_headcount": 0}, "covered_headcount"),
        ({"covered_headcount": -5}, "covered_headcount"),
        ({"covered_headcount": 151}, "covered_headcount"),
        ({"total_staff": -1}, "total_staff"),
        ({"total_staff": 10**15, "covered_headcount": 10**14}, "total_staff"),
    ],
)
def test_an_impossible_headcount_is_refused_and_named(people, field):
    asked = when(submit(about=stated(**people)), on=TODAY)
    assert asked.then_refused(Rule.HEADCOUNT_IS_POSSIBLE)["field"] == field


def test_a_headcount_is_a_whole_number():
    with pytest.raises(ValidationError, match="covered_headcount"):
        stated(covered_headcount="12.5")


@pytest.mark.parametrize(("count", "flags"), [(0, ()), (60, ()), (61, None), (120, None)])
def test_o22_as_many_outlets_as_people_are_flagged_not_refused(count, flags):
    about = {"outlets": outlets(count)}
    raised = (Flag.HEADCOUNT_IMPLAUSIBLE,) if flags is None else flags
    asked = when(submit(about=stated(**about)), on=TODAY)
    asked.then(submitted(about=facts(**about), flags=raised), taken())


LATE = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"business_since": LATE}, "business_since"),
        ({"system_since": LATE}, "system_since"),
        ({"system_since": date(2015, 5, 31)}, "system_since"),
        (
            {
                "headcount_evidence": HeadcountEvidence(
                    kind="roster", people=1, dated_on=LATE, digest="d" * 64
                )
            },
            "headcount_evidence.dated_on",
        ),
        (
            {"incidents": (Incident(kind="service_dispute", happened_on=LATE),)},
            "incidents.happened_on",
        ),
        (
            {
                "block_listings": (
                    BlockListing(
                        name="spot_check",
                        listed_on=date(2026, 2, 1),
                        cleared_on=date(2026, 1, 31),
                    ),
                )
            },
            "block_listings.cleared_on",
        ),
        (
            {
                "past_certificates": (
                    PastCertificate(
                        number="1", body="乙", status=CertificateStatus.VALID, effective_on=LATE
                    ),
                )
            },
            "past_certificates.effective_on",
        ),
    ],
)
def test_a_day_ahead_or_before_what_it_follows_is_refused_and_named(about, field):
    told = when(submit(about=stated(**about)), on=TODAY).then_refused(Rule.DATES_ARE_IN_ORDER)
    assert told["field"] == field


@pytest.mark.parametrize(
    ("about", "field"),
    [({"field": "SC99"}, "field"), ({"client_class": "durable"}, "client_class")],
)
def test_a_field_or_class_unknown_to_the_scheme_is_refused(about, field):
    told = when(submit(about=stated(**about)), on=TODAY).then_refused(Rule.SCHEME_COVERS_IT)
    assert told["field"] == field


def test_a_scheme_nobody_drafted_or_activated_takes_no_application():
    for known in ([], scheme()[:1]):
        foreign = world(**{f"schemes-{DEMO}": known})
        when(submit(), on=TODAY, knowing=foreign).then_refused(Rule.SCHEME_IS_FILED)


@pytest.mark.parametrize(("last_day", "takes"), [("2026-03-01", False), ("2026-03-02", True)])
def test_a_retired_scheme_takes_applications_until_its_last_day(last_day, takes):
    retired = SchemeVersionRetired(
        scheme=DEMO, last_day=date.fromisoformat(last_day), reason="换版"
    )
    asked = when(submit(), on=TODAY, knowing=world(**{f"schemes-{DEMO}": [*scheme(), retired]}))
    asked.then(submitted(), taken()) if takes else asked.then_refused(Rule.SCHEME_IS_FILED)


def test_a_demonstration_scheme_is_for_a_demonstration_body_only():
    foreign = world(**{"body-profile": body(BodyKind.REAL)})
    when(submit(), on=TODAY, knowing=foreign).then_refused(Rule.SCHEME_IS_FILED)


@pytest.mark.parametrize("filed", [True, False])
def test_a_real_body_takes_applications_under_a_filed_scheme_only(filed):
    known = scheme(real_pack(), filed=filed)
    foreign = world(**{"body-profile": body(BodyKind.REAL), f"schemes-{REAL}": known})
    asked = when(submit(scheme=REAL), on=TODAY, knowing=foreign)
    if filed:
        asked.then(submitted(scheme=REAL), taken().model_copy(update={"scheme_id": "gbt-27922"}))
    else:
        asked.then_refused(Rule.SCHEME_IS_FILED)


def test_the_same_matter_is_not_opened_twice_for_one_holder():
    told = when(submit(), taken(OTHER_CASE), on=TODAY).then_refused(Rule.MATTER_IS_NOT_OPEN)
    assert told["open"] == OTHER_CASE


def test_another_scope_or_an_ended_case_leaves_the_holder_free():
    when(submit(), taken(OTHER_CASE, "乐器的售后服务"), on=TODAY).then(submitted(), taken())
    ended = freed.model_copy(update={"case": OTHER_CASE})
    when(submit(), taken(OTHER_CASE), ended, on=TODAY).then(submitted(), taken())


def test_one_spelling_or_another_it_is_the_same_holder():
    asked = when(submit(uscc="91350100m000100y43"), taken(OTHER_CASE), on=TODAY)
    asked.then_refused(Rule.MATTER_IS_NOT_OPEN)


def test_a_phone_of_full_width_digits_is_no_phone():
    with pytest.raises(ValidationError, match="contact_phone"):
        submit(contact_phone="０５９１")


def test_no_field_asks_for_consulting_or_training():
    with pytest.raises(ValidationError, match="extra"):
        submit(training_bought=True)
