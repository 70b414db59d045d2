"""The body in containers, asked as the journeys ask a house: by HTTP, and by `operator`."""

import subprocess
import time
from http.client import HTTPException
from pathlib import Path
from typing import Any

from services.runtime.clock import new_id
from tests.deploy.trial.engine import Engine
from tests.journeys.house import House

PATIENCE = 120.0
"""Seconds a command is asked again; longer than any container takes to be back."""
REST = 0.3


class Body(House):
    """A client as it should be: whatever is away is asked again under the same key."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.engine = Engine(folder, (self.port, self.port + 1))
        self.pace = 0.0
        """Seconds to wait before each command."""
        self.given_up = False
        """Whether the trial has failed, so that nothing need be asked again."""
        self.again = 0
        """Times a command was asked again."""

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """``starledger …`` in the operator's container; raises where it fails."""
        said = self.engine.operator(*arguments)
        return subprocess.CompletedProcess(arguments, 0, said.strip().splitlines()[-1], "")

    def command(
        self, role: str, name: str, body: dict[str, Any], *, key: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Its last answer; TimeoutError where none came that is not 503."""
        time.sleep(self.pace if key is None else 0.0)
        known = key or str(new_id())
        until = time.monotonic() + PATIENCE
        why: object = "nothing"
        while time.monotonic() < until and not self.given_up:
            try:
                status, answer = super().command(role, name, body, key=known)
            except (OSError, HTTPException, ValueError) as fault:
                why = repr(fault)
            else:
                if status != 503:
                    return status, answer
                why = answer
            self.again += 1
            time.sleep(REST)
        raise TimeoutError(f"{name} was not answered: {why}")

    def is_ready(self, port: int) -> bool:
        """What ``/readyz`` of a published port says."""
        try:
            self.got(port, "/readyz")
        except (OSError, HTTPException):
            return False
        return True

    def shows_valid(self, number: str) -> bool:
        """Whether the public page says that a certificate is valid."""
        try:
            return bool(self.entry(number)["status"] == "valid")
        except (OSError, HTTPException):
            return False
