"""The schedules as one value: their schema, what they hear, what that means, who may read them."""

from pathlib import Path

from projections.schedules.projection import HEARS, TABLES, project
from projections.view import View

SCHEDULES = View(
    name="schedules",
    schema=Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"),
    tables=TABLES,
    hears=HEARS,
    project=project,
    readers=("scheduler", "api"),
)
