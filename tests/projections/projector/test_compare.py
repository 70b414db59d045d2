"""A live view is proven row by row; whatever was changed by hand is named, its values are not."""

import pytest

from projections.projector import compare
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import a_history, ask, roster
from tests.runtime.readers.at_work import until_level
from tests.servers import Database


@pytest.mark.parametrize(
    ("by_hand", "told"),
    [
        (
            "update roster.body set name = '密', named = 9 where stream = 'body-a0'",
            ["body body-a0: differs in name, named"],
        ),
        (
            "delete from roster.year where year > 2032",
            ["year body-c0 2033: is missing", "year body-c0 2034: is missing"],
        ),
        (
            "insert into roster.body values ('body-z', '密', 1)",
            ["body body-z: is there although no event put it"],
        ),
        (
            "update roster.year set days = '{}' where year = 2030",
            ["year body-c0 2030: differs in days"],
        ),
        (
            "alter table roster.body add other text",
            ["body: columns are stream, name, named, other,"],
        ),
        (
            "update roster.checkpoint set digest = decode(repeat('5a', 32), 'hex')",
            ["checkpoint 18 is of another history"],
        ),
        ("update roster.body set name = name", []),
    ],
)
async def test_a_row_changed_by_hand_is_found(
    by_hand: str,
    told: list[str],
    database: Database,
    store: EventStore,
    relay: Relay,
    projecting: Projecting,
    seen: EventStore,
):
    a_history(store)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
    url = database.url("projector")
    assert await compare(roster(), store=seen, database_url=url) == []
    ask(database, by_hand)
    found = await compare(roster(), store=seen, database_url=url)
    assert len(found) == len(told)
    assert all(line.startswith(begins) for line, begins in zip(found, told, strict=True))
    assert ask(database, "select count(*) from pg_namespace where nspname = 'roster_check'") == [
        (0,)
    ]


async def test_a_view_that_lags_is_compared_at_its_own_position(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    assert await compare(roster(), store=seen, database_url=url) == ["there is no live schema"]
    a_history(store)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
    a_history(store, rounds=2)
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_many_differences_are_not_all_told(
    database: Database, store: EventStore, seen: EventStore, relay: Relay, projecting: Projecting
):
    async with projecting(roster()) as projector:
        a_history(store)
        await until_level(projector, store)
    ask(
        database,
        "insert into roster.body select 'body-x' || n, '密', 1 from generate_series(1, 60) n",
    )
    found = await compare(roster(), store=seen, database_url=database.url("projector"))
    assert len(found) == 51
    assert found[-1] == "body: and more"
