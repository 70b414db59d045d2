"""Every benchmark runs, proves its work and has one shape; its figures are not judged here."""

import json
import subprocess
import sys

import pytest

from services.cli.bench import BENCHES

SHAPE = {
    "bench", "unit", "ours", "peer", "limit", "ratio_peer", "ratio_limit", "reach", "met", "runs",
}  # fmt: skip


@pytest.mark.parametrize("name", BENCHES)
def test_a_glance_at_a_benchmark_has_its_shape_and_no_fault(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "bench", name, "--quick", "--runs=1", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    assert set(line) == SHAPE
    assert (line["bench"], line["runs"]) == (name, 1)
    assert isinstance(line["met"], bool)
    assert line["ours"] > 0
    for other in (line["peer"], line["limit"]):
        assert other is None or set(other) == {"name", "value"}
    assert "proved: " in done.stderr
    assert "FAULT" not in done.stderr
