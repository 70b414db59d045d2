"""The ground every contender stands on: one PostgreSQL and one NATS as the product runs them."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager

import psycopg
from psycopg import sql

from services.runtime import log, road
from services.runtime.against_stream import compare_with_stream
from services.runtime.bus import connected
from services.runtime.embedded.house import DATABASE, House
from services.runtime.embedded.postgres import SUPERUSER
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.proof import Proof
from services.runtime.relay import Relay
from tests.bench.measuring import Measured, Size
from tests.servers import folder

PEERS = "peers"
"""The database of the peers and limits, on the same server."""
TOLD = ("fsync", "synchronous_commit", "full_page_writes")


class Ground:
    """A house in an empty folder, and a second database for whoever is compared with it."""

    def __init__(self, house: House) -> None:
        self.house = house
        with psycopg.connect(house.owner_url, autocommit=True) as owner:
            owner.execute(sql.SQL("create database {}").format(sql.Identifier(PEERS)))

    @property
    def peers_url(self) -> str:
        """Where peers and limits keep their tables, on the same server."""
        return self.house.postgres.url(SUPERUSER, PEERS)

    def servers_say(self) -> Mapping[str, str]:
        """How durable the servers are, as they themselves say."""
        told = {}
        for database in (DATABASE, PEERS):
            url = self.house.postgres.url(SUPERUSER, database)
            with psycopg.connect(url) as connection:
                for name in TOLD:
                    row = connection.execute("select current_setting(%s)", (name,)).fetchone()
                    told[f"{database}.{name}"] = str(row[0]) if row else "unknown"
        told["nats.sync_always"] = json.dumps(self.house.nats.writes_through())
        return told

    def faults_of_servers(self) -> list[str]:
        """Whatever is not as durable as it must be."""
        wanted = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        wanted["sync_always"] = "true"
        return [
            f"{name} is {value}"
            for name, value in self.servers_say().items()
            if wanted[name.partition(".")[2]] != value
        ]

    def prove(self, measured: Measured, expected: int) -> None:
        """Note everything wrong with the store: its number of events, its chain, stream = store.

        What the stream lacks is relayed first, by the product's own relay.
        """
        with self._reading() as store:
            position = self._prove_store(measured, store, expected)
            asyncio.run(self.relay_until(position, store))
            compared = asyncio.run(compare_with_stream(self.house.nats_url("projector"), store))
            measured.faults += [f"stream {found.position}: {found.what}" for found in compared]
            standing = asyncio.run(self.stream_stands_at())
        if standing != position:
            measured.faults.append(f"the stream stands at {standing}, the store at {position}")
        measured.proofs.append(f"{position} events, one chain, the stream holds the same")

    def prove_store(self, measured: Measured, expected: int) -> None:
        """The same where nothing is relayed: the number of events and the chain."""
        with self._reading() as store:
            position = self._prove_store(measured, store, expected)
        measured.proofs.append(f"{position} events, one chain")

    @contextmanager
    def _reading(self) -> Iterator[EventStore]:
        ring = KeyRing(self.house.database_url("keys"))
        store = EventStore(self.house.database_url("relay"), seal=ring.seal, unseal=ring.unseal)
        with closing(ring), closing(store):
            yield store

    def _prove_store(self, measured: Measured, store: EventStore, expected: int) -> int:
        last = store.last()
        position = last.position if last else 0
        measured.faults += [
            f"position {finding.position}: {finding.what}" for finding in Proof(store).walk()
        ]
        if position != expected:
            measured.faults.append(f"the store holds {position} events, {expected} were answered")
        return position

    async def stream_stands_at(self) -> int:
        """The last sequence of EVENTS."""
        url = self.house.nats_url("projector")
        async with connected(url, name="bench") as client:
            info = await road.jetstream(client, url).stream_info(road.STREAM)
        last: int = info.state.last_seq
        return last

    async def relay_until(self, position: int, store: EventStore) -> None:
        """Run the product's relay until the stream stands at a position."""
        url = self.house.database_url("relay")
        relay = Relay(store, database_url=url, nats_url=self.house.nats_url("relay"))
        stop = asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        try:
            while relay.position < position and not running.done():
                await asyncio.wait({running}, timeout=0.002)
        finally:
            stop.set()
            await running


@contextmanager
def prepared() -> Iterator[Ground]:
    """Servers over an empty folder on free ports, stopped by pid, gone afterwards."""
    with folder() as path:
        house = House(path / "house")
        house.start()
        try:
            yield Ground(house)
        finally:
            house.stop()


def conducted(
    run: Callable[[Ground, Size], Measured], size: Size, tell: Callable[[str], None]
) -> Measured:
    """A benchmark on fresh ground; what it was taken on and what was proved is told beside."""
    log.configure("error")
    tell(f"{os.cpu_count()} cores, load before {_load()}")
    with prepared() as ground:
        said = ground.servers_say()
        tell(", ".join(f"{name} {value}" for name, value in said.items()))
        measured = run(ground, size)
        measured.faults += ground.faults_of_servers()
    for series in (measured.ours, measured.peer, measured.limit, *measured.beside):
        if series is not None:
            tell(series.told())
    for line in measured.proofs:
        tell(f"proved: {line}")
    for fault in measured.faults[:20]:
        tell(f"FAULT: {fault}")
    tell(f"load after {_load()}")
    return measured


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())
