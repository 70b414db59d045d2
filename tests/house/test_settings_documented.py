"""deploy/settings.env tells every setting, and none that does not exist."""

import re
from pathlib import Path

import pytest

from services.runtime.settings import DATABASE_ROLES, NATS_USERS, OF_THE_NATS_SERVER, PREFIX, known

DEPLOY = Path(__file__).parents[2] / "deploy"
LINES = (DEPLOY / "settings.env").read_text().splitlines()
TOLD = [found[1] for line in LINES if (found := re.match(r"#?(STARLEDGER_[A-Z_]+)=", line))]
ASSIGNED = re.compile(r"#?STARLEDGER_[A-Z_]+=")


def test_every_setting_is_told_once_and_none_besides():
    assert sorted(TOLD) == sorted(known())


@pytest.mark.parametrize("name", [name for name in TOLD if "PASSWORD" not in name])
def test_a_comment_stands_above_each(name: str):
    at = next(number for number, line in enumerate(LINES) if f"{name}=" in line)
    above = next(line for line in reversed(LINES[:at]) if not ASSIGNED.match(line))
    assert re.match(r"# \S", above)


def test_no_secret_stands_in_it():
    assert not [line for line in LINES if line.startswith("STARLEDGER_")]


def test_nats_conf_reads_exactly_the_names_set_apart_for_it():
    read = set(re.findall(r"\$(STARLEDGER_[A-Z_]+)", (DEPLOY / "nats.conf").read_text()))
    assert read == {PREFIX + name for name in OF_THE_NATS_SERVER}


def test_nats_conf_lets_in_exactly_the_known_users():
    users = re.findall(r"^\s*user: ([a-z]+),", (DEPLOY / "nats.conf").read_text(), re.MULTILINE)
    assert sorted(users) == sorted(NATS_USERS)


def test_postgres_sql_creates_exactly_the_known_roles():
    script = (DEPLOY / "postgres.sql").read_text()
    listed = re.search(r"foreach name in array array\[(.*?)\]", script, re.DOTALL)
    assert listed
    assert sorted(re.findall(r"'([a-z]+)'", listed[1])) == sorted(DATABASE_ROLES)
