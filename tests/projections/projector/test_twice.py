"""Every event told twice gives the same rows; a batch told to the wrong place gives none."""

import pytest

from projections import schema
from projections.applying import Applying
from projections.projector import Projection, compare
from services.runtime.event_store import EventStore
from services.runtime.parking import Overtaken
from services.runtime.place import BEGINNING, Place
from services.runtime.relay import Relay
from services.runtime.sole import connected
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import a_history, ask, roster, rows
from tests.runtime.readers.at_work import until, until_level
from tests.servers import Database


async def test_the_whole_history_is_delivered_again(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    a_history(store, rounds=3)
    async with projecting(roster(), batch=4) as projector:
        await until_level(projector, store)
    once = rows(database)
    ask(
        database,
        "update roster.checkpoint set position = 0, digest = decode(repeat('00',32),'hex')",
    )
    async with projecting(roster(), batch=7) as projector:
        await until_level(projector, store)
    assert rows(database) == once
    assert await compare(roster(), store=seen, database_url=database.url("projector")) == []


def test_each_event_is_applied_twice_in_a_row(
    database: Database, store: EventStore, seen: EventStore
):
    a_history(store)
    projection = Projection(roster(), seen, database.url("projector"))
    assert projection.open() == BEGINNING
    once = Applying(roster("once"), seen, "once")
    with connected(database.url("projector")) as connection:
        for row in seen.read(after=0):
            assert projection.applying.redo(connection, row.position) is None
            assert projection.applying.redo(connection, row.position) is None
        projection.close()
        schema.ensure(connection, roster("once"))
        once.fill(connection)
    assert rows(database) == rows(database, "once")


def test_a_batch_that_was_taken_is_not_taken_again(
    database: Database, store: EventStore, seen: EventStore
):
    a_history(store)
    projection = Projection(roster(), seen, database.url("projector"))
    projection.open()
    told = seen.read(after=0)
    with connected(database.url("projector")) as connection:
        last = projection.applying.take(connection, BEGINNING, told)
        assert last == Place(told[-1].position, told[-1].digest)
        with pytest.raises(Overtaken):
            projection.applying.take(connection, BEGINNING, told)
    projection.close()
    assert ask(database, "select position from roster.checkpoint") == [(last.position,)]


async def test_any_size_of_batch_gives_the_same_rows(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting
):
    a_history(store, rounds=2)
    found = []
    for batch in (1, 2, 3, 500):
        view = roster(f"roster_{batch}")
        async with projecting(view, batch=batch) as projector:
            await until_level(projector, store)
            await until(lambda: projector.state == "reading")
        found.append(rows(database, view.name))
    assert found == [found[0]] * 4
