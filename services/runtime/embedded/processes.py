"""Processes a killed house left behind: found by what they work on, then stopped."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.02


class ServerFailed(Exception):
    """An embedded server did not start or stop; the text holds the end of its log."""


def command_line(pid: int) -> list[str]:
    """The arguments of a running process; empty for one that is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def working_in(folder: Path) -> Iterator[int]:
    """Pids of processes whose working folder is this one, as PostgreSQL's are; never our own."""
    for entry in PROC.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid() and _cwd(entry) == folder:
            yield int(entry.name)


def _cwd(entry: Path) -> Path | None:
    try:
        return (entry / "cwd").readlink()
    except OSError:  # gone meanwhile, or somebody else's
        return None


def is_running(pid: int) -> bool:
    """Whether a process exists and is more than a corpse nobody has buried."""
    try:
        status = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def wait_until(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it came to hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


def all_end(pids: list[int], *, seconds: float) -> bool:
    """Whether the last of these processes ended in time."""
    return wait_until(lambda: not any(map(is_running, pids)), seconds=seconds)


def stop_all(pids: Iterable[int], *signals: signal.Signals, patience: float = 20) -> None:
    """Stop processes that are not our children: each signal in turn, until none is left."""
    left = [pid for pid in pids if is_running(pid)]
    for number in signals:
        for pid in left:
            send(pid, number)
        all_end(left, seconds=patience)
        left = [pid for pid in left if is_running(pid)]
    if left:
        raise ServerFailed(f"processes {left} of an earlier start do not stop")


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is already gone needs none."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, for an error that is to be understood without opening it."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
