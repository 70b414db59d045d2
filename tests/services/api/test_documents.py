"""What the API tells about itself: its commands, its document, its health."""

from services.cli.composition import SERVICES
from services.core.access import MAY, roles_for
from tests.services.api.serving import Address, Caller
from tests.services.api.test_commands import problem


async def test_every_command_is_listed_with_roles_shape_and_refusals(ada: Caller):
    answer = await ada.get("/api/v1/commands")
    assert answer.status_code == 200
    listed = {item["name"]: item for item in answer.json()["items"]}
    assert set(listed) == set(MAY)
    for name, item in listed.items():
        assert item["roles"] == sorted(roles_for(name))
        assert item["sentence"].endswith(".")
        assert item["schema"]["additionalProperties"] is False
    refuses = {rule["code"] for rule in listed["decisions.CastVote"]["refuses"]}
    assert refuses
    for rule in listed["decisions.CastVote"]["refuses"]:
        assert set(rule) == {"code", "rule", "clause", "sentence"}
        assert set(rule["sentence"]) == {"zh", "en"}


async def test_the_document_has_a_path_for_every_command_and_list(api: Address):
    document = (await api.http.get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    commands = {
        f"/api/v1/commands/{service.name}.{command.__name__}"
        for service in SERVICES
        for command in service.commands
    }
    assert commands | {"/api/v1/commands", "/api/v1/schedules"} == set(document["paths"])


async def test_every_reference_of_the_document_leads_somewhere(api: Address):
    document = (await api.http.get("/api/openapi.json")).json()

    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(inner) for inner in value.values()))
        if isinstance(value, list):
            return set().union(*(references(inner) for inner in value))
        return set()

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known


async def test_a_process_that_lives_and_reaches_all_says_so(api: Address):
    assert (await api.http.get("/healthz")).status_code == 200
    ready = await api.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "bus": True, "store": True})


async def test_addresses_nobody_answers_are_problems_too(ada: Caller):
    for path in ("/", "/nothing", "/api/v1/nothing", "/docs", "/openapi.json", "/api/v1/commands/"):
        problem(await ada.get(path), 404)


async def test_a_wrong_method_is_told_the_right_one(api: Address):
    answer = await api.http.get("/api/v1/commands/personnel.RegisterPerson")
    problem(answer, 405)
    assert answer.headers["allow"] == "POST"


async def test_a_view_that_does_not_exist_yet_is_away_and_no_fault_of_ours(ada: Caller):
    answer = await ada.get("/api/v1/schedules")
    problem(answer, 503)
    assert answer.headers["retry-after"] == "1"


async def test_a_question_to_a_list_that_cannot_be_read_is_a_bad_request(ada: Caller):
    for question in ("until=tomorrow", "until=2026-13-01", "cursor=nonsense"):
        problem(await ada.get(f"/api/v1/schedules?{question}"), 400)
