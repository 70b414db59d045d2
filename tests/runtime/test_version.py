"""The code knows its version, installed or only lying there."""

import importlib.metadata
import tomllib
from importlib.metadata import PackageNotFoundError

import pytest

from services.runtime import version
from services.runtime.metrics import exposition
from services.runtime.tallies import Tallies

TOLD = tomllib.loads(version.PROJECT.read_text())["project"]["version"]


def not_installed(_name: str) -> str:
    raise PackageNotFoundError


def test_an_installed_package_tells_the_version_of_the_project() -> None:
    assert version.code_version() == importlib.metadata.version("starledger") == TOLD


def test_so_does_code_that_was_never_installed_as_in_the_image(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(version, "version", not_installed)
    assert version.code_version() == TOLD
    assert 'starledger_build_info{python="3.11' in exposition(Tallies(), ()).decode()
    assert f'version="{TOLD}"' in exposition(Tallies(), ()).decode()
