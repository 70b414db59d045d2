"""Commands on an embedded house: founding, acting, tokens, proofs, and what programs read."""

import json
from contextlib import closing

import pytest

from services.runtime.event_store import EventStore
from tests.servers import Bus, Database
from tests.services.cli.conftest import ADMIN, OPENED, Lived, starledger

OPENING, GRANTED = "body.BodyOpened.v1", "personnel.RoleGranted.v1"


def test_migrate_twice_changes_nothing(house: Lived):
    first, again = house.run("migrate"), house.run("migrate", "--first-admin", "p-other")
    assert (first.code, again.code) == (0, 0)
    assert "this body has its people already" in again.out


def test_a_founding_cut_short_goes_on_with_the_body_as_it_was_opened(house: Lived):
    assert house.run("migrate", "--first-admin", ADMIN).code == 0
    with closing(EventStore(house.database_url("relay"))) as store:
        rows = store.read(after=0)
        opened = store.stream("body-profile")
    topics = [row.topic for row in rows]
    assert topics[:3] == [OPENING, "personnel.PersonRegistered.v1", GRANTED]
    assert topics.count(OPENING) == topics.count(GRANTED) == 1
    assert opened[0].event.opened_on == OPENED


def test_do_as_a_person_of_the_house(house: Lived):
    body = json.dumps({"person": "p-ada", "name": "Ada", "employment": "employed"})
    words = ("do", "personnel.RegisterPerson", "--as", ADMIN, "--body", body, "--json")
    done, again = house.run(*words, "--key", "k1"), house.run(*words, "--key", "k1")
    assert (done.code, again.code) == (0, 0)
    [recorded] = done.document["recorded"]
    assert set(recorded) == {"position", "type", "stream", "version", "event"}
    assert recorded["stream"] == "personnel-p-ada"
    assert again.document["repeated"]
    assert again.document["recorded"] == done.document["recorded"]


def test_do_ends_with_1_where_it_was_refused_or_is_not_as_it_must_be(house: Lived):
    def do(command: str, actor: str, /, **body: str):
        words = ("do", command, "--as", actor, "--body", json.dumps(body), "--json")
        return house.run(*words)

    unknown = do("personnel.GrantRole", ADMIN, person="p-nobody", role="auditor")
    assert (unknown.code, unknown.document["code"]) == (1, "PERSON_UNKNOWN")
    assert (unknown.document["status"], set(unknown.document["sentence"])) == (409, {"zh", "en"})
    stranger = do("personnel.GrantRole", "p-nobody", person=ADMIN, role="auditor")
    assert (stranger.code, stranger.document["code"]) == (1, "ROLE_NOT_ALLOWED")
    misshaped = do("personnel.GrantRole", ADMIN, person=ADMIN)
    assert (misshaped.code, misshaped.document["errors"][0]["path"]) == (1, "role")
    assert do("personnel.Nothing", ADMIN).document["status"] == 404


@pytest.mark.parametrize("body", ["{", "[]", "@/no/such/file"])
def test_a_body_that_is_none_is_wrong_use(house: Lived, body: str):
    ended = house.run("do", "personnel.GrantRole", "--as", ADMIN, "--body", body)
    assert ended.code == 2
    assert ended.complaint


def test_a_token_is_issued_once_and_revoked(house: Lived):
    issued = house.run("token", "issue", ADMIN, "--days", "3", "--json")
    assert issued.code == 0
    assert set(issued.document) == {"person", "token", "expires_at", "id"}
    public = issued.document["id"]
    revoked = house.run("token", "revoke", public)
    assert revoked.code == 0, revoked.err
    assert revoked.out == f"{public} of {ADMIN} is void\n"
    assert house.run("token", "revoke", "0" * 16).code == 1
    assert house.run("token", "issue", "p-nobody").code == 1


def test_doctor_tells_each_thing_and_its_mend(house: Lived):
    looked = house.run("doctor", "--json")
    assert {frozenset(each) for each in looked.document} == {
        frozenset({"what", "well", "told", "mend"})
    }
    by_name = {each["what"]: each for each in looked.document}
    assert all(by_name[what]["well"] for what in ("PostgreSQL", "fsync", "stream EVENTS"))
    assert looked.code == (0 if all(each["well"] for each in looked.document) else 1)


def test_views_are_listed_and_one_that_nobody_filled_is_found(house: Lived):
    rows = house.run("views", "list", "--json").document
    assert {"registry", "schedules"} <= {row["name"] for row in rows}
    assert all({"name", "position", "lag", "bytes", "parked"} <= set(row) for row in rows)
    unfilled = house.run("views", "check")
    assert (unfilled.code, "registry: " in unfilled.err) == (1, True)
    assert house.run("views", "parked", "--json").document == []
    assert house.run("views", "rebuild", "nonsense").code == 2
    assert house.run("views", "redrive", "nonsense").code == 2


def test_check_prints_a_checkpoint_which_since_takes(house: Lived):
    checked = house.run("check", "--json")
    assert set(checked.document) == {"checkpoint", "findings", "compared"}
    position, _, digest = checked.document["checkpoint"].partition(":")
    assert int(position) >= 3
    assert len(bytes.fromhex(digest)) == 32
    later = house.run("check", "--json", "--since", checked.document["checkpoint"])
    assert later.document["findings"] == checked.document["findings"]
    forged = f"{position}:{'00' * 32}"
    assert house.run("check", "--since", forged).code == 1
    assert house.run("check", "--since", "nonsense").code == 2


def test_a_number_never_issued_ends_with_1(house: Lived):
    assert house.run("certificate", "show", "90026SC0001R0S").code == 1
    assert house.run("certificate", "show", "1", "--effective", "soon").code == 2


def test_up_on_a_held_folder_names_who_holds_it(house: Lived):
    ended = house.run("up", "--port", "19200")
    assert ended.code == 3
    assert "is held by another starledger (pid " in ended.err


def test_a_body_on_servers_is_founded_from_its_settings(database: Database, bus: Bus):
    servers = {
        "STARLEDGER_OWNER_URL": database.url("owner"),
        "STARLEDGER_NATS_URL": bus.url("admin"),
    } | {
        f"STARLEDGER_DATABASE_URL_{role.upper()}": database.url(role)
        for role in ("personnel", "scheduler", "keys")
    }
    body = {
        "STARLEDGER_BODY_NAME": "示例认证有限公司",
        "STARLEDGER_BODY_NAME_EN": "Example Certification Co., Ltd.",
        "STARLEDGER_BODY_APPROVAL_NO": "CNCA-R-2026-900",
    }
    words = ("migrate", "--first-admin", ADMIN)
    untold = starledger(*words, **servers)
    assert untold.code == 2
    assert all(name in untold.complaint for name in body)
    assert starledger(*words, **servers, **body).out.endswith("is the first administrator\n")
    assert starledger(*words, **servers).out.endswith("this body has its people already\n")
