"""Which version of this code runs."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
"""In a checkout and in the image, where the code lies without having been installed."""


def code_version() -> str:
    """``0.1.0``, as pyproject.toml names it."""
    try:
        return version("starledger")
    except PackageNotFoundError:
        told: str = tomllib.loads(PROJECT.read_text())["project"]["version"]
        return told
