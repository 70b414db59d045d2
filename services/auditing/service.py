"""The auditing service, as one value."""

from datetime import date
from typing import get_args

from events import auditing as happened
from events.event import Event
from services.auditing.commands import AuditCommand
from services.auditing.facts import Commission, commission_after
from services.auditing.policies import LISTENS_TO, react
from services.auditing.rules.book import Rule
from services.auditing.rules.decide import decide, reads
from services.auditing.rules.refusals import MAY_REFUSE
from services.auditing.state import Audit, Diary, GivenCode, code_after, diary_after, evolve
from services.auditing.streams import (
    APPLICATION,
    CASE,
    DIARY,
    PLAN,
    case_stream,
    diary_stream,
    plan_stream,
)
from services.core.profile import PROFILE
from services.core.ruling import RULING
from services.core.service import Fold, Service
from services.core.standing import STANDING

DAYS = (
    "calculated_on",
    "planned_on",
    "assigned_on",
    "replaced_on",
    "declared_on",
    "sent_on",
    "objected_on",
    "waived_on",
    "issued_on",
    "reported_on",
    "completed_on",
    "held_on",
    "verified_on",
    "fixed_on",
    "raised_on",
    "submitted_on",
    "judged_on",
    "closed_on",
)
"""Fields that say since when an event holds; an event has one of them or none."""


def home(event: Event) -> str:
    """A person's days with the person, a plan code apart, the rest with its case."""
    match event:
        case happened.AuditorBooked() | happened.AuditorReleased():
            return diary_stream(event.person)
        case happened.PlanCodeTaken():
            return plan_stream(event.plan_code)
        case _ if isinstance(event, happened.AuditEvent):
            return case_stream(event.case)
        case _:
            raise ValueError(f"{type(event).__name__} is no event of auditing")


def case_of(event: Event) -> str | None:
    """The case an event belongs to."""
    return getattr(event, "case", None)


def effective_on(event: Event) -> date | None:
    """The day an event holds from; None for one that holds from when it is recorded."""
    return next((getattr(event, name) for name in DAYS if hasattr(event, name)), None)


AUDITING = Service(
    name="auditing",
    commands=get_args(AuditCommand),
    folds=(
        Fold(CASE, Audit(), evolve),
        Fold(DIARY, Diary(), diary_after),
        Fold(PLAN, GivenCode(), code_after),
        Fold(APPLICATION, Commission(), commission_after),
        RULING,
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
