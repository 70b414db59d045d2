"""Every event ever written can be read: one stored CloudEvent of each type is kept for ever."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import RootModel

from events.catalogue import HOUSE
from events.envelope import Draft, Recorded, Stored
from events.event import Event
from events.upcasts import UPCASTS
from events.wire import SEALED, decode, encode, personal_fields

SAMPLES = Path(__file__).parents[2] / "events" / "samples"
EVER_WRITTEN = sorted({*HOUSE.classes, *UPCASTS})
KEPT = sorted(path.name.removesuffix(".json") for path in SAMPLES.glob("*.json"))


class AsWritten(RootModel[dict[str, Any]]):
    """A command's body as it stands, texts still sealed."""


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def stored(name: str, state: bytes) -> Stored:
    envelope = json.loads(state)
    stream, _, version = envelope["id"].rpartition(".")
    return Stored(
        position=1,
        stream=stream,
        version=int(version),
        topic=name,
        state=state,
        command_id=UUID(envelope["commandid"]),
        command_digest=bytes(32),
        recorded_at=datetime(2026, 11, 23, tzinfo=UTC),
        digest=bytes(32),
    )


def still_sealed(_person: str, _event: str, _field: str, text: str) -> str:
    return text


def written_again(recorded: Recorded[Event]) -> bytes:
    command = recorded.command
    return encode(
        Draft(
            stream=recorded.stream,
            version=recorded.version,
            event=recorded.event,
            actor=recorded.actor,
            role=recorded.role,
            via=recorded.via,
            time=recorded.time,
            command_id=recorded.command_id,
            causation_id=recorded.causation_id,
            correlation_id=recorded.correlation_id,
            effective_on=recorded.effective_on,
            scheme=recorded.scheme,
            command_name=command["name"] if command else None,
            command_body=AsWritten(command["body"]) if command else None,
        ),
        seal=still_sealed,
    )


def test_every_type_ever_written_has_a_sample_and_every_sample_a_type() -> None:
    assert KEPT == EVER_WRITTEN


@pytest.mark.parametrize("name", KEPT)
def test_a_sample_is_read_by_the_catalogue_of_today(name: str) -> None:
    recorded = decode(stored(name, sample(name)))
    assert recorded.type == name
    assert recorded.time.tzinfo is not None


@pytest.mark.parametrize("name", sorted(set(KEPT) & set(HOUSE.classes)))
def test_a_sample_of_a_present_shape_is_written_byte_for_byte_again(name: str) -> None:
    assert written_again(decode(stored(name, sample(name)))) == sample(name)


@pytest.mark.parametrize("name", sorted(set(KEPT) & set(HOUSE.classes)))
def test_no_personal_text_stands_open_in_a_sample(name: str) -> None:
    data = json.loads(sample(name))["data"]
    for field in personal_fields(HOUSE.class_of(name)):
        assert data[field] is None or data[field].startswith(SEALED), field
