"""What ``views`` does with projections and policies."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any

from projections import projector
from projections.view import View
from services.cli.composition import POLICIES, VIEWS
from services.cli.place import Place
from services.cli.workshop import handler
from services.runtime.clock import SystemClock
from services.runtime.event_store import EventStore
from services.runtime.parking import Parked, Redriven
from services.runtime.policy_reader import PolicyReader


@contextmanager
def _store(place: Place) -> Iterator[tuple[EventStore, str]]:
    url = place.database_url("projector")
    store = EventStore(url)
    try:
        yield store, url
    finally:
        store.close()


@asynccontextmanager
async def _policies(place: Place, service: str) -> AsyncIterator[PolicyReader]:
    with ExitStack() as stack:
        at_work = stack.enter_context(handler(place, service))
        yield PolicyReader(
            at_work,
            database_url=place.database_url(service),
            nats_url=place.nats_url(service),
            clock=SystemClock(),
        )


async def listed(place: Place) -> list[dict[str, Any]]:
    """Each view: position, lag, size, parked."""
    with _store(place) as (store, url):
        return [
            {
                "name": view.name,
                "position": view.position or 0,
                "lag": view.lag,
                "bytes": view.size,
                "parked": view.parked,
            }
            for view in await projector.list_views(VIEWS, store=store, database_url=url)
        ]


async def rebuilt(place: Place, name: str) -> int:
    """The position swapped in at. The replaced schema is dropped before this returns."""
    with _store(place) as (store, url):
        return await projector.rebuild(_view(name), store=store, database_url=url)


async def differences(place: Place) -> list[tuple[str, str]]:
    """(view, difference) for every view that is not what a rebuild would make."""
    with _store(place) as (store, url):
        return [
            (view.name, difference)
            for view in VIEWS
            for difference in await projector.compare(view, store=store, database_url=url)
        ]


async def set_aside(place: Place) -> list[dict[str, Any]]:
    """What is parked, of views and of policies."""
    url = place.database_url("projector")
    rows = [
        _told(view.name, parked)
        for view in VIEWS
        for parked in await projector.parked(view, database_url=url)
    ]
    for service in POLICIES:
        async with _policies(place, service.name) as reader:
            rows += [_told(service.name, parked) for parked in await reader.parked()]
    return rows


async def taken_again(place: Place, name: str, stream: str | None) -> tuple[int, list[str]]:
    """How many events were taken, and what still fails."""
    redriven = await _redriven(place, name, stream)
    return redriven.taken, [f"{p.position} {p.stream}: {p.reason}" for p in redriven.left]


async def _redriven(place: Place, name: str, stream: str | None) -> Redriven:
    if any(service.name == name for service in POLICIES):
        async with _policies(place, name) as reader:
            return await reader.redrive(stream)
    with _store(place) as (store, url):
        return await projector.redrive(_view(name), stream, store=store, database_url=url)


def _view(name: str) -> View:
    return next(view for view in VIEWS if view.name == name)


def _told(reader: str, parked: Parked) -> dict[str, Any]:
    return {
        "reader": reader,
        "position": parked.position,
        "stream": parked.stream,
        "topic": parked.topic,
        "reason": parked.reason,
        "parked_at": parked.parked_at.isoformat(),
    }
