"""Stores and handlers of a place, as one process holds them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from services.cli.composition import SERVICES, login_of, service_named
from services.cli.place import Place
from services.runtime.event_store import EventStore
from services.runtime.handler import Handler
from services.runtime.keys import KeyRing


def store(place: Place, login: str, *, keys: KeyRing | None = None) -> EventStore:
    """The event store as a login may use it; with keys, personal texts are sealed and opened."""
    url = place.database_url(login)
    if keys is None:
        return EventStore(url)
    return EventStore(url, seal=keys.seal, unseal=keys.unseal)


@contextmanager
def handler(place: Place, service: str) -> Iterator[Handler]:
    """One service at work in this process."""
    with handlers(place, names=(service,)) as at_work:
        yield at_work[service]


@contextmanager
def handlers(
    place: Place, *, names: tuple[str, ...] = (), keys: KeyRing | None = None
) -> Iterator[dict[str, Handler]]:
    """The services named, or all, at work in this process."""
    with ExitStack() as stack:
        ring = keys or KeyRing(place.database_url("keys"))
        stack.callback(ring.close)
        at_work: dict[str, Handler] = {}
        for name in names or tuple(service.name for service in SERVICES):
            held = store(place, login_of(name), keys=ring)
            stack.callback(held.close)
            at_work[name] = Handler(service_named(name), held, personal=ring.personal_digest)
        yield at_work
