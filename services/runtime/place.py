"""Where a history stands, and what keeps the store and the stream from being one history."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The last position of a history and the digest there, which stands for all before it."""

    position: int
    digest: bytes


BEGINNING = Place(0, bytes(32))
"""Before the first event."""


class Parted(Exception):
    """Store and stream are not one history: nothing is published until somebody has decided.

    What to do is in deploy/README.md under "bad day"; ``position`` is where it begins.
    """

    def __init__(self, position: int, what: str) -> None:
        super().__init__(f"position {position}: {what}")
        self.position = position

    mend = "nothing is published until somebody decided: deploy/README.md, bad day"


class StreamAhead(Parted):
    """The stream goes on from the store's last position: `starledger recover --from-stream`."""

    mend = "bring the tail back: starledger recover --from-stream"

    def __init__(self, position: int, last: int) -> None:
        super().__init__(position, f"the store ends here, the stream goes on to {last}")
        self.last = last


class StreamDiverged(Parted):
    """From this position on stream and store tell different histories."""

    def __init__(self, position: int) -> None:
        super().__init__(position, "stream and store differ from here on")


class StreamDamaged(Parted):
    """The stream holds what the relay did not publish, or lacks what it did: delete and refill."""


class StoreDamaged(Parted):
    """The store lacks a position, or holds what no server would take: `starledger check`."""

    mend = "see what happened: starledger check; then deploy/README.md, bad day"
