"""What the schemes service reports of rule packs."""

from datetime import date

from pydantic import Field

from events.event import Event
from events.scheme_pack import SchemePack
from events.vocabulary import Digest, Name, SchemeRef, Text


class SchemeVersionDrafted(Event):
    """A rule pack was entered, whole; from here on it is immutable. ISO/IEC 17065 7.1."""

    scheme: SchemeRef
    pack: SchemePack
    pack_digest: Digest
    """SHA-256 of the pack's canonical JSON."""


class SchemeVersionFiled(Event):
    """The rule was filed with the authority. 认证认可条例 art. 17."""

    scheme: SchemeRef
    rule_no: str = Field(min_length=1, max_length=50)
    rule_name: str = Field(min_length=1, max_length=200)
    filed_on: date
    publisher: Name


class SchemeVersionActivated(Event):
    """Cases may be opened under this version from a day on. 认证认可条例 art. 17."""

    scheme: SchemeRef
    demonstration: bool
    effective_from: date


class SchemeVersionRetired(Event):
    """No new case may be opened under this version after its last day. House rule."""

    scheme: SchemeRef
    last_day: date
    reason: Text


SchemeEvent = (
    SchemeVersionDrafted | SchemeVersionFiled | SchemeVersionActivated | SchemeVersionRetired
)
