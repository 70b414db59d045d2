"""A number is given once, for ever; a gap, never a reuse. R-2103, lifecycle 8."""

from datetime import date

import pytest

from events.certificates import (
    CertificateIssued,
    CertificateNumberAssigned,
    CertificateNumberVoided,
)
from services.decisions.certificate.commands import AssignNumber, IssueCertificate, VoidNumber
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import (
    CASE,
    DEMO,
    NUMBER,
    OFFICER,
    demo_pack,
    opened,
    scheme,
    world,
)
from tests.services.decisions.house import House, certified, given

assign = AssignNumber(case=CASE, year=2026)
void = VoidNumber(certificate=NUMBER, series="90026SC", reason="打印错误")
MAY = at("2026-05-22")


def assigned(serial, case="A-2026-00001", year=26):
    number = f"900{year}SC{serial:04d}R0M"
    return CertificateNumberAssigned(
        certificate=number, case=case, series=f"900{year}SC", serial=serial
    )


def test_a_number_is_reserved_for_a_case_once():
    history = [opened(), assigned(1), assigned(2)]
    given(*history).knowing(world()).when(assign, moment=MAY).then(assigned(3, CASE))
    history.append(assigned(3, CASE))
    given(*history).knowing(world()).when(assign, moment=MAY).then_nothing_happens()


def test_a_number_is_reserved_in_the_year_it_prints():
    for moment in (at("2025-12-31"), at("2027-01-01", "00:30")):
        given(opened()).knowing(world()).when(assign, moment=moment).then_refused(
            Rule.YEAR_IS_PRESENT
        )


def test_no_number_for_a_case_that_is_not_in_hand():
    given().knowing(world()).when(assign, moment=MAY).then_refused(Rule.FILE_IS_IN_HAND)


def test_no_number_under_a_scheme_nobody_knows():
    facts = world(**{f"schemes-{DEMO}": scheme()[1:]})
    given(opened()).knowing(facts).when(assign, moment=MAY).then_refused(Rule.SCHEME_IS_FILED)


def test_a_case_that_has_its_certificate_gets_no_other_number():
    certified().so_far().when(assign, moment=MAY).then_nothing_happens()
    later = AssignNumber(case=CASE, year=2027)
    certified().so_far().when(later, moment=at("2027-01-04")).then_nothing_happens()


def test_serials_end_where_the_digits_end():
    last_but_one = assigned(9998)
    given(opened(), last_but_one).knowing(world()).when(assign, moment=MAY).then(
        assigned(9999, CASE)
    )
    given(opened(), assigned(9999)).knowing(world()).when(assign, moment=MAY).then_refused(
        Rule.SERIAL_IS_LEFT
    )


def test_a_number_issued_under_any_pattern_is_taken():
    issued = next(e for e in certified().history if isinstance(e, CertificateIssued))
    given(opened(), issued).knowing(world()).when(assign, moment=MAY).then_refused(
        Rule.NUMBER_IS_FREE
    )


def test_a_voided_number_stays_a_gap():
    voided = CertificateNumberVoided(certificate=NUMBER, series="90026SC", reason="打印错误")
    history = [opened(), assigned(1, CASE)]
    given(*history).when(void).then(voided)
    history.append(voided)
    given(*history).when(void).then_nothing_happens()
    given(*history).knowing(world()).when(assign, moment=MAY).then(assigned(2, CASE))


def test_only_a_reserved_number_is_voided():
    given().when(void).then_refused(Rule.NUMBER_IS_RESERVED)


def test_an_issued_number_is_not_voided():
    certified().so_far().when(void).then_refused(Rule.NUMBER_IS_FREE)


def test_the_reserved_number_is_the_one_issued():
    house = House().decide()
    house.history.extend([assigned(1)])
    house.ask(assign, by=OFFICER, on="2026-05-20")
    house.history.extend([assigned(3)])
    [issued, _held] = house.issue().history[-2:]
    assert issued.certificate == "90026SC0002R0M"


def test_a_number_of_last_year_is_not_issued_this_year():
    house = House().open("2026-12-28").pass_vote("2026-12-29").sign(on="2026-12-29")
    house.countersign("2026-12-30")
    house.ask(assign, by=OFFICER, on="2026-12-31")
    [_assigned, issued, _held] = house.issue("2027-01-04").history[-3:]
    assert issued.certificate == "90027SC0001R0M"


@pytest.mark.parametrize(
    ("people", "size"), [(50, "S"), (51, "M"), (1000, "M"), (1001, "L")], ids=str
)
def test_o82_the_size_letter_counts_covered_people(people, size):
    house = House().decide(covered_headcount=people).issue()
    assert house.history[-1].certificate == f"90026SC0001R0{size}"


def test_o82_another_body_year_and_letters():
    number = {**demo_pack().certificate.number.model_dump(), "letters": "Q", "serial_digits": 5}
    house = House(world(demo_pack(certificate={"number": number}))).decide()
    house.hears("body-profile")
    command = IssueCertificate(case=CASE, awarded_on=date(2026, 5, 22))
    events = house.ask(command, by=OFFICER, on="2026-05-22")
    assert events[0].certificate == "90026Q00001R0M"
