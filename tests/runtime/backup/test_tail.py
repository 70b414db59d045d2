"""A tail that came back from the stream: what it says of people whose keys and tokens did not."""

from datetime import timedelta
from pathlib import Path

import pytest

from events.personnel import PersonRegistered
from services.personnel.service import PERSONNEL
from services.runtime.backup.writing import back_up
from services.runtime.clock import SystemClock
from services.runtime.keys import Erased
from services.runtime.proof import Proof
from services.runtime.recover import recover_from_stream
from services.runtime.tokens import Secret, Tokens, issue_token
from tests.runtime.backup.conftest import Restoring
from tests.runtime.bus.serving import at_work, founded
from tests.runtime.readers.at_work import relaying, until
from tests.servers import Bus, Database
from tests.upgrades.asking import asked, registering


async def test_lost_keys_are_erasures_and_revoked_tokens_stay_revoked(
    database: Database, empty: Database, bus: Bus, restoring: Restoring, tmp_path: Path
):
    founded(database)
    now = SystemClock().now()
    tokens = Tokens(database.url("access"))
    with at_work(database, PERSONNEL) as personnel:

        def record(person: str, token: str, expires_at: object) -> None:
            personnel.handle(asked("IssueToken", person=person, token=token, expires_at=expires_at))

        until_then = now + timedelta(days=1)
        kept, void = (
            issue_token(tokens, person="ada", now=now, expires_at=until_then, record=record)
            for _ in range(2)
        )
        folder, manifest = back_up(database.url("owner"), tmp_path / "kept")
        personnel.handle(registering("p-new"))
        assert tokens.revoke(Secret(void).id, now=now) == "ada"
        personnel.handle(asked("RevokeToken", person="ada", token=Secret(void).id, reason="lost"))
        last = personnel.store.last()
        assert last is not None
        async with relaying(database, bus) as relay:
            await until(lambda: relay.position == last.position)
    tokens.close()

    restoring(empty, folder)
    revived = Tokens(empty.url("access"), memory_seconds=0)
    assert revived.bearer(void, now=now).fault is None  # the day of the backup again
    lost: list[str] = []
    tail = await recover_from_stream(
        empty.url("owner"), bus.url("admin"), lambda _first, _last: True, lost=lost.append
    )
    assert tail == last.position - manifest.position
    assert lost == ["p-new"]
    assert revived.bearer(void, now=now).fault == "revoked"
    assert revived.bearer(kept, now=now).person == "ada"
    revived.close()
    with at_work(empty, PERSONNEL) as personnel:
        (registered,) = personnel.store.stream("personnel-p-new")
        assert isinstance(registered.event, PersonRegistered)
        assert registered.event.name == "redacted"
        with pytest.raises(Erased):
            personnel.handle(registering("p-new"))
        assert personnel.handle(registering("p-anew")).recorded
        assert personnel.store.stream("personnel-ada")[0].event.name == "艾达"
        assert Proof(personnel.store).walk() == []
