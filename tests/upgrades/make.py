"""Keeps a body of the present version for every later one: `python -m tests.upgrades.make`.

Run once for each version that is released, and never again for one that is: it writes
``tests/upgrades/<version>.sql``, what pg_dump makes of a body with one certificate, and beside it
``<version>.json``, the certificate's register entry after it was suspended.
Its people are invented, and their keys are drawn from the demonstration's seed.
"""

import asyncio
import json
import sys
from pathlib import Path

from projections.projector import Projector, rebuild
from projections.registry.service import REGISTRY
from services.cli.place import Place
from services.runtime.backup import programs
from services.runtime.backup.manifest import DUMP
from services.runtime.backup.writing import back_up
from services.runtime.event_store import EventStore
from services.runtime.version import code_version
from tests.journeys.bodies import founded
from tests.servers import PostgresServer, folder
from tests.upgrades.life import certified, going_on, register_entry, suspended

HERE = Path(__file__).parent


def main() -> None:
    """One pair of files, never over another."""
    script = HERE / f"{code_version()}.sql"
    if script.exists():
        sys.exit(f"{script} is kept already: a released version never changes")
    with folder() as path:
        server = PostgresServer(path / "postgres")
        try:
            server.start()
            server.create_template()
            with founded(server, "kept") as (place, acts):
                certificate = certified(acts)
                kept, _manifest = back_up(place.owner_url, path / "backup")
                script.write_text(plain(kept / DUMP))
                with going_on(place) as later:
                    suspended(later, certificate)
                entry = asyncio.run(shown(place, certificate))
        finally:
            server.stop()
    script.with_suffix(".json").write_text(json.dumps(entry, ensure_ascii=False, indent=2) + "\n")


def plain(dump: Path) -> str:
    """A dump as SQL, without the remarks and empty lines of pg_dump."""
    told = programs.run(programs.restoring(), "--file=-", str(dump))
    lines = (
        line for line in told.splitlines() if line and not line.startswith(("--", "\\r", "\\u"))
    )
    return "\n".join(lines) + "\n"


async def shown(place: Place, certificate: str) -> dict[str, object]:
    """The register entry of a certificate, from a view made for it."""
    url = place.database_url("projector")
    store = EventStore(url)
    try:
        await Projector(REGISTRY, store=store, database_url=url, nats_url="").ensure_schema()
        await rebuild(REGISTRY, store=store, database_url=url, drop_after=0)
    finally:
        await asyncio.to_thread(store.close)
    return await register_entry(place, certificate)


if __name__ == "__main__":
    main()
