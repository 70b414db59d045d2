"""Numbers, names and codes are read whatever their width, case and spacing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.registry.names import bigrams, folded, main_number_of, number_of
from projections.registry.search import CursorUnreadable, Place, place, sought
from tests.projections.lives import day


@pytest.mark.parametrize(
    "typed",
    [
        " 71223sc 0002 r0s ",
        "７１２２３ＳＣ０００２Ｒ０Ｓ",
        "71223SC\u30000002\u200bR0S",
        "71223SC0002R0S",
        "\ufeff71223sc0002r0s",
    ],
)
def test_o_81_a_number_is_found_however_it_is_spaced(typed: str) -> None:
    assert number_of(typed) == "71223SC0002R0S"


@pytest.mark.parametrize("typed", ["71223SC0002R0S/1", "71223sc0002r0s - 1", "71223SC0002R0S－1"])
def test_a_sub_number_leads_to_itself_and_to_the_main_one(typed: str) -> None:
    assert sought(typed).numbers == ("71223SC0002R0S-1", "71223SC0002R0S")
    assert main_number_of("71223SC0002R0S-1") == "71223SC0002R0S"


def test_brackets_of_either_width_are_the_same_name() -> None:
    assert folded("浙江（星河）家电") == folded("浙江(星河)家电") == folded(" 浙江 〔星河〕 家电")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="示例甲电器有限公司ab（）", min_size=2), st.data())
def test_any_two_signs_of_a_name_are_among_its_pairs(name: str, data: st.DataObject) -> None:
    text = folded(name)
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert set(bigrams(text[start:end])) <= set(bigrams(name))


@pytest.mark.parametrize("typed", [" ９1350100m000100y43 ", "91350100 M000100 Y43"])
def test_e_02_a_credit_code_is_read_in_lower_case_and_full_width(typed: str) -> None:
    assert sought(typed).uscc == "91350100M000100Y43"


def test_one_sign_is_too_short_and_none_is_no_search() -> None:
    assert sought(" 电 ").too_short
    assert not sought("电器").too_short
    assert sought(" \u3000 ").empty


def test_a_cursor_is_given_back_as_the_place_it_stood_for() -> None:
    here = Place(day("2026-05-22"), "90026SC0001R0M")
    assert place(here.cursor) == here


@pytest.mark.parametrize("cursor", ["x", "!!!!", "MjAyNi0wNS0yMg==", "示例", "eHggeXk="])
def test_a_cursor_not_ours_is_told(cursor: str) -> None:
    with pytest.raises(CursorUnreadable):
        place(cursor)
