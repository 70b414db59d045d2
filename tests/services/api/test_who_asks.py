"""Who asks is the token's person, and only while token and role last."""

from datetime import timedelta
from hashlib import sha256

import pytest

from services.api.share import Share, Shares
from services.runtime.tokens import MEMORY_SECONDS, Tokens, fresh
from tests.runtime.bus.serving import CLOCK, Running
from tests.servers import Database
from tests.services.api.serving import Address, Caller
from tests.services.api.test_commands import problem


def test_a_revocation_is_heeded_within_two_seconds():
    assert MEMORY_SECONDS <= 2


@pytest.mark.parametrize("token", [None, "", "sl_made_up", "ä", "sl_a sl_b"])
async def test_without_a_known_token_nobody_is_let_in(api: Address, token: str | None):
    stranger = api.stranger(token)
    for answer in (
        await stranger.register("wei"),
        await stranger.command("personnel.Nothing", {}),
        await stranger.send("personnel.RegisterPerson", b"{"),
        await stranger.get("/api/v1/commands"),
        await stranger.get("/api/v1/schedules"),
    ):
        problem(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_only_a_bearer_token_is_a_token(api: Address, ada: Caller):
    for scheme in (f"Basic {ada.token}", f"{ada.token}", f"Token {ada.token}"):
        answer = await api.http.get("/api/v1/commands", headers={"Authorization": scheme})
        problem(answer, 401)
    for scheme in (f"bearer {ada.token}", f"BEARER  {ada.token}"):
        answer = await api.http.get("/api/v1/commands", headers={"Authorization": scheme})
        assert answer.status_code == 200


async def test_an_expired_token_is_nobodys_and_says_so(api: Address):
    expired = problem(await api.caller("ada", days=-1).register("wei"), 401)
    assert expired["sentence"] == {"zh": "令牌已过期。", "en": "The token has expired."}


async def test_a_token_of_no_days_has_expired_when_it_is_shown(api: Address):
    problem(await api.caller("ada", days=0).register("wei"), 401)


async def test_a_revoked_token_is_nobodys_and_says_so(api: Address, ada: Caller):
    assert ada.token is not None
    api.tokens.revoke(sha256(ada.token.encode()).hexdigest()[:16], now=CLOCK.now())
    revoked = problem(await ada.register("wei"), 401)
    assert revoked["sentence"] == {"zh": "令牌已被撤销。", "en": "The token was revoked."}


def test_a_revocation_elsewhere_is_heeded_when_the_memory_ends(database: Database):
    issuing, edge = Tokens(database.url("access")), Tokens(database.url("api"), memory_seconds=0)
    secret, now = fresh(), CLOCK.now()
    issuing.keep(secret, person="wei", now=now, expires_at=now + timedelta(days=1))
    assert edge.bearer(secret.text, now=now).person == "wei"
    issuing.revoke(secret.id, now=now)
    assert edge.bearer(secret.text, now=now).fault == "revoked"
    issuing.close()
    edge.close()


async def test_a_person_without_the_role_is_told_so(api: Address, ada: Caller):
    await ada.register("wei")
    await ada.command("personnel.GrantRole", {"person": "wei", "role": "planner"})
    for person in ("wei", "nobody"):
        body = problem(await api.caller(person).register("lin"), 403)
        assert body["code"] == "ROLE_NOT_ALLOWED"


async def test_a_role_granted_or_revoked_counts_from_the_next_command_on(api: Address, ada: Caller):
    await ada.register("wei")
    wei = api.caller("wei")
    problem(await wei.register("lin"), 403)
    admin = {"person": "wei", "role": "system_admin"}
    await ada.command("personnel.GrantRole", admin)
    assert (await wei.register("lin")).status_code == 200
    await ada.command("personnel.RevokeRole", {**admin, "reason": "left"})
    problem(await wei.register("han"), 403)


async def test_a_role_is_checked_again_by_the_service(personnel: Running, api: Address):
    """Roles are read from the store at the edge and, with every command, by the service."""
    await api.caller("nobody").register("wei")
    assert personnel.handler.store.stream("personnel-wei") == []


def test_a_bucket_holds_so_many_and_fills_steadily():
    moment = 0.0
    shares = Shares(Share(per_second=2, burst=3), lambda: moment)
    assert [shares.wait("wei") for _ in range(4)] == [0, 0, 0, 1]
    assert shares.wait("lin") == 0
    moment = 0.4
    assert shares.wait("wei") == 1
    moment = 0.5
    assert shares.wait("wei") == 0
    moment = 1000.0
    assert [shares.wait("wei") for _ in range(4)] == [0, 0, 0, 1]
