"""The API put together: its bus client, its door, its lists."""

import asyncio
from datetime import date, timedelta
from typing import Any

from nats.aio.client import Client
from starlette.applications import Starlette
from starlette.requests import Request

from projections.reader import Unavailable
from projections.schedules.queries import CursorUnreadable, Schedules
from projections.schedules.stage import Entry
from services.api.app import Api, create_app
from services.api.asking import Door
from services.api.reading import Unreadable
from services.cli import checks
from services.cli.composition import SERVICES
from services.cli.place import Place
from services.core.context import ZONE
from services.core.standing import STANDING
from services.runtime import replies
from services.runtime.bus import connect, leave
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_client import ask
from services.runtime.event_store import EventStore
from services.runtime.histories import Histories
from services.runtime.replies import Reply
from services.runtime.tokens import Tokens
from services.runtime.ward import Ward


class Counterpart:
    """What the API talks to: the bus, the store (for roles), the tokens, the schedules."""

    def __init__(self, place: Place) -> None:
        self.nats_url = place.nats_url("api")
        self.store = EventStore(place.database_url("api"))
        self.histories = Histories(self.store)
        self.tokens = Tokens(place.database_url("api"))
        self.schedules = Schedules(place.database_url("api"), pool_size=2)
        self.clock = SystemClock()
        self.connecting: asyncio.Task[Client] | None = None

    async def open(self) -> None:
        """Begin to connect; the API answers meanwhile that nothing was done."""
        await self.schedules.open()
        self.connecting = asyncio.create_task(connect(self.nats_url, name="api"))

    async def close(self) -> None:
        """Let go of everything."""
        if self.connecting is not None and self.client is None:
            self.connecting.cancel()
        elif self.client is not None:
            await leave(self.client)
        await self.schedules.close()
        await asyncio.to_thread(self.store.close)
        await asyncio.to_thread(self.tokens.close)

    @property
    def client(self) -> Client | None:
        """The bus, once it was reached."""
        task = self.connecting
        return task.result() if task and task.done() and not task.cancelled() else None

    async def ask(self, command: str, body: dict[str, Any], **who: Any) -> Reply:
        """Pass a command on; nothing is done while the bus is away."""
        client = self.client
        if client is None:
            return replies.unavailable("nothing")
        return await ask(client, command, body, **who)

    def roles_of(self, person: str) -> frozenset[str]:
        """Roles held now, by the history itself."""
        roles: frozenset[str] = self.histories.refresh(f"personnel-{person}", STANDING).state.roles
        return roles

    def is_connected(self) -> bool:
        """Whether the bus is reached just now."""
        client = self.client
        return client is not None and client.is_connected

    async def list_schedules(self, request: Request) -> dict[str, Any]:
        """What falls due up to ``until`` (default: half a year ahead), soonest first."""
        asked = request.query_params.get("until")
        try:
            until = (
                date.fromisoformat(asked)
                if asked
                else self.clock.now().date() + timedelta(days=183)
            )
            due = await self.schedules.due(until, cursor=request.query_params.get("cursor"))
        except (ValueError, CursorUnreadable) as fault:
            raise Unreadable(
                replies.problem(
                    400, "Bad question", "until 须为日期，cursor 须为上一页所给。",
                    "until is a date; cursor is what the page before gave.",
                )
            ) from fault  # fmt: skip
        except Unavailable as fault:
            raise Unreadable(replies.unavailable("nothing")) from fault
        return {
            "items": [
                listed(entry, self.clock.now().astimezone(ZONE).date()) for entry in due.items
            ],
            "next": due.next,
            "position": due.position,
        }


def listed(entry: Entry, day: date) -> dict[str, Any]:
    """An entry of the schedules as the API lists it, with where it stands on a day."""
    shown = {
        "certificate": entry.certificate,
        "kind": entry.kind.value,
        "item": entry.item,
        "holder": entry.holder,
        "scheme": entry.scheme,
        "earliest": entry.earliest,
        "target_from": entry.target_from,
        "target_to": entry.target_to,
        "latest": entry.latest,
        "anchor": entry.anchor,
        "anchor_on": entry.anchor_on,
        "state": entry.stage(day).value,
        "held": entry.held_since is not None,
    }
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in shown.items()
    }


def api_app(place: Place, ward: Ward) -> Starlette:
    """The application of the role ``api``."""
    counterpart = Counterpart(place)
    nats_url = counterpart.nats_url
    ward.watch_over("api", "store", "store", checks.store_answers(ward, counterpart.store))
    ward.watch_over("api", "bus", "bus", checks.bus_reached(nats_url, counterpart.is_connected))

    async def ready() -> dict[str, Any]:
        there = {f.check.name: f.finding.missing is None for f in await ward.look()}
        return {"ready": all(there.values()), **there}

    return create_app(
        Api(
            services=SERVICES,
            door=Door(
                tokens=counterpart.tokens,
                roles_of=counterpart.roles_of,
                now=counterpart.clock.now,
                new_id=new_id,
            ),
            ask=counterpart.ask,
            ready=ready,
            open=counterpart.open,
            close=counterpart.close,
            listings={"schedules": counterpart.list_schedules},
        )
    )
