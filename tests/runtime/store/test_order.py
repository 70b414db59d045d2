"""One order without a hole, whoever writes at the same time and whoever gives up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from struct import pack
from typing import Any

import psycopg
import pytest

from events.wire import microseconds
from services.runtime.append import Forbidden, Parcel, call
from services.runtime.event_store import EventStore
from services.runtime.mapper import Mapper
from tests.runtime.relay.recording import opened, record
from tests.runtime.store.entries import one
from tests.servers import Database

WRITERS, EACH = 8, 20


def write(database: Database, writer: int) -> None:
    """Commands of one writer with its own connection, a rollback and a refusal among them."""
    stream = f"body-writer-{writer}"
    with opened(database) as store, psycopg.connect(database.url("scheduler")) as given_up:
        for version in range(1, EACH + 1):
            assert store.append(one(stream, version)).outcome == "recorded"
            if version % 5 == writer % 5:
                call(given_up, [parcel_of(stream, version + 1)])
                given_up.rollback()
            if version % 7 == writer % 7:
                with pytest.raises(Forbidden):
                    store.append(one(stream, version + 9))


def parcel_of(stream: str, version: int) -> Parcel:
    entry = one(stream, version)
    rows = tuple(Mapper().to_stored_event(draft) for draft in entry.drafts)
    return Parcel(entry.command_id, entry.digest, entry.drafts[0].time, entry.reads, rows)


def tail(database: Database, seen: list[int], done: threading.Event) -> None:
    with opened(database, "projector") as store:
        while True:
            last_look = done.is_set()
            rows = store.read(after=seen[-1] if seen else 0, limit=50)
            seen.extend(row.position for row in rows)
            if last_look and not rows:
                return


def test_eight_writers_and_rollbacks_leave_no_hole_and_a_reader_sees_every_position_in_order(
    database: Database,
) -> None:
    seen: list[int] = []
    done = threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(tail, database, seen, done)
        writing = [pool.submit(write, database, writer) for writer in range(WRITERS)]
        try:
            for each in writing:
                each.result(60)
        finally:
            done.set()
        reading.result(20)
    assert seen == list(range(1, WRITERS * EACH + 1))


def chained(before: bytes, row: Any) -> bytes:
    """The formula as the architecture writes it, by nobody else's code."""
    position, version, recorded_at, stream, topic, command_id, state = row
    link = before + pack(">q", position) + pack(">q", version)
    link += pack(">q", microseconds(recorded_at))
    for part in (stream.encode(), topic.encode(), command_id.bytes, state):
        link += sha256(part).digest()
    return sha256(link).digest()


def test_the_chain_is_what_a_second_hand_computes(database: Database) -> None:
    with opened(database) as store:
        record(store, 5, stream="body-one")
        record(store, 3, stream="body-two", days=40)
    with psycopg.connect(database.url("owner")) as connection:
        rows = connection.execute(
            "select position, version, recorded_at, stream, topic, command_id, state, digest"
            " from ledger.event order by position"
        ).fetchall()
    digest = bytes(32)
    for *columns, kept in rows:
        digest = chained(digest, columns)
        assert kept == digest
    assert len(rows) == 8


def test_a_version_that_somebody_else_took_is_moved_and_nothing_is_written(
    database: Database,
) -> None:
    with opened(database) as store:
        assert store.append(one("body-x", 1, reads={"body-x": 0})).outcome == "recorded"
        late = store.append(one("body-x", 1, reads={"body-x": 0}))
        assert (late.outcome, late.moved, list(late.positions)) == ("moved", "body-x", [])
        assert count(store) == 1


def test_a_stream_that_was_only_read_guards_as_well(database: Database) -> None:
    with opened(database) as store:
        store.append(one("body-read"))
        stale = store.append(one("body-written", reads={"body-read": 0, "body-written": 0}))
        assert (stale.outcome, stale.moved) == ("moved", "body-read")
        fresh = one("body-written", reads={"body-read": 1, "body-written": 0})
        assert store.append(fresh).outcome == "recorded"


def count(store: EventStore) -> int:
    last = store.last()
    return last.position if last else 0


AUDITORS = ("body-diary-lin", "body-diary-wei", "body-diary-zhao")


def book(database: Database, writer: int, barrier: threading.Barrier, most: int) -> str | None:
    """The diary that this writer's booking went into; None where the day was full by then."""
    with opened(database) as store:
        barrier.wait(20)
        while True:
            versions = {diary: len(store.rows(diary)) for diary in AUDITORS}
            free = [diary for diary in AUDITORS if versions[diary] == 0]
            if len(AUDITORS) - len(free) >= most:
                return None
            diary = free[writer % len(free)]
            if store.append(one(diary, reads=versions)).outcome == "recorded":
                return diary


@pytest.mark.parametrize("most", [3, 1], ids=["each auditor once", "one of the three"])
def test_eight_writers_booking_three_auditors_never_book_double(
    database: Database, most: int
) -> None:
    barrier = threading.Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        booked = list(pool.map(lambda writer: book(database, writer, barrier, most), range(8)))
    diaries = [diary for diary in booked if diary]
    assert len(diaries) == len(set(diaries)) == most
    with opened(database) as store:
        assert count(store) == most
