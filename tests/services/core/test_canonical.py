"""One text for one content."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vocabulary import Vote, exact, exact_text
from services.core.canonical import canonical, digest


def test_keys_are_sorted_and_nothing_is_padded():
    assert (
        canonical({"b": 1, "a": [True, None, "星证"]}) == '{"a":[true,null,"星证"],"b":1}'.encode()
    )


def test_exact_numbers_days_moments_words_and_sets_have_one_text_each():
    content = {
        "score": Fraction(850, 9),
        "points": Decimal("1.50"),
        "day": date(2026, 5, 20),
        "moment": datetime(2026, 5, 20, 1, tzinfo=UTC),
        "vote": Vote.YES,
        "voters": {"wang", "lin"},
        "none": frozenset(),
    }
    assert canonical(content) == (
        b'{"day":"2026-05-20","moment":"2026-05-20T01:00:00.000000Z","none":[],'
        b'"points":"1.5","score":"850/9","vote":"yes","voters":["lin","wang"]}'
    )


def test_the_digest_is_sha_256_of_that_text():
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("content", [{"a": 0.1}, {"a": b"x"}, {1: "a"}, {"a": object()}])
def test_what_has_no_canonical_form_is_an_error(content: Any):
    with pytest.raises(TypeError):
        canonical(content)


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_the_order_of_keys_does_not_matter(content):
    assert canonical(content) == canonical(dict(reversed(content.items())))


@given(st.fractions())
def test_an_exact_number_survives_its_text(number):
    assert exact(exact_text(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_finite_number_is_written_as_a_decimal(number):
    assert "/" not in exact_text(Fraction(number))
    assert exact(exact_text(Fraction(number))) == Fraction(number)


@pytest.mark.parametrize("value", [0.5, True, "1/0", "half", None])
def test_what_is_not_exact_is_refused(value):
    with pytest.raises(ValueError):
        exact(value)
