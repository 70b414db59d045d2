"""No stage of a case is skipped by any order of commands, from application to certificate."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from services.cli.sample.acts import Acts
from tests.journeys.bodies import founded
from tests.journeys.machine import WholeCase
from tests.servers import PostgresServer


@pytest.fixture
def body(postgres: PostgresServer) -> Iterator[Acts]:
    """A body opened long ago."""
    with founded(postgres, "whole_case") as (_place, acts):
        yield acts


def test_no_order_of_commands_skips_a_stage(body: Acts) -> None:
    """Asked through the real handlers, on a real store; the matrix is checked independently."""
    WholeCase.acts = body
    run_state_machine_as_test(
        WholeCase,
        settings=settings(
            max_examples=30,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {"OpeningMeetingHeld", "AuditReportFixed", "FileOpened"} <= WholeCase.furthest


def test_whatever_single_act_is_left_out_no_later_stage_is_reached_without_it(body: Acts) -> None:
    WholeCase.acts = body
    plain = list(WholeCase().table())
    for left_out in (None, *plain):
        case = WholeCase()
        case.asks_each([name for name in plain if name != left_out])
        case.no_stage_was_skipped()
        certified = "CertificateIssued" in {type(e.event).__name__ for e in case.history()}
        assert certified is (left_out is None), left_out
