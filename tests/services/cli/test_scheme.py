"""``starledger scheme``: rule packs and score sheets, offline."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from services.cli.scheme import app
from tests.services.core.scheme.sheets import excluded, finding, sheet
from tests.services.schemes.packs import plain

DEMO = "gbt-27922-demo@2026-1"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def written(folder: Path, content: Any) -> str:
    file = folder / "file.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return str(file)


def as_entered(*findings: Any) -> Any:
    given = sheet(*findings).model_dump(mode="json", exclude_defaults=True)
    return {"scheme": DEMO, "client_class": "all", **given}


def test_the_list_names_every_pack():
    result = run("list", "--json")
    assert DEMO in [each["scheme"] for each in json.loads(result.stdout)]
    assert "演示" in run("list").stdout


def test_a_sheet_is_scored_o_11(tmp_path):
    gone = [excluded(name) for name in ("5.2.6.1", "5.2.6.2", "5.2.5.1", "5.2.5.2")]
    file = written(tmp_path, as_entered(*gone, finding("5.1.2.2", "ratio", base=20, present=1)))
    found = json.loads(run("score", "--scheme", DEMO, file, "--json").stdout)
    sections, trace = found.pop("sections"), found.pop("trace")
    assert [other["parameter"] for other in found.pop("reading_sensitive")] == [
        "/indicators/0/children/1/children/1/ratio/award"
    ]
    assert found == {
        "obtained": "85", "applicable": "90", "score": "850/9", "final": "850/9",
        "display": "94.44", "special_deductions": 0, "passed": True, "failed_by": None,
        "grade": "four_star", "grade_label": {"zh": "四星级", "en": "four-star"},
    }  # fmt: skip
    assert sections[0] == {"id": "5.1", "obtained": "35", "applicable": "40"}
    assert set(trace[0]) == {"step", "indicator", "operands", "value"}
    assert "四星级" in run("score", file).stdout


def test_a_missing_finding_is_named(tmp_path):
    content = as_entered()
    content["findings"] = content["findings"][1:]
    result = run("score", written(tmp_path, content), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["refused"]) == (1, "SCORES_MISSING")
    assert "5.1.1.1" in found["message"]["en"]
    assert "5.1.1.1" in found["message"]["zh"]


def test_bad_sheets_are_wrong_use(tmp_path):
    content = as_entered()
    content["findings"][0]["colour"] = "red"
    result = run("score", written(tmp_path, content))
    assert result.exit_code == 2
    assert "findings.0.colour" in result.stderr
    assert run("score", "--scheme", "none", written(tmp_path, as_entered())).exit_code == 2
    assert run("score", str(tmp_path / "nowhere.json")).exit_code == 2
    other = run("score", "--scheme", "sbt-10401", written(tmp_path, as_entered()))
    assert (other.exit_code, "scheme:" in other.stderr) == (2, True)


def test_a_pack_is_checked(tmp_path):
    assert run("check", "gbt-27922-demo").exit_code == 0
    raw = plain("gbt-27922-demo")
    raw["indicators"][0]["points"] = "41"
    result = run("check", written(tmp_path, raw), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["refused"]) == (1, "SCHEME_POINTS_MISMATCH")
    assert found["failures"][0] == {
        "code": "SCHEME_POINTS_MISMATCH", "node": "5.1", "expected": "40", "found": "41",
    }  # fmt: skip
    assert "5.1.1" in run("check", "gbt-27922").stderr
    raw["colour"] = "red"
    wrong = run("check", written(tmp_path, raw))
    assert (wrong.exit_code, "colour" in wrong.stderr) == (2, True)
