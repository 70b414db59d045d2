"""A service, the bus or the store is away: every answer comes in time, nothing is half done."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import psycopg
import pytest

from tests.runtime.bus.serving import Running, founded, serving
from tests.servers import Bus, Database, PostgresServer, folder
from tests.services.api.serving import WITHIN, Address, api_at_work
from tests.services.api.test_commands import problem

pytestmark = pytest.mark.filterwarnings("default::pytest.PytestUnraisableExceptionWarning")


async def in_time(answer: Awaitable[httpx.Response]) -> httpx.Response:
    """The answer, which must come within the time of the interface."""
    began = time.monotonic()
    given = await answer
    assert time.monotonic() - began <= WITHIN
    return given


def unavailable(answer: httpx.Response, *outcomes: str) -> None:
    """Told to come again, and what is known of the outcome."""
    body = problem(answer, 503)
    assert body["outcome"] in outcomes
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_service_that_is_down_has_written_nothing(house: Database, bus: Bus):
    async with api_at_work(house, bus) as api:
        ada = api.caller("ada")
        unavailable(await in_time(ada.register("wei", key="once")), "nothing")
        async with serving(house, bus):
            answer = await ada.register("wei", key="once")
            assert (answer.status_code, "repeated" in answer.json()) == (200, False)


async def test_without_the_bus_nothing_is_written(personnel: Running, api: Address, bus: Bus):
    ada = api.caller("ada")
    bus.kill()
    unavailable(await in_time(ada.register("wei", key="once")), "nothing", "unknown")
    assert personnel.handler.store.stream("personnel-wei") == []
    bus.restart()
    async with asyncio.timeout(20):
        while (answer := await ada.register("wei", key="once")).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert answer.status_code == 200
    assert len(personnel.handler.store.stream("personnel-wei")) == 1


@dataclass(frozen=True)
class Own:
    """A PostgreSQL of the test's own, with a founded body."""

    server: PostgresServer
    database: Database

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every connection there is stands still meanwhile, as on a machine that swaps."""
        with psycopg.connect(self.database.url("owner")) as connection:
            found = connection.execute(
                "select pid from pg_stat_activity"
                " where backend_type = 'client backend' and pid <> pg_backend_pid()"
            ).fetchall()
        for (pid,) in found:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for (pid,) in found:
                os.kill(pid, signal.SIGCONT)


@pytest.fixture
async def own() -> AsyncIterator[Own]:
    with folder() as path:
        server = PostgresServer(path / "postgres")
        try:
            server.start()
            server.create_template()
            yield Own(server, founded(server.create("own")))
        finally:
            server.stop()


async def test_a_store_that_is_down_has_written_nothing(own: Own, bus: Bus):
    async with serving(own.database, bus) as personnel, api_at_work(own.database, bus) as api:
        ada = api.caller("ada")
        assert (await ada.register("han")).status_code == 200
        await asyncio.to_thread(own.server.stop)
        answers = await asyncio.gather(
            *(in_time(ada.register(f"wei-{number}", key=f"{number}")) for number in range(8))
        )
        for answer in answers:
            unavailable(answer, "nothing", "unknown")
        await asyncio.to_thread(own.server.start)
        async with asyncio.timeout(20):
            while (again := await ada.register("wei-0", key="0")).status_code == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert again.status_code == 200
        assert len(personnel.handler.store.stream("personnel-wei-0")) == 1


async def test_a_store_that_says_nothing_is_a_store_that_is_away(own: Own, bus: Bus):
    async with serving(own.database, bus) as personnel, api_at_work(own.database, bus) as api:
        ada = api.caller("ada")
        assert (await ada.register("han")).status_code == 200
        with own.frozen():
            unavailable(await in_time(ada.register("wei", key="once")), "nothing", "unknown")
        async with asyncio.timeout(20):
            while (answer := await ada.register("wei", key="once")).status_code == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert answer.status_code == 200
        assert len(personnel.handler.store.stream("personnel-wei")) == 1


async def test_a_store_whose_answer_is_lost_is_asked_again_with_the_same_key(own: Own, bus: Bus):
    async with serving(own.database, bus) as personnel, api_at_work(own.database, bus) as api:
        ada = api.caller("ada")
        assert (await ada.register("han")).status_code == 200
        for round_ in range(5):
            asked = asyncio.create_task(ada.register(f"wei-{round_}", key=f"{round_}"))
            await asyncio.sleep(0.004 * round_)
            with psycopg.connect(own.database.url("owner"), autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where usename = 'starledger_personnel'"
                )
            answer = await in_time(asked)
            if answer.status_code == 503:
                answer = await ada.register(f"wei-{round_}", key=f"{round_}")
            assert answer.status_code == 200, answer.text
            assert len(personnel.handler.store.stream(f"personnel-wei-{round_}")) == 1
