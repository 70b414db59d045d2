"""`starledger backup` and `starledger restore` in a process of their own."""

import signal
from pathlib import Path

from services.runtime.backup.proving import prove
from services.runtime.backup.restoring import restore
from services.runtime.backup.writing import back_up


def give(owner_url: str, folder: str) -> None:
    """Restore, and wait to be killed."""
    restore(owner_url, Path(folder), prove(Path(folder)))
    signal.pause()


def take(owner_url: str, folder: str) -> None:
    """Back up, and wait to be killed."""
    back_up(owner_url, Path(folder))
    signal.pause()
