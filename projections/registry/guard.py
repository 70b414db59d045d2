"""At the door of the lookup page: each client's share, and headers on every answer."""

import ipaddress
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDING = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer, whatever it is."""
_HEADERS = tuple((name.encode(), value.encode()) for name, value in GUARDING.items())
_UNCOUNTED = ("/healthz", "/readyz", "/assets/")


@dataclass(frozen=True, slots=True)
class Share:
    """What one client may ask: ``burst`` at once, ``per_second`` in the long run."""

    per_second: float = 20.0
    burst: float = 120.0
    trusted_proxies: int = 0
    """How many proxies of ours stand before us and add to X-Forwarded-For."""
    clients: int = 50_000
    """How many clients are remembered; the longest unseen is forgotten first."""


class Buckets:
    """A token bucket for each client."""

    def __init__(self, share: Share) -> None:
        self._share = share
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, moment: float) -> float:
        """Seconds until this client may ask again; 0 means now, and one token is taken."""
        left, last = self._left.pop(client, (self._share.burst, moment))
        left = min(self._share.burst, left + (moment - last) * self._share.per_second)
        allowed = left >= 1
        self._left[client] = (left - 1 if allowed else left, moment)
        if len(self._left) > self._share.clients:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._share.per_second


def client_of(scope: Scope, trusted_proxies: int) -> str:
    """Whose share counts: an IPv4 address, or the /64 an IPv6 address lies in."""
    peer = scope.get("client") or ("unknown", 0)
    address = str(peer[0])
    if trusted_proxies:
        named = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = [hop.strip() for hop in b",".join(named).decode("latin-1").split(",") if hop]
        address = hops[-trusted_proxies] if len(hops) >= trusted_proxies else address
    return _counted(address)


@lru_cache(maxsize=10_000)
def _counted(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


class Guard:
    """ASGI: counts, answers 429 through ``refuse``, adds headers, sends no body to a HEAD."""

    def __init__(
        self,
        app: App,
        *,
        share: Share,
        tick: Callable[[], float],
        refuse: Callable[[Scope, float], App],
    ) -> None:
        self._app, self._share, self._tick, self._refuse = app, share, tick, refuse
        self._buckets = Buckets(share)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            elif head:
                message = {**message, "body": b""}
            await send(message)

        await self._app_for(scope)(scope, receive, guarded)

    def _app_for(self, scope: Scope) -> App:
        if scope["path"].startswith(_UNCOUNTED):
            return self._app
        client = client_of(scope, self._share.trusted_proxies)
        seconds = self._buckets.wait(client, self._tick())
        return self._refuse(scope, seconds) if seconds else self._app
