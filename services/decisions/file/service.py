"""The file half of the decisions service, as one value."""

from typing import get_args

from events.decisions import FileEvent
from events.event import Event
from services.core.ruling import RULING
from services.core.service import Fold, Service
from services.core.standing import STANDING
from services.decisions.file.commands import FileCommand
from services.decisions.file.facts import Body, Scheme, body_after, scheme_after
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.decide import MAY_REFUSE, decide, reads
from services.decisions.file.state import File, evolve
from services.decisions.streams import BODY, FILE, file_stream

EVENTS: tuple[type[Event], ...] = get_args(FileEvent)

FILES = Service(
    name="decisions",
    commands=get_args(FileCommand),
    folds=(
        Fold(FILE, File(), evolve),
        Fold(BODY, Body(), body_after),
        Fold(RULING.prefix, Scheme(), scheme_after),
        STANDING,
    ),
    reads=reads,
    decide=decide,
    home=lambda event: file_stream(event.case),  # type: ignore[attr-defined]  # a FileEvent
    rules=(Rule,),
    correlation=lambda event: getattr(event, "case", None),
    effective_on=lambda event: getattr(event, "decided_on", None),
    may_refuse=MAY_REFUSE,
)
