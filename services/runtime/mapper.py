"""Between events and rows: the topic is a catalogue name, the state a CloudEvent in JSON."""

from typing import Any

from eventsourcing.persistence import JSONTranscoder, StoredEvent
from eventsourcing.persistence import Mapper as LibraryMapper

from events.catalogue import HOUSE, Catalogue, UnknownEvent
from events.envelope import Draft, Recorded, Stored
from events.event import Event
from events.wire import Opener, Sealer, decode, encode


class Mapper(LibraryMapper[str]):
    """The library's mapper with our own bytes; it never resolves a topic to a Python path."""

    def __init__(
        self,
        *,
        catalogue: Catalogue = HOUSE,
        seal: Sealer | None = None,
        unseal: Opener | None = None,
    ) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self.catalogue, self.seal, self.unseal = catalogue, seal, unseal

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """The row of a draft; personal texts are sealed here."""
        draft: Draft = domain_event
        return StoredEvent(
            originator_id=draft.stream,
            originator_version=draft.version,
            topic=self.catalogue.name_of(draft.event),
            state=encode(draft, catalogue=self.catalogue, seal=self.seal),
        )

    def to_domain_event(self, stored_event: Any) -> Recorded[Event]:
        """The event of a row, in its present shape; personal texts are opened here."""
        stored: Stored = stored_event
        try:
            return decode(stored, catalogue=self.catalogue, unseal=self.unseal)
        except UnknownEvent as fault:
            raise UnknownEvent(fault.name, stored.position) from None
