"""How a user of deploy/nats.conf reaches the road: with its own inbox, and to the stream."""

from typing import Any
from urllib.parse import urlsplit

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext

STREAM = "EVENTS"
LENT = "LEDGER"
"""The account that holds the stream lends it to readers under this domain."""

OF_THE_ACCOUNT = frozenset({"admin", "relay"})
"""Users of that account itself."""


def user_of(url: str) -> str:
    """Whom a URL of NATS lets in; ValueError for one that names nobody."""
    user = urlsplit(url.partition(",")[0]).username
    if not user:
        raise ValueError("a NATS URL names its user: nats://decisions:…@host:4222")
    return user


def inbox_prefix(url: str) -> str:
    """The only inbox this user may listen to, also for FastStream's ``NatsBroker``."""
    return f"_INBOX_{user_of(url)}"


async def connect(url: str, **options: Any) -> Client:
    """A connection with the user's own inbox; options as of ``nats.connect``."""
    servers = url.split(",")
    return await nats.connect(servers, inbox_prefix=inbox_prefix(url), **options)


def jetstream(client: Client, url: str) -> JetStreamContext:
    """The stream as this user may see it: its own account's, or the lent one."""
    if user_of(url) in OF_THE_ACCOUNT:
        return client.jetstream()
    return client.jetstream(domain=LENT)
