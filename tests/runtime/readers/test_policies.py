"""Policies hear every event and ask once for what follows, however often they are told."""

import asyncio
import signal

from events.catalogue import CATALOGUE, Catalogue
from events.event import Event
from events.surveillance import SurveillanceStopped
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.rosters import ask, body, holidays, opened, record
from tests.runtime.readers.at_work import until, until_level, until_stopped
from tests.runtime.readers.conftest import Hearing
from tests.runtime.readers.killing import Proxy, killed_at, process
from tests.runtime.readers.policies import hear, stopping
from tests.servers import Bus, Database

RESET = "update surveillance.checkpoint set position = 0, digest = decode(repeat('00', 32), 'hex')"
HANG_UP = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
     where usename = 'starledger_surveillance' and datname = current_database()
"""


def stopped(store: EventStore) -> list[tuple[str, str, str]]:
    """(certificate, day, causation) of everything the service reported, in order."""
    rows = store.read(after=0, limit=5000)
    told = (store.decode(row) for row in rows if row.topic.startswith("surveillance."))
    return [
        (each.event.certificate.lstrip("0"), str(each.event.stopped_on), each.causation_id or "")
        for each in told
        if isinstance(each.event, SurveillanceStopped)
    ]


def position(database: Database) -> int:
    ((reached,),) = ask(database, "select position from surveillance.checkpoint")
    return int(reached)


async def until_heard(database: Database, store: EventStore) -> None:
    """Until the policies stand behind the last event, their own included."""
    last = store.last()
    assert last is not None
    await until(lambda: position(database) >= last.position)


async def test_what_was_reported_is_acted_on_in_the_name_of_the_policy(
    store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    record(store, "body-a", holidays("C1"), holidays("C2", days=1))
    async with hearing(stopping()) as reader:
        await until(lambda: len(stopped(own)) == 3)
        await until_level(reader, store)
        assert reader.state == "reading"
    assert stopped(own) == [
        ("C1", "2027-01-01", "body-a.1"),
        ("C1", "2027-01-02", "body-a.1"),
        ("C2", "2027-01-01", "body-a.2"),
    ]
    (first, *_others) = own.stream("surveillance-000000C1")
    assert (first.actor, first.role, first.via) == (
        "policy:surveillance",
        "policy",
        "policy:surveillance",
    )


async def test_the_whole_history_told_again_asks_for_nothing_new(
    database: Database, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    for n in range(8):
        record(store, f"body-{n % 3}", holidays(f"C{n}", days=n % 3), body(f"甲{n}"))
    async with hearing(stopping(), batch=3) as reader:
        await until_level(reader, store)
        await until_heard(database, store)
    once = stopped(own)
    assert len(once) == 7
    ask(database, RESET)
    async with hearing(stopping(), batch=5):
        await until_heard(database, store)
    assert stopped(own) == once


async def test_a_refused_command_parks_its_event_and_those_behind_it_and_heals(
    database: Database, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    record(store, "body-a", holidays("C1"), holidays("C9"), holidays("C2"))
    record(store, "body-b", holidays("C3"))
    async with hearing(stopping("C9")) as reader:
        await until_heard(database, store)
        parked = await reader.parked()
        assert [(p.position, p.stream) for p in parked] == [(2, "body-a"), (3, "body-a")]
        assert parked[0].reason.startswith("UNWELCOME R-T1")
        assert parked[1].reason == "behind a parked event of its stream"
        assert [certificate for certificate, *_ in stopped(own)] == ["C1", "C1", "C3", "C3"]
        still = await reader.redrive()
        assert (still.taken, [p.position for p in still.left]) == (0, [2])
        record(store, "body-a", holidays("C4"))
        await until_heard(database, store)
        assert len(await reader.parked()) == 3
    async with hearing(stopping()) as reader:
        assert (await reader.redrive("body-b")).taken == 0
        assert (await reader.redrive()).taken == 3
        record(store, "body-a", holidays("C5"))
        await until_heard(database, store)
        assert await reader.parked() == []
    found = [certificate for certificate, *_ in stopped(own)]
    assert found == [name for name in ("C1", "C3", "C9", "C2", "C4", "C5") for _ in range(2)]


async def test_a_policy_that_breaks_halfway_is_parked_and_the_rest_goes_on(
    database: Database, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    record(store, "body-a", holidays("POISON"))
    record(store, "body-b", holidays("C1"))
    async with hearing(stopping()) as reader:
        await until_heard(database, store)
        (parked,) = await reader.parked()
        assert parked.stream == "body-a"
        assert "LookupError" in parked.reason
        assert "C1" in {certificate for certificate, *_ in stopped(own)}


class Portent(Event):
    omen: str


async def test_an_unknown_type_stops_the_policies_before_it(
    database: Database, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    record(store, "body-a", holidays("C1"))
    younger_words = Catalogue({**CATALOGUE, "body.Portent.v1": Portent})
    with opened(database, catalogue=younger_words) as younger:
        record(younger, "body-b", Portent(omen="彗星"))
    async with hearing(stopping()) as reader:
        why = await until_stopped(reader)
        assert "position 2: body.Portent.v1 is younger than this code" in why
        assert await reader.parked() == []
    assert position(database) < 2


async def test_more_than_twenty_parked_streams_stop_the_policies(
    store: EventStore, relay: Relay, hearing: Hearing
):
    for n in range(21):
        record(store, f"body-{n}", holidays("C9"))
    async with hearing(stopping("C9")) as reader:
        assert "TooManyParked" in await until_stopped(reader)


async def test_the_database_is_cut_off_again_and_again_and_nothing_is_parked(
    database: Database, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    async with hearing(stopping(), batch=4) as reader:
        for n in range(12):
            await asyncio.to_thread(record, store, f"body-{n}", *(holidays(f"C{n}"),) * 3)
            await asyncio.to_thread(ask, database, HANG_UP)
        await until_heard(database, store)
        await until(lambda: len(stopped(own)) == 24)
        assert await reader.parked() == []


async def test_killed_at_every_step_each_command_has_one_effect(
    database: Database, bus: Bus, store: EventStore, relay: Relay, own: EventStore
):
    url = database.url("surveillance")
    async with Proxy(url).open() as proxy:
        word = 1
        while True:
            record(store, f"body-{word}", holidays(f"C{word}"), holidays(f"D{word}", days=1))
            if word in (20, 35):
                record(store, f"body-{word}", holidays("C99"), holidays(f"E{word}"))
            last = store.last()
            assert last is not None
            end = last.position
            lived = await killed_at(
                proxy,
                word,
                lambda end=end: position(database) >= end,
                hear,
                proxy.through(url),
                bus.url("surveillance"),
                ("C99",),
                4,
            )
            if not lived and word > 40:
                break
            word += 1
    found = [(certificate, day) for certificate, day, _cause in stopped(own)]
    assert len(found) == len(set(found)) == 3 * word
    held = ask(
        database, "select stream, count(*)::int from surveillance.parked group by 1 order by 1"
    )
    assert held == [("body-20", 2), ("body-35", 2)]


async def test_of_two_instances_one_hears_and_the_other_takes_over_when_it_is_killed(
    database: Database, bus: Bus, store: EventStore, relay: Relay, hearing: Hearing, own: EventStore
):
    url = database.url("surveillance")
    record(store, "body-a", holidays("C1"))
    async with process(hear, url, bus.url("surveillance"), (), 500) as first:
        await until_heard(database, store)
        async with hearing(stopping()) as second:
            await until(lambda: second.state == "standby")
            first.kill()
            await asyncio.to_thread(first.join, 10)
            assert first.exitcode == -signal.SIGKILL
            record(store, "body-a", holidays("C2"))
            await until_level(second, store)
            await until(lambda: len(stopped(own)) == 4)
