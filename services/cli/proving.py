"""What ``check`` compares the store with: the stream, the readers' checkpoints, the views."""

from collections.abc import Sequence

import psycopg

from services.cli.composition import POLICIES, SERVICES, VIEWS, login_of
from services.cli.place import Place
from services.runtime.against_stream import compare_with_stream
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.proof import Checkpoint, Finding, Proof


async def prove(
    place: Place, kept: Sequence[Checkpoint], *, views: bool
) -> tuple[list[Finding], Checkpoint, list[str]]:
    """Everything found, the checkpoint of the store's end, and what was compared."""
    ring = KeyRing(place.database_url("keys"))
    store = EventStore(place.database_url("projector"), seal=ring.seal, unseal=ring.unseal)
    checkpoints = [*kept, *reader_checkpoints(place)]
    proof = Proof(store, checkpoints=checkpoints, services=SERVICES)
    try:
        findings = proof.walk()
        findings += await compare_with_stream(place.nats_url("projector"), store)
        seen = ["the stream", *(checkpoint.holder for checkpoint in checkpoints)]
        if views:
            findings += await _views(place, store)
            seen.append("rebuilt views")
    finally:
        store.close()
        ring.close()
    return sorted(findings, key=lambda finding: finding.position), proof.last, seen


def reader_checkpoints(place: Place) -> list[Checkpoint]:
    """How far every view and every policy reader has come."""
    schemas = [view.name for view in VIEWS] + [login_of(service.name) for service in POLICIES]
    found: list[Checkpoint] = []
    with psycopg.connect(place.owner_url, connect_timeout=5, autocommit=True) as connection:
        for schema in schemas:
            table = f"{schema}.checkpoint"
            known = connection.execute("select to_regclass(%s) is not null", (table,)).fetchone()
            if known is None or not known[0]:
                continue
            row = connection.execute(
                psycopg.sql.SQL("select position, digest from {}").format(
                    psycopg.sql.Identifier(schema, "checkpoint")
                )
            ).fetchone()
            if row is not None and row[0] > 0:
                found.append(Checkpoint(schema, int(row[0]), bytes(row[1])))
    return found


async def _views(place: Place, store: EventStore) -> list[Finding]:
    from projections.projector import compare

    last = store.last()
    position = last.position if last else 0
    return [
        Finding(position, f"view {view.name}: {difference}")
        for view in VIEWS
        for difference in await compare(
            view, store=store, database_url=place.database_url("projector")
        )
    ]
