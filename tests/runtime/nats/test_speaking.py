"""Who publishes events, and who sends commands."""

import asyncio

import pytest

from nats.errors import NoRespondersError
from services.runtime.settings import NATS_USERS
from tests.runtime.nats.voices import (
    COMMANDED,
    EDGES,
    READERS,
    SERVICES,
    Enter,
    answer_to,
    consumer,
    count_of,
    happen,
    heard_by,
    own_commands,
)


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
