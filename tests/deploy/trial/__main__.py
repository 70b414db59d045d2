"""`make containers`: the image, every role of it, a whole case, restarts under load, the proof."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from tests.deploy.trial.body import Body
from tests.deploy.trial.engine import Engine, Failed, lacking
from tests.deploy.trial.load import RATE, Load
from tests.journeys.case import Case, prepare

T = TypeVar("T")
FACES = ("api", "lookup")
USER = "10001"
COMPANIES = {1: "91350100M000100Y43", 3: "91350100MADEM90326", 4: "91350100MADEM90401"}
PACE = 1.2
"""Seconds between two acts of a case while containers are restarted, so that it meets them all."""


def tell(text: str) -> None:
    """A line for whoever watches."""
    print(text, flush=True)


def main() -> int:
    """0 where everything held; 1 where something did not, 2 where the trial cannot be held."""
    if os.geteuid() != 0:
        tell("this needs root, as debootstrap and podman do here")
        return 2
    if missing := lacking():
        tell(f"not installed: apt-get install --no-install-recommends {' '.join(missing)}")
        return 2
    with tempfile.TemporaryDirectory(prefix="starledger-trial-", dir="/var/tmp") as folder:
        body = Body(Path(folder))
        try:
            hold(body)
        except (Failed, AssertionError, OSError) as fault:
            tell(f"FAILED: {fault}")
            for service in body.engine.names():
                tell("\n".join([f"--- {service}", *body.engine.log(service)[-8:]]))
            return 1
        finally:
            body.engine.down()
    return 0


def hold(body: Body) -> None:
    """The trial, each step told with the seconds it took."""
    engine = body.engine
    timed("base image", engine.base)
    timed("image built", engine.image)
    engine.draw_secrets()
    timed("containers created", engine.up)
    timed("every role ready", lambda: ready(body))
    found(body)
    certificate = timed("a whole case by the API", lambda: whole_case(body, 1))
    soon("it is shown", lambda: body.shows_valid(certificate))
    tell(f"    certificate {certificate} is valid on the public page")
    confined(engine)
    under_load(body)
    tell(engine.operator("check", "--views").strip())
    tell("held: nothing was lost, nothing was done twice, every view equals one made anew")


def timed(what: str, do: Callable[[], T]) -> T:
    """Do it, and tell how long it took."""
    begun = time.monotonic()
    done = do()
    tell(f"{time.monotonic() - begun:6.1f} s  {what}")
    return done


def soon(what: str, holds: Callable[[], bool], *, within: float = 90.0) -> None:
    """Wait until it holds; AssertionError where it does not in time."""
    until = time.monotonic() + within
    while not holds():
        assert time.monotonic() < until, f"not within {within:.0f} s: {what}"
        time.sleep(0.2)


def ready(body: Body) -> None:
    """Both faces say so, and every health check of compose.yaml is answered."""
    for port in (body.port, body.port + 1):
        soon(f"port {port} is ready", lambda port=port: body.is_ready(port))
    for service in body.engine.names():
        soon(f"{service} is healthy", lambda service=service: body.engine.is_healthy(service))


def found(body: Body) -> None:
    """A demonstration body with its staff and scheme, and a token for each."""
    told = body.engine.operator("/trial/inside.py", "found", program="python3")
    body.tokens.update(json.loads(told.strip().splitlines()[-1]))
    prepare(body)


def whole_case(body: Body, number: int) -> str:
    """From the application to the certificate; its number."""
    case = Case(body, number, COMPANIES[number])
    case.filed()
    case.reviewed()
    return case.certified(case.decided())


def confined(engine: Engine) -> None:
    """Each runs as nobody, may write nowhere, and the page meets no bus and reads no ledger."""
    for service in engine.names():
        assert engine.inside(service, "id", "-u").strip() == USER, f"{service} runs as another"
        refused(engine, service, "open('/opt/starledger/x', 'w')", "Read-only file system")
    reach = "import socket; socket.create_connection(('{}', {}), timeout=3)"
    for address in ("nats", *engine.addresses("nats")):
        refused(engine, "lookup", reach.format(address, 4222), "rror")
    engine.inside("lookup", "python3", "-c", reach.format("postgres", 5432))
    assert engine.inside("lookup", "ls", "/run/secrets").split() == ["database_url_lookup"]
    read = (
        "import psycopg, pathlib;"
        "url = pathlib.Path('/run/secrets/database_url_lookup').read_text().strip();"
        "psycopg.connect(url).execute('select * from ledger.event')"
    )
    refused(engine, "lookup", read, "permission denied for schema ledger", program="venv")
    tell(f"    {len(engine.names())} containers confined: uid {USER}, nothing writable;")
    tell("    the lookup page reaches no bus, and its login reads no ledger")


def refused(engine: Engine, service: str, code: str, why: str, *, program: str = "") -> None:
    """Some Python in a container must fail, and for that reason."""
    python = "/opt/starledger/venv/bin/python" if program else "python3"
    said = "it was let do this"
    try:
        engine.inside(service, python, "-c", code)
    except Failed as fault:
        said = str(fault)
    if why not in said:
        raise Failed(f"{service}: {code}: {said}")


def under_load(body: Body) -> None:
    """Each container is stopped and started while commands come and two cases go their way."""
    load = Load(body)
    try:
        numbers = restarts(body)
    except BaseException:
        body.given_up = True
        raise
    finally:
        load.stop()
    assert not load.lost, f"{len(load.lost)} commands lost: {load.lost[:3]}"
    told = body.engine.operator("/trial/inside.py", "count", program="python3")
    held = json.loads(told.strip().splitlines()[-1])
    wrong = [each for each, many in load.answered.items() if held.get(each) != many]
    assert not wrong, f"the ledger tells otherwise of {len(wrong)} commands: {wrong[:3]}"
    for number in numbers:
        soon(f"{number} is shown", lambda number=number: body.shows_valid(number))
    tell(f"    {len(load.answered)} commands, {RATE} a second: each done, and once;")
    tell(f"    {body.again} times asked again, the longest wait {load.longest:.1f} s;")
    tell(f"    certificates {' and '.join(numbers)} issued meanwhile")


def restarts(body: Body) -> list[str]:
    """Each container in turn, while two cases go their way; their certificates."""
    body.pace = PACE
    with ThreadPoolExecutor(2) as clerks:
        cases = [clerks.submit(whole_case, body, number) for number in (3, 4)]
        try:
            for service in body.engine.names():
                restarted(body, service)
        except BaseException:
            body.given_up = True
            raise
    body.pace = 0.0
    return [case.result() for case in cases]


def restarted(body: Body, service: str) -> None:
    """Stopped in order, started, and back at its work."""
    begun = time.monotonic()
    code = body.engine.stop(service)
    stopped = time.monotonic()
    assert code == 0, f"{service} ended with {code}: {body.engine.log(service)[-3:]}"
    body.engine.start(service)
    soon(f"{service} is healthy", lambda: body.engine.is_healthy(service))
    if service in FACES:
        port = body.port + FACES[::-1].index(service)
        soon(f"{service} is ready", lambda: body.is_ready(port))
    tell(
        f"{time.monotonic() - begun:6.1f} s  {service}: ended in order within"
        f" {stopped - begun:.1f} s, and is back"
    )


if __name__ == "__main__":
    sys.exit(main())
