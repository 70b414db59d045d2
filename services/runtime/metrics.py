"""What a process counted and found, as Prometheus reads it.

Imported when somebody scrapes for the first time: the library takes a quarter of a second.
"""

import platform
from collections.abc import Iterable, Mapping

from prometheus_client import GCCollector, ProcessCollector, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector, CollectorRegistry

from services.runtime.tallies import BUCKETS, Labels, Tallies, Times
from services.runtime.version import code_version
from services.runtime.ward import Found

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

CHECK = ("role", "name")
FIGURES: Mapping[tuple[str, str], str] = {
    ("store", "position"): "Last position of the store.",
    ("reader", "position"): "Last position that a reader has taken.",
    ("reader", "lag_events"): "Events recorded that a reader has not taken.",
    ("reader", "lag_seconds"): "Age of the oldest event that a reader has not taken.",
    ("reader", "parked_events"): "Events set aside until they are redriven.",
    ("reader", "parked_streams"): "Streams of which something is set aside.",
    ("relay", "position"): "Last position known to be on the stream.",
    ("relay", "lag_events"): "Events recorded and not known to be on the stream.",
    ("relay", "lag_seconds"): "Age of the oldest event not known to be on the stream.",
    ("scheduler", "days_behind"): "Days whose duties were not yet all asked for.",
    ("view", "position"): "Last position in the view that is shown.",
    ("view", "parked_streams"): "Streams of which something is set aside.",
}
"""(kind of check, figure) → what it says; ``starledger_<kind>_<figure>``."""


def exposition(tallies: Tallies, found: Iterable[Found]) -> bytes:
    """Everything as text; the figures of Python's own process too."""
    registry = CollectorRegistry()
    registry.register(House(tallies, tuple(found)))
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    return generate_latest(registry)


class House(Collector):
    """What is ours, read once."""

    def __init__(self, tallies: Tallies, found: tuple[Found, ...]) -> None:
        self.tallies, self.found = tallies, found

    def collect(self) -> Iterable[Metric]:
        """Every family of which there is something to tell."""
        yield self._build()
        for family, counts in self.tallies.counts().items():
            counter = CounterMetricFamily(family.name, family.help, labels=family.labels)
            for labels, count in counts.items():
                counter.add_metric(labels, count)
            yield counter
        for family, times in self.tallies.times().items():
            histogram = HistogramMetricFamily(family.name, family.help, labels=family.labels)
            for labels, each in times.items():
                _add(histogram, labels, each)
            yield histogram
        yield from self._checked()

    def _build(self) -> Metric:
        build = GaugeMetricFamily(
            "starledger_build_info", "What runs.", labels=("version", "python")
        )
        build.add_metric((code_version(), platform.python_version()), 1)
        return build

    def _checked(self) -> Iterable[Metric]:
        ok = GaugeMetricFamily(
            "starledger_ok", "1 where a role has what it needs, 0 where it waits.", labels=CHECK
        )
        gauges: dict[tuple[str, str], GaugeMetricFamily] = {}
        for each in self.found:
            check, finding = each.check, each.finding
            ok.add_metric((check.role, check.name), 0 if finding.missing else 1)
            for figure, value in finding.figures.items():
                key = (check.kind, figure)
                if key not in gauges:
                    name = f"starledger_{check.kind}_{figure}"
                    gauges[key] = GaugeMetricFamily(name, FIGURES[key], labels=CHECK)
                gauges[key].add_metric((check.role, check.name), value)
        yield ok
        yield from gauges.values()


def _add(histogram: HistogramMetricFamily, labels: Labels, times: Times) -> None:
    """Prometheus counts in each bucket whatever took at most so long."""
    buckets: list[tuple[str, float]] = []
    so_far = 0
    for bound, many in zip((*map(str, BUCKETS), "+Inf"), times.buckets, strict=True):
        so_far += many
        buckets.append((bound, so_far))
    histogram.add_metric(labels, buckets, times.total)
