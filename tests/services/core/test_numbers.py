"""Certificate numbers: issued strictly, read tolerantly. Lifecycle 8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.numbers import (
    body_digits,
    check_template,
    issue,
    normalise,
    read,
    series,
    size_of,
)

PATTERN = "{cb3}{yy}{letters}{serial}R{recert}{size}"
SIZES = {"S": 50, "M": 1000, "L": None}


def number(pattern: str = PATTERN, **changed: object) -> str:
    parts = {
        "approval_no": "CNCA-R-2001-199",
        "year": 2014,
        "letters": "Q",
        "serial": 3,
        "serial_digits": 5,
        "recert": 0,
        "headcount": 50,
        "size_bands": SIZES,
    }
    return issue(pattern, **(parts | changed))


def test_a_number_is_made_of_body_year_letters_serial_count_and_size_o_82():
    assert number() == "19914Q00003R0S"


@pytest.mark.parametrize(
    ("people", "size"), [(1, "S"), (50, "S"), (51, "M"), (1000, "M"), (1001, "L")]
)
def test_the_size_follows_the_covered_people_both_sides_of_each_limit_o_82(people, size):
    assert number(headcount=people).endswith(size)
    assert size_of(people, SIZES) == size


def test_the_walk_through_gets_its_number():
    made = number(
        approval_no="CNCA-R-2099-900",
        year=2026,
        letters="SC",
        serial=1,
        serial_digits=4,
        headcount=120,
    )
    assert made == "90026SC0001R0M"


def test_a_series_is_the_printed_prefix():
    assert series("CNCA-R-2099-900", 2026, "SC") == "90026SC"


def test_a_foreign_invested_body_has_two_digits_behind_a_zero():
    assert body_digits("CNCA-RF-2005-12") == "012"


@pytest.mark.parametrize(
    "wrong",
    [
        {"serial": 0},
        {"serial": 100000},
        {"recert": 100},
        {"recert": -1},
        {"approval_no": "CNCA-R-2001-19"},
        {"letters": "q"},
        {"size_bands": {"S": 10}},
        {"pattern": "{cb3}{yy}{letters}{serial}R{colour}"},
        {"pattern": "{cb3}{yy}{letters}{serial}{serial}"},
        {"pattern": "{cb3}{yy}{letters}R{recert}"},
        {"pattern": "{cb3}{yy}{letters}{serial} R"},
    ],
)
def test_what_does_not_fit_is_never_issued(wrong):
    with pytest.raises(ValueError):
        number(**wrong)


def test_a_template_must_make_a_number_unique():
    check_template(PATTERN)
    with pytest.raises(ValueError, match="unique"):
        check_template("{cb3}{yy}{letters}")


def test_a_number_is_stored_and_searched_in_one_form_o_81():
    assert normalise(" 71223sc 0002 r0s ") == "71223SC0002R0S"
    assert normalise("７１２２３ＳＣ\u3000０００２\u200bＲ０Ｓ") == "71223SC0002R0S"


def test_a_number_is_read_into_its_parts_o_84():
    said = read("71223SC0002R0S")
    assert (said.cb, said.yy, said.letters, said.serial) == ("712", "23", "SC", "0002")
    assert (said.recert, said.size, said.sub, said.warnings) == (0, "S", None, ())
    assert said.parsed


@pytest.mark.parametrize("text", ["71223SC0002R0S-12", "71223sc0002r0s/12", "71223SC0002R0S－12"])
def test_a_sub_number_also_names_its_main_one(text):
    assert (read(text).sub, read(text).main) == (12, "71223SC0002R0S")


@pytest.mark.parametrize(
    ("serial", "warnings"),
    [("002", ("SERIAL_LENGTH",)), ("0002", ()), ("00002", ()), ("000002", ("SERIAL_LENGTH",))],
)
def test_an_unusual_serial_is_read_with_a_warning(serial, warnings):
    assert read(f"71223SC{serial}R0S").warnings == warnings


def test_a_size_that_does_not_match_the_people_is_a_warning():
    assert read("71223SC0002R0S", headcount=51, size_bands=SIZES).warnings == ("SIZE_MISMATCH",)
    assert read("71223SC0002R0S", headcount=50, size_bands=SIZES).warnings == ()


def test_a_number_of_no_known_shape_is_kept_word_for_word():
    said = read("证书 第5号")
    assert not said.parsed
    assert (said.text, said.normal, said.main) == ("证书 第5号", "证书第5号", "证书第5号")
    assert said.warnings == ("UNPARSED",)


@given(
    year=st.integers(2000, 2099),
    letters=st.text("ABCXYZ", min_size=1, max_size=4),
    serial=st.integers(1, 9999),
    recert=st.integers(0, 99),
    people=st.integers(1, 5000),
)
def test_what_is_issued_can_be_read_back(year, letters, serial, recert, people):
    parts = {"year": year, "letters": letters, "serial": serial, "recert": recert}
    said = read(number(**parts, serial_digits=4, headcount=people))
    assert (said.cb, int(said.yy or 0), said.letters) == ("199", year % 100, letters)
    assert (int(said.serial or 0), said.recert) == (serial, recert)
    assert said.size == size_of(people, SIZES)
    assert said.warnings == ()
