"""An older and a newer version at work on one body: neither harms the other."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from events.catalogue import CATALOGUE, HOUSE, Catalogue, UnknownEvent
from events.personnel import PersonRegistered, RoleGranted
from events.upcasts import Upcast
from events.vocabulary import Role
from projections.projector import Projector, compare
from services.personnel.service import PERSONNEL
from services.runtime import replies
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.event_store import EventStore
from services.runtime.handler import Handler
from services.runtime.keys import KeyRing
from services.runtime.proof import Proof
from services.runtime.replies import Reply
from tests.projections.projector.rosters import ask, body, holidays, opened, record, renamed, roster
from tests.runtime.bus.serving import Edge, edge, founded, heard
from tests.runtime.readers.at_work import relaying, until_level, until_stopped, working
from tests.runtime.readers.policies import reader_of, stopping
from tests.servers import Bus, Database
from tests.upgrades.asking import granting, registering

CLOCK = SystemClock()
HOLIDAYS = "body.HolidaysPublished"
GRANTED, REGISTERED = "personnel.RoleGranted", "personnel.PersonRegistered"


def newer(*kinds: str) -> Catalogue:
    """This version's words, but for a later shape of these kinds."""

    def upcast(kind: str) -> Upcast:
        return lambda told: (f"{kind}.v2", told)

    classes = {
        f"{name.removesuffix('.v1')}.v2" if name.removesuffix(".v1") in kinds else name: cls
        for name, cls in CATALOGUE.items()
    }
    return Catalogue(classes, {f"{kind}.v1": upcast(kind) for kind in kinds})


@contextmanager
def personnel(database: Database, catalogue: Catalogue = HOUSE) -> Iterator[Handler]:
    """The real service as a version of the code runs it."""
    ring = KeyRing(database.url("keys"))
    store = EventStore(
        database.url("personnel"), catalogue=catalogue, seal=ring.seal, unseal=ring.unseal
    )
    try:
        yield Handler(PERSONNEL, store, personal=ring.personal_digest)
    finally:
        store.close()
        ring.close()


async def test_an_older_view_stops_before_a_newer_version_and_newer_code_goes_on(
    database: Database, bus: Bus
):
    url, nats_url = database.url("projector"), bus.url("projector")
    words = newer(HOLIDAYS)
    with opened(database) as older, opened(database, catalogue=words) as younger:
        record(older, "body-a", body("甲"), holidays("一"))
        record(younger, "body-b", holidays("二"))
        record(older, "body-a", renamed("乙"))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(relaying(database, bus))
        with opened(database, "projector") as store:
            reader = Projector(roster(), store=store, database_url=url, nats_url=nats_url)
            async with working(reader.run):
                why = await until_stopped(reader)
                assert f"position 3: {HOLIDAYS}.v2 is younger than this code" in why
                assert await reader.parked() == []
        assert ask(database, "select position from roster.checkpoint") == [(2,)]
        with opened(database, "projector", catalogue=words) as store:
            reader = Projector(roster(), store=store, database_url=url, nats_url=nats_url)
            async with working(reader.run):
                await until_level(reader, store)
                assert await reader.parked() == []
            assert await compare(roster(), store=store, database_url=url) == []
    assert ask(database, "select stream from roster.year order by 1") == [("body-a",), ("body-b",)]


async def test_older_policies_stop_before_a_newer_version_and_newer_code_goes_on(
    database: Database, bus: Bus
):
    words = newer(HOLIDAYS)
    told = (database.url("surveillance"), bus.url("surveillance"))
    with opened(database) as older, opened(database, catalogue=words) as younger:
        record(older, "body-a", holidays("C1", days=1))
        record(younger, "body-b", holidays("C2", days=1))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(relaying(database, bus))
        with opened(database, "surveillance") as store:
            reader = reader_of(stopping(), store, *told)
            async with working(reader.run):
                why = await until_stopped(reader)
                assert f"position 2: {HOLIDAYS}.v2 is younger than this code" in why
                assert await reader.parked() == []
        with opened(database, "surveillance", catalogue=words) as store:
            reader = reader_of(stopping(), store, *told)
            async with working(reader.run):
                await until_level(reader, store)
                assert await reader.parked() == []
            written = [row.stream for row in store.read(after=2)]
    assert written == ["surveillance-000000C1", "surveillance-000000C2"]


@pytest.mark.parametrize("remembered", [True, False], ids=["in its cache", "never read"])
def test_an_older_service_refuses_what_rests_on_a_newer_version_and_writes_nothing(
    database: Database, remembered: bool
):
    founded(database)
    with personnel(database) as older, personnel(database, newer(GRANTED)) as younger:
        older.handle(registering("p-lin"))
        if remembered:
            older.handle(granting("p-lin", "planner"))
        younger.handle(granting("p-lin", "auditor"))
        before = older.store.last()
        assert before is not None
        late = granting("p-lin", "team_leader", id=UUID(int=7))
        with pytest.raises(UnknownEvent, match=rf"position {before.position}: {GRANTED}\.v2 is"):
            older.handle(late)
        assert older.store.last() == before
        with capture_logs() as lines:
            reply = replies.answered("personnel.GrantRole", lambda: older.handle(late))
        assert (reply.status, reply.body["outcome"]) == (503, "nothing")
        assert reply.headers["Retry-After"]
        (line,) = lines
        assert (line["event"], line["type"]) == ("command.outdated", f"{GRANTED}.v2")
        assert line["position"] == before.position
        assert older.store.last() == before
        older.handle(registering("p-wei"))  # other streams are its own business still
        assert not younger.handle(late).repeated
        assert younger.handle(late).repeated
        with pytest.raises(UnknownEvent):
            older.handle(granting("p-lin", "technical_expert"))


def test_a_repeat_of_what_newer_code_recorded_is_not_called_nothing(database: Database):
    """It was recorded: an older instance cannot read it back, and does not deny it."""
    founded(database)
    with personnel(database) as older, personnel(database, newer(REGISTERED)) as younger:
        once = registering("p-lin", id=UUID(int=7))
        younger.handle(once)
        reply = replies.answered("personnel.RegisterPerson", lambda: older.handle(once))
        assert reply.status == 503
        ((count,),) = ask(database, "select count(*)::int from ledger.event where version = 1")
        assert count == 2


def test_newer_code_reads_what_older_code_wrote_sealed_texts_too(database: Database):
    founded(database)
    with personnel(database) as older, personnel(database, newer(REGISTERED, GRANTED)) as younger:
        older.handle(registering("p-lin"))
        older.handle(granting("p-lin", "auditor"))
        first, second = younger.store.stream("personnel-p-lin")
        assert isinstance(first.event, PersonRegistered)
        assert first.event.name == "某某"
        assert (first.type, second.event) == (
            f"{REGISTERED}.v1",
            RoleGranted(person="p-lin", role=Role.AUDITOR),
        )
        younger.handle(granting("p-lin", "planner"))
        assert Proof(younger.store).walk() == []
        (finding,) = Proof(older.store).walk()
    assert finding.what == f"unreadable: {GRANTED}.v2 is younger than this code"


@asynccontextmanager
async def on_the_bus(database: Database, bus: Bus, *versions: Catalogue) -> AsyncIterator[Edge]:
    """An instance of the service for each version, in one queue group, and somebody who asks."""
    async with AsyncExitStack() as stack:
        for catalogue in versions:
            handler = stack.enter_context(personnel(database, catalogue))
            serving = CommandBus([handler], bus.url("personnel"), clock=CLOCK)
            await stack.enter_async_context(working(serving.run))
        await heard(bus, "personnel")
        yield await stack.enter_async_context(edge(bus))


async def until_done(api: Edge, command: str, fields: dict[str, Any]) -> Reply:
    """Repeat under one id, as a client does that was told to, until something else is said."""
    id = new_id()
    async with asyncio.timeout(60):
        while True:
            reply = await api.ask(command, fields, id=id)
            if reply.status != 503:
                return reply
            await asyncio.sleep(0.02)


ROLES = ("auditor", "team_leader", "planner", "technical_reviewer", "intake_clerk", "finance_clerk")


@pytest.mark.parametrize(
    "versions",
    [(HOUSE, HOUSE), (HOUSE, newer(GRANTED)), (newer(GRANTED), newer(GRANTED))],
    ids=["two of one version", "an older and a newer one", "two newer ones"],
)
async def test_instances_side_by_side_give_each_command_one_effect(
    database: Database, bus: Bus, versions: tuple[Catalogue, ...]
):
    """Eight people registered thrice and given six roles twice, all at once: each happens once."""
    founded(database)
    people = [f"p-{number}" for number in range(8)]
    async with on_the_bus(database, bus, *versions) as api:

        async def live(person: str) -> None:
            known = {"person": person, "name": "某某", "employment": "employed"}
            told = await asyncio.gather(
                *(until_done(api, "personnel.RegisterPerson", known) for _ in range(3))
            )
            assert sum(len(reply.body.get("recorded", ())) for reply in told) == 1
            grants = [{"person": person, "role": role} for role in ROLES * 2]
            told = await asyncio.gather(
                *(until_done(api, "personnel.GrantRole", grant) for grant in grants)
            )
            assert {reply.status for reply in told} == {200}

        await asyncio.gather(*map(live, people))
    with personnel(database, versions[-1]) as last:
        for person in people:
            events = [each.event for each in last.store.stream(f"personnel-{person}")]
            assert isinstance(events[0], PersonRegistered)
            granted = [each.role for each in events[1:] if isinstance(each, RoleGranted)]
            assert sorted(granted) == sorted(ROLES)
        assert Proof(last.store).walk() == []
