"""The register as one value: its schema, what it hears, what that means, who may read it."""

from pathlib import Path

from projections.registry.projection import HEARS, TABLES, project
from projections.view import View

REGISTRY = View(
    name="registry",
    schema=Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"),
    tables=TABLES,
    hears=HEARS,
    project=project,
    readers=("lookup", "api"),
)
