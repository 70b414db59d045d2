"""deploy/Containerfile: one image, its ingredients pinned, and nothing in it to be misused."""

import re
from fnmatch import fnmatch
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy" / "Containerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
LINES = [
    line
    for line in re.sub(r"\s*\\\n\s*", " ", TEXT).splitlines()
    if line and not line.startswith("#")
]
STAGES = " ".join(LINES).split("FROM ")[1:]
LAST = LINES[max(at for at, line in enumerate(LINES) if line.startswith("FROM ")) :]


def told(keyword: str, lines: list[str]) -> list[str]:
    return [line.removeprefix(keyword).strip() for line in lines if line.startswith(f"{keyword} ")]


def test_every_stage_stands_on_the_base_that_is_named_by_argument():
    assert told("FROM", LINES) == ["${BASE} AS wheels", "${BASE}"]
    (base,) = [arg for arg in told("ARG", LINES) if arg.startswith("BASE=")]
    assert COMPOSE["x-image"]["build"]["args"]["BASE"] == "${BASE:-" + base[len("BASE=") :] + "}"
    python = re.search(r'requires-python = ">=([0-9.]+)"', (ROOT / "pyproject.toml").read_text())
    assert python
    assert f"python:{python[1]}-" in base


def test_the_installer_is_the_one_of_the_makefile():
    (pinned,) = [arg for arg in told("ARG", LINES) if arg.startswith("UV=")]
    (made_with,) = re.findall(r"^UV := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert pinned == f"UV={made_with}"
    assert "uv==${UV}" in TEXT


def test_only_locked_wheels_are_installed_and_nothing_is_compiled():
    (sync,) = [line for line in told("RUN", LINES) if " sync " in line]
    assert {"--frozen", "--no-dev", "--no-build", "--no-install-project"} <= set(sync.split())
    assert not re.search(r"apt-get|apk |gcc|build-essential|curl|wget", TEXT)
    assert [line for line in LINES if "pip install" in line] == [
        line for line in LINES if "uv==${UV}" in line
    ]


def test_it_runs_as_nobody_in_particular():
    (user,) = told("USER", LAST)
    assert re.fullmatch(r"([1-9]\d{4}):\1", user)
    assert told("ENTRYPOINT", LAST) == ['["starledger"]']
    assert told("STOPSIGNAL", LAST) == ["SIGTERM"]


def test_no_secret_is_built_in():
    assert not re.search(r"PASSWORD|TOKEN|SECRET|_URL|STARLEDGER_", TEXT)


def test_what_is_copied_is_there_and_let_through():
    lines = (ROOT / "deploy/Containerfile.dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    let_through = [rule[1:] for rule in rules if rule.startswith("!")]
    copied = [
        source
        for line in told("COPY", LINES)
        if not line.startswith("--from")
        for source in line.split()[:-1]
    ]
    assert sorted(copied) == sorted(let_through)
    assert all((ROOT / source).exists() for source in copied)
    assert rules[0] == "*"
    assert any(fnmatch("services/__pycache__", rule) for rule in rules)


def test_every_file_beside_the_code_that_the_code_reads_is_in_the_image():
    read = re.compile(r'"deploy" / "([a-z.]+)"')
    found = {
        name
        for folder in ("events", "services", "projections")
        for file in (ROOT / folder).rglob("*.py")
        for name in read.findall(file.read_text())
    }
    assert {f"deploy/{name}" for name in found} <= set(" ".join(told("COPY", LINES)).split())
