"""Serving the site, and the demonstration out of nothing."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Event, Thread

import click

from luotsi.cli.installation import now, prepare, start, start_with_database
from luotsi.cli.outcomes import Refused

TARGET = "luotsi.config.wsgi:application"
PORTS_TRIED = 50
RESTART_SECONDS = 5
STOP_SECONDS = 3
"""How long a worker may finish what it answers after Ctrl-C."""


def _port(context: click.Context, parameter: click.Parameter, value: int) -> int:
    if not 0 < value < 65536:
        raise click.BadParameter("a port is a number from 1 to 65535")
    return value


@click.command()
@click.option("--port", default=8000, show_default=True, callback=_port, help="Port to serve at; taken: the next free.")
@click.option("--no-serve", is_flag=True, help="Load the demonstration and stop.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the demonstration's database; without it the folder `demo` in LUOTSI_DATA_DIR.",
)
def demo(port: int, no_serve: bool, data_dir: Path | None) -> None:
    """Load a working installation with real Finnish figures and serve it on this machine only.

    Five organisations with their plans, StatFin's and Kela's published figures, and people to sign in as. Needs no
    network. Running it again keeps what is there. It always uses a database of its own: an installation in real use
    is never touched.
    """
    _demonstrate(data_dir)
    start()
    from luotsi.demo.load import STEPS, UnableToDemonstrate, check, load

    prepare()
    try:
        check()
        with click.progressbar(length=len(STEPS), label="Loading the demonstration", show_eta=False) as bar:
            load(at=now(), tell=lambda _step: bar.update(1))
    except UnableToDemonstrate as fault:
        raise Refused(f"The demonstration was not loaded: {fault}.") from fault
    if no_serve:
        click.echo("The demonstration is loaded. `luotsi demo` serves it.")
        return
    free = free_port("127.0.0.1", port)
    if free != port:
        click.echo(f"Port {port} is taken; using {free}.")
    with Companion():
        _serve("127.0.0.1", free, workers=1, announce=lambda: _welcome(free))


def _demonstrate(data_dir: Path | None) -> None:
    """Set the environment to a demonstration apart from any installation in real use."""
    from luotsi.config import environment

    folder = data_dir or environment.folder("LUOTSI_DATA_DIR") / "demo"
    os.environ |= {
        "LUOTSI_DATA_DIR": str(folder.resolve()),
        "LUOTSI_DEMO": "1",
        "LUOTSI_DATABASE_URL": "",
        "LUOTSI_HOSTS": "localhost,127.0.0.1,[::1]",
        "LUOTSI_HTTPS": "0",
    }


def _welcome(port: int) -> None:
    from django.utils import translation

    from luotsi.orgs.labels import label
    from luotsi.orgs.models import Membership
    from luotsi.orgs.types import Role

    click.echo(f"\nLuotsi is open at http://127.0.0.1:{port}/")
    click.echo(f"\nTo see the signed-in side, choose a person at http://127.0.0.1:{port}/kirjaudu/ (no password):")
    rows = Membership.objects.filter(person__is_demo=True).select_related("person", "organisation")
    with translation.override("en"):
        for row in rows.order_by("person__name", "organisation__position"):
            click.echo(f"  {row.person.name:<8} {label(Role(row.role))!s:<22} {row.organisation}")
    click.echo("\nCtrl-C stops it.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is every one.")
@click.option("--port", default=8000, show_default=True, callback=_port, help="Port to listen at.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; 1 for SQLite.")
@click.option("--no-worker", is_flag=True, help="Leave ordered fetches to a `luotsi worker` of their own.")
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the site until it is stopped, and fetch what people order on it.

    The daily work is done by `luotsi worker`, which runs beside it.
    """
    start_with_database()
    from django.conf import settings

    from luotsi.config.environment import LOOPBACK

    if settings.DEMO and host not in LOOPBACK | {"::1"}:
        raise Refused("The demonstration lets anybody in, so it is served on this machine only.")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Refused("The static files are not in place. Run `luotsi migrate` first.")
    if free_port(host, port, tried=1) != port:
        raise Refused(f"Port {port} is taken at {host}. Choose another with --port.")
    with nullcontext() if no_worker else Companion():
        _serve(host, port, workers=workers, announce=lambda: click.echo(f"Luotsi is open at http://{host}:{port}/"))


class Companion:
    """A worker in a process beside the server, for as long as the server runs; one that breaks is started again."""

    command = (sys.executable, "-c", "from luotsi.cli import main; main()", "worker", "--only-ordered")

    def __enter__(self) -> "Companion":
        self._is_over = Event()
        self._process = self._started()
        self._watch = Thread(target=self._keep, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._is_over.set()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the server alone, which then stops this one.
        return subprocess.Popen(  # noqa: S603 - our own interpreter and a fixed text
            [*self.command, "--beside", str(os.getpid())], start_new_session=True
        )

    def _keep(self) -> None:
        while not self._is_over.wait(RESTART_SECONDS):
            if self._process.poll() is not None and not self._is_over.is_set():
                self._process = self._started()


def free_port(host: str, first: int, *, tried: int = PORTS_TRIED) -> int:
    """Return the first free port from `first` on; 0 when none of those tried is.

    :raises Refused: when the address itself cannot be listened at
    """
    for port in range(first, min(first + tried, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((host, port))
            except socket.gaierror as fault:
                raise Refused(f"{host} is no address of this machine.") from fault
            except OSError:
                continue
            return port
    return 0


def _serve(host: str, port: int, *, workers: int, announce: Callable[[], None]) -> None:
    if port == 0:
        raise Refused("No free port was found. Choose one with --port.")
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
    )
    announce()
    connections.close_all()
    server.serve()
    click.echo("Luotsi has stopped.")
