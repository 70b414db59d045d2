"""The applications service, as one value."""

from datetime import date
from typing import get_args

from events import applications as happened
from events.event import Event
from services.applications.commands import CaseCommand
from services.applications.facts import Scheme, scheme_after
from services.applications.policies import LISTENS_TO, react
from services.applications.rules.book import Rule
from services.applications.rules.decide import MAY_REFUSE, decide, reads
from services.applications.state import Case, Holder, evolve, holder_after
from services.applications.streams import CASE, HOLDER, case_stream, holder_stream
from services.core.profile import PROFILE
from services.core.ruling import RULING
from services.core.service import Fold, Service
from services.core.standing import STANDING

DAYS = (
    "submitted_on",
    "supplemented_on",
    "abandoned_on",
    "reviewed_on",
    "accepted_on",
    "refused_on",
    "quoted_on",
    "signed_on",
    "paid_on",
    "closed_on",
)
"""Fields that say since when an event holds; an event has one of them or none."""


def home(event: Event) -> str:
    """The holder's open cases apart, the rest with its case; ValueError for another service's."""
    match event:
        case happened.HolderCaseOpened() | happened.HolderCaseEnded():
            return holder_stream(event.uscc)
        case _ if isinstance(event, happened.CaseEvent):
            return case_stream(event.case)
        case _:
            raise ValueError(f"{type(event).__name__} is no event of applications")


def case_of(event: Event) -> str | None:
    """The case an event belongs to."""
    return getattr(event, "case", None)


def effective_on(event: Event) -> date | None:
    """The day an event holds from; None for one that holds from when it is recorded."""
    return next((getattr(event, name) for name in DAYS if hasattr(event, name)), None)


APPLICATIONS = Service(
    name="applications",
    commands=get_args(CaseCommand),
    folds=(
        Fold(CASE, Case(), evolve),
        Fold(HOLDER, Holder(), holder_after),
        Fold(RULING.prefix, Scheme(), scheme_after),
        PROFILE,
        STANDING,
    ),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    correlation=case_of,
    effective_on=effective_on,
    listens_to=LISTENS_TO,
    react=react,
    may_refuse=MAY_REFUSE,
)
