"""Who hears what, and who comes in at all."""

import asyncio
import json

import pytest

from nats.aio.msg import Msg
from services.runtime import road
from services.runtime.settings import NATS_USERS
from tests.runtime.nats.voices import COMMANDED, Enter, answer_to, own_commands
from tests.servers import Bus


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
