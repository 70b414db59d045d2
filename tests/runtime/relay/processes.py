"""Relays in processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.servers import Bus, Database


@contextmanager
def child(how: str, database: Database, bus: Bus) -> Iterator["subprocess.Popen[str]"]:
    """A process of :mod:`tests.runtime.relay.child`, gone at the end whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.relay.child", how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ
        | {"TEST_DATABASE_URL": database.url("relay"), "TEST_NATS_URL": bus.url("relay")},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def killed_after(steps: Iterable[str], database: Database, bus: Bus) -> None:
    """Let a relay take these steps, then kill it (SIGKILL)."""
    with child("steps", database, bus) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for step in steps:
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n", step
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
