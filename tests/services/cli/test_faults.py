"""Foreseeable faults: one line with its mend, exit 2 for wrong use and 3 for what is away."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.catalogue import UnknownEvent
from services.cli.faults import told
from services.runtime.append import StoreUnavailable
from services.runtime.backup.manifest import Unfit
from services.runtime.backup.programs import ProgramMissing
from services.runtime.backup.restoring import NotEmpty
from services.runtime.place import StoreDamaged, StreamAhead
from tests.servers import folder
from tests.services.cli.conftest import starledger

NOWHERE = {
    "STARLEDGER_DATABASE_URL": "postgresql://x@127.0.0.1:1/x",
    "STARLEDGER_OWNER_URL": "postgresql://x@127.0.0.1:1/x",
    "STARLEDGER_NATS_URL": "nats://x:y@127.0.0.1:1",
}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_an_unknown_setting_names_the_nearest(tmp_path: Path):
    ended = starledger("check", STARLEDGER_DATAA=str(tmp_path))
    assert ended.code == 2
    assert ended.complaint.endswith("the nearest known setting is STARLEDGER_DATA")


@pytest.mark.parametrize("words", [("check",), ("doctor",), ("views", "list"), ("migrate",)])
def test_where_no_house_is_it_is_said_how_to_start_one(words: tuple[str, ...], tmp_path: Path):
    ended = starledger(*words, "--data", tmp_path)
    assert ended.code == 3
    assert ended.complaint == f"{tmp_path} holds no body; start one with: starledger up"


@pytest.mark.parametrize(
    "words", [("migrate",), ("check",), ("token", "issue", "p1"), ("certificate", "show", "1")]
)
def test_a_server_that_is_away_ends_with_3(words: tuple[str, ...]):
    ended = starledger(*words, **NOWHERE)
    assert ended.code == 3
    assert "does not answer" in ended.complaint


def test_a_url_that_is_none_is_wrong_use():
    ended = starledger("migrate", **NOWHERE | {"STARLEDGER_OWNER_URL": "nonsense"})
    assert ended.code == 2
    assert ended.complaint.startswith("this is no PostgreSQL URL")


def test_what_is_not_told_is_asked_for():
    ended = starledger("migrate", STARLEDGER_NATS_URL=NOWHERE["STARLEDGER_NATS_URL"])
    assert ended.code == 2
    assert ended.complaint.startswith("set STARLEDGER_OWNER_URL")


def test_an_api_that_is_away_ends_with_3_and_a_url_that_is_none_with_2():
    words = ("do", "personnel.GrantRole", "--token", "t")
    away = starledger(*words, STARLEDGER_API_URL="http://127.0.0.1:1")
    assert (away.code, "does not answer" in away.complaint) == (3, True)
    assert starledger(*words, STARLEDGER_API_URL="office").code == 2
    assert starledger(*words).code == 2


@pytest.mark.parametrize("before", [0, 1], ids=["the page's", "the API's"])
def test_up_names_the_occupied_port_before_it_starts_anything(taken: int, before: int):
    with folder() as path:
        ended = starledger("up", "--data", path / "house", "--port", str(taken - before))
        assert not (path / "house").exists()
    assert ended.code == 3
    assert f"port {taken} " in ended.complaint
    assert "--port" in ended.complaint


def test_serve_names_the_occupied_port(taken: int):
    ended = starledger("serve", "lookup", "--port", str(taken), **NOWHERE)
    assert ended.code == 3
    assert f"port {taken} " in ended.complaint


def test_serve_refuses_a_role_by_name():
    ended = starledger("serve", "console", **NOWHERE)
    assert (ended.code, ended.complaint) == (2, "console is not built in this version")


def test_up_leaves_a_folder_of_something_else_alone(tmp_path: Path):
    with folder() as path:
        (path / "letter").write_text("dear")
        ended = starledger("up", "--data", path)
    assert ended.code == 2
    assert "is not empty and holds no body" in ended.err


@pytest.mark.parametrize(
    ("fault", "code", "mend"),
    [
        (StreamAhead(4, 9), 1, "starledger recover --from-stream"),
        (StoreDamaged(4, "is gone"), 1, "starledger check"),
        (StoreUnavailable("unknown", "away"), 3, "repeat with one --key"),
        (UnknownEvent("body.Portent.v2", 7), 3, "position 7: body.Portent.v2 is younger"),
        (Unfit("no backup"), 1, "no backup"),
        (NotEmpty("holds 18 events"), 1, "holds 18 events"),
        (ProgramMissing("apt-get install postgresql-client-18"), 3, "apt-get install"),
        (PermissionError(13, "denied", "secrets.json"), 3, "whoever owns the folder"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_fault_has_its_code_and_mend(fault: Exception, code: int, mend: str):
    found = told(fault)
    assert found is not None
    assert found[0] == code
    assert mend in found[1]


def test_a_fault_of_ours_is_not_hidden():
    assert told(RuntimeError("ours")) is None
    assert told(KeyError("ours")) is None
