"""The entrance: the table of commands is whole, and help needs nothing to run."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.main import COMMANDS, app
from tests.services.cli.conftest import ROOT, starledger


def test_help_lists_every_command_with_its_line():
    told = starledger("--help")
    assert told.code == 0
    shown = [line.split()[1] for line in told.out.splitlines() if line.startswith("│")]
    assert [word for word in shown if word in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str):
    told = CliRunner().invoke(app, [command, "--help"], prog_name="starledger")
    assert told.exit_code == 0
    assert f"starledger {command}" in told.output
    assert len(told.output.splitlines()) > 5


def test_every_file_with_an_app_is_in_the_table():
    rooms = (ROOT / "services" / "cli").glob("*.py")
    apps = {room.stem for room in rooms if "\napp = typer.Typer(" in room.read_text()}
    assert apps == set(COMMANDS)


@pytest.mark.parametrize("words", [("nonsense",), ("do",), ("up", "--port", "x"), ("token",)])
def test_a_wrong_use_ends_with_2(words: tuple[str, ...]):
    assert CliRunner().invoke(app, words).exit_code == 2


@pytest.mark.parametrize("command", ["rules", "events", "commands", "asyncapi", "openapi"])
def test_a_generated_table_needs_no_server(command: str, tmp_path: Path):
    arguments = () if command in ("asyncapi", "openapi") else ("--json",)
    told = starledger(command, *arguments, STARLEDGER_DATA=str(tmp_path))
    assert told.code == 0
    assert told.document


def test_commands_tell_name_roles_shape_and_refusals():
    rows = {row["name"]: row for row in starledger("commands", "--json").document}
    granted = rows["personnel.GrantRole"]
    assert granted["roles"] == ["system_admin"]
    assert set(granted["schema"]["required"]) == {"person", "role"}
    assert {"PERSON_UNKNOWN", "ROLE_CONFLICT"} <= {each["code"] for each in granted["refuses"]}
