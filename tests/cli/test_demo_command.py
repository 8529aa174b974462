"""The demonstration as a newcomer meets it: one command, an address, a page, Ctrl-C."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from luotsi.cli import main; main()", "demo"]
PATIENCE_SECONDS = 120


def environment(folder):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    return plain | nowhere | {"LUOTSI_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def said(process, pattern):
    """Read what the command prints until the pattern stands in it."""
    words = ""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        line = process.stdout.readline()
        if not line:
            break
        words += line
        found = re.search(pattern, words)
        if found:
            return found
    raise AssertionError(f"{pattern} was never said: {words}{process.stderr.read()}")


def opened(address):
    """Return the page once the server takes calls."""
    for _attempt in range(100):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except ConnectionError:
            time.sleep(0.1)
        except OSError as fault:
            if not isinstance(getattr(fault, "reason", None), ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


def carried_out(database):
    """Order a fetch, and wait until the server's companion has tried it; no source is reached from here."""
    with sqlite3.connect(database, timeout=30) as rows:
        rows.execute(
            "INSERT INTO sources_fetchorder (source_key, state, ordered_at, takes, answers, questions) "
            "VALUES ('statfin-12r5', 'queued', '2026-11-22 08:00:00', 0, 0, 0)"
        )
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with sqlite3.connect(database, timeout=30) as rows:
            state = rows.execute("SELECT state FROM sources_fetchorder ORDER BY id DESC").fetchone()[0]
            reasons = rows.execute(
                "SELECT reason FROM sources_fetchattempt WHERE source_key = 'statfin-12r5'"
            ).fetchall()
        if state == "failed":
            assert reasons == [("unreachable",)]
            return
        time.sleep(0.2)
    raise AssertionError(f"nobody carried out the order; it is {state}")


def companions(server):
    """Return the workers that still run beside a server."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # processes come and go meanwhile
            lines.append(path.read_bytes())
    return [line for line in lines if line.endswith(f"--beside\0{server}\0".encode())]


@pytest.mark.slow
def test_one_command_loads_serves_on_a_free_port_and_stops_cleanly(tmp_path):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        taken = door.getsockname()[1]
        process = subprocess.Popen(
            [*COMMAND, "--port", str(taken)],
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            assert said(process, r"Port \d+ is taken; using (\d+)\.")[1] != str(taken)
            address = said(process, r"Luotsi is open at (http://127\.0\.0\.1:\d+/)")[1]
            said(process, r"Aino +Strategy coordinator")
            assert opened(address)[0] == 200
            status, page = opened(f"{address}savonlinna/strategia/")
            assert status == 200
            assert "Palvelujen laatu, vaikuttavuus ja hyvä asiakaskokemus" in page
            assert "noindex" in page
            carried_out(tmp_path / "demo" / "luotsi.sqlite3")
        finally:
            os.killpg(process.pid, signal.SIGINT)
            _out, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not companions(process.pid)
    assert (tmp_path / "demo" / "luotsi.sqlite3").exists()
    assert not (tmp_path / "luotsi.sqlite3").exists()
