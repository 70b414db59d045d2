"""The lookup page as a client of HTTP sees it: JSON by Accept, strict, never guessing."""

import httpx
import pytest

from tests.given import at
from tests.projections.applier import Shown
from tests.projections.lives import HOLDER, NUMBER, USCC
from tests.projections.registry.conftest import Wall

JSON = {"Accept": "application/json"}
ENTRY = f"/certificates/{NUMBER}"


async def test_an_entry_has_the_shape_of_the_interface(page: httpx.AsyncClient) -> None:
    answer = await page.get(ENTRY, headers=JSON)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["vary"] == "Accept"
    entry = answer.json()
    history = entry.pop("history")
    assert entry == {
        "number": NUMBER,
        "holder": {"name": HOLDER, "uscc": USCC},
        "scheme": "gbt-27922-demo@2026-1",
        "grade": "four_star",
        "grade_label": {"zh": "四星级", "en": "four-star"},
        "scope": "家用电器的售后服务（安装、维修、退换货）",
        "status": "valid",
        "status_label": {"zh": "有效", "en": "valid"},
        "since": "2027-09-01",
        "issued_on": "2026-05-22",
        "expires_on": "2029-05-19",
        "effective": "2027-11-01",
        "known": "2027-11-01T10:15:00+08:00",
        "held": False,
        "demonstration": True,
        "sentence": {
            "zh": f"截至 2027-11-01 10:15，证书 {NUMBER} 于 2027-11-01 的状态：有效"
            "（自 2027-09-01 起）",
            "en": f"As of 2027-11-01 10:15, the status of certificate {NUMBER} on 2027-11-01: "
            "valid (since 2027-09-01).",
        },
    }
    assert [act["act"] for act in history] == ["issued", "suspended", "restored"]
    assert history[1] == {
        "act": "suspended",
        "label": {"zh": "暂停", "en": "suspended"},
        "effective_on": "2027-05-27",
        "recorded_at": "2027-05-27T10:00:00+08:00",
        "last_day": "2027-11-27",
    }


@pytest.mark.parametrize(
    ("query", "status", "effective"),
    [
        ("effective=2027-05-26", "valid", "2027-05-26"),
        ("effective=2027-05-27", "suspended", "2027-05-27"),
        ("effective=2026-05-21", None, "2026-05-21"),
        ("known=2027-06-01", "suspended", "2027-06-01"),
        ("known=2027-05-27T09:59", "valid", "2027-05-27"),
        ("known=2027-05-27T10:00", "suspended", "2027-05-27"),
        ("known=2027-05-27T02:00:00Z", "suspended", "2027-05-27"),
        ("known=2027-05-27T10:00:00+08:00", "suspended", "2027-05-27"),
        ("known=2027-05-27T09:00:00%2B08:00", "valid", "2027-05-27"),
        ("known=2026-05-21", None, "2026-05-21"),
        ("effective=2027-12-24&known=2027-06-01", "suspended", "2027-12-24"),
        ("effective=2029-05-20", "expired", "2029-05-20"),
        ("effective=&known=", "valid", "2027-11-01"),
    ],
)
async def test_it_answers_for_any_day_and_moment(
    page: httpx.AsyncClient, query: str, status: str | None, effective: str
) -> None:
    entry = (await page.get(f"{ENTRY}?{query}", headers=JSON)).json()
    assert (entry["status"], entry["effective"]) == (status, effective)
    assert ("foreseen" in entry) == (effective > entry["known"][:10])
    if entry.get("foreseen"):
        assert "预计" in entry["sentence"]["zh"]


async def test_what_was_not_known_then_is_not_in_the_history(page: httpx.AsyncClient) -> None:
    entry = (await page.get(f"{ENTRY}?known=2027-06-01", headers=JSON)).json()
    assert [act["act"] for act in entry["history"]] == ["issued", "suspended"]


async def test_a_backdated_withdrawal_is_said(page: httpx.AsyncClient) -> None:
    path = "/certificates/90026SC0003R0L?effective=2027-03-06"
    entry = (await page.get(path, headers=JSON)).json()
    assert entry["status"] == "withdrawn"
    assert "当日的记录为有效" in entry["sentence"]["zh"]
    then = (await page.get(f"{path}&known=2027-03-06", headers=JSON)).json()
    assert then["status"] == "valid"
    assert "补记" in (await page.get(path)).text


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (f"{ENTRY}?effective=2027-13-01", "effective"),
        (f"{ENTRY}?effective=yesterday", "effective"),
        (f"{ENTRY}?effective=20270101", "effective"),
        (f"{ENTRY}?known=2027-11-02", "known"),
        (f"{ENTRY}?known=9999-12-31", "known"),
        (f"{ENTRY}?known=12", "known"),
        (f"{ENTRY}?efective=2027-01-01", "efective"),
        (f"{ENTRY}/history?known=2027-01-01", "known"),
        ("/certificates?q=电", "q"),
        (f"/certificates?q={'电' * 101}", "q"),
        ("/certificates?status=ok", "status"),
        ("/certificates?grade=A%20B", "grade"),
        ("/certificates?cursor=zzz", "cursor"),
        ("/certificates?page=2", "page"),
    ],
)
async def test_a_slip_is_refused_in_both_languages(
    page: httpx.AsyncClient, path: str, fault: str
) -> None:
    answer = await page.get(path, headers=JSON)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["path"] == fault
    assert set(error["message"]) == {"zh", "en"}


async def test_what_a_messenger_appends_does_not_spoil_a_shared_link(
    page: httpx.AsyncClient,
) -> None:
    answer = await page.get(f"{ENTRY}?from=singlemessage&isappinstalled=0")
    assert answer.status_code == 200
    refused = await page.get(f"{ENTRY}?effective=nonsense")
    assert refused.status_code == 422
    assert "不是有效的日期" in refused.text


async def test_a_number_never_issued_says_what_that_means(page: httpx.AsyncClient) -> None:
    answer = await page.get("/certificates/90026SC9999R0M", headers=JSON)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["sentence"]["zh"].startswith("本机构没有颁发过此编号")
    assert "forged" in answer.json()["sentence"]["en"]
    for path in ("/certificates/90026SC9999R0M", "/certificates?q=90026SC9999R0M"):
        assert "本机构没有颁发过此编号" in (await page.get(path)).text
    sub = await page.get(f"{ENTRY}-7")
    assert sub.status_code == 404
    assert f'href="{ENTRY}"' in sub.text


@pytest.mark.parametrize(
    "typed", ["90026%20sc%200001%20r0m", "９００２６ＳＣ０００１Ｒ０Ｍ", NUMBER.lower()]
)
async def test_o_81_a_number_is_matched_without_spaces_and_case(
    page: httpx.AsyncClient, typed: str
) -> None:
    assert (await page.get(f"/certificates/{typed}", headers=JSON)).json()["number"] == NUMBER
    assert (await page.get(f"/certificates?q={typed}")).headers["location"] == ENTRY


async def test_a_list_has_the_shape_of_the_interface(page: httpx.AsyncClient) -> None:
    found = (await page.get("/certificates?q=星河&status=suspended", headers=JSON)).json()
    assert set(found) == {"items", "next", "position"}
    assert [item["number"] for item in found["items"]] == ["90026SC0002R0S"]
    assert found["next"] is None
    assert found["position"] == 11


async def test_history_is_every_public_act(page: httpx.AsyncClient) -> None:
    acts = (await page.get(f"{ENTRY}/history", headers=JSON)).json()["items"]
    assert [act["act"] for act in acts] == ["issued", "suspended", "restored"]
    assert "恢复" in (await page.get(f"{ENTRY}/history")).text


async def test_a_held_certificate_tells_no_status(page: httpx.AsyncClient, shown: Shown) -> None:
    shown.park(f"decisions-certificate-{NUMBER}", since=at("2027-10-30", "08:00"))
    shown.park("decisions-certificate-90026SC0099R0M", position=2)
    entry = (await page.get(ENTRY, headers=JSON)).json()
    assert (entry["held"], entry["status"], entry["since"]) == (True, None, None)
    assert entry["history"] == []
    assert "状态核实中（自 2027-10-30 08:00 起）" in entry["sentence"]["zh"]
    for path in (ENTRY, "/certificates/90026SC0099R0M", f"{ENTRY}/history"):
        shown_page = await page.get(path)
        assert shown_page.status_code == 200
        assert "状态核实中" in shown_page.text
        assert "今日有效" not in shown_page.text
        assert "badge valid" not in shown_page.text
    assert "状态核实中" in (await page.get("/certificates?q=示例甲")).text
    assert (await page.get("/readyz")).json()["parked"] == 2


async def test_o_130_nothing_that_is_not_public(page: httpx.AsyncClient) -> None:
    for path in (ENTRY, "/certificates/90026SC0003R0L", "/certificates/90026SC0002R0S"):
        for accept in ("text/html", "application/json"):
            text = (await page.get(path, headers={"Accept": accept})).text
            for secret in ("2026-05-20", "逾期", "0112", "严重违规", "zhao", "补做"):
                assert secret not in text


async def test_english_comes_first_where_asked(page: httpx.AsyncClient) -> None:
    text = (await page.get(f"{ENTRY}?lang=en")).text
    assert '<html lang="en">' in text
    assert text.index("As of 2027-11-01") < text.index("截至 2027-11-01")
    assert 'href="/certificates/90026SC0001R0M" lang="zh-Hans"' in text


async def test_demonstration_and_filling_are_said(page: httpx.AsyncClient, wall: Wall) -> None:
    assert "演示机构" in (await page.get("/")).text
    assert "正在填充" not in (await page.get("/")).text
    wall.filling = True
    assert "正在填充" in (await page.get(ENTRY)).text


async def test_accept_decides_between_page_and_json(page: httpx.AsyncClient) -> None:
    for accept, kind in (
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/problem+json", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("application/json;q=0", "text/html"),
    ):
        answer = await page.get(ENTRY, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(kind)
