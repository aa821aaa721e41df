"""Attempts to leave the sandbox, or to use up the machine: all are stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest

from jupyter_repro.sandbox.command import KINDS, sandbox_here, works
from jupyter_repro.sandbox.landlock import landlock_version
from jupyter_repro.sandbox.view import SandboxLimits, limits_of, view_of

PATIENCE = 60


@pytest.fixture(params=KINDS)
def kind(request, tmp_path):
    """Each sandbox that this machine has."""
    if not works(KINDS[request.param](view_of(Path(sys.executable), None, tmp_path))):
        pytest.skip(f"{request.param} does not work here")
    return request.param


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


USUAL = SandboxLimits()


def tried(kind, scratch, source, limits=USUAL):
    """What Python does in the sandbox: its process, with what it said."""
    view = msgspec.structs.replace(view_of(Path(sys.executable), None, scratch), limits=limits)
    supervisor = [sys.executable, "-P", "-m", "jupyter_repro.sandbox.supervisor"]
    words = [*supervisor, msgspec.json.encode(limits).decode(), str(scratch), *KINDS[kind](view)]
    return subprocess.run(
        [*words, sys.executable, "-c", textwrap.dedent(source)],
        cwd=scratch,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_it_works_in_its_folder_and_nothing_of_it_is_seen_elsewhere(kind, scratch):
    done = tried(
        kind,
        scratch,
        "import numpy, pathlib; pathlib.Path('made').write_text('1'); print(numpy.arange(3).sum())",
    )
    assert (done.returncode, done.stdout.strip()) == (0, "3"), done.stderr
    assert (scratch / "made").read_text() == "1"


def test_nothing_outside_is_written_or_read(kind, scratch, tmp_path):
    (tmp_path / "secret").write_text("mine")
    home = Path.home()
    done = tried(
        kind,
        scratch,
        f"""
        import os, pathlib, sys
        for path in ("/usr/x", {str(Path(sys.prefix) / "x")!r}, {sys.executable!r}, "/etc/passwd"):
            try:
                open(path, "a").write("x")
                print("WROTE", path)
            except OSError:
                pass
        for path in ({str(tmp_path / "secret")!r}, "/etc/shadow", {str(home / ".bashrc")!r}, "/proc/1/root/etc/shadow"):
            if os.path.exists(path):
                print("READ", path)
        pathlib.Path("/tmp/there").write_text("x")
        print(sorted(os.listdir({str(tmp_path)!r})))
        """,
    )
    assert done.stdout.strip() == "['scratch']", done.stdout + done.stderr
    assert not Path("/tmp/there").exists()
    assert (tmp_path / "secret").read_text() == "mine"


def test_a_second_wall_stops_what_a_writable_mount_would_let_through(scratch):
    if not works(KINDS["namespaces"](view_of(Path(sys.executable), None, scratch))) or not landlock_version():
        pytest.skip("no namespaces, or no Landlock")
    done = tried(
        "namespaces",
        scratch,
        """
        for path in ("/made", "/tmp/made", "made"):
            try:
                open(path, "w").write("x")
                print("written")
            except PermissionError:
                print("refused")
        """,
    )
    assert done.stdout.split() == ["refused", "written", "written"], done.stderr


def test_no_socket_leads_out(kind, scratch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = tried(
            kind,
            scratch,
            f"""
            import socket
            for host, port in (("127.0.0.1", {port}), ("192.0.2.1", 80), ("8.8.8.8", 53)):
                try:
                    socket.create_connection((host, port), 2)
                    print("CONNECTED", host)
                except OSError as error:
                    print(type(error).__name__)
            """,
        )
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "CONNECTED" not in done.stdout
    assert len(done.stdout.split()) == 3, done.stderr


def test_nobody_outside_is_seen_signalled_or_traced(kind, scratch):
    done = tried(
        kind,
        scratch,
        f"""
        import ctypes, os, signal
        print([each for each in os.listdir("/proc") if each.isdigit()] == [str(os.getpid())])
        for pid in ({os.getpid()}, os.getppid(), -1):
            try:
                if pid > 0:
                    os.kill(pid, signal.SIGKILL)
                    print("KILLED", pid)
            except OSError:
                pass
        libc = ctypes.CDLL(None, use_errno=True)
        print(libc.ptrace(16, {os.getpid()}, None, None))
        print(os.path.exists("/proc/{os.getpid()}"))
        """,
    )
    assert done.stdout.split() == ["True", "-1", "False"], done.stdout + done.stderr


def test_what_is_mounted_stays_and_nothing_is_gained(kind, scratch):
    done = tried(
        kind,
        scratch,
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        print(libc.mount(b"none", b"/usr", b"", 32 | 4096, None), libc.umount2(b"/usr", 2), libc.chroot(b"."))
        status = open("/proc/self/status").read()
        print({line.split()[1] for line in status.splitlines() if line.startswith(("CapEff", "CapPrm", "CapBnd"))})
        print([line for line in status.splitlines() if line.startswith("NoNewPrivs")])
        """,
    )
    assert done.stdout.splitlines()[0] == "-1 -1 -1", done.stderr
    assert set(done.stdout.splitlines()[1]) <= set("{'0}")
    assert "1" in done.stdout.splitlines()[2]


@pytest.mark.parametrize(
    ("source", "limits", "said"),
    [
        (
            "import os, time\nfor each in range(9): os.fork()\ntime.sleep(600)",
            SandboxLimits(processes=40),
            "processes",
        ),
        ("x = []\nwhile True: x.append(bytearray(10**7))", SandboxLimits(memory=300_000_000), "memory"),
        (
            "f = open('x', 'wb')\nwhile True: f.write(b'x' * 10**6); f.flush()",
            SandboxLimits(disk=30_000_000),
            "disk",
        ),
        ("import time\ntime.sleep(600)", SandboxLimits(seconds=2), "2 s"),
    ],
    ids=["a fork bomb", "memory", "disk", "time"],
)
def test_what_uses_too_much_is_ended_and_it_is_said(kind, scratch, source, limits, said):
    done = tried(kind, scratch, source, limits)
    assert done.returncode == 137
    assert "the sandbox ended it: it used more than" in done.stderr
    assert said in done.stderr
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert source.splitlines()[-1] not in left


def test_limits_are_the_users_and_not_the_projects():
    assert limits_of({}) == SandboxLimits()
    assert limits_of({"JUPYTER_REPRO_SANDBOX_MEMORY": "2 GB"}).memory == 2_000_000_000
    assert limits_of({"JUPYTER_REPRO_SANDBOX_SECONDS": "5"}).seconds == 5


def test_what_ends_well_says_nothing_more(kind, scratch):
    done = tried(kind, scratch, "print('done')")
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
    assert sandbox_here() in KINDS
