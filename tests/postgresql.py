"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER, PASSWORD = "reader", "not reported"
_UNPRIVILEGED = "nobody"
_SECONDS = 30


@contextmanager
def server() -> Iterator[int]:
    """The port on 127.0.0.1 of a fresh server; the test is skipped where it is not available."""
    for program in ("initdb", "postgres"):
        if not shutil.which(program):
            pytest.skip(f"PostgreSQL's {program} is not installed")
    # pytest's own folders are root's alone, and PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix="pg") as scratch:
        place = Path(scratch)
        (place / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            shutil.chown(place, _UNPRIVILEGED)
            shutil.chown(place / "password", _UNPRIVILEGED)
        options = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "-U", USER)
        made = _started("initdb", *options, "--pwfile", str(place / "password"), "-D", str(place / "data"))
        said = made.communicate()[0]
        if made.returncode:
            pytest.skip(f"initdb cannot make a database here: {said.strip().splitlines()[-1]}")
        yield from _serving(place)


def _serving(place: Path) -> Iterator[int]:
    port = _free_port()
    served = _started(
        "postgres", "-F", "-D", str(place / "data"), "-k", str(place), "-p", str(port), "-h", "127.0.0.1"
    )
    try:
        _wait_for(port, served)
        yield port
    finally:
        served.send_signal(signal.SIGINT)  # which does not wait for clients to leave
        served.communicate()


def _started(program: str, *arguments: str) -> subprocess.Popen[str]:
    as_root = os.geteuid() == 0
    return subprocess.Popen(
        [str(shutil.which(program)), *arguments],
        user=_UNPRIVILEGED if as_root else None,
        extra_groups=[] if as_root else None,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, served: subprocess.Popen[str]) -> None:
    import psycopg

    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and served.poll() is None:
        try:
            psycopg.connect(
                host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres"
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.skip("PostgreSQL does not start here")
