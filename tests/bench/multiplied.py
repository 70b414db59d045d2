"""The sample's events, and their lives again and again under fresh numbers.

The body, its staff, its scheme and its calendar stand once, as ``starledger up --sample`` writes
them; what is about a case, a certificate or a holder is lived again by others, event by event, and
appended by the ledger's own function, so that the chain is true.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from types import TracebackType
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from events.envelope import Stored
from services.cli.composition import login_of
from services.cli.sample.filling import fill
from services.runtime.append import Appended, Parcel, call
from services.runtime.connections import Connection, Connections
from services.runtime.embedded.house import House
from services.runtime.event_store import EventStore

TOGETHER = 5
"""Lives lived side by side, so that one call holds the same step of many."""
PARCELS = 400
"""Commands in one call."""
ABOUT = re.compile(
    r"-(?P<case>[A-Z]{1,4}-[0-9]{4}-[0-9]{4,6})$"
    r"|^decisions-certificate-(?P<certificate>[0-9A-Z-]+)$"
    r"|-holder-(?P<holder>[0-9A-Z]{18})$"
)
SERIAL = re.compile(rb'"serial":[0-9]+')
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of a credit code."""


class Multiplied:
    """A store with the sample in it, that grows by whole lives."""

    def __init__(self, house: House) -> None:
        fill(house, lambda _said: None)
        self.house = house
        self.held = ExitStack()
        self.logins: dict[str, Connection] = {}
        self.stands: dict[str, int] = {}
        self.position = self.lives = 0
        told = self._sample()
        self.kinds = {
            number: kind
            for row in told
            if (found := ABOUT.search(row.stream))
            for kind, number in found.groupdict().items()
            if number
        }
        self.any = re.compile("|".join(sorted(self.kinds, key=len, reverse=True)).encode())
        commands = groupby(filter(self._mentions, told), lambda row: row.command_id)
        self.story = [list(rows) for _command, rows in commands]

    def __enter__(self) -> "Multiplied":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: object, _trace: TracebackType | None
    ) -> None:
        self.held.close()

    def grow(self, until: int) -> int:
        """Live whole lives until the store holds so many events; how many it holds then."""
        while self.position < until:
            alike = [Life(self, self.lives + number) for number in range(1, TOGETHER + 1)]
            self.lives += TOGETHER
            for service, steps in groupby(self.story, lambda rows: service_of(rows[0])):
                several = list(steps)
                asked = (life.parcel(rows) for life in alike for rows in several)
                while some := list(islice(asked, PARCELS)):
                    self._append(service, some)
        return self.position

    def next_version(self, stream: str) -> int:
        """One behind the last."""
        self.stands[stream] = self.stands.get(stream, 0) + 1
        return self.stands[stream]

    def _append(self, service: str, parcels: Sequence[Parcel]) -> None:
        if service not in self.logins:
            found = Connections(self.house.database_url(login_of(service)), at_most=1)
            self.logins[service] = self.held.enter_context(found.open())
        for answer in call(self.logins[service], parcels):
            if not isinstance(answer, Appended) or answer.outcome != "recorded":
                raise RuntimeError(f"the ledger answered {answer}")
            self.position = answer.positions[-1]

    def _mentions(self, row: Stored) -> bool:
        return service_of(row) not in ("body", "personnel") and bool(self.any.search(row.state))

    def _sample(self) -> list[Stored]:
        store = EventStore(self.house.database_url("relay"))
        self.held.callback(store.close)
        rows = list(everything(store))
        self.position = rows[-1].position
        self.stands = {row.stream: row.version for row in rows}
        return rows


class Life:
    """Everything in the sample once more, under numbers of its own."""

    def __init__(self, among: Multiplied, order: int) -> None:
        self.among, self.order = among, order
        self.fresh: dict[str, str] = {}

    def parcel(self, rows: Sequence[Stored]) -> Parcel:
        """One command's events, with a command id of this life."""
        first = rows[0]
        command_id = uuid5(first.command_id, str(self.order))
        return Parcel(
            command_id=command_id,
            command_digest=first.command_digest,
            told=first.recorded_at,
            reads={},
            events=[self._event(row, command_id) for row in rows],
        )

    def _event(self, row: Stored, command_id: UUID) -> StoredEvent:
        state = row.state
        if row.topic.startswith("decisions.CertificateNumberAssigned."):
            state = self._numbered(row)
        stream = self.again(row.stream)
        version = self.among.next_version(stream)
        state = self.among.any.sub(lambda found: self.number(found[0].decode()).encode(), state)
        state = state.replace(str(row.command_id).encode(), str(command_id).encode())
        state = state.replace(f'"id":"{stream}.{row.version}"'.encode(),
                              f'"id":"{stream}.{version}"'.encode(), 1)  # fmt: skip
        return StoredEvent(
            originator_id=stream, originator_version=version, topic=row.topic, state=state
        )

    def _numbered(self, row: Stored) -> bytes:
        """The next number of its series: what follows the serial says round and size."""
        serial = self.among.stands[row.stream] + 1
        found = self.among.any.search(row.state.partition(b'"certificate":"')[2])
        assert found is not None
        old = found[0].decode()
        series = row.stream.removeprefix("decisions-numbers-")
        self.fresh[old] = f"{series}{serial:06d}{old[len(series) + 4 :]}"
        return SERIAL.sub(f'"serial":{serial}'.encode(), row.state)

    def again(self, stream: str) -> str:
        """The stream of this life; one that many share stays."""
        return self.among.any.sub(
            lambda found: self.number(found[0].decode()).encode(), stream.encode()
        ).decode()

    def number(self, old: str) -> str:
        """The number of this life for one of the sample's."""
        if old not in self.fresh:
            order = self.order * 100 + list(self.among.kinds).index(old)
            self.fresh[old] = (
                f"{old[: old.rindex('-')]}-{order % 1_000_000:06d}"
                if self.among.kinds[old] == "case"
                else f"{old[:8]}{_in_signs(order)}"
            )
        return self.fresh[old]


def everything(store: EventStore) -> Iterator[Stored]:
    """Every row, in order."""
    position = 0
    while rows := store.read(after=position, limit=2_000):
        yield from rows
        position = rows[-1].position


def service_of(row: Stored) -> str:
    """Whose event it is."""
    return row.topic.partition(".")[0]


def mix(rows: Iterable[Stored]) -> dict[str, int]:
    """Topic → how many."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.topic] = counted.get(row.topic, 0) + 1
    return counted


def _in_signs(number: int) -> str:
    signs = ""
    while len(signs) < 10:
        number, sign = divmod(number, len(SIGNS))
        signs = SIGNS[sign] + signs
    return signs
