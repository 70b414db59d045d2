"""Asks a service over the bus and brings back its reply, or says why there is none."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from nats.errors import (
    ConnectionClosedError,
    MaxPayloadError,
    NoRespondersError,
    OutboundBufferLimitError,
)
from nats.errors import TimeoutError as NoAnswer

from services.runtime import replies
from services.runtime.replies import Reply

PATIENCE = 4.8
"""Seconds an answer is waited for; a service answers a little sooner in any case."""


async def ask(
    client: Client,
    command: str,
    body: Mapping[str, Any],
    *,
    actor: str,
    role: str,
    via: str,
    command_id: UUID,
) -> Reply:
    """The service's reply to ``decisions.CastVote``; 503 with the outcome where there is none."""
    request = {
        "id": str(command_id),
        "actor": actor,
        "role": role,
        "via": via,
        "body": dict(body),
    }
    return await _request(client, command, request)


async def begin_day(client: Client, service: str, *, stream: str, day: str, day_event: str) -> bool:
    """Whether the service did what the day asks of one of its streams."""
    request = {"stream": stream, "day": day, "day_event": day_event}
    reply = await _request(client, f"{service}.BeginDay", request)
    return reply.status == 200


async def _request(client: Client, command: str, request: Mapping[str, Any]) -> Reply:
    if not client.is_connected:
        return replies.unavailable("nothing")
    content = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        answer = await client.request(f"commands.{command}", content, timeout=PATIENCE)
    except (NoRespondersError, OutboundBufferLimitError, ConnectionClosedError):
        return replies.unavailable("nothing")
    except MaxPayloadError:
        return replies.too_large()
    except NoAnswer:
        return replies.unavailable("unknown")
    return Reply.decode(answer.data)
