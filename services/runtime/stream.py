"""Makes the stream EVENTS, or proves that the one that stands is ours; never rewrites it silently.

The configuration is compared as the server tells it, field by field, so that a field this code
has never heard of is named too. Only what adds safety is ever changed on a stream that stands.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.request import urlopen

import structlog
from nats.aio.client import Client

from services.runtime.bus import connected
from services.runtime.road import STREAM

log = structlog.get_logger()

SECONDS = 5.0
NOT_FOUND = 10059
"""What JetStream answers for a stream that is not there."""

OURS: Mapping[str, Any] = {
    "name": STREAM,
    "subjects": ["events.>"],
    "retention": "limits",
    "storage": "file",
    "max_consumers": -1,
    "max_msgs": -1,
    "max_bytes": -1,
    "max_age": 0,
    "max_msgs_per_subject": -1,
    "max_msg_size": -1,
    # Should a limit ever be put on it, the stream refuses the new rather than lose the old.
    "discard": "new",
    "deny_delete": True,
    "deny_purge": True,
    "allow_direct": True,
    "allow_atomic": True,
}
"""No limit but the server's ``max_payload``; the number of replicas is a setting."""

SAFE = frozenset({"deny_delete", "deny_purge", "allow_direct", "allow_atomic", "discard"})
"""Fields in which a stream that stands may be brought to ours: each only adds safety."""
NO_MATTER = frozenset(
    {"description", "metadata", "placement", "compression", "duplicate_window", "consumer_limits"}
)


class StreamMisconfigured(Exception):
    """A stream of our name stands and is not ours; ``differences`` names each field."""

    def __init__(self, differences: list[str]) -> None:
        super().__init__(f"stream {STREAM}: {'; '.join(differences)}")
        self.differences = differences


class StreamUnavailable(Exception):
    """JetStream refused what was asked; the text is its own."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"JetStream {error.get('err_code')}: {error.get('description')}")
        self.code = error.get("err_code")


async def provision(
    nats_url: str, *, replicas: int = 1, monitor_url: str | None = None
) -> list[str]:
    """What was done, empty where the stream is as it should be; StreamMisconfigured otherwise.

    ``nats_url`` is the user ``admin``'s. With ``monitor_url`` (``http://host:8222``) a server that
    acknowledges before it writes to disk is refused too.
    """
    if monitor_url and not await asyncio.to_thread(writes_through, monitor_url):
        raise StreamMisconfigured(["the server's jetstream lacks sync_interval: always"])
    ours = {**OURS, "num_replicas": replicas}
    async with connected(nats_url, name="provision") as client:
        present = await _present(client)
        if present is None:
            await _ask(client, f"STREAM.CREATE.{STREAM}", ours)
            log.info("stream.created", stream=STREAM, replicas=replicas)
            return ["created"]
        return await _bring_to(client, present, ours)


def writes_through(monitor_url: str) -> bool:
    """Whether an acknowledged message is on disk, as the server's own ``/jsz`` says."""
    with urlopen(f"{monitor_url}/jsz", timeout=SECONDS) as answer:
        return bool(json.load(answer)["config"].get("sync_always"))


def differing(present: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    """Fields in which a configuration is not ours; what ours does not name must be unset."""
    fields = sorted({*present, *ours} - NO_MATTER)
    return [field for field in fields if (present.get(field) or 0) != (ours.get(field) or 0)]


def _tell(present: Mapping[str, Any], ours: Mapping[str, Any], field: str) -> str:
    return f"{field} is {present.get(field)!r}, not {ours.get(field)!r}"


async def _bring_to(
    client: Client, present: Mapping[str, Any], ours: Mapping[str, Any]
) -> list[str]:
    fields = differing(present, ours)
    more_replicas = present.get("num_replicas", 1) < ours["num_replicas"]
    safe = SAFE | {"num_replicas"} if more_replicas else SAFE
    if wrong := [field for field in fields if field not in safe]:
        raise StreamMisconfigured([_tell(present, ours, field) for field in wrong])
    if not fields:
        return []
    changes = [_tell(present, ours, field) for field in fields]
    await _ask(
        client, f"STREAM.UPDATE.{STREAM}", {**present, **{field: ours[field] for field in fields}}
    )
    log.warning("stream.changed", stream=STREAM, changes=changes)
    return changes


async def _present(client: Client) -> Mapping[str, Any] | None:
    try:
        config: Mapping[str, Any] = (await _ask(client, f"STREAM.INFO.{STREAM}", {}))["config"]
    except StreamUnavailable as fault:
        if fault.code == NOT_FOUND:
            return None
        raise
    return config


async def _ask(client: Client, what: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    message = await client.request(f"$JS.API.{what}", json.dumps(body).encode(), timeout=SECONDS)
    answer: Mapping[str, Any] = json.loads(message.data)
    if "error" in answer:
        raise StreamUnavailable(answer["error"])
    return answer
