"""What differs from place to place, told by the environment; every name is in settings.env."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

PREFIX = "STARLEDGER_"

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
"""Logins of deploy/postgres.sql, without ``starledger_``."""

NATS_USERS = (
    "admin",
    "relay",
    "projector",
    "applications",
    "auditing",
    "decisions",
    "surveillance",
    "schemes",
    "personnel",
    "disputes",
    "scheduler",
    "api",
    "console",
    "cli",
)
"""Everyone deploy/nats.conf lets in."""

DATABASE_URLS = {f"DATABASE_URL_{role.upper()}": role for role in DATABASE_ROLES}
NATS_URLS = {f"NATS_URL_{user.upper()}": user for user in NATS_USERS}

SECRET = ("DATABASE_URL", "OWNER_URL", "NATS_URL", "TOKEN", *DATABASE_URLS, *NATS_URLS)
"""May also be given as a file, ``NAME_FILE`` or in the folder ``SECRETS``, so that they stand in
no process listing."""

PLAIN = (
    "API_URL",
    "BIND",
    "BODY_APPROVAL_NO",
    "BODY_NAME",
    "BODY_NAME_EN",
    "BODY_ZONE",
    "DATA",
    "HEALTH_BIND",
    "LOG",
    "LOOKUP_RATE",
    "NATS_REPLICAS",
    "PUBLIC_URL",
    "SECRETS",
    "TRUSTED_PROXIES",
)

OF_THE_NATS_SERVER = (
    *(f"NATS_{name}" for name in ("NAME", "HOST", "PORT", "MONITOR_PORT", "STORE")),
    *(f"NATS_PASSWORD_{user.upper()}" for user in NATS_USERS),
)
"""Read by deploy/nats.conf alone; known here, so that one file of settings serves both."""

LEVELS = ("debug", "info", "warning", "error")


class WrongSetting(Exception):
    """A setting that is unknown, unreadable or not of its kind; the text names the mend."""


def known() -> Iterator[str]:
    """Every name there is, with the prefix and without the ``_FILE`` variants."""
    return (PREFIX + name for name in (*SECRET, *PLAIN, *OF_THE_NATS_SERVER))


def default_data() -> Path:
    """Where an embedded body lives if nobody says otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/starledger")
    return Path.home() / ".local" / "share" / "starledger"


@dataclass(frozen=True, slots=True)
class Settings:
    """Told once, at the start of a process. Secrets do not show in its ``repr``."""

    database_url: str | None = field(default=None, repr=False)
    database_urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Role → URL, where one process holds several."""
    owner_url: str | None = field(default=None, repr=False)
    nats_url: str | None = field(default=None, repr=False)
    nats_urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    nats_replicas: int = 1
    token: str | None = field(default=None, repr=False)
    api_url: str | None = None
    public_url: str | None = None
    bind: str = "127.0.0.1"
    health_bind: tuple[str, int] | None = None
    """Address and port on which a role without a page tells how it is; None: nowhere."""
    lookup_rate: float = 20.0
    """Requests a second that one client of the lookup page may make in the long run."""
    trusted_proxies: int = 0
    """Proxies of ours before the lookup page, which say whom they ask for."""
    data: Path = field(default_factory=default_data)
    body_name: str | None = None
    body_name_en: str | None = None
    body_approval_no: str | None = None
    body_zone: str = "Asia/Shanghai"
    log: str = "info"

    @property
    def is_embedded(self) -> bool:
        """Whether PostgreSQL and NATS are ours to start: no URL of either is told."""
        told = (self.database_url, self.owner_url, self.nats_url)
        return not any(told) and not self.database_urls and not self.nats_urls

    def database(self, role: str) -> str:
        """Where a role finds the database; WrongSetting where nobody said."""
        url = self.database_urls.get(role, self.database_url)
        if url is None:
            raise WrongSetting(f"set {PREFIX}DATABASE_URL_{role.upper()} or {PREFIX}DATABASE_URL")
        return url

    def nats(self, user: str) -> str:
        """Where a user finds NATS; WrongSetting where nobody said."""
        url = self.nats_urls.get(user, self.nats_url)
        if url is None:
            raise WrongSetting(f"set {PREFIX}NATS_URL_{user.upper()} or {PREFIX}NATS_URL")
        return url

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of this process; WrongSetting for a name or a value that cannot be."""
        told = _told(environment)
        return cls(
            database_url=told.get("DATABASE_URL"),
            database_urls=_family(told, DATABASE_URLS),
            owner_url=told.get("OWNER_URL"),
            nats_url=told.get("NATS_URL"),
            nats_urls=_family(told, NATS_URLS),
            nats_replicas=_replicas(told.get("NATS_REPLICAS", "1")),
            token=told.get("TOKEN"),
            api_url=told.get("API_URL"),
            public_url=told.get("PUBLIC_URL"),
            bind=told.get("BIND", "127.0.0.1"),
            health_bind=_address(told["HEALTH_BIND"]) if "HEALTH_BIND" in told else None,
            lookup_rate=_rate(told.get("LOOKUP_RATE", "20")),
            trusted_proxies=_proxies(told.get("TRUSTED_PROXIES", "0")),
            data=Path(told["DATA"]).expanduser() if "DATA" in told else default_data(),
            body_name=told.get("BODY_NAME"),
            body_name_en=told.get("BODY_NAME_EN"),
            body_approval_no=told.get("BODY_APPROVAL_NO"),
            body_zone=_zone(told.get("BODY_ZONE", "Asia/Shanghai")),
            log=_level(told.get("LOG", "info")),
        )


def _told(environment: Mapping[str, str]) -> dict[str, str]:
    """Name without prefix → value; an empty value is one not told, as in compose files."""
    told: dict[str, str] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX) and value:
            _require_known(name)
            short = name.removeprefix(PREFIX)
            told |= {short: value} if short not in _FILES else _from_file(short, value, environment)
    return told | _from_folder(told)


_FILES = {f"{name}_FILE": name for name in SECRET}


def _require_known(name: str) -> None:
    names = [*known(), *(PREFIX + file for file in _FILES)]
    if name not in names:
        nearest = get_close_matches(name, names, n=1, cutoff=0.0)[0]
        raise WrongSetting(f"{name} is unknown; the nearest known setting is {nearest}")


def _from_file(short: str, path: str, environment: Mapping[str, str]) -> dict[str, str]:
    secret = _FILES[short]
    if environment.get(PREFIX + secret):
        raise WrongSetting(f"{PREFIX}{secret} and {PREFIX}{short} are both set: set one")
    return {secret: _text(short, Path(path))}


def _from_folder(told: Mapping[str, str]) -> dict[str, str]:
    """What the folder of secrets holds; a file of another name is somebody else's."""
    if "SECRETS" not in told:
        return {}
    folder = Path(told["SECRETS"])
    if not folder.is_dir():
        raise WrongSetting(f"{PREFIX}SECRETS: {folder} is no folder")
    held = {name: folder / name.lower() for name in SECRET if (folder / name.lower()).exists()}
    for name in held.keys() & told.keys():
        raise WrongSetting(f"{PREFIX}{name} and {held[name]} both tell it: keep one")
    return {name: text for name, file in held.items() if (text := _text("SECRETS", file))}


def _text(short: str, file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError as error:
        raise WrongSetting(f"{PREFIX}{short}: {file}: {error.strerror}") from error


def _family(told: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {member: told[name] for name, member in names.items() if name in told}


def _replicas(text: str) -> int:
    if text not in ("1", "3", "5"):
        raise WrongSetting(f"{PREFIX}NATS_REPLICAS is 1, 3 or 5, not {text}")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (host and port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise WrongSetting(f"{PREFIX}HEALTH_BIND is HOST:PORT, not {text}")
    return host, int(port)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.1 <= rate <= 100_000:
        raise WrongSetting(f"{PREFIX}LOOKUP_RATE is requests a second, 0.1 to 100000, not {text}")
    return rate


def _proxies(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 9):
        raise WrongSetting(f"{PREFIX}TRUSTED_PROXIES is a number from 0 to 9, not {text}")
    return int(text)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError) as error:
        raise WrongSetting(f"{PREFIX}BODY_ZONE: there is no zone {text}") from error


def _level(text: str) -> str:
    if text.lower() not in LEVELS:
        raise WrongSetting(f"{PREFIX}LOG is one of {', '.join(LEVELS)}, not {text}")
    return text.lower()
