"""Folded streams, kept by stream and version: what a decision is taken on."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from services.core.service import Fold
from services.runtime.event_store import EventStore


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stream amounts to, and the version up to which."""

    version: int
    state: Any


Key = tuple[Callable[[Any, Any], Any], str]
"""Two folds may read one stream, so the fold is part of the key."""


class NotAtHand(LookupError):
    """A stream was never folded here, so the store must be read."""


class Histories:
    """An LRU of folded streams. Safe to be stale: the append checks every version it gave out."""

    def __init__(self, store: EventStore, *, most: int = 20_000) -> None:
        self.store, self.most = store, most
        self.kept: OrderedDict[Key, Folded] = OrderedDict()
        self.lock = threading.Lock()

    def at_hand(self, stream: str, fold: Fold[Any]) -> Folded:
        """As last folded; NotAtHand if never seen. Never waits."""
        key = (fold.evolve, stream)
        with self.lock:
            known = self.kept.get(key)
            if known is None:
                raise NotAtHand(stream)
            self.kept.move_to_end(key)
        return known

    def recall(self, stream: str, fold: Fold[Any]) -> Folded:
        """As last folded, or read now if never seen."""
        try:
            return self.at_hand(stream, fold)
        except NotAtHand:
            return self.refresh(stream, fold)

    def refresh(self, stream: str, fold: Fold[Any]) -> Folded:
        """As it stands now: the tail behind what was known is read and folded in."""
        with self.lock:
            known = self.kept.get((fold.evolve, stream), Folded(0, fold.initial))
        tail = self.store.stream(stream, after=known.version)
        if not tail and known.version == 0:
            return known
        return self._keep(stream, fold, known, [(r.version, r.event) for r in tail])

    def learn(self, stream: str, fold: Fold[Any], events: Iterable[tuple[int, Any]]) -> None:
        """Fold in events just recorded, if they continue what is kept."""
        with self.lock:
            known = self.kept.get((fold.evolve, stream), Folded(0, fold.initial))
        following = list(events)
        if following and following[0][0] == known.version + 1:
            self._keep(stream, fold, known, following)

    def _keep(
        self, stream: str, fold: Fold[Any], known: Folded, events: list[tuple[int, Any]]
    ) -> Folded:
        state = reduce(lambda state, item: fold.evolve(state, item[1]), events, known.state)
        folded = Folded(events[-1][0] if events else known.version, state)
        with self.lock:
            kept = self.kept.get((fold.evolve, stream))
            if kept is None or kept.version < folded.version:
                self.kept[(fold.evolve, stream)] = folded
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return folded
