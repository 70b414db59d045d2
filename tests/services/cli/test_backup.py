"""`starledger backup` and `starledger restore`, as an operator runs them."""

from pathlib import Path

import psycopg
import pytest

from services.runtime.bus import connected
from services.runtime.migrate import migrate
from services.runtime.stream import provision
from tests.projections.projector.rosters import ask
from tests.servers import Bus, Database
from tests.services.cli.conftest import Lived, starledger

NATS_AWAY = "nats://admin:x@127.0.0.1:1"


@pytest.fixture
def kept(house: Lived, tmp_path: Path) -> Path:
    """A backup of the house, taken while it runs."""
    done = house.run("backup", tmp_path / "kept")
    assert done.code == 0, done.err
    return tmp_path / "kept"


def test_what_a_backup_says_and_what_a_program_reads(house: Lived, tmp_path: Path):
    told = house.run("backup", tmp_path)
    assert told.code == 0, told.err
    first, second, third = told.out.splitlines()
    assert "events backed up and proved: " in first
    assert "encrypt it before it leaves this machine" in third
    document = house.run("backup", tmp_path / "named", "--json").document
    assert document["folder"] == str(tmp_path / "named")
    manifest = document["manifest"]
    assert second == f"checkpoint {manifest['position']}:{manifest['digest']}"
    assert house.run("check", "--since", second.removeprefix("checkpoint ")).code == 0
    assert house.run("backup", tmp_path / "named").code == 1


def test_a_backup_is_proved_without_any_server(kept: Path):
    told = starledger("restore", "--check", kept)
    assert told.code == 0
    assert told.out.startswith("the backup is whole: ")
    (kept / "body.dump").write_bytes(b"PGDMP")
    broken = starledger("restore", "--check", kept)
    assert broken.code == 1
    assert "is not what was written" in broken.complaint
    nothing = starledger("restore", "--check", kept / "nowhere")
    assert (nothing.code, "is no backup" in nothing.complaint) == (1, True)


def test_a_house_at_work_is_left_alone(house: Lived, kept: Path):
    refused = house.run("restore", kept)
    assert refused.code == 3
    assert "is at work: stop its `starledger up` first" in refused.complaint


async def test_onto_servers_with_new_passwords_and_a_fresh_stream(
    kept: Path, database: Database, bus: Bus
):
    old = database.url("console")
    password = psycopg.conninfo.conninfo_to_dict(old)["password"]
    new = old.replace(str(password), "another")
    servers = {
        "STARLEDGER_OWNER_URL": database.url("owner"),
        "STARLEDGER_DATABASE_URL_CONSOLE": new,
    }
    try:
        away = starledger("restore", kept, "--passwords", STARLEDGER_NATS_URL=NATS_AWAY, **servers)
        assert away.code == 0, away.err
        assert "next: NATS was not reached: when it is, before any role is started" in away.out
        psycopg.connect(new).close()
    finally:
        migrate(database.url("owner"), passwords=database.server.passwords)
    again = starledger("restore", kept, STARLEDGER_NATS_URL=bus.url("admin"), **servers)
    assert again.code == 1
    assert "already: nothing was restored" in again.complaint
    assert await provision(bus.url("admin")) == []


async def stream_with(bus: Bus, stands: str) -> None:
    """The stream as a bad day may leave it."""
    user = "admin" if stands == "gone" else "relay"
    async with connected(bus.url(user), name="test") as client:
        if stands == "gone":
            await client.jetstream().delete_stream("EVENTS")
        elif stands == "of somebody else":
            await client.jetstream().publish("events.body.DayOpened.body-calendar", b"{}")


@pytest.mark.parametrize(
    ("stands", "following"),
    [
        ("empty", "start every role"),
        ("gone", "starledger migrate makes the lost stream"),
        ("of somebody else", "start no role: position 1: "),
    ],
)
async def test_what_to_do_next_follows_from_the_stream(
    kept: Path, database: Database, bus: Bus, stands: str, following: str
):
    await stream_with(bus, stands)
    told = starledger(
        "restore",
        kept,
        "--json",
        "--erased=p-gone",
        "--erased=p-lin",
        STARLEDGER_OWNER_URL=database.url("owner"),
        STARLEDGER_NATS_URL_ADMIN=bus.url("admin"),
    )
    assert told.code == 0, told.err
    assert told.document["findings"] == []
    assert told.document["next"].startswith(following)
    erased = ask(database, "select person from keys.person where key is null order by 1")
    assert erased == [("p-gone",), ("p-lin",)]
