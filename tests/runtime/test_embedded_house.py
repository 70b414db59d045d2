"""A body on one machine: one holder at a time, secrets for one reader, back after a kill."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from services.runtime import road
from services.runtime.embedded.house import House, NotAHouse, Occupied
from services.runtime.embedded.secrets import load, load_or_create
from services.runtime.embedded.unprivileged import NOBODY, UID, Identity, Unreachable
from services.runtime.settings import DATABASE_ROLES, NATS_USERS
from tests.servers import folder

HOLD = """
import sys, time
from pathlib import Path
from services.runtime import log
from services.runtime.embedded.house import House
log.configure()
house = House(Path(sys.argv[1]))
house.start()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with folder() as path:
        body = House(path / "body")
        body.start()
        try:
            yield body
        finally:
            body.stop()


def test_two_cannot_hold_one_folder(house: House):
    second = House(house.folder)
    with pytest.raises(Occupied, match=str(os.getpid())):
        second.start()
    assert second.is_occupied()


@pytest.mark.parametrize("role", DATABASE_ROLES)
def test_each_role_comes_in_with_its_own_password_only(house: House, role: str):
    with psycopg.connect(house.database_url(role)) as connection:
        found = connection.execute("select current_user").fetchone()
    assert found == (f"starledger_{role}",)
    other = next(name for name in DATABASE_ROLES if name != role)
    forged = house.database_url(role).replace(
        house.database_passwords[role], house.database_passwords[other]
    )
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(forged)


@pytest.mark.parametrize("user", NATS_USERS)
async def test_each_user_of_the_road_comes_in(house: House, user: str):
    client = await road.connect(house.nats_url(user))
    assert client.is_connected
    await client.close()


async def test_the_stream_is_there(house: House):
    url = house.nats_url("projector")
    client = await road.connect(url)
    info = await road.jetstream(client, url).stream_info("EVENTS")
    await client.close()
    assert info.config.deny_delete
    assert info.config.deny_purge
    assert info.config.allow_atomic
    assert info.config.num_replicas == 1


def test_the_secrets_are_for_their_owner_only(house: House):
    file = house.folder / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_uid == os.geteuid()


def test_every_secret_is_another(house: House):
    held = list(house.passwords.values())
    assert len(set(held)) == len(held) == 1 + len(DATABASE_ROLES) + len(NATS_USERS)
    assert all(len(secret) > 40 and secret[0].isalpha() for secret in held)


def test_a_new_role_gets_a_secret_and_the_others_keep_theirs():
    with folder() as path:
        first = load_or_create(path / "secrets.json", ["relay"])
        (path / "secrets.json").chmod(0o644)
        second = load_or_create(path / "secrets.json", ["relay", "projector"])
        assert second["relay"] == first["relay"]
        assert load(path / "secrets.json") == second
        assert stat.S_IMODE((path / "secrets.json").stat().st_mode) == 0o600


def test_nothing_but_logs_and_ports_is_readable_by_others(house: House):
    open_to_others = {
        path.relative_to(house.folder).as_posix()
        for path in house.folder.rglob("*")
        if path.is_file() and path.stat().st_mode & 0o007 and _reachable(path, house.folder)
    }
    assert {name for name in open_to_others if not name.startswith("postgres/binaries/")} <= {
        "lock",
        "postgres/port",
        "postgres/postgres.log",
    }


def _reachable(path: Path, top: Path) -> bool:
    return all(
        parent.stat().st_mode & 0o001 for parent in path.parents if parent.is_relative_to(top)
    )


def killed_holder(body: House) -> str:
    """Let another process hold the body, then kill it; the address it left behind."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(body.folder)], stdout=subprocess.PIPE, text=True
    )
    with holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline() == "ready\n"
            assert body.is_occupied()
            return body.database_url("relay")
        finally:
            holder.send_signal(signal.SIGKILL)


def test_after_a_kill_of_the_holder_the_next_one_takes_over_with_the_same_data():
    with folder() as path:
        body = House(path / "body")
        left = killed_holder(body)
        assert not body.is_occupied()
        body.start()
        try:
            assert body.database_url("relay") == left
            with psycopg.connect(left) as connection:
                assert connection.execute("select count(*) from ledger.event").fetchone() == (0,)
        finally:
            body.stop()


def test_a_folder_that_holds_something_else_is_refused():
    with folder() as path:
        (path / "letter.txt").touch()
        with pytest.raises(NotAHouse):
            House(path).start()
        assert [file.name for file in path.iterdir()] == ["letter.txt"]


def test_a_folder_the_unprivileged_server_cannot_enter_is_refused_with_the_mend():
    with folder() as path:
        (path / "closed").mkdir(0o700)
        stranger = Identity(UID)
        assert stranger.can_enter(path)
        with pytest.raises(Unreachable, match="/var/lib/starledger"):
            stranger.require_entry(path / "closed" / "body")


def test_a_body_lives_under_any_user():
    """As root the test becomes somebody else in a child; otherwise it is somebody already."""
    with folder() as path:
        (path / "home").mkdir()
        if os.geteuid() == 0:
            shutil.chown(path / "home", NOBODY)
        child = os.fork()
        if child == 0:
            os._exit(live_as_somebody(path / "home" / "body"))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert (path / "home" / "body" / "lock").exists()


def live_as_somebody(place: Path) -> int:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(NOBODY)
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    try:
        body = House(place)
        body.start()
        with psycopg.connect(body.database_url("relay")) as connection:
            connection.execute("select count(*) from ledger.event")
        body.stop()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
