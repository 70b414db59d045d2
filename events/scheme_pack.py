"""The pack model: everything a certification scheme lays down, as data."""

from pydantic import BaseModel, ConfigDict


class SchemePack(BaseModel):
    """A scheme version, whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")
