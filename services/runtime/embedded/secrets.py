"""Passwords of the embedded servers: random, one per role, in one file only its owner reads."""

import json
import os
import secrets as entropy
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o600


def new_password() -> str:
    """192 random bits; begins with a letter, or nats-server would read a number out of some."""
    return "s" + entropy.token_hex(24)


def load(file: Path) -> dict[str, str]:
    """Name → password; FileNotFoundError before the first start."""
    passwords: dict[str, str] = json.loads(file.read_text())
    return passwords


def load_or_create(file: Path, names: Iterable[str]) -> dict[str, str]:
    """The passwords in the file, with a new one for every name it does not hold yet."""
    held = load(file) if file.exists() else {}
    passwords = {**{name: new_password() for name in names if name not in held}, **held}
    if passwords != held:
        _write(file, json.dumps(passwords, indent=1, sort_keys=True))
    file.chmod(OWNER_ONLY)
    return passwords


def _write(file: Path, text: str) -> None:
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
