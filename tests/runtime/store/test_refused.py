"""What the ledger refuses whoever asks: foreign words, changed rows, moments that are not now."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from psycopg import IsolationLevel, errors

from events.body import BodyOpened, HolidaysPublished
from events.catalogue import Catalogue
from events.event import Event
from events.vocabulary import BodyKind
from services.runtime.append import Forbidden, call
from services.runtime.event_store import EventStore
from tests.runtime.relay.recording import opened
from tests.runtime.store.entries import CLOCK, entry, one
from tests.runtime.store.test_order import parcel_of
from tests.servers import Database

CHANGES = (
    "update ledger.event set topic = topic",
    "delete from ledger.event",
    "truncate ledger.event",
)


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    with opened(database) as opened_store:
        yield opened_store


def body(kind: BodyKind) -> Event:
    return BodyOpened(
        kind=kind,
        name="甲认证有限公司",
        name_en="Jia Certification",
        approval_no="CNCA-R-2015-900",
        opened_on=date(2025, 1, 1),
    )


def test_a_login_writes_streams_of_its_own_category_only(database: Database) -> None:
    with opened(database, "decisions") as foreign:
        with pytest.raises(Forbidden, match="not of category decisions"):
            foreign.append(one("body-x"))
        assert foreign.last() is None


def test_a_topic_of_another_category_is_refused_on_an_own_stream(database: Database) -> None:
    forged = Catalogue({"decisions.HolidaysPublished.v1": HolidaysPublished})
    liar = EventStore(database.url("scheduler"), catalogue=forged)
    with pytest.raises(Forbidden, match="topic decisions"):
        liar.append(one("body-x"))
    assert liar.last() is None
    liar.close()


def test_a_login_without_a_category_appends_nothing(database: Database) -> None:
    for role in ("relay", "projector", "lookup", "api"):
        with (
            psycopg.connect(database.url(role), autocommit=True) as connection,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            call(connection, [parcel_of("body-x", 1)])


def test_nobody_changes_or_removes_a_row_not_even_the_superuser(
    database: Database, store: EventStore
) -> None:
    store.append(one("body-x"))
    for role in ("owner", "scheduler", "decisions", "projector"):
        with psycopg.connect(database.url(role), autocommit=True) as connection:
            for statement in CHANGES:
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement)
    assert len(store.rows("body-x")) == 1


def test_a_replica_setting_opens_no_way_around(database: Database, store: EventStore) -> None:
    store.append(one("body-x"))
    with psycopg.connect(database.url("owner"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("delete from ledger.event")


def test_a_writer_cannot_insert_past_the_function(database: Database) -> None:
    with (
        psycopg.connect(database.url("scheduler"), autocommit=True) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute("insert into ledger.event (position) values (1)")


@pytest.mark.parametrize("level", [IsolationLevel.REPEATABLE_READ, IsolationLevel.SERIALIZABLE])
def test_an_isolation_that_would_not_see_the_last_row_is_refused(
    database: Database, level: IsolationLevel
) -> None:
    with psycopg.connect(database.url("scheduler")) as connection:
        connection.isolation_level = level
        with pytest.raises(errors.InvalidTransactionState):
            call(connection, [parcel_of("body-x", 1)])


def test_recorded_time_never_runs_back(store: EventStore) -> None:
    now = CLOCK.now()
    for version, behind in enumerate((0, 3, 1), 1):
        store.append(one("body-x", version, told=now - timedelta(seconds=behind)))
    told = [row.recorded_at for row in store.rows("body-x")]
    assert told == [now] * 3


@pytest.mark.parametrize("seconds", [-60, 60])
def test_a_real_body_is_told_what_happens_now_and_at_no_other_time(
    store: EventStore, seconds: int
) -> None:
    store.append(entry(("body-profile", 1, body(BodyKind.REAL))))
    with pytest.raises(Forbidden, match="more than 5 s"):
        store.append(one("body-x", told=CLOCK.now() + timedelta(seconds=seconds)))
    assert store.append(one("body-x")).outcome == "recorded"


def test_a_demonstration_lives_through_its_past_but_never_ahead(store: EventStore) -> None:
    past = CLOCK.now() - timedelta(days=400)
    opening = entry(("body-profile", 1, body(BodyKind.DEMONSTRATION)), told=past)
    assert store.append(opening).outcome == "recorded"
    lived = past + timedelta(days=1)
    assert store.append(one("body-x", told=lived)).outcome == "recorded"
    assert [row.recorded_at for row in store.rows("body-x")] == [lived]
    with pytest.raises(Forbidden, match="more than 5 s"):
        store.append(one("body-y", told=CLOCK.now() + timedelta(seconds=60)))


def test_a_refused_command_leaves_those_beside_it_in_the_call_alone(database: Database) -> None:
    with psycopg.connect(database.url("scheduler"), autocommit=True) as connection:
        answers = call(
            connection,
            [
                parcel_of("body-a", 1),
                parcel_of("decisions-a", 1),
                parcel_of("body-b", 2),
                parcel_of("body-b", 1),
            ],
        )
    kinds = [type(each).__name__ for each in answers]
    assert kinds == ["Appended", "Forbidden", "Forbidden", "Appended"]
