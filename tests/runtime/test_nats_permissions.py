"""deploy/nats.conf, role by role: every refusal is really tried, and so is every right."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from nats.js.errors import NotFoundError

from services.runtime import road
from services.runtime.settings import NATS_USERS
from tests.servers import Bus

SERVICES = (
    "applications",
    "auditing",
    "decisions",
    "surveillance",
    "schemes",
    "personnel",
    "disputes",
)
COMMANDED = (*SERVICES, "scheduler")
READERS = ("projector", *COMMANDED)
EDGES = ("api", "console", "cli")

DESTRUCTIVE = [
    "STREAM.CREATE.OTHER",
    "STREAM.UPDATE.EVENTS",
    "STREAM.DELETE.EVENTS",
    "STREAM.PURGE.EVENTS",
    "STREAM.MSG.DELETE.EVENTS",
    "STREAM.SNAPSHOT.EVENTS",
    "STREAM.RESTORE.EVENTS",
    "STREAM.LEADER.STEPDOWN.EVENTS",
    "CONSUMER.PAUSE.EVENTS.other",
]


class Voice:
    """One user on the road, with what the server refused it."""

    def __init__(self, user: str, client: Client, refusals: list[str]) -> None:
        self.user, self.client, self._refusals = user, client, refusals

    async def refused(self) -> str:
        """What the server said no to since the last question; "" where nothing."""
        await self.client.flush()
        await self.client.flush()
        said = " ".join(self._refusals)
        self._refusals.clear()
        return said.lower()

    async def may_publish(self, subject: str, body: bytes = b"{}", *, reply: str = "") -> bool:
        await self.client.publish(subject, body, reply=reply)
        return "permissions violation for publish" not in await self.refused()

    async def may_subscribe(self, subject: str, queue: str = "") -> bool:
        await self.client.subscribe(subject, queue=queue)
        return "permissions violation for subscription" not in await self.refused()

    async def api(self, name: str, body: object = None, *, own: bool = False) -> dict[str, object]:
        """An answer of JetStream, lent by LEDGER or (``own``) of the user's own account."""
        subject = ("$JS.API." if own else "$JS.LEDGER.API.") + name
        message = b"" if body is None else json.dumps(body).encode()
        answer: dict[str, object] = json.loads(
            (await self.client.request(subject, message, timeout=3)).data
        )
        return answer


Enter = Callable[[str], Awaitable[Voice]]


@pytest.fixture
async def enter(bus: Bus) -> AsyncIterator[Enter]:
    async with AsyncExitStack() as stack:

        async def come_in(user: str) -> Voice:
            return await stack.enter_async_context(voice(bus, user))

        yield come_in


@asynccontextmanager
async def voice(bus: Bus, user: str) -> AsyncIterator[Voice]:
    refusals: list[str] = []

    async def hear(error: Exception) -> None:
        refusals.append(str(error))

    client = await bus.connect(user, error_cb=hear)
    try:
        yield Voice(user, client, refusals)
    finally:
        await client.close()


async def happen(relay: Voice, count: int = 1) -> None:
    for number in range(count):
        await relay.client.jetstream().publish(
            f"events.test.Happened.test-{number}", b"{}", headers={"position": str(number + 1)}
        )


async def count_of(relay: Voice) -> int:
    return (await relay.client.jetstream().stream_info("EVENTS")).state.messages


async def heard_by(service: Voice, subject: str) -> list[Msg]:
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)
        if message.reply:
            await message.respond(b"answered by " + service.user.encode())

    await service.client.subscribe(subject, queue=service.user, cb=hear)
    await service.client.flush()
    return heard


async def answer_to(asking: Voice, subject: str) -> Msg:
    """A new subscription is known to the other accounts a moment after its own."""
    async with asyncio.timeout(5):
        while True:
            try:
                return await asking.client.request(subject, b"{}", timeout=5)
            except NoRespondersError:
                await asyncio.sleep(0.05)


def own_commands(user: str) -> str:
    return "commands.body.>" if user == "scheduler" else f"commands.{user}.>"


# Who publishes events ----------------------------------------------------------------------------


async def test_the_relay_publishes_events(enter: Enter):
    relay = await enter("relay")
    await happen(relay, 3)
    assert await count_of(relay) == 3


@pytest.mark.parametrize("user", [user for user in NATS_USERS if user != "relay"])
async def test_nobody_else_publishes_an_event(enter: Enter, user: str):
    somebody, relay = await enter(user), await enter("relay")
    assert not await somebody.may_publish("events.decisions.VoteCast.decisions-file-1")
    assert await count_of(relay) == 0


@pytest.mark.parametrize("user", READERS)
async def test_nobody_has_jetstream_publish_an_event_for_him(enter: Enter, user: str):
    """The answer to any request would have been stored, had the asker been in this account."""
    somebody, relay = await enter(user), await enter("relay")
    await happen(relay)
    place = "events.decisions.VoteCast.decisions-file-1"
    await somebody.may_publish("$JS.LEDGER.API.STREAM.INFO.EVENTS", b"", reply=place)
    await somebody.may_publish("$JS.LEDGER.API.DIRECT.GET.EVENTS", b'{"seq":1}', reply=place)
    await somebody.may_publish("$JS.API.STREAM.INFO.EVENTS", b"", reply=place)
    await asyncio.sleep(0.05)
    assert await count_of(relay) == 1


async def test_no_edge_has_a_service_publish_an_event_for_it(enter: Enter):
    cli, decisions, relay = await enter("cli"), await enter("decisions"), await enter("relay")
    heard = await heard_by(decisions, "commands.decisions.>")
    assert await cli.may_publish("commands.decisions.CastVote", reply="events.test.Forged.test-1")
    await asyncio.sleep(0.05)
    assert len(heard) == 1
    assert await count_of(relay) == 0


# Who sends commands ------------------------------------------------------------------------------


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("service", COMMANDED)
async def test_each_edge_asks_each_service_and_is_answered(enter: Enter, edge: str, service: str):
    asking, answering = await enter(edge), await enter(service)
    await heard_by(answering, own_commands(service))
    subject = own_commands(service).replace(">", "Something")
    reply = await asking.client.request(subject, b"x" * 1_100_000, timeout=5)
    assert reply.data == b"answered by " + service.encode()
    assert not await answering.refused()


@pytest.mark.parametrize("user", [user for user in NATS_USERS if user not in EDGES])
async def test_nobody_else_sends_a_command(enter: Enter, user: str):
    somebody, decisions = await enter(user), await enter("decisions")
    heard = await heard_by(decisions, "commands.decisions.>")
    assert not await somebody.may_publish("commands.decisions.CastVote")
    await asyncio.sleep(0.02)
    assert heard == []


@pytest.mark.parametrize("service", SERVICES)
async def test_the_scheduler_begins_the_day_of_each_service(enter: Enter, service: str):
    scheduler, answering = await enter("scheduler"), await enter(service)
    await heard_by(answering, own_commands(service))
    reply = await answer_to(scheduler, f"commands.{service}.BeginDay")
    assert reply.data == b"answered by " + service.encode()


@pytest.mark.parametrize("user", [user for user in NATS_USERS if user != "scheduler"])
async def test_nobody_else_begins_a_day(enter: Enter, user: str):
    somebody = await enter(user)
    assert not await somebody.may_publish("commands.surveillance.BeginDay")


@pytest.mark.parametrize("user", READERS)
async def test_nobody_has_jetstream_send_a_command_for_him(enter: Enter, user: str):
    somebody, relay = await enter(user), await enter("relay")
    victim = await enter("decisions" if user != "decisions" else "personnel")
    heard = await heard_by(victim, own_commands(victim.user))
    await happen(relay)
    place = own_commands(victim.user).replace(">", "CastVote")
    await somebody.may_publish("$JS.LEDGER.API.DIRECT.GET.EVENTS", b'{"seq":1}', reply=place)
    await somebody.api("CONSUMER.CREATE.EVENTS", consumer(place))
    await asyncio.sleep(0.1)
    assert heard == []


async def test_an_edge_is_told_at_once_that_a_service_is_down(enter: Enter):
    cli = await enter("cli")
    with pytest.raises(NoRespondersError):
        await cli.client.request("commands.decisions.CastVote", b"{}", timeout=5)


async def test_several_of_one_service_share_its_commands(enter: Enter):
    cli, first, second = await enter("cli"), await enter("decisions"), await enter("decisions")
    heard = [await heard_by(each, "commands.decisions.>") for each in (first, second)]
    for _ in range(40):
        await answer_to(cli, "commands.decisions.CastVote")
    assert sum(map(len, heard)) == 40
    assert all(heard)


# Who hears what ----------------------------------------------------------------------------------


@pytest.mark.parametrize("user", NATS_USERS)
async def test_nobody_hears_the_commands_of_another(enter: Enter, user: str):
    somebody = await enter(user)
    for subject in ("commands.>", ">", *(own_commands(each) for each in COMMANDED)):
        if subject != own_commands(user):
            assert not await somebody.may_subscribe(subject), subject
    assert user not in COMMANDED or await somebody.may_subscribe(own_commands(user), user)


@pytest.mark.parametrize("user", NATS_USERS)
async def test_everybody_hears_the_own_inbox_and_no_other(enter: Enter, user: str):
    somebody = await enter(user)
    assert await somebody.may_subscribe(f"_INBOX_{user}.mine")
    assert not await somebody.may_subscribe("_INBOX.>")
    for other in NATS_USERS:
        if other != user:
            assert not await somebody.may_subscribe(f"_INBOX_{other}.>"), other


@pytest.mark.parametrize("user", NATS_USERS)
async def test_nobody_listens_to_events_or_to_the_server_beside_the_stream(enter: Enter, user: str):
    somebody = await enter(user)
    for subject in ("events.>", "$JS.>", "$SYS.>", "_R_.>"):
        assert not await somebody.may_subscribe(subject), subject


@pytest.mark.parametrize("service", COMMANDED)
async def test_a_service_says_nothing_that_was_not_asked(enter: Enter, service: str):
    somebody = await enter(service)
    assert not await somebody.may_publish("_INBOX_cli.anything")
    assert not await somebody.may_publish(f"_INBOX_{service}.anything")


async def test_one_request_gets_one_answer(enter: Enter):
    cli, decisions = await enter("cli"), await enter("decisions")
    refused: list[str] = []

    async def answer_twice(message: Msg) -> None:
        await message.respond(b"first")
        await message.respond(b"second")

    await decisions.client.subscribe("commands.decisions.>", cb=answer_twice)
    await decisions.client.flush()
    reply = await answer_to(cli, "commands.decisions.CastVote")
    refused.append(await decisions.refused())
    assert reply.data == b"first"
    assert "permissions violation for publish" in refused[0]


# Who touches the stream --------------------------------------------------------------------------


@pytest.mark.parametrize("user", [user for user in NATS_USERS if user != "admin"])
@pytest.mark.parametrize("name", DESTRUCTIVE)
async def test_nobody_but_admin_may_ask_for_anything_that_destroys(
    enter: Enter, user: str, name: str
):
    somebody = await enter(user)
    assert not await somebody.may_publish(f"$JS.API.{name}", b"")
    assert not await somebody.may_publish(f"$JS.LEDGER.API.{name}", b"")


@pytest.mark.parametrize("user", READERS)
async def test_nobody_has_jetstream_delete_the_stream_for_him(enter: Enter, user: str):
    """An empty status message of a pull would have been taken for a request to delete."""
    somebody, relay = await enter(user), await enter("relay")
    await happen(relay)
    made = await somebody.api("CONSUMER.CREATE.EVENTS", consumer(None))
    for place in ("$JS.API.STREAM.DELETE.EVENTS", "$JS.LEDGER.API.STREAM.DELETE.EVENTS"):
        await somebody.may_publish(
            f"$JS.LEDGER.API.CONSUMER.MSG.NEXT.EVENTS.{made['name']}",
            b'{"batch":1,"no_wait":true}',
            reply=place,
        )
        await somebody.api("CONSUMER.CREATE.EVENTS", {**consumer(place), "action": ""})
    await asyncio.sleep(0.1)
    assert await count_of(relay) == 1


async def test_admin_deletes_and_provisions_the_stream_for_a_refill(enter: Enter, bus: Bus):
    admin, relay = await enter("admin"), await enter("relay")
    await happen(relay, 2)
    await admin.client.jetstream().delete_stream("EVENTS")
    with pytest.raises(NotFoundError):
        await count_of(relay)
    await bus.provision()
    await happen(relay)
    assert await count_of(relay) == 1


# Who reads ---------------------------------------------------------------------------------------


def consumer(place: str | None) -> dict[str, object]:
    config = {"ack_policy": "none", "deliver_policy": "all", "inactive_threshold": 5_000_000_000}
    if place is None:
        return {"stream_name": "EVENTS", "config": config}
    return {"stream_name": "EVENTS", "config": {**config, "deliver_subject": place}}


@pytest.mark.parametrize("user", READERS)
async def test_each_reader_is_pushed_everything_in_order(enter: Enter, bus: Bus, user: str):
    reader, relay = await enter(user), await enter("relay")
    await happen(relay, 30)
    streams = road.jetstream(reader.client, bus.url(user))
    pushed = await streams.subscribe("events.>", stream="EVENTS", ordered_consumer=True)
    got = [await pushed.next_msg(timeout=5) for _ in range(30)]
    assert [message.metadata.sequence.stream for message in got] == list(range(1, 31))
    assert [(message.headers or {})["position"] for message in got] == [
        str(number) for number in range(1, 31)
    ]
    assert got[0].subject == "events.test.Happened.test-0"
    assert not await reader.refused()


@pytest.mark.parametrize("user", READERS)
async def test_each_reader_pulls_and_looks_up(enter: Enter, bus: Bus, user: str):
    reader, relay = await enter(user), await enter("relay")
    await happen(relay, 5)
    streams = road.jetstream(reader.client, bus.url(user))
    assert (await streams.stream_info("EVENTS")).state.last_seq == 5
    assert (await streams.get_msg("EVENTS", seq=2)).subject == "events.test.Happened.test-1"
    assert (await streams.get_msg("EVENTS", seq=2, direct=True)).seq == 2
    pulled = await streams.pull_subscribe("events.>", stream="EVENTS")
    assert len(await pulled.fetch(5, timeout=5)) == 5
    await pulled.unsubscribe()


@pytest.mark.parametrize("user", [*EDGES, "relay"])
async def test_who_shows_or_relays_reads_no_event_as_a_consumer(enter: Enter, user: str):
    somebody = await enter(user)
    for name in ("CONSUMER.CREATE.EVENTS", "CONSUMER.MSG.NEXT.EVENTS.other"):
        assert not await somebody.may_publish(f"$JS.API.{name}", b"{}")
        assert not await somebody.may_publish(f"$JS.LEDGER.API.{name}", b"{}")


@pytest.mark.parametrize("edge", EDGES)
async def test_an_edge_knows_where_the_stream_stands_and_nothing_in_it(
    enter: Enter, bus: Bus, edge: str
):
    asking, relay = await enter(edge), await enter("relay")
    await happen(relay, 2)
    streams = road.jetstream(asking.client, bus.url(edge))
    assert (await streams.stream_info("EVENTS")).state.last_seq == 2
    assert not await asking.may_publish("$JS.LEDGER.API.STREAM.MSG.GET.EVENTS")
    assert not await asking.may_publish("$JS.LEDGER.API.DIRECT.GET.EVENTS")


# Who comes in ------------------------------------------------------------------------------------


async def said_to(bus: Bus, user: str, password: str) -> str:
    """What the server says to a name and a password, spoken by hand."""
    reading, writing = await asyncio.open_connection("127.0.0.1", bus.port)
    try:
        await reading.readline()
        told = json.dumps({"verbose": False, "user": user, "pass": password})
        writing.write(f"CONNECT {told}\r\nPING\r\n".encode())
        return (await reading.readline()).decode().strip()
    finally:
        writing.close()
        await writing.wait_closed()


@pytest.mark.parametrize("user", NATS_USERS)
async def test_each_comes_in_with_the_own_password_only(bus: Bus, user: str):
    other = next(name for name in NATS_USERS if name != user)
    assert await said_to(bus, user, bus.passwords[user]) == "PONG"
    for password in (bus.passwords[other], "", "wrong"):
        assert "Authorization Violation" in await said_to(bus, user, password)


async def test_nobody_comes_in_without_a_name(bus: Bus):
    with pytest.raises(ValueError, match="names its user"):
        await road.connect(f"nats://127.0.0.1:{bus.port}")
