"""Which events a reader hears, told by subject or topic before anything is decoded."""

from events.catalogue import Catalogue, UnknownEvent
from events.envelope import Stored
from events.event import Event
from services.runtime.reading import Message


class Heard:
    """The kinds (``decisions.VoteCast``) a reader hears, and all this code knows."""

    def __init__(self, classes: tuple[type[Event], ...], catalogue: Catalogue) -> None:
        older = frozenset(map(kind_of, catalogue.upcasts))
        heard = frozenset(kind_of(catalogue.names[cls]) for cls in classes)
        # An older shape may have become any other event: it is read to find out.
        self._heard = heard | older
        self._known = frozenset(map(kind_of, catalogue.classes)) | older
        self.passed_over = tuple(
            sorted(name for name in catalogue.classes if kind_of(name) not in self._heard)
        )
        """Topics that need not even be fetched; of any other, :meth:`hears` is asked."""

    def hears(self, told: Message | Stored) -> bool:
        """Whether it must be read; UnknownEvent for a kind younger than this code."""
        kind = told.kind if isinstance(told, Message) else kind_of(told.topic)
        if kind not in self._known:
            raise UnknownEvent(_name_of(told), told.position)
        return kind in self._heard


def _name_of(told: Message | Stored) -> str:
    """With its version, which a subject lacks."""
    if isinstance(told, Stored):
        return told.topic
    try:
        return told.row().topic
    except ValueError:
        return told.kind


def kind_of(topic: str) -> str:
    """``decisions.VoteCast`` of ``decisions.VoteCast.v1``."""
    return topic.rpartition(".")[0]
