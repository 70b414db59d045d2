"""``starledger up``: the whole body on one machine."""

import signal
import sys
import threading
import time
from typing import Annotated, Any

import typer

from services.cli.place import AsJson, Data
from services.cli.telling import complain, say, say_json

app = typer.Typer()


@app.command()
def up(
    data: Data = None,
    port: Annotated[
        int, typer.Option(min=1, max=65534, help="of the lookup page; the API is on the next one")
    ] = 8080,
    sample: Annotated[
        bool, typer.Option("--sample", help="fill an empty house with a demonstration body")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """PostgreSQL, NATS, every service, the views, the API and the lookup page; Ctrl-C stops."""
    from services.cli.family import Family
    from services.cli.listening import require_free
    from services.runtime import log
    from services.runtime.embedded.house import House
    from services.runtime.settings import Settings

    began = time.monotonic()
    log.configure("warning")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    house = House(data or Settings.from_environment().data)
    tell = Teller(as_json)
    if not house.is_occupied():
        require_free(port, port + 1)
    tell.progress(f"starting PostgreSQL and NATS over {house.folder}")
    house.start()
    family = Family(house, port=port)
    try:
        tokens = _fill(house, family, tell, stop) if sample else {}
        family.start("lookup", "services")
        family.wait_until_ready(stop, "lookup")
        family.start("api")  # the page first: two children at once are enough for two cores
        family.wait_until_ready(stop)
        family.wait_until_served(stop)
        tell.addresses(house, port, tokens)
        tell.ready(time.monotonic() - began)
        family.watch(stop)
    finally:
        family.stop()
        house.stop()
        tell.progress("stopped")


def _fill(house: Any, family: Any, tell: "Teller", stop: threading.Event) -> dict[str, str]:
    """The demonstration, told while the page already answers and says so."""
    from services.cli.sample.tokens import kept

    told = kept(house)
    if told is not None:
        return told
    from services.cli.sample.filling import fill, views_made

    views_made(house)
    with family.filling():
        family.start("lookup")
        family.wait_until_ready(stop, "lookup")
        return fill(house, tell.progress)


class Teller:
    """What ``up`` says: lines for people, or one JSON document a line."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def progress(self, text: str) -> None:
        """On stderr, so that stdout stays for addresses."""
        complain(text)

    def addresses(self, house: Any, port: int, tokens: dict[str, str]) -> None:
        """Where everything is, and a token for each role of the demonstration."""
        urls = {
            "lookup": f"http://127.0.0.1:{port}/",
            "api": f"http://127.0.0.1:{port + 1}/",
            "nats": f"nats://127.0.0.1:{house.nats.port}",
            "postgres": f"postgresql://127.0.0.1:{house.postgres.port}/starledger",
        }
        for name, url in urls.items():
            self._line({"name": name, "url": url}, f"{name:<9} {url}")
        for role, token in tokens.items():
            self._line({"role": role, "token": token}, f"token     {role:<24} {token}")

    def ready(self, seconds: float) -> None:
        """The last line before waiting."""
        self._line(
            {"ready": True, "seconds": round(seconds, 1)},
            f"ready     after {seconds:.1f} s; data in the folder above; Ctrl-C stops everything",
        )
        sys.stdout.flush()

    def _line(self, document: dict[str, Any], text: str) -> None:
        if self.as_json:
            say_json(document)
        else:
            say(text)
