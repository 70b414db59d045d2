"""The decisions service, assembled of its two halves."""

from dataclasses import replace
from datetime import date
from typing import Any

from events.event import Event
from services.core.context import Context
from services.core.service import Service, States
from services.decisions.certificate.service import CERTIFICATES
from services.decisions.file.service import EVENTS, FILES


def _half(command: Any) -> Service:
    return FILES if isinstance(command, FILES.commands) else CERTIFICATES


def _home(event: Event) -> str:
    return (FILES if isinstance(event, EVENTS) else CERTIFICATES).home(event)


def _effective_on(event: Event) -> date | None:
    return (FILES if isinstance(event, EVENTS) else CERTIFICATES).effective_on(event)


def _reads(command: Any, states: States, facts: States) -> Any:
    return _half(command).reads(command, states, facts)


def _decide(command: Any, states: States, context: Context) -> Any:
    return _half(command).decide(command, states, context)


DECISIONS = replace(
    CERTIFICATES,
    commands=FILES.commands + CERTIFICATES.commands,
    folds=FILES.folds + CERTIFICATES.folds,
    reads=_reads,
    decide=_decide,
    home=_home,
    rules=FILES.rules + CERTIFICATES.rules,
    effective_on=_effective_on,
    may_refuse={**FILES.may_refuse, **CERTIFICATES.may_refuse},
)
