"""What a role needs and does, as checks of its ward: store, keys, bus, readers, relay, clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlsplit

from services.runtime.connections import Connections
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.parking import ReaderTables, Tally
from services.runtime.readers import Reader
from services.runtime.relay import Relay
from services.runtime.scheduler import Scheduler
from services.runtime.ward import Finding, Ward

BEHIND_SECONDS = 60.0
"""Whoever has left an event untaken for longer than this is not ready."""
DAYS_BEHIND = 1
"""So many days are still on time: midnight is noticed within a quarter of a minute."""

Find = Callable[[], Awaitable[Finding]]
Now = Callable[[], datetime]


def store_answers(ward: Ward, store: EventStore) -> Find:
    """The ledger is there, and lets this login read it."""

    def ask() -> Finding:
        last = store.last()
        return Finding(figures={"position": last.position if last else 0})

    return lambda: ward.in_thread(ask)


def keys_answer(ward: Ward, ring: KeyRing) -> Find:
    """The keys of personal data can be read."""

    def ask() -> Finding:
        ring.table.row("select from keys.person limit 1", ())
        return Finding()

    return lambda: ward.in_thread(ask)


def bus_reached(nats_url: str, is_connected: Callable[[], bool]) -> Find:
    """The bus is connected just now."""
    where = ", ".join(_host(each) for each in nats_url.split(","))

    async def ask() -> Finding:
        return Finding(None if is_connected() else f"NATS at {where} was not reached: start it")

    return ask


class ReaderIsLevel:
    """A reader reads, or stands by while another does; how far behind it is, what is parked."""

    def __init__(self, reader: Reader, schema: str, store: EventStore, url: str, now: Now) -> None:
        self.reader, self.store, self.now = reader, store, now
        self.tables = ReaderTables(schema)
        self.connections = Connections(url, at_most=1)

    def find(self, ward: Ward) -> Find:
        """The check."""
        ward.at_end(self.connections.close)
        return lambda: ward.in_thread(self._ask)

    def _ask(self) -> Finding:
        tally = self._tally()
        reads = self.reader.state == "reading"
        position = self.reader.position if reads else tally.position
        events, seconds = behind(self.store, position, self.now())
        missing = self._missing()
        if missing is None and reads and seconds > BEHIND_SECONDS:
            missing = "behind"
        return Finding(
            missing,
            {
                "position": position,
                "lag_events": events,
                "lag_seconds": seconds,
                "parked_events": tally.events,
                "parked_streams": tally.streams,
            },
            self.reader.state,
        )

    def _tally(self) -> Tally:
        with self.connections.borrow() as connection:
            return self.tables.tally(connection)

    def _missing(self) -> str | None:
        match self.reader.state:
            case "reading" | "standby":
                return None
            case "starting":
                return "has not begun to read"
            case "waiting" | "stopped" as state:
                return f"{state}: {self.reader.trouble}"


def relay_is_level(ward: Ward, relay: Relay, store: EventStore, now: Now) -> Find:
    """What is recorded reaches the stream."""

    def ask() -> Finding:
        events, seconds = behind(store, relay.position, now())
        missing = relay.trouble or (None if relay.has_compared else "has not begun to publish")
        if missing is None and seconds > BEHIND_SECONDS:
            missing = "behind"
        figures = {"position": relay.position, "lag_events": events, "lag_seconds": seconds}
        return Finding(missing, figures)

    return lambda: ward.in_thread(ask)


def days_are_begun(ward: Ward, scheduler: Scheduler) -> Find:
    """Every day until today was opened and its duties asked for."""

    def ask() -> Finding:
        days = scheduler.days_behind()
        missing = scheduler.trouble or ("behind" if days > DAYS_BEHIND else None)
        return Finding(missing, {"days_behind": days})

    return lambda: ward.in_thread(ask)


def behind(store: EventStore, position: int, now: datetime) -> tuple[int, float]:
    """Events behind a position, and for how many seconds the first of them has waited."""
    last = store.last()
    if last is None or last.position <= position:
        return 0, 0.0
    following = store.at(position + 1)
    waited = (now - following.recorded_at).total_seconds() if following else 0.0
    return last.position - position, max(round(waited, 3), 0.0)


def _host(url: str) -> str:
    told = urlsplit(url)
    return f"{told.hostname}:{told.port or 4222}"
