"""The parts of the relay and of the projector."""

from projections.projector import Projector
from services.cli.composition import VIEWS
from services.cli.parts import Web, closing
from services.cli.place import Place
from services.runtime.event_store import EventStore
from services.runtime.host import Part
from services.runtime.relay import Relay


def relay_parts(_role: str, place: Place, _web: Web) -> dict[str, Part]:
    """What the store holds goes on the road."""
    url = place.database_url("relay")
    store = EventStore(url)
    relay = Relay(store, database_url=url, nats_url=place.nats_url("relay"))
    return {"relay": closing(relay.run, store.close)}


def projector_parts(_role: str, place: Place, _web: Web) -> dict[str, Part]:
    """Every view, each with its own reader over one store."""
    url, nats_url = place.database_url("projector"), place.nats_url("projector")
    store = EventStore(url)
    return {
        f"views.{view.name}": Projector(view, store=store, database_url=url, nats_url=nats_url).run
        for view in VIEWS
    }
