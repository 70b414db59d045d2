"""Projectors in processes of their own; what they run is named here so that it can be sent."""

import asyncio

from projections.projector import Projector
from services.runtime import host
from services.runtime.event_store import EventStore
from tests.projections.projector.rosters import poisoned


def project(database_url: str, nats_url: str, poison: tuple[str, ...], batch: int) -> None:
    """Project until killed or asked to stop."""
    store = EventStore(database_url)
    projector = Projector(
        poisoned(*poison), store=store, database_url=database_url, nats_url=nats_url, batch=batch
    )
    asyncio.run(host.run({"views.roster": projector.run}))
