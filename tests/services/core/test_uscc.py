"""统一社会信用代码. GB 32100-2015; lifecycle 9."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.uscc import ALPHABET, is_valid, normalise, org_code_valid

GOOD = ("91510107MA68JH4Q3F", "91330100799655058B", "91350100M000100Y43")


@pytest.mark.parametrize("code", GOOD)
def test_the_check_character_of_a_good_code_agrees_o_80a_e_01(code):
    assert is_valid(code)


@pytest.mark.parametrize("code", GOOD[:2])
def test_the_organisation_code_inside_agrees_o_80a(code):
    assert org_code_valid(code)


def test_a_wrong_check_character_is_found_e_01():
    assert not is_valid("91350100M000100Y4Z")
    assert not is_valid("91350100M000100Y44")


def test_a_code_is_read_in_any_width_case_and_spacing_e_02():
    given_text = "\uff191350100m000100y43 "
    assert normalise(given_text) == "91350100M000100Y43"
    assert is_valid(normalise(given_text))
    assert not is_valid(given_text)


@pytest.mark.parametrize(
    "code", ["", "9135", GOOD[0] + "0", GOOD[0][:17] + "I", "９" + GOOD[0][1:]]
)
def test_another_length_or_letter_is_no_code(code):
    assert not is_valid(code)


@pytest.mark.parametrize("code", ["", "91510107MA68JH4Q2F", "91510107MA68JH4-3F"])
def test_a_mismatching_organisation_code_is_noticed(code):
    assert not org_code_valid(code)


@pytest.mark.parametrize("code", GOOD)
def test_every_single_changed_character_is_found_o_80a(code):
    for place in range(18):
        for other in ALPHABET.replace(code[place], ""):
            assert not is_valid(code[:place] + other + code[place + 1 :])


bodies = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@given(body=bodies, place=st.integers(0, 17), other=st.sampled_from(ALPHABET))
def test_any_changed_character_of_any_code_is_found(body, place, other):
    valid = [body + check for check in ALPHABET if is_valid(body + check)]
    assert len(valid) == 1
    changed = valid[0][:place] + other + valid[0][place + 1 :]
    assert is_valid(changed) == (changed == valid[0])


@given(st.text())
def test_the_normal_form_is_normal(text):
    assert normalise(normalise(text)) == normalise(text)
