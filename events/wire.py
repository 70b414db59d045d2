"""Events as bytes: one CloudEvents 1.0 JSON, stored and sent unchanged. Pure.

Personal texts are sealed and opened through the functions given; without an opener they stay
sealed (relay, stream and public views never hold a key).
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from events.catalogue import HOUSE, Catalogue
from events.envelope import Draft, Recorded, Stored
from events.event import Event
from events.vocabulary import REDACTED, PersonalMark

Sealer = Callable[[str, str, str, str], str]
"""(person, event id, field, plain text) → sealed text."""
Opener = Callable[[str, str, str, str], str]
"""(person, event id, field, sealed text) → plain text, or ``REDACTED`` once the key is gone."""

SEALED = "sealed:"
"""What a sealed text begins with."""
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def moment(text: str) -> datetime:
    """An aware moment from RFC 3339."""
    return datetime.fromisoformat(text)


def moment_text(value: datetime) -> str:
    """RFC 3339 in UTC, microseconds always written, so that texts sort as moments do."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@cache
def personal_fields(cls: type[Any]) -> Mapping[str, str]:
    """Field → the field that names whose key seals it."""
    return {
        name: mark.of
        for name, info in cls.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, PersonalMark)
    }


def encode(draft: Draft, *, catalogue: Catalogue = HOUSE, seal: Sealer | None = None) -> bytes:
    """The CloudEvent of a draft. A personal field without a sealer is an error, never a leak."""
    name = catalogue.name_of(draft.event)
    event_id = f"{draft.stream}.{draft.version}"
    data = _body(draft.event, event_id, seal)
    command = None
    if draft.command_body is not None:
        command = {"name": draft.command_name, "body": _body(draft.command_body, event_id, seal)}
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": event_id,
        "type": name,
        "source": f"/services/{name.partition('.')[0]}",
        "subject": draft.stream,
        "time": moment_text(draft.time),
        "datacontenttype": "application/json",
        "actor": draft.actor,
        "role": draft.role,
        "via": draft.via,
        "commandid": str(draft.command_id),
    }
    optional = {
        "causationid": draft.causation_id,
        "correlationid": draft.correlation_id,
        "effectiveon": draft.effective_on.isoformat() if draft.effective_on else None,
        "scheme": draft.scheme,
        "command": command,
    }
    envelope.update({key: value for key, value in optional.items() if value is not None})
    envelope["data"] = data
    return _WRITER.encode(envelope).encode()


def _body(model: BaseModel, event_id: str, seal: Sealer | None) -> dict[str, Any]:
    body = model.model_dump(mode="json")
    marked = personal_fields(type(model))
    if not marked:
        return body
    if seal is None:
        raise ValueError(f"{type(model).__name__} holds personal data and no key to seal it")
    return {
        name: seal(body[marked[name]], event_id, name, value)
        if name in marked and isinstance(value, str)
        else value
        for name, value in body.items()
    }


def decode(
    stored: Stored, *, catalogue: Catalogue = HOUSE, unseal: Opener | None = None
) -> Recorded[Event]:
    """Read what :func:`encode` wrote, now or years ago; UnknownEvent for a type not yet known.

    The row's own topic, stream and version must say the same as the CloudEvent: ValueError
    otherwise, because then one of them was forged.
    """
    envelope = json.loads(stored.state)
    if (envelope["type"], envelope["id"]) != (stored.topic, stored.id):
        raise ValueError(f"position {stored.position}: the envelope names another event")
    present, data = catalogue.present(stored.topic, envelope["data"])
    if unseal is not None:
        data = _opened(data, personal_fields(present), stored.id, unseal)
    effective_on = envelope.get("effectiveon")
    return Recorded(
        position=stored.position,
        stream=stored.stream,
        version=stored.version,
        type=stored.topic,
        recorded_at=stored.recorded_at,
        digest=stored.digest,
        time=moment(envelope["time"]),
        actor=envelope["actor"],
        role=envelope["role"],
        via=envelope["via"],
        command_id=UUID(envelope["commandid"]),
        causation_id=envelope.get("causationid"),
        correlation_id=envelope.get("correlationid"),
        effective_on=date.fromisoformat(effective_on) if effective_on else None,
        scheme=envelope.get("scheme"),
        command=envelope.get("command"),
        event=present.model_validate(data),
    )


def _opened(
    data: dict[str, Any], marked: Mapping[str, str], event_id: str, unseal: Opener
) -> dict[str, Any]:
    return {
        name: unseal(data[marked[name]], event_id, name, value)
        if name in marked and isinstance(value, str) and value.startswith(SEALED)
        else value
        for name, value in data.items()
    }


def is_redacted(text: str) -> bool:
    """Whether a personal text can no longer be read."""
    return text == REDACTED


def subject_of(topic: str, stream: str) -> str:
    """``events.decisions.VoteCast.decisions-file-A-2026-00017``."""
    service, name, _version = topic.split(".")
    return f"events.{service}.{name}.{stream}"


def headers_of(stored: Stored) -> dict[str, str]:
    """What travels beside the bytes: to check the order, and to mend a lost tail from."""
    return {
        "content-type": "application/cloudevents+json",
        "position": str(stored.position),
        "digest": stored.digest.hex(),
        "recorded-at": str(microseconds(stored.recorded_at)),
        "command-digest": stored.command_digest.hex(),
    }


def microseconds(value: datetime) -> int:
    """Whole microseconds since 1970, exact."""
    elapsed = value - datetime(1970, 1, 1, tzinfo=UTC)
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds


def from_microseconds(value: int) -> datetime:
    """The moment of :func:`microseconds`."""
    seconds, rest = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=rest)


def from_message(headers: Mapping[str, str], body: bytes) -> Stored:
    """A message of the stream as the row it was published from."""
    envelope = json.loads(body)
    stream, _, version = envelope["id"].rpartition(".")
    return Stored(
        position=int(headers["position"]),
        stream=stream,
        version=int(version),
        topic=envelope["type"],
        state=body,
        command_id=UUID(envelope["commandid"]),
        command_digest=bytes.fromhex(headers["command-digest"]),
        recorded_at=from_microseconds(int(headers["recorded-at"])),
        digest=bytes.fromhex(headers["digest"]),
    )
