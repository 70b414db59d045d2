"""The sample's events, and their lives again and again under fresh numbers.

The body, its staff, its scheme and its calendar stand once, as ``starledger up --sample`` writes
them; what is about a case, a certificate or a holder is lived again by others, event by event, and
appended by the ledger's own function, so that the chain is true.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from types import TracebackType
from typing import Any
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from events.catalogue import HOUSE
from events.envelope import Stored
from events.event import Event
from events.wire import SEALED, personal_fields
from services.cli.composition import login_of, service_named
from services.cli.sample.filling import fill
from services.runtime.append import Appended, Parcel, call
from services.runtime.connections import Connection, Connections
from services.runtime.embedded.house import House
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing

TOGETHER = 15_000
"""Events of the lives lived side by side, so that one call holds the same step of many."""
SEALED_TEXT = f'"{SEALED}'.encode()
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
    """A store with the sample in it, that grows by whole lives, or by the ``chosen`` of them."""

    def __init__(self, house: House, *, chosen: str = "", together: int = TOGETHER) -> None:
        fill(house, lambda _said: None)
        self.chosen = re.compile(chosen)
        self.house = house
        self.held = ExitStack()
        self.ring = KeyRing(house.database_url("keys"))
        self.held.callback(self.ring.close)
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
        self.together = max(1, together // sum(map(len, self.story)))
        self.sample = self.position
        """Where the sample ends and its lives begin again."""

    def __enter__(self) -> "Multiplied":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: object, _trace: TracebackType | None
    ) -> None:
        self.held.close()

    def certified(self, certificates: int) -> int:
        """Live until so many certificates were issued; how many events there are then."""
        issued = sum("CertificateIssued" in row.topic for rows in self.story for row in rows)
        return self.grow(self.position + certificates * sum(map(len, self.story)) // issued)

    def grow(self, until: int) -> int:
        """Live whole lives until the store holds so many events; how many it holds then."""
        while self.position < until:
            alike = [Life(self, self.lives + number) for number in range(1, self.together + 1)]
            self.lives += self.together
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
        if service_of(row) in ("body", "personnel") or not self.chosen.search(row.stream):
            return False
        return self.any.search(row.state) is not None

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
        if SEALED_TEXT in state:
            state = self._sealed(row, state, f"{stream}.{version}")
        return StoredEvent(
            originator_id=stream, originator_version=version, topic=row.topic, state=state
        )

    def _sealed(self, row: Stored, state: bytes, event_id: str) -> bytes:
        """Personal texts are bound to their event: opened as of the old, sealed as of the new."""
        envelope = json.loads(state)
        parts: list[tuple[dict[str, Any], type[Any] | None]] = [
            (envelope["data"], HOUSE.class_of(row.topic))
        ]
        if command := envelope.get("command"):
            service, _, name = command["name"].partition(".")
            parts.append((command["body"], service_named(service).command_class(name)))
        ring = self.among.ring
        for body, cls in parts:
            for field, of in personal_fields(cls or Event).items():
                if isinstance(body[field], str):
                    plain = ring.unseal(body[of], row.id, field, body[field])
                    body[field] = ring.seal(body[of], event_id, field, plain)
        return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()

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
            order = self.order * len(self.among.kinds) + list(self.among.kinds).index(old)
            match self.among.kinds[old]:
                case "case":
                    fresh = f"{old[: old.rindex('-')]}-{order:06d}"
                case "certificate":  # where nobody lives through the giving of numbers
                    fresh = f"{old[:-7]}{order:07d}{old[-3:]}"
                case _:
                    fresh = f"{old[:8]}{_in_signs(order)}"
            self.fresh[old] = fresh
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
