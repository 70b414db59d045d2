"""What stands around an event: who, when, why; before it is recorded and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from events.event import Event

E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be recorded, with everything a CloudEvent of ours carries.

    ``originator_id`` and ``originator_version`` are the names the event-sourcing library asks for.
    """

    stream: str
    version: int
    """Place in its stream, counting from 1."""
    event: Event
    actor: str
    role: str
    via: str
    """``api``, ``cli:<user>``, ``policy:<name>`` or ``clock``."""
    time: datetime
    """The moment the command was told; aware, UTC."""
    command_id: UUID
    causation_id: str | None = None
    """Id of the event this one answers, ``<stream>.<version>``."""
    correlation_id: str | None = None
    """Case or certificate number."""
    effective_on: date | None = None
    scheme: str | None = None
    command_name: str | None = None
    command_body: BaseModel | None = None
    """The command, on the first event it gave rise to; its personal texts are sealed too."""

    @property
    def originator_id(self) -> str:
        """The stream, as the library calls it."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, as the library calls it."""
        return self.version


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the store or a message of the stream: bytes, not yet read."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    command_id: UUID
    command_digest: bytes
    recorded_at: datetime
    digest: bytes
    """Hash over this row and the digest before it."""

    @property
    def id(self) -> str:
        """Unique for ever."""
        return f"{self.stream}.{self.version}"

    @property
    def originator_id(self) -> str:
        """The stream, as the library calls it."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, as the library calls it."""
        return self.version


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E_co]):
    """An event as it stands in the history."""

    position: int
    """Place in the one order of everything; also the sequence on the stream."""
    stream: str
    version: int
    type: str
    """Name as written, ``decisions.VoteCast.v1``; the event is already in its present shape."""
    recorded_at: datetime
    digest: bytes
    time: datetime
    actor: str
    role: str
    via: str
    command_id: UUID
    causation_id: str | None
    correlation_id: str | None
    effective_on: date | None
    scheme: str | None
    command: Mapping[str, Any] | None
    event: E_co

    @property
    def id(self) -> str:
        """Unique for ever."""
        return f"{self.stream}.{self.version}"

    @property
    def originator_id(self) -> str:
        """The stream, as the library calls it."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, as the library calls it."""
        return self.version
