"""The clock: aware, in UTC, and one a driver may only move forward."""

from datetime import UTC, datetime, timedelta

import pytest

from services.runtime.clock import SetClock, SystemClock, new_id
from tests.given import at


def test_the_machine_s_clock_is_aware_and_utc():
    assert SystemClock().now().tzinfo is UTC


def test_a_set_clock_stands_until_it_is_moved():
    clock = SetClock(at("2026-11-23"))
    assert clock.now() == at("2026-11-23")
    assert clock.now().tzinfo is UTC
    clock.set(at("2026-11-24"))
    assert clock.now() == at("2026-11-24")


def test_a_set_clock_does_not_run_back():
    clock = SetClock(datetime(2026, 11, 23, tzinfo=UTC))
    clock.set(clock.now())
    with pytest.raises(ValueError, match="does not run back"):
        clock.set(clock.now() - timedelta(microseconds=1))


def test_no_two_identifiers_are_the_same():
    assert len({new_id() for _ in range(1000)}) == 1000
