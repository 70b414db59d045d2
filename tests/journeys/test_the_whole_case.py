"""No stage of a case is skipped by any order of commands, from application to certificate."""

from datetime import date, datetime, time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from services.cli.sample.acts import Acts
from services.cli.sample.story import SEED, found
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.runtime.driver import Draws, Driver
from services.runtime.keys import KeyRing
from tests.journeys.machine import WholeCase
from tests.journeys.test_the_demonstration import Place
from tests.servers import PostgresServer

FIRST = date(2005, 1, 3)
"""Driven days lie in the past; the runs have some twenty years to live through."""


def test_no_order_of_commands_skips_a_stage(postgres: PostgresServer) -> None:
    """Asked through the real handlers, on a real store; the matrix is checked independently."""
    place = Place(postgres.create("whole_case"))
    draws = Draws(SEED)
    ring = KeyRing(place.database_url("keys"), draw=draws.bytes)
    with handlers(place, keys=ring) as at_work:
        start = datetime.combine(FIRST, time(9, 0), ZONE)
        acts = Acts(Driver(at_work, start=start, draws=draws))
        found(acts, FIRST)
        WholeCase.acts = acts
        run_state_machine_as_test(
            WholeCase,
            settings=settings(
                max_examples=25,
                stateful_step_count=18,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    postgres.drop("whole_case")
    assert {"OpeningMeetingHeld", "AuditReportFixed", "FileOpened"} <= WholeCase.furthest
    assert "CertificateIssued" in WholeCase.furthest
