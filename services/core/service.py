"""What makes a service a service: commands in, events out, as one value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from events.envelope import Recorded
from events.event import Event
from services.core.context import Context
from services.core.rule import RuleBook

S = TypeVar("S")

States = Mapping[str, Any]
"""Stream → what its history amounts to. Every stream named by ``reads`` is present."""


class Command(BaseModel):
    """A request. Frozen; unknown fields are an error; named in the imperative."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """What the history of one kind of stream amounts to."""

    prefix: str
    """Streams that begin so, such as ``decisions-file-``; the longest matching prefix wins."""
    initial: S
    evolve: Callable[[S, Any], S]
    """Never refuses. Given every event of the stream, also kinds it does not know."""


def _reads_nothing_more(_command: Any, _states: States, _facts: States) -> Iterable[str]:
    return ()


def _reacts_to_nothing(_recorded: Recorded[Event]) -> Iterable[Any]:
    return ()


def _nothing_due(_stream: str, _state: Any, _day: date) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Service:
    """Everything the runtime must know to run a service, and nothing else."""

    name: str
    """Also the category of its streams and the first word of its commands and events."""
    commands: tuple[type[Command], ...]
    folds: tuple[Fold[Any], ...]
    """Own streams and, by their prefix, foreign ones (``facts.py``)."""
    reads: Callable[[Any, States, States], Iterable[str]]
    """(command, own states so far, facts so far) → every stream the rules need; asked again
    until it names nothing new. Own and foreign streams alike."""
    decide: Callable[[Any, States, Context], Iterable[Event]]
    """(command, own states, context with foreign facts) → events, or Refused."""
    home: Callable[[Event], str]
    """The stream an event belongs to."""
    rules: tuple[type[RuleBook], ...] = ()
    correlation: Callable[[Event], str | None] = lambda _event: None
    """Case or certificate number an event belongs to."""
    effective_on: Callable[[Event], date | None] = lambda _event: None
    listens_to: tuple[type[Event], ...] = ()
    react: Callable[[Recorded[Event]], Iterable[Any]] = _reacts_to_nothing
    """(an event reported by anybody) → commands asked of ourselves."""
    due: Callable[[str, Any, date], Iterable[Any]] = _nothing_due
    """(own stream, its state, day) → commands asked of ourselves when the day opens."""
    may_refuse: Mapping[str, tuple[RuleBook, ...]] = field(default_factory=dict)

    @property
    def has_dates(self) -> bool:
        """Whether a day that opens may ask anything of its streams."""
        return self.due is not _nothing_due

    def owns(self, stream: str) -> bool:
        """Whether a stream is of this service's category."""
        return stream.partition("-")[0] == self.name

    def fold_for(self, stream: str) -> Fold[Any]:
        """The fold of a stream; KeyError for one no rule of this service may read."""
        matching = [fold for fold in self.folds if stream.startswith(fold.prefix)]
        if not matching:
            raise KeyError(f"{self.name} has no fold for {stream}")
        return max(matching, key=lambda fold: len(fold.prefix))

    def command_class(self, name: str) -> type[Command] | None:
        """The class of ``CastVote``; None where this service has no such command."""
        return next((cls for cls in self.commands if cls.__name__ == name), None)
