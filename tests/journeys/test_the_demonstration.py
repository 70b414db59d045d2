"""The demonstration's past, told by the real command path on a real store."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from events.auditing_findings import ScoreSheetClosed
from events.certificates import CertificateIssued
from services.cli.case_told import STATES, Told
from services.cli.case_told import told as told_case
from services.cli.composition import SERVICES
from services.cli.sample.story import SEED, tell
from services.cli.workshop import handlers
from services.runtime.driver import Draws
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.proof import Proof
from tests.journeys.bodies import Place
from tests.servers import Database, PostgresServer

LAST_DAY = date(2026, 11, 22)


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


@pytest.fixture(scope="module")
def place(story: EventStore, postgres: PostgresServer) -> Place:
    """Where the command line finds the told body."""
    assert story.last() is not None
    return Place(Database(postgres, "story_once"))


def case_of(
    place: Place, number: str, *, effective: date | None = None, known: datetime | None = None
) -> Told:
    found = told_case(place, number, effective=effective, known=known)
    assert found is not None
    return found


def test_a_case_is_told_by_its_number_or_its_certificates(place: Place) -> None:
    by_certificate = case_of(place, "90023 sc0001 r0m")
    assert case_of(place, by_certificate.case.lower()) == by_certificate
    positions = [each.position for each in by_certificate.events]
    assert positions == sorted(positions)
    services = {each.type.partition(".")[0] for each in by_certificate.events}
    assert services == {"applications", "auditing", "decisions", "surveillance"}
    first, *rest = by_certificate.lines()
    assert first == f"案件 {by_certificate.case}：证书过期失效 (expired)"
    told = [line for line in rest if line.startswith(" ")]
    assert len(told) == 2 * len(by_certificate.events)
    assert rest[0].endswith("  clerk-gao（受理人员 / intake clerk）")
    headings = [line for line in rest if not line.startswith(" ")]
    assert all(one != other for one, other in pairwise(headings))


def test_a_case_is_told_as_it_was_known(place: Place) -> None:
    whole = case_of(place, "90023SC0001R0M")
    issued = next(each for each in whole.events if isinstance(each.event, CertificateIssued))
    before = case_of(place, whole.case, known=issued.recorded_at - timedelta(seconds=1))
    assert before.state == ("已签署", "signed")
    assert [each.position for each in before.events] == [
        each.position for each in whole.events if each.recorded_at < issued.recorded_at
    ]
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    assert told_case(place, whole.case, effective=None, known=long_ago) is None


def test_what_had_not_taken_effect_is_told_as_such(place: Place) -> None:
    whole = case_of(place, "90023SC0001R0M")
    issued = next(each for each in whole.events if isinstance(each.event, CertificateIssued))
    day = issued.event.awarded_on
    then = case_of(place, whole.case, effective=day)
    assert then.state == ("已办结", "closed")
    told = then.as_json()["events"]
    later = [each["type"] for each in told if not each["holds"]]
    assert "decisions.CertificateExpired.v1" in later
    assert all(each["sentence"]["zh"] and each["sentence"]["en"] for each in told)


def test_a_number_nobody_knows_is_no_case(place: Place) -> None:
    assert told_case(place, "A-1999-00001", effective=None, known=None) is None
    assert told_case(place, "90099SC9999R0M", effective=None, known=None) is None


def test_cases_stand_at_every_stage_and_all_grades_are_told(story: EventStore) -> None:
    happened = topics(story)
    for name in ("ApplicationRefused", "ApplicationAbandoned", "ApplicationSupplemented"):
        assert happened[f"applications.{name}.v1"] >= 1, name
    assert happened["applications.ApplicationSubmitted.v1"] >= 40
    rows = story.read(after=0, limit=100_000)
    issued = [story.decode(r).event for r in rows if r.topic == "decisions.CertificateIssued.v1"]
    grades = {event.grade for event in issued if isinstance(event, CertificateIssued)}
    assert grades == {"five_star", "four_star", "three_star", "qualified"}
    sheets = [story.decode(r).event for r in rows if r.topic == "auditing.ScoreSheetClosed.v1"]
    failed = {event.failed_by for event in sheets if isinstance(event, ScoreSheetClosed)}
    assert failed == {None, "veto", "score"}
    last: dict[str, str] = {}
    for row in rows:
        event = story.decode(row).event
        case = getattr(event, "case", None)
        if case is not None and type(event).__name__ in STATES:
            last[case] = STATES[type(event).__name__][1]
    assert {"submitted", "supplement_requested", "under_review", "accepted", "contracted"} <= set(
        last.values()
    )
    assert {"planned", "refused", "abandoned", "closed"} <= set(last.values())
