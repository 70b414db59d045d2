"""What a process counts while it works: cheap to add to, read only when somebody scrapes it.

Labels come from our own code (a service, a command's class, a rule's code), never from what was
asked, so that neither their number nor what they tell can grow with cases or persons.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; the last is as long as anybody waits for an answer."""

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of figure: its name for Prometheus, what it says, and what it is told apart by."""

    name: str
    help: str
    labels: tuple[str, ...]


COMMANDS = Family(
    "starledger_commands",
    "Commands decided, by the bus, a policy or a day that was opened.",
    ("service", "command", "outcome"),
)
REFUSALS = Family(
    "starledger_refusals",
    "Commands that a rule refused, by the code of the rule.",
    ("service", "command", "code"),
)
COMMAND_SECONDS = Family(
    "starledger_command_seconds", "From the beginning of a decision to its end.", ("service",)
)
APPEND_SECONDS = Family(
    "starledger_append_seconds",
    "From handing events to the store to its answer, waiting in the queue included.",
    ("service",),
)
REQUESTS = Family(
    "starledger_http_requests", "HTTP requests answered.", ("role", "method", "status")
)
REQUEST_SECONDS = Family(
    "starledger_http_request_seconds", "From a request's head to its answer's end.", ("role",)
)


@dataclass(slots=True)
class Times:
    """How long something took, as a histogram is told it."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    """Each for itself; the last holds whatever took longer than the longest bound."""
    total: float = 0.0


class Tallies:
    """Counts and times of one process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Family, dict[Labels, int]] = defaultdict(lambda: defaultdict(int))
        self._times: dict[Family, dict[Labels, Times]] = defaultdict(lambda: defaultdict(Times))

    def count(self, family: Family, *labels: str) -> None:
        """One more."""
        with self._lock:
            self._counts[family][labels] += 1

    def time(self, family: Family, seconds: float, *labels: str) -> None:
        """One that took so long."""
        place = bisect_left(BUCKETS, seconds)
        with self._lock:
            times = self._times[family][labels]
            times.buckets[place] += 1
            times.total += seconds

    def counts(self) -> Mapping[Family, Mapping[Labels, int]]:
        """Everything counted until now."""
        with self._lock:
            return {family: dict(counts) for family, counts in self._counts.items()}

    def times(self) -> Mapping[Family, Mapping[Labels, Times]]:
        """Everything timed until now."""
        with self._lock:
            return {
                family: {
                    labels: Times(list(times.buckets), times.total)
                    for labels, times in by_labels.items()
                }
                for family, by_labels in self._times.items()
            }
