"""What the body consists of: its services and its views, named once."""

from collections.abc import Mapping

from projections.registry.service import REGISTRY
from projections.schedules.service import SCHEDULES
from projections.view import View
from services.applications.service import APPLICATIONS
from services.auditing.service import AUDITING
from services.body.service import BODY
from services.core.service import Service
from services.decisions.service import DECISIONS
from services.personnel.service import PERSONNEL
from services.schemes.service import SCHEMES
from services.surveillance.service import SURVEILLANCE

SERVICES: tuple[Service, ...] = (
    BODY,
    PERSONNEL,
    SCHEMES,
    APPLICATIONS,
    AUDITING,
    DECISIONS,
    SURVEILLANCE,
)
VIEWS: tuple[View, ...] = (REGISTRY, SCHEDULES)

WRITER: Mapping[str, str] = {"body": "scheduler"}
"""Service → the login that writes its category, where that is not its own name."""

POLICIES: tuple[Service, ...] = tuple(service for service in SERVICES if service.listens_to)


def login_of(service: str) -> str:
    """The database login and bus user of a service."""
    return WRITER.get(service, service)


def service_named(name: str) -> Service:
    """The service of that name; KeyError where there is none."""
    return next(service for service in SERVICES if service.name == name)
