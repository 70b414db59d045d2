"""Settings."""

DATABASE_ROLES = (
    "applications",
    "auditing",
    "decisions",
    "surveillance",
    "schemes",
    "personnel",
    "disputes",
    "scheduler",
    "relay",
    "projector",
    "lookup",
    "api",
    "console",
    "keys",
    "access",
)
