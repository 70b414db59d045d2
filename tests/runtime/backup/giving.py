"""`starledger restore` in a process of its own."""

import signal
from pathlib import Path

from services.runtime.backup.proving import prove
from services.runtime.backup.restoring import restore


def give(owner_url: str, folder: str) -> None:
    """Restore, and wait to be killed."""
    restore(owner_url, Path(folder), prove(Path(folder)))
    signal.pause()
