"""The rooms: who may import whom is checked, and the check finds what is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import events

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def test_our_own_events_package_is_imported() -> None:
    assert events.__file__ is not None
    assert Path(events.__file__).parent == ROOT / "events"


def test_a_pure_room_that_asks_the_time_is_found(tmp_path: Path) -> None:
    for room in ("events", "services", "projections"):
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.png")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    rules = tmp_path / "services" / "surveillance" / "rules.py"
    rules.write_text("import time\n" + rules.read_text())
    told = subprocess.run(
        [str(LINT), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "services.surveillance.rules -> time" in told.stdout


def test_no_top_level_folder_is_added() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {path.partition("/")[0] for path in tracked if "/" in path}
    assert folders <= {"events", "services", "projections", "deploy", "tests", ".ci"}
