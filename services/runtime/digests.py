"""Whether two requests are the same: the SHA-256 of a command's name, actor and body.

Each personal text stands in it as an HMAC under its person's key, so that the digest, which is
kept for ever, tells nothing once the key is destroyed. PIPL art. 47.
"""

from collections.abc import Callable
from hashlib import sha256

from events.wire import personal_fields
from services.core.canonical import canonical
from services.core.service import Command

Digester = Callable[[str, str], str]
"""(person, text) → HMAC under the person's key, in hexadecimal."""


def command_digest(
    name: str, actor: str, command: Command, personal: Digester | None = None
) -> bytes:
    """32 bytes; ValueError for a personal text without anything to hide it with."""
    body = command.model_dump()
    for field, person in personal_fields(type(command)).items():
        if body[field] is None:
            continue
        if personal is None:
            raise ValueError(f"{name}.{field} is personal and no key was given")
        body[field] = personal(body[person], body[field])
    return sha256(canonical({"name": name, "actor": actor, "body": body})).digest()
