"""Proves a backup by itself, without a server: every byte, and every link of the chain in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from events.catalogue import HOUSE, Catalogue
from events.envelope import Stored
from services.runtime.backup import programs
from services.runtime.backup.manifest import DUMP, Content, Manifest, Unfit
from services.runtime.proof import GENESIS, link

COPY, END = b"COPY ledger.event ", b"\\.\n"


def prove(folder: Path, *, catalogue: Catalogue = HOUSE) -> Manifest:
    """The manifest of a backup that is what it says; Unfit names what is not.

    An event this code does not know makes it unfit here, so that none is restored under code that
    could not read it.
    """
    manifest = Manifest.read(folder)
    for name, content in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise Unfit(f"{folder} lacks {name}")
        if Content.of(file) != content:
            raise Unfit(f"{file} is not what was written: its size or SHA-256 is another")
    if DUMP not in manifest.files:
        raise Unfit(f"{folder} lacks {DUMP}")
    try:
        _prove_dump(folder / DUMP, manifest, catalogue)
    except (programs.ProgramFailed, ValueError, LookupError) as fault:
        raise Unfit(f"{folder / DUMP} cannot be read: {fault}") from fault
    return manifest


def _prove_dump(dump: Path, manifest: Manifest, catalogue: Catalogue) -> None:
    listed = programs.run(programs.restoring(), "--list", str(dump))
    for schema in manifest.schemas:
        if f" SCHEMA - {schema} " not in listed:
            raise Unfit(f"{dump} holds no schema {schema}")
    position, digest = 0, GENESIS
    for row in in_order(rows(dump)):
        if row.position != position + 1 or link(digest, row) != row.digest:
            raise Unfit(f"{dump}: the chain breaks behind position {position}")
        if row.topic not in catalogue.classes and row.topic not in catalogue.upcasts:
            raise Unfit(
                f"position {row.position}: {row.topic} is younger than this code; "
                f"restore with version {manifest.version} or later"
            )
        position, digest = row.position, row.digest
    if (position, digest.hex()) != (manifest.position, manifest.digest):
        raise Unfit(f"{dump} ends at position {position}, not as its manifest says")


def in_order(told: Iterable[Stored]) -> Iterator[Stored]:
    """The same by position: a table's rows lie nearly in order, for a short one may fill a gap.

    What never finds its place comes last, as it is.
    """
    waiting: dict[int, Stored] = {}
    following = 1
    for row in told:
        if row.position < following or row.position in waiting:
            yield row
            continue
        waiting[row.position] = row
        while following in waiting:
            yield waiting.pop(following)
            following += 1
    yield from waiting.values()


def rows(dump: Path) -> Iterator[Stored]:
    """Every event in a dump, as it lies there; all of the dump is read."""
    with programs.reading(programs.restoring(), "--file=-", str(dump)) as printed:
        for line in printed:
            if line.startswith(COPY):
                told = line[line.index(b"(") + 1 : line.index(b")")].decode()
                names = told.replace('"', "").split(", ")
                break
        else:
            return
        for line in printed:
            if line == END:
                break
            yield _row(dict(zip(names, line[:-1].split(b"\t"), strict=True)))
        for _line in printed:
            pass


def _row(told: dict[str, bytes]) -> Stored:
    """A line of COPY's text format; no column of an event is null."""
    return Stored(
        position=int(told["position"]),
        stream=_unescaped(told["stream"]),
        version=int(told["version"]),
        topic=_unescaped(told["topic"]),
        state=_content(told["state"]),
        command_id=UUID(told["command_id"].decode()),
        command_digest=_content(told["command_digest"]),
        recorded_at=datetime.fromisoformat(told["recorded_at"].decode()),
        digest=_content(told["digest"]),
    )


def _content(value: bytes) -> bytes:
    """Of a bytea, whose one backslash is escaped."""
    return bytes.fromhex(value.removeprefix(rb"\\x").decode())


ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(value: bytes) -> str:
    """What COPY wrote with backslashes, as it was."""
    text = value.decode()
    if "\\" not in text:
        return text
    first, *others = text.replace("\\\\", "\0").split("\\")
    whole = first + "".join(ESCAPES.get(part[:1], part[:1]) + part[1:] for part in others)
    return whole.replace("\0", "\\")
