"""The demonstration's past, told by the real command path on a real store."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from events.decisions import CertificateIssued
from services.cli.composition import SERVICES
from services.cli.sample.story import SEED, tell
from services.cli.workshop import handlers
from services.runtime.driver import Draws
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.proof import Proof
from tests.servers import Database, PostgresServer

LAST_DAY = date(2026, 11, 22)


class Place:
    """A test's database as the command line would find it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def owner_url(self) -> str:
        return self.database.url("owner")

    def database_url(self, role: str) -> str:
        return self.database.url(role)

    def nats_url(self, user: str) -> str:
        raise LookupError(f"no bus for {user} here")


@contextmanager
def told(postgres: PostgresServer, name: str) -> Iterator[Any]:
    """A body whose past was told; its store."""
    database = postgres.create(name)
    place = Place(database)
    draws = Draws(SEED)
    ring = KeyRing(place.database_url("keys"), draw=draws.bytes)
    with handlers(place, keys=ring) as at_work:
        tell(at_work, last_day=LAST_DAY, draws=draws, progress=lambda _day, _last: None)
        yield at_work["personnel"].store
    postgres.drop(name)


@pytest.fixture(scope="module")
def story(postgres: PostgresServer) -> Iterator[EventStore]:
    with told(postgres, "story_once") as store:
        yield store


def topics(store: EventStore) -> Counter[str]:
    return Counter(row.topic for row in store.read(after=0, limit=100_000))


def test_every_fate_of_a_certificate_is_told(story: EventStore) -> None:
    happened = topics(story)
    for name in (
        "CertificateIssued",
        "CertificateSuspended",
        "CertificateRestored",
        "CertificateWithdrawn",
        "CertificateCancelled",
        "CertificateExpired",
        "DecisionRefused",
        "SuspensionLapsed",
    ):
        assert happened[f"decisions.{name}.v1"] >= 1, name
    assert happened["surveillance.SurveillanceMissed.v1"] >= 3


def test_the_told_history_is_proved_and_nothing_due_is_undone(story: EventStore) -> None:
    assert Proof(story, services=SERVICES).walk() == []


def test_nobody_of_the_team_decided_and_the_head_did_not_vote(story: EventStore) -> None:
    for row in story.read(after=0, limit=100_000):
        if row.topic == "decisions.CertificateIssued.v1":
            issued = story.decode(row).event
            assert isinstance(issued, CertificateIssued)
            assert not issued.team & (issued.deciders | {issued.head})
            assert issued.head not in issued.deciders
            assert issued.demonstration


def test_names_of_people_are_sealed_in_the_store(story: EventStore) -> None:
    stored = b"".join(row.state for row in story.read(after=0, limit=200))
    assert "林审查".encode() not in stored
    registered = next(
        story.decode(row).event
        for row in story.read(after=0, limit=200)
        if row.topic == "personnel.PersonRegistered.v1" and b"auditor-lin" in row.state
    )
    assert registered.name == "林审查"


def test_the_same_seed_and_day_give_the_same_history(
    story: EventStore, postgres: PostgresServer
) -> None:
    with told(postgres, "story_again") as again:
        last, other = story.last(), again.last()
        assert last is not None
        assert other is not None
        assert (last.position, last.digest) == (other.position, other.digest)
