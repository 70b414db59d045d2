"""``starledger restore``: an empty body from a backup."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.place import AsJson, Data, Place, Servers
from services.cli.telling import REFUSED, Unavailable, complain, say, say_json, stop

if TYPE_CHECKING:
    from services.runtime.backup.manifest import Manifest
    from services.runtime.place import Parted

app = typer.Typer()


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="the folder that `starledger backup` wrote")],
    check: Annotated[
        bool, typer.Option("--check", help="prove the backup, restore nothing; needs no server")
    ] = False,
    erased: Annotated[
        list[str] | None,
        typer.Option(help="a person whose key was destroyed since; may be given again"),
    ] = None,
    passwords: Annotated[
        bool, typer.Option("--passwords", help="give each login the password of its URL")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Prove a backup and give its content to an empty database: all of it or nothing."""
    from services.runtime.backup.proving import prove

    folder = backup.expanduser().absolute()
    manifest = prove(folder)
    told: dict[str, Any] = {"manifest": manifest.model_dump(mode="json")}
    lines = [
        f"the backup is whole: {manifest.position} events, taken {manifest.taken_at:%F %T} UTC"
    ]
    if not check:
        with _emptied(data) as place:
            told |= _given(place, folder, manifest, erased or [], passwords)
        lines += [f"{manifest.position} events restored; checkpoint {manifest.checkpoint}"]
        lines += [f"next: {told['next']}"]
    if as_json:
        say_json(told)
    else:
        say("\n".join(lines))
    for finding in told.get("findings", ()):
        complain(finding)
    if told.get("findings"):
        raise stop(REFUSED)


def _given(
    place: Place, folder: Path, manifest: "Manifest", erased: list[str], passwords: bool
) -> dict[str, Any]:
    """Restored; what the proof of it found, and what to do next."""
    from services.runtime.backup.restoring import restore as run

    logins = _passwords(place, passwords)
    run(place.owner_url, folder, manifest, passwords=logins, erased=erased)
    return {
        "findings": _proved(place.owner_url, manifest.checkpoint),
        "next": _following(place),
    }


@contextmanager
def _emptied(data: Path | None) -> Iterator[Place]:
    """The servers, or the house, made where there is none; nobody may be at work in it."""
    from services.runtime import log
    from services.runtime.embedded.house import House
    from services.runtime.settings import Settings

    settings = Settings.from_environment()
    log.configure("error")
    if data is None and not settings.is_embedded:
        yield Servers()
        return
    house = House(data or settings.data)
    if house.is_occupied():
        raise Unavailable(f"{house.folder} is at work: stop its `starledger up` first")
    house.start()
    try:
        yield house
    finally:
        house.stop()


def _passwords(place: Place, are_told: bool) -> dict[str, str] | None:
    """What the logins are given; on servers only where that is asked for."""
    from services.cli.migrate import told_passwords
    from services.runtime.embedded.house import House

    if isinstance(place, House):
        return dict(place.database_passwords)
    return told_passwords() if are_told else None


def _proved(owner_url: str, checkpoint: str) -> list[str]:
    """What `check` finds in the restored ledger, up to and at the manifest's checkpoint."""
    from services.runtime.event_store import EventStore
    from services.runtime.keys import KeyRing
    from services.runtime.proof import Checkpoint, Proof

    ring = KeyRing(owner_url)
    store = EventStore(owner_url, unseal=ring.unseal, pool_size=1)
    try:
        found = Proof(store, checkpoints=[Checkpoint.read(checkpoint)]).walk()
    finally:
        store.close()
        ring.close()
    return [f"position {finding.position}: {finding.what}" for finding in found]


def _following(place: Place) -> str:
    """What to do now, which depends on how far the stream goes."""
    from nats.errors import Error
    from nats.js.errors import NotFoundError

    from services.runtime.place import Parted, StreamAhead
    from services.runtime.settings import WrongSetting

    recover = "starledger recover --from-stream"
    try:
        apart: Parted | None = asyncio.run(_apart(place))
    except NotFoundError:
        return "starledger migrate makes the lost stream; then start every role: the relay fills it"
    except (WrongSetting, Error, OSError, TimeoutError):
        return f"NATS was not reached: when it is, before any role is started, {recover}"
    except Parted as fault:
        apart = fault
    if apart is None:
        return "start every role; the relay fills the stream, the projector makes the views"
    if isinstance(apart, StreamAhead):
        return f"before any role is started, {recover}: the stream goes on to {apart.last}"
    return f"start no role: {apart}; deploy/README.md, bad day"


async def _apart(place: Place) -> "Parted | None":
    from services.runtime.bus import connected
    from services.runtime.event_store import EventStore
    from services.runtime.published import Published, parting

    store = EventStore(place.owner_url, pool_size=1)
    try:
        async with connected(place.nats_url("admin"), name="restore") as client:
            return await parting(store, Published(client))
    finally:
        await asyncio.to_thread(store.close)
