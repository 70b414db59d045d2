"""The one way a command becomes events: read, decide, append, answer.

The bus, the policies, the opening of a day and the demonstration's driver all call
:meth:`Handler.handle`; nothing else appends.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import NAMESPACE_URL, UUID, uuid5

from events.catalogue import UnknownEvent
from events.envelope import Draft, Stored
from events.event import Event
from events.wire import personal_fields
from services.core.access import CLOCK, POLICY, roles_for
from services.core.context import Context
from services.core.rule import Refused
from services.core.service import Command, Service
from services.runtime.append import Appended, StoreUnavailable
from services.runtime.digests import command_digest
from services.runtime.event_store import Entry, EventStore
from services.runtime.flusher import Outcome
from services.runtime.histories import Folded, Histories, NotAtHand
from services.runtime.world import World, plain, world_of

ATTEMPTS = 5
"""Times a command is decided anew when a stream it read has moved; then 503."""
FOUNDER = "founder"
"""Role of ``starledger migrate``, which records the first facts of an empty body."""

Digester = Callable[[str, str], str]
"""(person, text) → HMAC under the person's key."""


class NotAllowed(Exception):
    """403 ROLE_NOT_ALLOWED: the actor does not hold the role, or the role may not ask for this."""


class Reused(Exception):
    """422: the command id is known, and was given with another command."""


class Busy(Exception):
    """503, nothing written: what the command rests on kept moving."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and who asks for it, as what, by which way, when."""

    command: Command
    actor: str
    role: str
    via: str
    now: datetime
    command_id: UUID
    causation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """An event as the asker is told of it."""

    position: int
    type: str
    stream: str
    version: int
    event: Event


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded; empty where there was nothing to do."""

    recorded: tuple[Noted, ...]
    repeated: bool = False
    """It had been done before, by the same command; ``recorded`` is what it gave rise to then."""


Finish = Callable[[], Answer | None]
"""Gives the answer; None where the command must be handled from the start. Raises as ``handle``."""


class Handler:
    """A service at work on the store. Thread-safe; blocking."""

    def __init__(
        self, service: Service, store: EventStore, *, personal: Digester | None = None
    ) -> None:
        self.service, self.store, self.personal = service, store, personal
        self.histories = Histories(store)

    def handle(self, asked: Asked) -> Answer:
        """Record what the rules make of a command.

        Raises Refused (a rule), NotAllowed (the role), Reused (the id), Busy or StoreUnavailable.
        A refusal or an empty answer is given only after the tails of all streams were read.
        """
        digest = command_digest(self._name(asked), asked.actor, asked.command, self.personal)
        fresh = False
        for _attempt in range(ATTEMPTS):
            take = self.histories.refresh if fresh else self.histories.recall
            world = world_of(self.service, asked.command, self._person(asked), take)
            verdict = self._verdict(asked, world)
            if isinstance(verdict, list) and verdict:
                answer = self._append(asked, digest, world, verdict)
                if answer is not None:
                    return answer
            elif fresh:
                return self._nothing_new(asked, digest, verdict)
            fresh = True
        raise Busy(self._name(asked))

    def submit(self, asked: Asked, told: Callable[[Finish], None]) -> bool:
        """The same without waiting, for a command whose streams are at hand; False for any other.

        ``told`` is called in another thread once the store has answered, and is quick; what it is
        given may be called in any.
        """
        if personal_fields(type(asked.command)):
            return False
        try:
            person = self._person(asked)
            world = world_of(self.service, asked.command, person, self.histories.at_hand)
        except NotAtHand:
            return False
        events = self._verdict(asked, world)
        if not isinstance(events, list) or not events:
            return False
        if any(personal_fields(type(event)) for event in events):
            return False
        entry = self._entry(
            asked, command_digest(self._name(asked), asked.actor, asked.command), world, events
        )
        self.store.submit(entry, lambda outcome: told(lambda: self._settled(entry.drafts, outcome)))
        return True

    def begin_day(
        self, stream: str, day: date, *, now: datetime, day_event: str, alone: bool = False
    ) -> int:
        """Perform what a day asks of a stream of this service; how many commands that was.

        ``alone``: nobody else writes, so what is kept of the stream is what it is.
        """
        take = self.histories.recall if alone else self.histories.refresh
        folded = take(stream, self.service.fold_for(stream))
        due = list(self.service.due(stream, folded.state, day))
        for ordinal, command in enumerate(due):
            self.handle(
                Asked(
                    command=command,
                    actor=CLOCK,
                    role=CLOCK,
                    via=CLOCK,
                    now=now,
                    command_id=followed_by(
                        day_event, self.service.name, type(command).__name__, stream, ordinal
                    ),
                    causation_id=day_event,
                )
            )
        return len(due)

    def _name(self, asked: Asked) -> str:
        return f"{self.service.name}.{type(asked.command).__name__}"

    def _verdict(self, asked: Asked, world: World) -> list[Event] | Refused | NotAllowed:
        name = self._name(asked)
        if not _may_ask(name, asked, world.standing):
            return NotAllowed(f"{asked.role} may not ask for {name}")
        context = Context(
            actor=asked.actor,
            role=asked.role,
            now=asked.now,
            facts=MappingProxyType(plain(world.facts)),
        )
        try:
            return list(self.service.decide(asked.command, plain(world.states), context))
        except Refused as refusal:
            return refusal

    def _append(
        self, asked: Asked, digest: bytes, world: World, events: Sequence[Event]
    ) -> Answer | None:
        """The answer; None where a stream has moved and the command must be decided again."""
        entry = self._entry(asked, digest, world, events)
        appended = self.store.append(entry)
        match appended.outcome:
            case "recorded":
                return self._recorded(entry.drafts, appended)
            case "repeated":
                return self._told_before(self.store.of_command(asked.command_id))
            case "reused":
                raise Reused(str(asked.command_id))
            case "moved":
                return None

    def _settled(self, drafts: Sequence[Draft], outcome: Outcome) -> Answer | None:
        if isinstance(outcome, Appended) and outcome.outcome == "recorded":
            return self._recorded(drafts, outcome)
        if isinstance(outcome, StoreUnavailable):
            raise outcome
        return None

    def _recorded(self, drafts: Sequence[Draft], appended: Appended) -> Answer:
        self._learn(drafts)
        return Answer(tuple(map(self._noted, drafts, appended.positions)))

    def _entry(self, asked: Asked, digest: bytes, world: World, events: Sequence[Event]) -> Entry:
        reads = world.reads()
        drafts = self._drafts(asked, reads, events)
        return Entry(command_id=asked.command_id, digest=digest, reads=reads, drafts=drafts)

    def _drafts(
        self, asked: Asked, reads: Mapping[str, int], events: Sequence[Event]
    ) -> list[Draft]:
        standing_at = Counter(reads)
        drafts = []
        for ordinal, event in enumerate(events):
            stream = self.service.home(event)
            standing_at[stream] += 1
            drafts.append(
                Draft(
                    stream=stream,
                    version=standing_at[stream],
                    event=event,
                    actor=asked.actor,
                    role=asked.role,
                    via=asked.via,
                    time=asked.now,
                    command_id=asked.command_id,
                    causation_id=asked.causation_id,
                    correlation_id=self.service.correlation(event),
                    effective_on=self.service.effective_on(event),
                    scheme=getattr(event, "scheme", None),
                    command_name=self._name(asked) if ordinal == 0 else None,
                    command_body=asked.command if ordinal == 0 else None,
                )
            )
        return drafts

    def _person(self, asked: Asked) -> str | None:
        return None if asked.role in UNSEEN else asked.actor

    def _learn(self, drafts: Sequence[Draft]) -> None:
        for stream in dict.fromkeys(draft.stream for draft in drafts):
            told = [(draft.version, draft.event) for draft in drafts if draft.stream == stream]
            self.histories.learn(stream, self.service.fold_for(stream), told)

    def _noted(self, draft: Draft, position: int) -> Noted:
        return Noted(
            position=position,
            type=self.store.mapper.catalogue.name_of(draft.event),
            stream=draft.stream,
            version=draft.version,
            event=draft.event,
        )

    def _nothing_new(
        self, asked: Asked, digest: bytes, verdict: Sequence[Event] | Refused | NotAllowed
    ) -> Answer:
        """Done before by this very command, or refused, or nothing to do."""
        rows = self.store.of_command(asked.command_id)
        if rows and rows[0].command_digest != digest:
            raise Reused(str(asked.command_id))
        if rows:
            return self._told_before(rows)
        if isinstance(verdict, Exception):
            raise verdict
        return Answer(())

    def _told_before(self, rows: Sequence[Stored]) -> Answer:
        try:
            recorded = [self.store.decode(row) for row in rows]
        except UnknownEvent as fault:
            raise StoreUnavailable("unknown", str(fault)) from fault
        return Answer(
            tuple(Noted(r.position, r.type, r.stream, r.version, r.event) for r in recorded),
            repeated=True,
        )


UNSEEN = frozenset({POLICY, CLOCK, FOUNDER})
"""Roles that no person holds; only code in this process can use them."""


def _may_ask(name: str, asked: Asked, standing: Folded | None) -> bool:
    if asked.role == FOUNDER:
        return name.startswith(("body.", "personnel."))
    if asked.role not in roles_for(name):
        return False
    return standing is None or asked.role in standing.state.roles


def followed_by(event: str, reader: str, command: str, stream: str, ordinal: int) -> UUID:
    """The id of a command that an event gives rise to: the same however often it is asked."""
    return uuid5(NAMESPACE_URL, f"starledger:{event}|{reader}|{command}|{stream}|{ordinal}")
