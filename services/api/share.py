"""Each caller's share of requests: a bucket that fills steadily and empties with every request."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Share:
    """``burst`` at once, ``per_second`` in the long run."""

    per_second: float = 200.0
    burst: float = 1000.0


class Shares:
    """The buckets, the least recently used forgotten first."""

    def __init__(self, share: Share, tick: Callable[[], float]) -> None:
        self.share, self.tick = share, tick
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> int:
        """Seconds the caller must wait; 0 takes one request from the bucket."""
        now = self.tick()
        level, since = self.buckets.pop(caller, (self.share.burst, now))
        level = min(self.share.burst, level + (now - since) * self.share.per_second)
        allowed = level >= 1
        self.buckets[caller] = (level - 1 if allowed else level, now)
        if len(self.buckets) > MOST_CALLERS:
            self.buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - level) / self.share.per_second)
