"""What a benchmark measures and how it is told: medians, ratios, whether they reach."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

RUNS = 5
"""How often each contender is measured, if nothing else is asked."""


@dataclass(frozen=True, slots=True)
class Size:
    """How often, and whether only to see that it works."""

    runs: int
    quick: bool = False

    def of(self, full: float, quick: float) -> float:
        """A length or a number, for figures or for a glance."""
        return quick if self.quick else full


@dataclass(slots=True)
class Series:
    """One contender's figure of each run."""

    name: str
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.values)

    def told(self) -> str:
        runs = " ".join(f"{value:,.1f}" for value in self.values)
        return f"{self.name}: median {self.median:,.1f} of {runs}"


@dataclass(slots=True)
class Measured:
    """The outcome of a benchmark; ``faults`` is what its proof of work found wrong."""

    bench: str
    unit: str
    ours: Series
    peer: Series | None = None
    limit: Series | None = None
    beside: list[Series] = field(default_factory=list)
    """Told for comparison, and counted for nothing."""
    reach: Mapping[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    """What was proved, for people."""

    @property
    def met(self) -> bool:
        """Whether everything asked was reached, and the work proved."""
        figures: dict[str, float | None] = {
            "ratio_peer": self._ratio(self.peer),
            "ratio_limit": self._ratio(self.limit),
        }
        enough = all(
            (figures[name] or 0.0) >= asked for name, asked in self.reach.items() if name in figures
        )
        fast = self.ours.median <= self.reach.get("p99_ms", float("inf"))
        return enough and fast and not self.faults

    def as_json(self) -> dict[str, Any]:
        """The line of the interface."""
        return {
            "bench": self.bench,
            "unit": self.unit,
            "ours": round(self.ours.median, 1),
            "peer": _figure(self.peer),
            "limit": _figure(self.limit),
            "ratio_peer": _rounded(self._ratio(self.peer)),
            "ratio_limit": _rounded(self._ratio(self.limit)),
            "reach": dict(self.reach),
            "met": self.met,
            "runs": len(self.ours.values),
        }

    def _ratio(self, other: Series | None) -> float | None:
        return self.ours.median / other.median if other is not None else None


def _figure(series: Series | None) -> dict[str, Any] | None:
    return {"name": series.name, "value": round(series.median, 1)} if series else None


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 3)


def better(*contenders: Series) -> Series:
    """The one with the highest median."""
    return max(contenders, key=lambda series: series.median)


Operation = Callable[[], object]


def hammer(operations: Sequence[Operation], seconds: float) -> tuple[float, int]:
    """Each operation again and again in a thread of its own; (done a second, done in all).

    What was begun in time is finished and counted, and so is the time it took. The first fault of
    a thread is raised here.
    """
    counts = [0] * len(operations)
    faults: list[BaseException] = []
    ready = threading.Barrier(len(operations) + 1)
    ends = [0.0]

    def work(number: int) -> None:
        ready.wait()
        try:
            while time.perf_counter() < ends[0]:
                operations[number]()
                counts[number] += 1
        except BaseException as fault:  # told to whoever measures
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(operations))]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    ends[0] = began + seconds
    ready.wait()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    if faults:
        raise faults[0]
    return sum(counts) / elapsed, sum(counts)


def in_turn(runs: int, contenders: Iterable[tuple[Series, Callable[[], float]]]) -> None:
    """All contenders one after the other, as often as asked, in the same weather."""
    contenders = list(contenders)
    for _run in range(runs):
        for series, measure in contenders:
            series.values.append(measure())
