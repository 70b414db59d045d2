"""Twenty commands a second by HTTP, each asked again under its own key until it is answered."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from services.api.asking import command_id
from services.runtime.clock import new_id
from tests.deploy.trial.body import Body
from tests.journeys.case import Case
from tests.journeys.one_case import code_for

RATE = 20
CLERK = "clerk-gao"
ADMIN = "admin"


class Load:
    """Until ``stop``: people are registered and applications submitted, in turn."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.answered: dict[str, int] = {}
        """Command id, as the ledger keeps it → events that its answer told of."""
        self.lost: list[str] = []
        """What was never done, and why."""
        self.longest = 0.0
        """Seconds until the last answer of whichever took longest."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="load")
        self._thread.start()

    def stop(self) -> None:
        """No new command; wait for those under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(8 * RATE) as clients:
            for number, asked in enumerate(self._commands()):
                if self._stop.wait(max(begun + number / RATE - time.monotonic(), 0)):
                    return
                clients.submit(self._ask, *asked)

    def _commands(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Who asks for what."""
        number = 900_000
        while True:
            number += 1
            person = {"person": f"load-{number}", "name": f"某{number}", "employment": "contracted"}
            yield ADMIN, "personnel.RegisterPerson", person
            application = Case(self.body, number - 890_000, code_for(number)).applied()
            yield CLERK, "applications.SubmitApplication", application

    def _ask(self, person: str, name: str, content: dict[str, Any]) -> None:
        key = str(new_id())
        begun = time.monotonic()
        try:
            status, answer = self.body.command(person, name, content, key=key)
        except TimeoutError as fault:
            self.lost.append(f"{name}: {fault}")
            return
        if status == 200:
            self.answered[str(command_id(person, key))] = len(answer["recorded"])
        else:
            self.lost.append(f"{name}: {status} {answer}")
        self.longest = max(self.longest, time.monotonic() - begun)
