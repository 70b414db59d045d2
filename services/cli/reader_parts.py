"""The parts of the relay and of the projector."""

from projections.projector import Projector
from projections.view import View
from services.cli import checks
from services.cli.composition import VIEWS
from services.cli.parts import Web, closing_together
from services.cli.place import Place
from services.cli.waiting import once
from services.runtime.clock import SystemClock
from services.runtime.event_store import EventStore
from services.runtime.host import Part
from services.runtime.relay import Relay


def relay_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """What the store holds goes on the road."""
    ward, url = web.ward, place.database_url(role)
    store = EventStore(url)
    relay = Relay(store, database_url=url, nats_url=place.nats_url(role))
    level = checks.relay_is_level(ward, relay, store, SystemClock().now)
    ward.watch_over(role, "store", "store", checks.store_answers(ward, store))
    ward.watch_over(role, role, "relay", level)
    return closing_together({role: once(store.last, relay.run)}, store.close)


def projector_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """Every view, each with its own reader over one store."""
    ward, url, nats_url = web.ward, place.database_url(role), place.nats_url(role)
    store = EventStore(url)
    ward.watch_over(role, "store", "store", checks.store_answers(ward, store))

    def part_of(view: View) -> Part:
        projector = Projector(view, store=store, database_url=url, nats_url=nats_url)
        level = checks.ReaderIsLevel(projector, view.name, store, url, SystemClock().now)
        ward.watch_over(role, view.name, "reader", level.find(ward))
        return once(store.last, projector.run)

    parts = {f"{role}.{view.name}": part_of(view) for view in VIEWS}
    return closing_together(parts, store.close)
