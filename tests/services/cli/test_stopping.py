"""A process under load: what it counts, and that it ends in order when it is asked to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from services.runtime.event_store import EventStore
from tests.runtime.bus.serving import Edge, edge, founded
from tests.servers import Bus, Database
from tests.services.cli.roles import Role, environment, running, wait_for

HOUSE = ("personnel", "applications", "relay", "projector")
CALLERS = 16
LABELS = {
    "service": {"personnel", "applications"},
    "command": {"RegisterPerson", "GrantRole"},
    "outcome": {"recorded", "repeated", "refused", "not_allowed", "nothing"},
    "code": {"PERSON_UNKNOWN"},
    "role": set(HOUSE),
    "name": {"store", "bus", "keys", "policies", "relay", "registry", "schedules"},
}
"""Every label that may tell our own figures apart, and all it may say."""


class Load:
    """Callers that register one person after the other, and what each was answered."""

    def __init__(self) -> None:
        self.recorded: set[str] = set()
        self.nothing: set[str] = set()
        self.other: list[tuple[str, int, str]] = []
        self.ended = False

    async def call(self, edge: Edge, caller: int) -> None:
        """Until told to end; whoever is told that nothing was done rests a little."""
        number = 0
        while not self.ended:
            number += 1
            person = f"p-{caller}-{number}"
            reply = await edge.register(person)
            if reply.status == 200:
                self.recorded.add(person)
            elif reply.status == 503 and reply.body["outcome"] == "nothing":
                self.nothing.add(person)
                await asyncio.sleep(0.02)
            else:
                self.other.append((person, reply.status, str(reply.body)))


@asynccontextmanager
async def under_load(bus: Bus) -> AsyncIterator[Load]:
    load = Load()
    async with edge(bus) as asker:
        callers = [asyncio.create_task(load.call(asker, number)) for number in range(CALLERS)]
        try:
            yield load
        finally:
            load.ended = True
            await asyncio.gather(*callers)


async def test_what_was_begun_is_answered_and_nothing_is_half_done(
    database: Database, bus: Bus, tmp_path: Path
):
    told = environment(founded(database), bus)
    with running(tmp_path, told, *HOUSE) as house:
        await asyncio.to_thread(wait_for, house.lives)
        await asyncio.to_thread(wait_for, lambda: house.readiness()[0] == 200)
        async with under_load(bus) as load:
            await asyncio.to_thread(wait_for, lambda: len(load.recorded) > 300)
            assert await asyncio.to_thread(house.stop) == 0
    assert load.other == []
    assert load.nothing  # the load went on after the end
    with closing(EventStore(database.url("relay"))) as store:
        rows = store.read(after=0, limit=100_000)
    there = {row.stream.removeprefix("personnel-") for row in rows}
    assert load.recorded <= there
    assert not load.nothing & there
    assert not house.says("part.cut_short")
    ended = {line["part"] for line in house.lines() if line["event"] == "part.stopped"}
    assert {"personnel.commands", "applications.policies", "relay", "projector.registry"} <= ended
    assert all("role" in line for line in house.lines())


async def test_what_it_counted_names_rules_and_nobody(database: Database, bus: Bus, tmp_path: Path):
    told = environment(founded(database), bus)
    with running(tmp_path, told, *HOUSE) as house:
        await asyncio.to_thread(wait_for, house.lives)
        await asyncio.to_thread(wait_for, lambda: house.readiness()[0] == 200)
        async with edge(bus) as asker:
            for person in ("p-1", "p-2", "p-3"):
                assert (await asker.register(person)).status == 200
            grant = {"person": "p-unknown", "role": "auditor"}
            assert (await asker.ask("personnel.GrantRole", grant)).status == 409
            assert (await asker.ask("personnel.p-secret", grant)).status == 404
            assert (await asker.ask("personnel.GrantRole", grant, by="p-1")).status == 403
        await asyncio.to_thread(wait_for, lambda: _figure(house, "relay_lag_events") == 0)
        figures = await asyncio.to_thread(scraped, house)

    def commands(command: str, outcome: str) -> float:
        labels = {"service": "personnel", "command": command, "outcome": outcome}
        return figures[("starledger_commands_total", frozenset(labels.items()))]

    assert commands("RegisterPerson", "recorded") == 3
    assert commands("GrantRole", "refused") == commands("GrantRole", "not_allowed") == 1
    refusal = {"service": "personnel", "command": "GrantRole", "code": "PERSON_UNKNOWN"}
    assert figures[("starledger_refusals_total", frozenset(refusal.items()))] == 1
    appends = frozenset({"service": "personnel"}.items())
    assert figures[("starledger_append_seconds_count", appends)] == 3
    assert 0 < figures[("starledger_append_seconds_sum", appends)] < 60
    for name, labels in figures:
        if name.startswith("starledger_") and name != "starledger_build_info":
            assert all(value in LABELS[label] for label, value in labels if label != "le"), name


Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(role: Role) -> Figures:
    """(name, labels) → value, as Prometheus reads it."""
    answer = role.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def _figure(role: Role, name: str) -> float:
    return next(
        value for (full, _labels), value in scraped(role).items() if full == f"starledger_{name}"
    )
