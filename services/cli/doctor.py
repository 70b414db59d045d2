"""``starledger doctor``: what is configured, reachable and safe; one line each, with the mend."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import typer

from services.cli.place import AsJson, Data, Place, opened
from services.cli.telling import REFUSED, say, say_json, stop

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    well: bool
    told: str
    mend: str = ""


@app.command()
def doctor(data: Data = None, as_json: AsJson = False) -> None:
    """Look at database, ledger, bus and readers; exit 1 where something must be mended."""
    with opened(data) as place:
        findings = [*_database(place), *asyncio.run(_bus(place))]
    if as_json:
        say_json(
            [
                {"what": f.what, "well": f.well, "told": f.told, "mend": f.mend or None}
                for f in findings
            ]
        )
    else:
        for f in findings:
            say(f"{'well' if f.well else 'MEND'}  {f.what:<34} {f.told}")
            if not f.well:
                say(f"      {f.mend}")
    if not all(f.well for f in findings):
        raise stop(REFUSED)


_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "fsync",
        "select current_setting('fsync')",
        "on",
        "set fsync = on: without it an accepted command can be lost",
    ),
    (
        "synchronous_commit",
        "select current_setting('synchronous_commit')",
        "on",
        "set synchronous_commit = on: without it an accepted command can be lost",
    ),
    (
        "password_encryption",
        "select current_setting('password_encryption')",
        "scram-sha-256",
        "set password_encryption = 'scram-sha-256' and set the passwords anew",
    ),
    (
        "the ledger refuses change",
        "select coalesce((select tgenabled::text from pg_trigger"
        " where tgname = 'only_grows'), '-')",
        "A",
        "starledger migrate makes the trigger again; then starledger check says what happened",
    ),
    (
        "roles write only by the function",
        "select count(*)::text from information_schema.role_table_grants"
        " where table_schema = 'ledger' and privilege_type <> 'SELECT'"
        " and grantee like 'starledger_%' and grantee <> 'starledger_owner'",
        "0",
        "revoke what deploy/postgres.sql does not grant, then starledger migrate",
    ),
    (
        "no login is a superuser",
        "select count(*)::text from pg_roles where rolname like 'starledger_%' and rolsuper",
        "0",
        "alter role … nosuperuser",
    ),
)


def _database(place: Place) -> Iterator[Finding]:
    import psycopg

    try:
        with psycopg.connect(place.owner_url, connect_timeout=3, autocommit=True) as connection:
            version = connection.info.server_version
            yield Finding(
                "PostgreSQL",
                version >= 180000,
                str(version),
                "use PostgreSQL 18: the ledger's function needs its sha256 and arrays",
            )
            for what, question, wanted, mend in _QUESTIONS:
                row = connection.execute(question.encode()).fetchone()
                told = str(row[0]) if row else "-"
                yield Finding(what, told == wanted, told, mend)
    except psycopg.OperationalError as fault:
        yield Finding("PostgreSQL", False, str(fault).strip(), "start it, or mend the URL")


async def _bus(place: Place) -> list[Finding]:
    import nats.errors
    import nats.js.errors

    from services.runtime.bus import connected
    from services.runtime.event_store import EventStore
    from services.runtime.published import Published, parting
    from services.runtime.road import STREAM

    store = EventStore(place.database_url("relay"), pool_size=1)
    try:
        async with connected(place.nats_url("relay"), name="doctor") as client:
            info = await client.jetstream().stream_info(STREAM)
            last = store.last()
            behind = (last.position if last else 0) - info.state.last_seq
            apart = await parting(store, Published(client))
            return [
                Finding("stream EVENTS", True, f"{info.state.messages} messages"),
                Finding(
                    "stream and store are one history",
                    apart is None,
                    "yes" if apart is None else str(apart),
                    "deploy/README.md, bad day",
                ),
                Finding(
                    "the relay keeps up",
                    behind < 1000,
                    f"{behind} events behind",
                    "start the relay; see its log",
                ),
            ]
    except nats.js.errors.NotFoundError:
        return [Finding("stream EVENTS", False, "there is none", "starledger migrate")]
    except (nats.errors.Error, OSError) as fault:
        return [Finding("NATS", False, str(fault), "start it, or mend the URL")]
    finally:
        store.close()
