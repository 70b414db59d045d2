"""A whole body as a newcomer starts it: `starledger up --sample`, its addresses and its tokens."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

STARLEDGER = [sys.executable, "-m", "services.cli.main"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("STARLEDGER_")}


def free_pair() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


class House:
    """One data folder; ``start`` as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_pair()
        self.tokens: dict[str, str] = {}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Until it says that it is ready."""
        self.process = subprocess.Popen(
            [
                *STARLEDGER,
                "up",
                "--sample",
                "--json",
                f"--data={self.folder}",
                f"--port={self.port}",
            ],
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            if "token" in told:
                self.tokens[told["role"]] = told["token"]
            if told.get("ready"):
                return
        raise AssertionError(f"up ended with {self.process.wait()}")

    def interrupt(self) -> int:
        """Ctrl-C; its exit code."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code

    def pids(self) -> list[int]:
        """Every process that works on this folder, ours and the servers'."""
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            try:
                told = (each / "cmdline").read_bytes() + (each / "environ").read_bytes()
                told += os.fsencode(os.readlink(each / "cwd"))
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue
            if os.fsencode(self.folder) in told and int(each.name) != os.getpid():
                found.append(int(each.name))
        return found

    def kill_everything(self) -> None:
        """The power goes out; also for a child that was begun again meanwhile."""
        until = time.monotonic() + 10
        while pids := self.pids():
            assert time.monotonic() < until, pids
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(0.05)
        if self.process is not None:
            self.process.wait(30)
            assert self.process.stdout is not None
            self.process.stdout.close()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``starledger …`` on this folder."""
        return subprocess.run(
            [*STARLEDGER, *arguments, f"--data={self.folder}"],
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            check=False,
            timeout=120,
        )

    def command(
        self, role: str, name: str, body: dict[str, Any], *, key: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of a command by HTTP, with the token of a role."""
        headers = {
            "authorization": f"Bearer {self.tokens[role]}",
            "content-type": "application/json",
        }
        if key is not None:
            headers["idempotency-key"] = key
        request = Request(
            f"http://127.0.0.1:{self.port + 1}/api/v1/commands/{name}",
            data=json.dumps(body).encode(),
            headers=headers,
            method="POST",
        )
        try:
            with urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except HTTPError as answer:
            with answer:
                return answer.code, json.load(answer)

    def done(self, role: str, name: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        """What a command recorded; it must be accepted."""
        status, answer = self.command(role, name, body)
        assert status == 200, answer
        recorded: list[dict[str, Any]] = answer["recorded"]
        return recorded

    def entry(self, number: str, query: str = "") -> dict[str, Any]:
        """The public JSON entry of a number."""
        return dict(self.page(f"/certificates/{quote(number)}{query}"))

    def page(self, path: str) -> Any:
        """JSON of the lookup page."""
        return self.got(self.port, path)

    def got(self, port: int, path: str) -> Any:
        """JSON of a published port; HTTPError for anything but 200."""
        request = Request(f"http://127.0.0.1:{port}{path}", headers={"accept": "application/json"})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)
