"""The OpenAPI document, made from the commands themselves."""

from collections.abc import Iterable
from typing import Any

from services.core.service import Command, Service

_PROBLEMS = {
    "400": "not a JSON object",
    "401": "no valid token",
    "403": "ROLE_NOT_ALLOWED",
    "404": "unknown command",
    "409": "refused by a rule: code, rule, clause, sentence, facts",
    "413": "more than 1 MB",
    "415": "not JSON",
    "422": "fields that are not as they must be, or a key used for another command",
    "429": "too many requests",
    "503": "nothing written, or outcome unknown: repeat with the same key",
}


def document(services: Iterable[Service], listings: Iterable[str]) -> dict[str, Any]:
    """OpenAPI 3.1: one path for each command, one for each list."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for service in services:
        for command in service.commands:
            name = f"{service.name}.{command.__name__}"
            schemas[name] = _schema(command, schemas)
            paths[f"/api/v1/commands/{name}"] = {"post": _command(name, command)}
    for listing in ("commands", *listings):
        paths[f"/api/v1/{listing}"] = {"get": _listing(listing)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Starledger", "version": "1"},
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schema(command: type[Command], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = command.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    return schema


def _command(name: str, command: type[Command]) -> dict[str, Any]:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    }
    body = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    return {
        "operationId": name,
        "summary": " ".join((command.__doc__ or "").split()),
        "parameters": [key],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "200": {"description": "what was recorded; empty when there was nothing to do"},
            **{
                status: {
                    "description": text,
                    "content": {"application/problem+json": {"schema": {"type": "object"}}},
                }
                for status, text in _PROBLEMS.items()
            },
        },
    }


def _listing(name: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "responses": {"200": {"description": '{"items": […], "next": …, "position": n}'}},
    }
