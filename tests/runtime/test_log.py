"""The log: one JSON line a happening, and never what a person said or is called."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from pydantic import BaseModel, ConfigDict

from services.runtime import log

NAME = "李晓兰"


class Registered(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str


@pytest.fixture
def written() -> io.StringIO:
    text = io.StringIO()
    log.configure("info", to=text)
    return text


def lines(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def test_a_happening_is_one_line_for_a_program(written: io.StringIO):
    log.logger("relay").info("published", stream="decisions-file-1", position=17)
    (line,) = lines(written)
    assert line.pop("at")
    assert line == {
        "event": "published",
        "level": "info",
        "part": "relay",
        "stream": "decisions-file-1",
        "position": 17,
    }


def test_every_line_carries_the_role_of_the_process_or_of_its_part(written: io.StringIO):
    log.configure("info", role="relay+projector", to=written)
    structlog.get_logger().info("ready")
    with structlog.contextvars.bound_contextvars(role="relay"):
        structlog.get_logger().info("published", position=17)
    structlog.get_logger().info("waits", role="projector")
    logging.getLogger("a.library").warning("slow")
    assert [line["role"] for line in lines(written)] == [
        "relay+projector",
        "relay",
        "projector",
        "relay+projector",
    ]


def test_what_is_below_the_level_is_not_written(written: io.StringIO):
    log.logger("relay").debug("woken")
    logging.getLogger("a.library").info("started")
    assert lines(written) == []


def test_a_library_writes_the_same_lines(written: io.StringIO):
    logging.getLogger("a.library").warning("slow")
    (line,) = lines(written)
    assert (line["event"], line["level"]) == ("slow", "warning")


def test_an_event_or_command_is_named_and_not_shown(written: io.StringIO):
    log.logger("personnel").info("decided", command=Registered(name=NAME))
    (line,) = lines(written)
    assert line["command"] == "Registered"


def test_an_error_is_told_without_the_value_it_met(written: io.StringIO):
    try:
        Registered.model_validate({"name": 7, "phone": NAME})
    except ValueError:
        log.logger("personnel").exception("failed")
    assert NAME not in written.getvalue()
    (line,) = lines(written)
    assert line["level"] == "error"
    assert "name string_type" in line["error"]
    assert "phone extra_forbidden" in line["error"]


def test_an_error_of_a_library_is_told_without_the_row(written: io.StringIO):
    error = RuntimeError(f"duplicate key\nDETAIL: Key (name)=({NAME}) already exists")
    logging.getLogger("psycopg").error("lost", exc_info=error)
    assert NAME not in written.getvalue()
    assert "duplicate key" in written.getvalue()
