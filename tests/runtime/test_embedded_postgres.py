"""PostgreSQL from the wheel: safe settings, and back after the worst day."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from services.runtime.embedded.postgres import SUPERUSER, Postgres
from services.runtime.embedded.processes import is_running, send, wait_until, working_in
from services.runtime.embedded.unprivileged import UID, Identity, binaries, reachable
from tests.servers import PostgresServer, folder

PASSWORD = "s0123456789"


@pytest.fixture
def server() -> Iterator[Postgres]:
    with folder() as path:
        started = Postgres(path / "postgres", PASSWORD)
        try:
            started.start()
            yield started
        finally:
            started.stop_orphans()
            started.stop()


def ask(server: Postgres, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(SUPERUSER, "postgres"), connect_timeout=5) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def remember(server: Postgres) -> None:
    ask(server, "create table kept (word text)")
    ask(server, "insert into kept values ('星证')")


def kept(server: Postgres) -> str:
    return str(ask(server, "select word from kept")[0][0])


def test_what_was_written_is_there_after_a_stop_in_order(server: Postgres):
    remember(server)
    port = server.port
    server.stop()
    server.start()
    assert kept(server) == "星证"
    assert server.port == port


def test_a_killed_server_starts_again_on_the_same_data_without_repair(server: Postgres):
    remember(server)
    server.kill()
    server.start()
    assert kept(server) == "星证"


def test_a_server_killed_with_all_its_children_starts_again(server: Postgres):
    remember(server)
    pids = [server.pid, *working_in(server.data)]
    for pid in dict.fromkeys(pids):
        send(pid, signal.SIGKILL)
    server.kill()
    server.start()
    assert kept(server) == "星证"


def test_an_orphan_of_a_killed_house_is_stopped_before_the_next_start(server: Postgres):
    remember(server)
    orphan = server.pid
    heir = Postgres(server.folder, PASSWORD)
    heir.start()
    assert heir.pid != orphan
    assert not is_running(orphan)
    assert kept(heir) == "星证"
    heir.stop()


def test_a_stale_pid_file_that_names_somebody_else_stops_nobody(server: Postgres):
    remember(server)
    server.kill()
    assert wait_until(lambda: not list(working_in(server.data)), seconds=10)
    file = server.data / "postmaster.pid"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert kept(server) == "星证"


def test_a_first_start_that_was_interrupted_is_made_again_from_nothing():
    with folder() as path:
        draft = path / "postgres" / "cluster.new"
        draft.mkdir(parents=True)
        (draft / "half").touch()
        server = Postgres(path / "postgres", PASSWORD)
        try:
            server.start()
            assert ask(server, "select 1") == [(1,)]
        finally:
            server.stop()


def test_another_port_is_taken_when_the_remembered_one_is_not_free(server: Postgres):
    port = server.port
    with folder() as path:
        second = Postgres(path / "postgres", PASSWORD)
        second.folder.mkdir()
        (second.folder / "port").write_text(str(port))
        try:
            second.start()
            assert second.port != port
            assert ask(second, "select 1") == [(1,)]
        finally:
            second.stop()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("password_encryption", "scram-sha-256"),
        ("server_encoding", "UTF8"),
        ("log_statement", "none"),
    ],
)
def test_it_is_safe_by_its_own_words(postgres: PostgresServer, setting: str, value: str):
    assert ask(postgres, f"show {setting}") == [(value,)]


def test_a_file_in_the_data_folder_cannot_weaken_it(server: Postgres):
    server.stop()
    with (server.data / "postgresql.auto.conf").open("a") as settings:
        settings.write("fsync = off\nsynchronous_commit = off\n")
    server.start()
    assert ask(server, "show fsync") == [("on",)]
    assert ask(server, "show synchronous_commit") == [("on",)]


def test_everybody_is_asked_for_a_scram_password(postgres: PostgresServer):
    methods = ask(postgres, "select distinct auth_method from pg_hba_file_rules")
    assert methods == [("scram-sha-256",)]
    stored = ask(postgres, "select rolpassword from pg_authid where rolcanlogin")
    assert stored
    assert all(str(row[0]).startswith("SCRAM-SHA-256$") for row in stored)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_comes_in_without_the_password(postgres: PostgresServer, password: str):
    url = postgres.url(SUPERUSER, "postgres").replace(postgres.password, password)
    with pytest.raises(psycopg.OperationalError, match=r"password"):
        psycopg.connect(url, connect_timeout=5)


def test_chinese_words_have_trigrams(postgres: PostgresServer):
    name = "trigrams"
    postgres.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        with psycopg.connect(postgres.url(SUPERUSER, name)) as connection:
            connection.execute("create extension pg_trgm")
            found = connection.execute("select cardinality(show_trgm('认证机构'))").fetchone()
        assert found
        assert found[0] > 0
    finally:
        postgres.drop(name)


def test_the_server_never_runs_as_root(postgres: PostgresServer):
    uid = UID if os.geteuid() == 0 else os.geteuid()
    status = Path(f"/proc/{postgres.pid}/status").read_text()
    assert f"Uid:\t{uid}\t{uid}\t{uid}\t{uid}" in status
    assert postgres.data.stat().st_uid == uid
    assert postgres.folder.stat().st_uid == os.geteuid()


def test_out_of_reach_the_binaries_are_copied_beside_the_data_and_kept():
    with folder() as path:
        closed = path / "root"
        shutil.copytree(binaries(path, Identity(None)).parent, closed / "pginstall")
        closed.chmod(0o700)
        first = reachable(closed / "pginstall", path, Identity(UID))
        assert Identity(UID).can_enter(first)
        assert {"initdb", "postgres"} <= {file.name for file in first.iterdir()}
        made = first.stat().st_ctime_ns
        assert reachable(closed / "pginstall", path, Identity(UID)) == first
        assert first.stat().st_ctime_ns == made


def test_a_postmaster_that_nobody_buried_does_not_keep_the_next_from_starting(
    server: Postgres,
) -> None:
    remember(server)
    corpse = server.process
    assert corpse is not None
    os.kill(corpse.pid, signal.SIGKILL)
    wait_until(lambda: not is_running(corpse.pid), seconds=10)
    heir = Postgres(server.folder, server.password)
    heir.start()
    try:
        assert kept(heir) == "星证"
    finally:
        heir.stop()
        corpse.wait(10)
