"""How the lookup page is guarded: what it lets through, whom it has wait, when it says nothing."""

import httpx
import pytest

from projections.registry.guard import Buckets, Share, client_of
from tests.projections.applier import Shown
from tests.projections.lives import NUMBER
from tests.projections.registry.conftest import Wall

JSON = {"Accept": "application/json"}
ENTRY = f"/certificates/{NUMBER}"


async def test_every_answer_is_guarded(page: httpx.AsyncClient) -> None:
    for path in ("/", ENTRY, "/certificates?q=x", "/nowhere", "/healthz", "/certificates/X.pdf"):
        headers = (await page.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    page_text = (await page.get(ENTRY)).text
    assert "<script" not in page_text
    assert "style=" not in page_text


async def test_markup_in_a_search_stays_text(page: httpx.AsyncClient) -> None:
    text = (await page.get("/certificates", params={"q": '"><script>alert(1)</script>'})).text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


async def test_the_page_can_only_be_read(page: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = await page.request(method, ENTRY, headers=JSON)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
    head = await page.head(ENTRY)
    assert (head.status_code, head.content) == (200, b"")


async def test_the_page_is_ready_while_the_register_answers(page: httpx.AsyncClient) -> None:
    assert (await page.get("/healthz")).json() == {"healthy": True}
    ready = (await page.get("/readyz")).json()
    assert ready == {"ready": True, "position": 11, "parked": 0}


async def test_a_register_that_cannot_be_read_says_nothing_of_any_certificate(
    page: httpx.AsyncClient, shown: Shown
) -> None:
    await page.get(ENTRY)
    shown.run("alter role starledger_lookup connection limit 0")
    shown.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'starledger_lookup'"
    )
    try:
        for headers in (JSON, {}):
            answer = await page.get(ENTRY, headers=headers)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
            assert "这不说明任何证书的状态" in answer.text
        assert (await page.get("/readyz")).status_code == 503
        assert (await page.get("/healthz")).status_code == 200
    finally:
        shown.run("alter role starledger_lookup connection limit -1")


@pytest.mark.parametrize("wall", [Wall(share=Share(per_second=1, burst=5))], indirect=True)
async def test_a_client_that_asks_too_much_waits_for_its_share(
    page: httpx.AsyncClient, wall: Wall
) -> None:
    answers = [(await page.get("/nowhere")).status_code for _ in range(6)]
    assert answers == [404] * 5 + [429]
    refused = await page.get("/nowhere", headers=JSON)
    assert refused.json()["sentence"]["en"].startswith("Too many requests")
    assert int(refused.headers["retry-after"]) >= 1
    assert (await page.get("/healthz")).status_code == 200
    wall.seconds += 2
    assert (await page.get("/nowhere")).status_code == 404


def test_each_client_has_its_own_bucket() -> None:
    buckets = Buckets(Share(per_second=1, burst=2, clients=2))
    assert [buckets.wait("a", 0.0) for _ in range(3)] == [0, 0, 1]
    assert buckets.wait("b", 0.0) == 0
    assert buckets.wait("a", 0.5) == pytest.approx(0.5)
    assert buckets.wait("a", 1.0) == 0
    assert buckets.wait("c", 1.0) == 0
    assert buckets.wait("b", 1.0) == 0


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "client"),
    [
        ("192.0.2.1", None, 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", "1.2.3.4, 198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", None, 1, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", None, 0, "2001:db8:1:2::/64"),
    ],
)
def test_whose_share_counts(peer: str, header: str | None, proxies: int, client: str) -> None:
    headers = [(b"x-forwarded-for", header.encode())] if header else []
    assert client_of({"client": (peer, 1), "headers": headers}, proxies) == client
