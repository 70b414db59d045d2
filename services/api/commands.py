"""Every command as a document: name, roles that may give it, shape, what it may refuse."""

from collections.abc import Iterable
from typing import Any

from services.core.access import roles_for
from services.core.rule import RuleBook
from services.core.service import Command, Service


def described(services: Iterable[Service]) -> list[dict[str, Any]]:
    """The list of ``GET /api/v1/commands`` and ``starledger commands``."""
    return [_described(service, command) for service in services for command in service.commands]


def _described(service: Service, command: type[Command]) -> dict[str, Any]:
    name = f"{service.name}.{command.__name__}"
    return {
        "name": name,
        "sentence": " ".join((command.__doc__ or "").split()),
        "roles": sorted(roles_for(name)),
        "schema": command.model_json_schema(),
        "refuses": [_rule(rule) for rule in service.may_refuse.get(command.__name__, ())],
    }


def _rule(rule: RuleBook) -> dict[str, Any]:
    return {
        "code": rule.code,
        "rule": rule.rule,
        "clause": rule.clause,
        "sentence": {"zh": rule.zh, "en": rule.en},
    }
