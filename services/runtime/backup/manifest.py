"""What a backup says of itself: ``manifest.json`` beside its dump."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

NAME = "manifest.json"
DUMP = "body.dump"
"""In the custom format of pg_dump: `pg_restore --list body.dump` tells what is in it."""
FORMAT: Final = "starledger-backup/1"


class Unfit(Exception):
    """Not a backup, or not as it was written: nothing is restored from it."""


class Content(BaseModel):
    """A file of the backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @classmethod
    def of(cls, file: Path) -> "Content":
        """Size and digest of a file as it lies there now."""
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return cls(bytes=file.stat().st_size, sha256=digest)


class Manifest(BaseModel):
    """One moment of one body; all of its parts were read in one snapshot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["starledger-backup/1"] = FORMAT
    version: str
    """Of the code that wrote it."""
    postgresql: str
    taken_at: datetime
    position: int = Field(ge=1)
    """The last event in it."""
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the chain at that position."""
    schemas: tuple[str, ...]
    """All that the body keeps; views are left out and made again from the ledger."""
    files: Mapping[str, Content]

    @property
    def checkpoint(self) -> str:
        """``POSITION:DIGEST``, as ``starledger check --since`` takes it."""
        return f"{self.position}:{self.digest}"

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Of a backup's folder; Unfit where there is none, or none that this code reads."""
        file = folder / NAME
        if not file.is_file():
            raise Unfit(f"{folder} is no backup: it holds no {NAME}")
        try:
            return cls.model_validate_json(file.read_bytes())
        except ValidationError as fault:
            where = ".".join(map(str, fault.errors()[0]["loc"])) or "the document"
            raise Unfit(f"{file} is damaged, or of a later version: {where}") from fault
