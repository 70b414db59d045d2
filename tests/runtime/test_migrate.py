"""Whoever migrates, however often and however many at once: the database is the same afterwards."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from itertools import count
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg
import pytest
from psycopg import sql

from services.runtime.migrate import migrate
from services.runtime.proof import Proof
from services.runtime.stream import provision
from tests.projections.projector.rosters import a_history, ask, holidays, opened, record
from tests.runtime.backup.contents import objects, tables
from tests.runtime.readers.killing import PROCESSES
from tests.servers import Bus, Database, PostgresServer

_numbers = count(1)
AT_ONCE = 8


@pytest.fixture
def bare(postgres: PostgresServer) -> Iterator[Database]:
    """A database as `create database` leaves it."""
    name = f"bare_{next(_numbers)}"
    postgres.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield Database(postgres, name)
    postgres.drop(name)


def go(
    start: Barrier, answers: Any, owner_url: str, nats_url: str, passwords: Mapping[str, str]
) -> None:
    """What `starledger migrate` does, in a process of its own, in the same moment as the others."""
    start.wait(60)
    try:
        migrate(owner_url, passwords=passwords)
        if nats_url:
            asyncio.run(provision(nats_url))
        answers.put("")
    except Exception as fault:  # told to the test, which shows it
        answers.put(repr(fault))


def at_once(database: Database, *, nats_url: str = "") -> list[str]:
    """The faults of eight processes that migrate in one moment."""
    start, answers = PROCESSES.Barrier(AT_ONCE), PROCESSES.Queue()
    told = (start, answers, database.url("owner"), nats_url, dict(database.server.passwords))
    processes = [PROCESSES.Process(target=go, args=told, daemon=True) for _ in range(AT_ONCE)]
    for process in processes:
        process.start()
    faults = [answers.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(20)
        assert process.exitcode == 0
    return [fault for fault in faults if fault]


def test_eight_at_once_on_an_empty_database_and_server(
    bare: Database, bus: Bus, database: Database
):
    asyncio.run(_without_stream(bus))
    assert at_once(bare, nats_url=bus.url("admin")) == []
    assert objects(bare) == objects(database)
    assert asyncio.run(provision(bus.url("admin"))) == []
    with opened(bare) as store:
        a_history(store)
        assert Proof(store).walk() == []


async def _without_stream(bus: Bus) -> None:
    client = await bus.connect("admin")
    try:
        await client.jetstream().delete_stream("EVENTS")
    finally:
        await client.close()


def test_eight_at_once_on_a_filled_one_at_work_change_nothing(database: Database):
    """Commands go on beside it: each waits at most for one migration."""
    with opened(database) as store:
        a_history(store)
        before = objects(database)
        stop, begun = threading.Event(), threading.Event()
        written: list[int] = []

        def write() -> None:
            while not stop.is_set():
                record(store, "body-busy", holidays(f"{len(written)}"))
                written.append(1)
                begun.set()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            assert begun.wait(20)
            assert at_once(database) == []
        finally:
            stop.set()
            writer.join()
        assert objects(database) == before
        assert len(store.rows("body-busy")) == len(written)
        assert Proof(store).walk() == []


def test_again_changes_no_row_and_no_object(database: Database):
    with opened(database) as store:
        a_history(store)
    before = objects(database), tables(database)
    for _ in range(3):
        migrate(database.url("owner"), passwords=database.server.passwords)
    assert (objects(database), tables(database)) == before


def test_what_fails_halfway_leaves_what_was(bare: Database):
    """A migration is one transaction: a name that is taken by something else undoes all of it."""
    ask(bare, "create schema access")
    ask(bare, "create view access.token as select 1")
    with pytest.raises(psycopg.Error):
        migrate(bare.url("owner"))
    schemas = ask(bare, "select nspname from pg_namespace where nspname in ('ledger', 'keys')")
    assert schemas == []
