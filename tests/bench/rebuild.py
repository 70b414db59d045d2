"""``rebuild``: the register made anew from a long history, as ``views rebuild`` does it."""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import psycopg

from projections import comparing, rebuilding, schema
from projections.applying import PAGE, Applying
from projections.projector import compare
from projections.registry.service import REGISTRY
from projections.view import View
from services.runtime.event_store import EventStore
from services.runtime.hearing import Heard, kind_of
from services.runtime.place import BEGINNING
from services.runtime.readers import BATCH
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import RUNS, Measured, Series, Size, in_turn
from tests.bench.multiplied import TOGETHER, Multiplied, everything
from tests.bench.peers.views import Choosing, Registering, StockView, made_empty, rows_of

EVENTS = 200_000
FEWER = 50_000
"""Where memory is measured first."""
ROOM = 1.2
"""How much more of it the whole may need."""
REACH = {"ratio_peer": 40.0, "ratio_limit": 0.45}
BY_BATCHES = replace(REGISTRY, name="registry_by_batches")
"""The register as the projector keeps it: batch after batch."""


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own."""
    return conducted(run, Size(runs=runs or RUNS, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """Ours, the library's runner, and reading alone, in turn; memory before and beside."""
    url = ground.house.database_url("projector")
    measured = Measured("rebuild", "events/s", Series("views rebuild registry"), reach=REACH)
    together = int(size.of(TOGETHER, 1))
    with Multiplied(ground.house, together=together) as history, closing(EventStore(url)) as store:
        few = history.grow(int(size.of(FEWER, 5_000)))
        needed = [room(url)]
        events = history.grow(int(size.of(EVENTS, 9_000)))
        needed.append(room(url))
        sample = 300 if size.quick else history.sample
        stock = StockView(ground.peers_url, map(store.decode, islice(everything(store), sample)))
        Contest(ground, url, store, stock, events).hold(measured, size.runs)
        measured.proofs.append(_mixed(store))
    more = needed[1] / needed[0]
    said = f"{needed[0]:.0f} MB at {few} events, {needed[1]:.0f} MB at {events}: {more:.2f} ×"
    measured.proofs.append(f"peak memory of a process that rebuilds: {said}")
    if more > ROOM:
        measured.faults.append(f"memory grows with the history: {said}")
    ground.prove_store(measured, expected=events)
    return measured


@dataclass
class Contest:
    """Everybody who goes through the history."""

    ground: Ground
    url: str
    store: EventStore
    stock: StockView
    events: int
    beside: list[Series] = field(default_factory=list)

    def hold(self, measured: Measured, runs: int) -> None:
        """All runs, and the proof that the rows are the same."""
        measured.peer = the_peer = Series(
            f"stock eventsourcing ProjectionRunner, the sample's {self.stock.events} events"
        )
        measured.limit = the_limit = Series("SELECT of what is heard, and decode")
        choosing = Series("stock ProjectionRunner that has only the heard topics sent")
        all_of_it = Series("SELECT and decode of every event")
        copied = Series("COPY of the same rows into the same tables")
        in_turn(
            runs,
            [
                (measured.ours, self.ours),
                (the_peer, lambda: self.stock.events / self.stock.built(Registering)),
                (the_limit, lambda: self.read(passing_over=True)),
                (choosing, lambda: self.stock.events / self.stock.built(Choosing)),
                (all_of_it, lambda: self.read(passing_over=False)),
                (copied, self.copied),
            ],
        )
        measured.beside = [choosing, all_of_it, copied]
        self.prove(measured)

    def ours(self) -> float:
        """Up to and including the swap."""
        began = time.perf_counter()
        position = rebuilding.build_and_swap(self.url, REGISTRY, self.store)
        seconds = time.perf_counter() - began
        if position != self.events:
            raise RuntimeError(f"the view stands at {position} of {self.events}")
        return self.events / seconds

    def read(self, *, passing_over: bool) -> float:
        """The events the view hears, or all of them, and nothing done with them."""
        heard = Heard(REGISTRY.hears, self.store.mapper.catalogue)
        left_out = heard.passed_over if passing_over else ()
        began, position = time.perf_counter(), 0
        while rows := self.store.read(after=position, limit=PAGE, passing_over=left_out):
            for row in rows:
                if not passing_over or heard.hears(row):
                    self.store.decode(row)
            position = rows[-1].position
        return self.events / (time.perf_counter() - began)

    def copied(self) -> float:
        """The rows as bytes, which cost nothing to make."""
        rows = {table: _copied_out(self.url, table) for table in REGISTRY.tables}
        with made_empty(self.ground.peers_url, "copied") as connection:
            began = time.perf_counter()
            for table, content in rows.items():
                with connection.cursor().copy(f"copy copied.{table} from stdin".encode()) as copy:
                    copy.write(content)
            connection.commit()
            return self.events / (time.perf_counter() - began)

    def prove(self, measured: Measured) -> None:
        """The rows are those of a projector, of a rebuild, and of the peer."""
        _by_batches(self.url, self.store)
        found = comparing.differences(self.url, BY_BATCHES, self.store)
        found += asyncio.run(compare(REGISTRY, store=self.store, database_url=self.url))
        measured.faults += [f"view: {difference}" for difference in found]
        counted = {table: len(rows) for table, rows in rows_of(self.url, REGISTRY.name).items()}
        if counted != {t: len(rows) for t, rows in rows_of(self.url, BY_BATCHES.name).items()}:
            measured.faults.append("the projector holds another number of rows")
        measured.proofs.append(f"rows {counted}, the same as a projector's and a rebuild's")
        ours = self._of_the_peer()
        self.stock.built(Registering)
        if self.stock.rows() != ours or not ours["body"]:
            measured.faults.append("the peer's rows are not ours of the same events")
        measured.proofs.append("the peer's rows are ours of the same events")

    def _of_the_peer(self) -> Mapping[str, Sequence[Any]]:
        """What our projector makes of the events the peer has."""
        view = replace(REGISTRY, name="registry_of_the_peer")
        _by_batches(self.url, self.store, view, until=self.stock.events)
        return rows_of(self.url, view.name)


def _by_batches(
    url: str, store: EventStore, view: View = BY_BATCHES, *, until: int | None = None
) -> None:
    """What the projector does with batches off the stream, with the same rows."""
    applying, place = Applying(view, store, view.name), BEGINNING
    with rebuilding.alone(url, view) as connection:
        schema.ensure(connection, view)
        while rows := store.read(after=place.position, limit=BATCH, until=until):
            place = applying.take(connection, place, rows)


def _copied_out(url: str, table: str) -> bytes:
    with (
        psycopg.connect(url) as connection,
        connection.cursor().copy(f"copy registry.{table} to stdout".encode()) as copy,
    ):
        return b"".join(map(bytes, copy))


def _mixed(store: EventStore) -> str:
    heard = Heard(REGISTRY.hears, store.mapper.catalogue)
    kinds: Counter[str] = Counter()
    of_ours = 0
    for row in everything(store):
        kinds[kind_of(row.topic)] += 1
        of_ours += heard.hears(row)
    most = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(3))
    return f"{of_ours} of {kinds.total()} events are heard; the most are {most}"


def room(url: str) -> float:
    """Megabytes a fresh process needs at most for a rebuild."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rebuild"],
        input=url,
        capture_output=True,
        text=True,
        check=True,
    )
    needed: float = json.loads(done.stdout)
    return needed


def rebuilt(url: str) -> None:
    """Once, with a store of its own."""
    with closing(EventStore(url)) as store:
        rebuilding.build_and_swap(url, REGISTRY, store)


if __name__ == "__main__":
    rebuilt(sys.stdin.read())
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
