"""Children that die are begun again, ever later, and their last words are told."""

import socket
import threading

import pytest

from services.cli.family import LONGEST_REST, STEADY, Family, Rests
from tests.services.cli.conftest import Lived


def test_one_that_dies_at_once_rests_ever_longer():
    rests = Rests(lambda: 0.0)
    rests.begun("services")
    told = [rests.after_death("services") for _ in range(8)]
    assert told == [1, 2, 4, 8, 16, LONGEST_REST, LONGEST_REST, LONGEST_REST]
    assert rests.after_death("lookup") == 1


def test_one_that_lived_steadily_rests_as_if_for_the_first_time():
    moments = iter([0.0, 1.0, 2.0, 3.0, 3.0 + STEADY])
    rests = Rests(lambda: next(moments))
    rests.begun("api")
    assert rests.after_death("api") == 1
    rests.begun("api")
    assert rests.after_death("api") == 2
    assert rests.after_death("api") == 1


def test_a_dead_child_is_told_with_its_mend(empty: Lived, capfd: pytest.CaptureFixture[str]):
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        family = Family(empty, port=port)
        family.start("lookup")
        watching = threading.Thread(target=family.watch, args=(stop,))
        watching.start()
        try:
            family.children["lookup"].wait(30)
            said = ""
            for _ in range(50):
                said += capfd.readouterr().err
                if "starting it again" in said or stop.wait(0.1):
                    break
        finally:
            stop.set()
            watching.join(10)
            family.stop()
    assert said.startswith(f"lookup ended with 3: port {port} of 127.0.0.1 cannot be had")
    assert said.endswith("starting it again in 1 s\n")
