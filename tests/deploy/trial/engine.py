"""buildah, podman and podman-compose as the trial needs them, on a machine without systemd too."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
PROGRAMS = {"buildah": "buildah", "podman": "podman", "runc": "runc", "debootstrap": "debootstrap"}
NETWORKS = ("/usr/lib/podman/netavark", "/usr/lib/podman/aardvark-dns")
BASE, IMAGE, PROJECT = (
    "localhost/starledger-base:trial",
    "localhost/starledger:trial",
    "starledger-trial",
)
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
SETTINGS = """\
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
[network]
network_backend = "netavark"
"""
"""crun refuses hybrid cgroups; without systemd there is no manager of cgroups but the files."""


class Failed(Exception):
    """A program did not do what the trial needs; the text is the end of what it said."""


def lacking() -> list[str]:
    """Debian packages that are not installed."""
    programs = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    helpers = [Path(path).name for path in NETWORKS if not Path(path).exists()]
    return programs + helpers


class Engine:
    """One body of containers, from its image to its end. Everything it makes bears one name."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        self.folder = folder
        self.secrets = folder / "secrets"
        settings = folder / "containers.conf"
        settings.write_text(SETTINGS)
        lookup, api = ports
        self.environment = os.environ | {
            "CONTAINERS_CONF": str(settings),
            "IMAGE": IMAGE,
            "SECRETS": str(self.secrets),
            "TRIAL": str(HERE),
            "LOOKUP_AT": f"127.0.0.1:{lookup}",
            "API_AT": f"127.0.0.1:{api}",
        }

    def run(self, *command: str, timeout: float = 600) -> str:
        """What it printed; Failed with the end of what it said."""
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        if ended.returncode:
            said = (ended.stdout + ended.stderr).splitlines()[-6:]
            raise Failed(f"{' '.join(command[:4])} …: {ended.returncode}: " + " | ".join(said))
        return ended.stdout

    def base(self) -> None:
        """Debian with Python 3.11, where an earlier trial has not left it."""
        if self.run("podman", "images", "--quiet", BASE).strip():
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as root:
            with_python = "--include=python3,python3-venv,ca-certificates"
            self.run("debootstrap", "--variant=minbase", with_python, "bookworm", root)
            archive = f"{root}.tar"
            self.run("tar", "-C", root, "-cf", archive, ".")
        self.run("podman", "import", archive, BASE)
        Path(archive).unlink()

    def image(self) -> None:
        """The image of deploy/Containerfile."""
        self.run(
            *("buildah", "bud", "--isolation", "chroot", "--network=host"),
            *("--volume", f"{AUTHORITIES}:{AUTHORITIES}:ro"),
            *("--build-arg", f"BASE={BASE}", "--file", "deploy/Containerfile", "--tag", IMAGE, "."),
            timeout=1800,
        )

    def draw_secrets(self) -> None:
        """A password for everybody."""
        self.run(sys.executable, "-m", "services.cli.main", "secrets", str(self.secrets))

    def up(self) -> None:
        """Every container of compose.yaml."""
        self._compose("up", "--detach")

    def operator(self, *arguments: str, program: str = "starledger") -> str:
        """``docker compose run --rm operator …``"""
        return self._compose(
            *("--profile", "operator", "run", "--rm", "-T", "--entrypoint", program, "operator"),
            *arguments,
        )

    def down(self) -> None:
        """Nothing is left but the image and its base."""
        self._compose("--profile", "operator", "down", "--volumes", "--timeout", "5")

    def names(self) -> list[str]:
        """Services whose containers run, but for `migrate`, which ends by itself."""
        listed = self.run("podman", "ps", "--format", "{{.Names}}").split()
        mine = [name for name in listed if name.startswith(f"{PROJECT}_")]
        running = [name.removeprefix(f"{PROJECT}_").removesuffix("_1") for name in mine]
        return [service for service in running if service != "migrate"]

    def stop(self, service: str) -> int:
        """Ask a container to end and wait for it; the exit code of what ran in it."""
        self.run("podman", "stop", "--time", "30", _container(service))
        told = self.run("podman", "inspect", "--format", "{{.State.ExitCode}}", _container(service))
        return int(told)

    def start(self, service: str) -> None:
        """Begin a stopped container again."""
        self.run("podman", "start", _container(service))

    def is_healthy(self, service: str) -> bool:
        """What the health check of compose.yaml says, asked now: no systemd asks it here."""
        try:
            self.run("podman", "healthcheck", "run", _container(service))
        except Failed:
            return False
        return True

    def inside(self, service: str, *command: str) -> str:
        """A program in a running container, as the user it runs as."""
        return self.run("podman", "exec", _container(service), *command)

    def addresses(self, service: str) -> list[str]:
        """Of a container, in every network it is in."""
        told = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"
        return self.run("podman", "inspect", "--format", told, _container(service)).split()

    def log(self, service: str) -> Sequence[str]:
        """What it said, its earlier lives included."""
        ended = subprocess.run(
            ["podman", "logs", _container(service)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ended.stdout.splitlines()

    def _compose(self, *arguments: str) -> str:
        before = [word for word in arguments[:2] if arguments[0] == "--profile"]
        return self.run(
            *(str(Path(sys.executable).parent / "podman-compose"), "-p", PROJECT, *before),
            *("-f", "deploy/compose.yaml", "-f", str(HERE / "compose.yaml")),
            *arguments[len(before) :],
        )


def _container(service: str) -> str:
    return f"{PROJECT}_{service}_1"
