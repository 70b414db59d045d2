"""Our events as the library stores its own, with the same facts in them."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.domain import Aggregate

from events.envelope import Recorded
from events.event import Event


class Told(Aggregate.Event):
    """An event of ours, told as the library stores its own."""

    stream: str
    data: dict[str, Any]


class Elsewhere(Told):
    """Anything the register has nothing to say about."""


class Opened(Told): ...


class Renamed(Told): ...


class Issued(Told): ...


class Suspended(Told): ...


class Extended(Told): ...


class Restored(Told): ...


class Withdrawn(Told): ...


class Cancelled(Told): ...


class Expired(Told): ...


CLASSES: Mapping[str, type[Told]] = {
    "BodyOpened": Opened,
    "BodyDataChanged": Renamed,
    "CertificateIssued": Issued,
    "CertificateSuspended": Suspended,
    "SuspensionExtended": Extended,
    "CertificateRestored": Restored,
    "CertificateWithdrawn": Withdrawn,
    "CertificateCancelled": Cancelled,
    "CertificateExpired": Expired,
}
KINDS: Mapping[type[Told], tuple[str, str]] = {
    Suspended: ("suspended", "suspended"),
    Restored: ("restored", "valid"),
    Withdrawn: ("withdrawn", "withdrawn"),
    Cancelled: ("cancelled", "cancelled"),
    Expired: ("expired", "expired"),
}
"""Act, and the status it leaves."""


def told(recorded: Recorded[Event]) -> Told:
    """The same fact as an event of the library."""
    data = recorded.event.model_dump(mode="json")
    if recorded.effective_on is not None:
        data.setdefault("effective_on", recorded.effective_on.isoformat())
    return CLASSES.get(type(recorded.event).__name__, Elsewhere)(  # type: ignore[call-arg] # fields are ours
        originator_id=uuid5(NAMESPACE_URL, recorded.stream),
        originator_version=recorded.version,
        timestamp=recorded.recorded_at,
        stream=recorded.stream,
        data=data,
    )
