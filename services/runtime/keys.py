"""A key for each person: what seals their texts, and what is destroyed to erase them.

AES-256-GCM; the nonce is drawn from the key and the text's place and content, so that the same
event seals to the same bytes, and two texts never share a nonce under one key unless they are one.
"""

import hmac
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.vocabulary import REDACTED
from events.wire import SEALED
from services.runtime.lookups import Lookups

NONCE = 12
MEMORY_SECONDS = 30.0
"""How long a key is remembered, so that its destruction takes effect soon everywhere."""


class Erased(ValueError):
    """The person's key was destroyed: nothing about them can be sealed any more."""


class KeyRing:
    """The keys of ``keys.person``, over its own login. Thread-safe.

    StoreUnavailable where a key is not remembered and the table cannot be read.
    """

    def __init__(
        self, url: str, *, draw: Callable[[], bytes] = lambda: secrets.token_bytes(32)
    ) -> None:
        self.draw = draw
        self.table = Lookups(url, at_most=2)
        self.remembered: dict[str, tuple[float, bytes | None]] = {}
        self.lock = threading.Lock()

    def seal(self, person: str, event: str, field: str, text: str) -> str:
        """``sealed:…``; the first text makes the key. Erased once it is destroyed."""
        key = self._key(person) or self._make(person)
        nonce = hmac.digest(key, _joined(event, field, text), "sha256")[:NONCE]
        sealed = AESGCM(key).encrypt(nonce, text.encode(), _joined(event, field))
        return SEALED + urlsafe_b64encode(nonce + sealed).decode()

    def unseal(self, person: str, event: str, field: str, sealed: str) -> str:
        """The text; ``redacted`` where the key is gone. InvalidTag for a text moved or changed."""
        key = self._key(person)
        if key is None:
            return REDACTED
        content = urlsafe_b64decode(sealed.removeprefix(SEALED))
        opened = AESGCM(key).decrypt(content[:NONCE], content[NONCE:], _joined(event, field))
        return opened.decode()

    def personal_digest(self, person: str, text: str) -> str:
        """HMAC under the person's key, in hexadecimal: says the same for the same, and no more.

        Erased once the key is destroyed.
        """
        key = self._key(person) or self._make(person)
        return hmac.new(key, text.encode(), sha256).hexdigest()

    def destroy(self, person: str) -> None:
        """Make every text of a person unreadable for ever; harmless where that is done."""
        self.table.row(
            "update keys.person set key = null, destroyed_at = now()"
            " where person = %s and key is not null",
            (person,),
            outcome="unknown",
        )
        with self.lock:
            self.remembered.pop(person, None)

    def close(self) -> None:
        """Let go of the connections."""
        self.table.close()

    def _key(self, person: str) -> bytes | None:
        now = time.monotonic()
        with self.lock:
            until, key = self.remembered.get(person, (0.0, None))
        if now < until:
            return key
        row = self.table.row("select key from keys.person where person = %s", (person,))
        if row is None:
            return None
        with self.lock:
            self.remembered[person] = (now + MEMORY_SECONDS, row[0])
        found: bytes | None = row[0]
        return found

    def _make(self, person: str) -> bytes:
        self.table.row(
            "insert into keys.person (person, key) values (%s, %s) on conflict do nothing",
            (person, self.draw()),
        )
        key = self._key(person)
        if key is None:
            raise Erased(f"the key of {person} was destroyed")
        return key


def _joined(*parts: str) -> bytes:
    """Each part behind its length, so that no two lists of parts read the same."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
