"""deploy/compose.yaml gives every role its container, its own keys to the house, and no others."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.parts import PARTS, Web, parts_of
from services.cli.serve import FACES
from services.runtime.host import Part
from services.runtime.settings import DATABASE_URLS, NATS_URLS, known

DEPLOY = Path(__file__).parents[2] / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS, BY_HAND = {"postgres", "nats"}, {"migrate", "operator"}
ROLES = {name for name, told in SERVICES.items() if told.get("command", [""])[0] == "serve"}
URLS = {name.lower() for name in (*DATABASE_URLS, *NATS_URLS)}
OURS = SERVICES.keys() - {"postgres"}


class Asked:
    """A place that notes which addresses a role asks for."""

    def __init__(self) -> None:
        self.for_: set[str] = set()

    @property
    def owner_url(self) -> str:
        self.for_.add("owner_url")
        return "postgresql://postgres@127.0.0.1:1/starledger"

    def database_url(self, role: str) -> str:
        self.for_.add(f"database_url_{role}")
        return f"postgresql://starledger_{role}@127.0.0.1:1/starledger"

    def nats_url(self, user: str) -> str:
        self.for_.add(f"nats_url_{user}")
        return f"nats://{user}@127.0.0.1:1"


async def let_go(face: Part) -> None:
    """A face holds its port from the beginning: run it to its end."""
    stopped = asyncio.Event()
    stopped.set()
    await face(stopped)


def networks(name: str) -> set[str]:
    return set(SERVICES[name]["networks"])


def test_every_role_has_a_container_and_there_is_none_besides():
    assert set(PARTS) == ROLES
    assert SERVICES.keys() - ROLES == SERVERS | BY_HAND
    assert all(SERVICES[role]["command"] == ["serve", role] for role in ROLES)


@pytest.mark.parametrize("role", PARTS)
async def test_a_role_is_given_exactly_what_it_asks_for(role: str):
    place = Asked()
    parts = parts_of([role], place, Web(port=0, filling=None))
    if role in FACES:
        await let_go(parts[role])
    assert set(SERVICES[role]["secrets"]) == place.for_


@pytest.mark.parametrize("role", PARTS)
def test_a_role_has_its_own_login_and_its_own_user_and_nobody_elses(role: str):
    own = {f"database_url_{role}", f"nats_url_{role}"} & URLS
    more = {"database_url_keys"} if role in ("applications", "personnel") else set()
    without = {f"nats_url_{role}"} if role == "lookup" else set()
    assert set(SERVICES[role]["secrets"]) == (own | more) - without


def test_the_lookup_page_meets_the_database_and_nobody_else():
    assert networks("lookup") & networks("nats") == set()
    met = {name for name in SERVICES.keys() - {"lookup"} if networks(name) & networks("lookup")}
    assert met == {"postgres"}
    assert COMPOSE["networks"]["register"] == {"internal": True}


def test_everybody_else_reaches_both_servers():
    for name in (ROLES | BY_HAND) - {"lookup"}:
        assert networks(name) >= {"ledger", "road"}, name


def test_only_the_two_faces_are_reached_from_outside_and_by_default_from_this_machine():
    published = {name: told["ports"] for name, told in SERVICES.items() if "ports" in told}
    assert published.keys() == FACES
    assert all(re.search(r":-127\.0\.0\.1:\d+\}:8080$", *ports) for ports in published.values())
    inside = {name for name, told in COMPOSE["networks"].items() if told.get("internal")}
    assert {name for name in SERVICES if networks(name) - inside} == published.keys()


def test_every_setting_is_one_that_settings_env_explains():
    named = set(re.findall(r"STARLEDGER_[A-Z_]+", TEXT))
    assert named <= set(known())


def test_secrets_come_by_file_only():
    told = [name for service in SERVICES.values() for name in service.get("environment", {})]
    assert not [name for name in told if re.search("PASSWORD$|_URL_?|TOKEN", name)
                and name != "STARLEDGER_PUBLIC_URL"]  # fmt: skip
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert COMPOSE["secrets"].keys() == used
    for name, told_of in COMPOSE["secrets"].items():
        assert told_of == {"file": f"${{SECRETS:-./secrets}}/{name}"}
    assert used - URLS == {"owner_url", "postgres_password", "nats_passwords"}


def test_whoever_migrates_can_give_every_login_its_password():
    logins = {name.lower() for name in DATABASE_URLS}
    assert logins | {"owner_url", "nats_url_admin"} <= set(SERVICES["migrate"]["secrets"])
    assert SERVICES["migrate"]["command"] == ["migrate", "--passwords"]


def test_who_runs_looks_after_itself_and_says_how_it_is():
    for name in ROLES | SERVERS:
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES["migrate"]["restart"] == "on-failure"
    for role in ROLES - FACES:
        assert SERVICES[role]["environment"]["STARLEDGER_HEALTH_BIND"] == "0.0.0.0:9000"
        assert "127.0.0.1:9000/healthz" in SERVICES[role]["healthcheck"]["test"][-1]
    for face in FACES:
        assert "127.0.0.1:8080/healthz" in SERVICES[face]["healthcheck"]["test"][-1]


def test_one_image_that_may_write_nowhere_and_gain_no_right():
    assert len({SERVICES[name]["image"] for name in OURS}) == 1
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_a_health_check_is_a_sentence_python_understands():
    for name in OURS & {name for name, told in SERVICES.items() if "healthcheck" in told}:
        program, option, code = SERVICES[name]["healthcheck"]["test"][1:]
        assert (program, option) == ("python3", "-c")
        compile(code, name, "exec")


def test_what_must_not_be_lost_lies_in_volumes():
    assert COMPOSE["volumes"].keys() == {"postgres", "nats"}
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert SERVICES["nats"]["volumes"] == ["nats:/data"]
    assert SERVICES["nats"]["environment"]["STARLEDGER_NATS_STORE"] == "/data"


def test_the_database_is_made_as_the_tests_make_theirs():
    source = (DEPLOY.parent / "services/runtime/embedded/postgres.py").read_text()
    own = set(re.findall(r'"(--(?:auth|encoding|locale|builtin|data)[^"]*)"', source))
    assert set(SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()) == own
