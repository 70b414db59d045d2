"""What a tail that came back from the stream says of people: keys and tokens are not on it.

A key made after the backup is gone with the database. Were another made in its place, the texts
under the first could never be opened and would stop every reader; so the loss is recorded as what
it is, an erasure. A token that was revoked after the backup is revoked again.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from events.catalogue import HOUSE, Catalogue
from events.envelope import Stored
from events.personnel import TokenRevoked
from events.wire import SEALED, personal_fields

LOST = """
    insert into keys.person (person, key, destroyed_at)
    select distinct person, null::bytea, now() from unnest(%s::text[]) as person
    on conflict do nothing returning person
"""
REVOKED = """
    update access.token set revoked_at = told.revoked_at
      from unnest(%s::text[], %s::timestamptz[]) as told(token, revoked_at)
     where token.token = told.token and token.revoked_at is null
"""


async def settle(
    connection: psycopg.AsyncConnection[Any],
    rows: Sequence[Stored],
    *,
    catalogue: Catalogue = HOUSE,
) -> list[str]:
    """In the transaction that appends these rows; people whose texts can no longer be opened."""
    people = [person for row in rows for person in sealed_for(row, catalogue)]
    found = await connection.execute(LOST, (people,))
    lost = [person for (person,) in await found.fetchall()]
    revoked = [row for row in rows if catalogue.classes.get(row.topic) is TokenRevoked]
    if revoked:
        tokens = [json.loads(row.state)["data"]["token"] for row in revoked]
        await connection.execute(REVOKED, (tokens, [row.recorded_at for row in revoked]))
    return lost


def sealed_for(row: Stored, catalogue: Catalogue = HOUSE) -> Iterator[str]:
    """People under whose keys an event's texts are sealed."""
    present, body = catalogue.present(row.topic, json.loads(row.state)["data"])
    for name, person in personal_fields(present).items():
        text = body.get(name)
        if isinstance(text, str) and text.startswith(SEALED):
            yield str(body[person])
