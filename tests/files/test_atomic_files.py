from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from jupyter_repro.errors import Busy, Unwritable
from jupyter_repro.files.atomic_files import check_writable, exclusive, unwritable, write_together


@pytest.fixture
def pair(tmp_path):
    """A notebook and its snapshot, with their old content."""
    notebook, snapshot = tmp_path / "analysis.ipynb", tmp_path / "analysis.repro.json"
    notebook.write_bytes(b"old notebook")
    snapshot.write_bytes(b"old snapshot")
    return notebook, snapshot


def in_process(script: str, *arguments: object, **named) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **named)


def assert_untouched(pair):
    notebook, snapshot = pair
    assert notebook.read_bytes() == b"old notebook"
    assert snapshot.read_bytes() == b"old snapshot"
    assert sorted(notebook.parent.iterdir()) == [notebook, snapshot]


def test_all_files_are_written_and_nothing_is_left_beside_them(pair):
    notebook, snapshot = pair
    write_together({notebook: b"new notebook", snapshot: b"new snapshot"})
    assert notebook.read_bytes() == b"new notebook"
    assert snapshot.read_bytes() == b"new snapshot"
    assert sorted(notebook.parent.iterdir()) == [notebook, snapshot]


def test_a_file_that_becomes_too_large_leaves_every_file_as_it_was(pair):
    script = """
        import resource, signal, sys
        from pathlib import Path
        from jupyter_repro.files.atomic_files import write_together
        from jupyter_repro.errors import Unwritable
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        try:
            write_together({Path(sys.argv[1]): b"new", Path(sys.argv[2]): b"x" * 5000})
        except Unwritable as error:
            print(error.what)
    """
    ran = in_process(script, *pair)
    assert ran.stdout == f"{pair[1]} cannot be written: it would be larger than is allowed\n", ran.stderr
    assert_untouched(pair)


def test_a_full_disk_is_reported_and_leaves_every_file_as_it_was(pair, monkeypatch):
    real = os.fsync

    def full(descriptor):  # the moment at which network file systems notice
        if os.fstat(descriptor).st_size == 5000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unwritable) as raised:
        write_together({pair[0]: b"new", pair[1]: b"x" * 5000})
    assert raised.value.what == f"{pair[1]} cannot be written: no space left on the device"
    assert raised.value.remedy
    assert_untouched(pair)


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without hard links"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(errno.EIO, "Input/output error")], ids=repr)
def test_what_happens_between_two_renames_leaves_every_file_as_it_was(pair, monkeypatch, links, error):
    real = Path.replace

    def replace(self, target):
        if target == pair[1] and self.read_bytes() == b"new snapshot":
            raise error
        return real(self, target)

    def no_link(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", replace)
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    with pytest.raises((KeyboardInterrupt, Unwritable)):
        write_together({pair[0]: b"new notebook", pair[1]: b"new snapshot"})
    assert_untouched(pair)


def test_a_new_file_disappears_again_when_a_later_one_cannot_be_put_in_place(tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    real = Path.replace

    def replace(self, target):
        if target == second:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_together({first: b"1", second: b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_else_made_meanwhile_stays_when_ours_cannot_be_put_in_place(
    tmp_path, monkeypatch
):
    path = tmp_path / "analysis.repro.json"

    def replace(self, target):
        target.write_bytes(b"theirs")
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Unwritable, match="input/output error"):
        write_together({path: b"ours"})
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_while_cleaning_up_waits_until_all_is_done(pair, monkeypatch):
    real = Path.unlink

    def unlink(self, missing_ok=False):
        signal.raise_signal(signal.SIGINT)
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(KeyboardInterrupt):
        write_together({pair[0]: b"new", pair[1]: b"new"})
    assert [path.read_bytes() for path in pair] == [b"new", b"new"]
    assert sorted(pair[0].parent.iterdir()) == list(pair)


def test_an_interrupt_while_the_old_files_are_kept_harms_none(pair, monkeypatch):
    def cut_short(source, target):
        Path(target).write_bytes(b"ol")
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", cut_short)
    with pytest.raises(KeyboardInterrupt):
        write_together({pair[0]: b"new notebook", pair[1]: b"new snapshot"})
    assert_untouched(pair)


def test_a_process_that_is_interrupted_again_and_again_never_leaves_one_file_of_two(tmp_path):
    script = """
        import sys
        from pathlib import Path
        from jupyter_repro.files.atomic_files import write_together
        a, b = Path(sys.argv[1]), Path(sys.argv[2])
        for turn in range(100_000):
            if turn == 1:
                print("ready", flush=True)
            write_together({a: str(turn).encode(), b: str(turn).encode()})
    """
    a, b = tmp_path / "a", tmp_path / "b"
    for delay in (0.005, 0.011, 0.017):
        command = [sys.executable, "-c", textwrap.dedent(script), str(a), str(b)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            process.stdout.readline()
            signal.sigtimedwait([], delay)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        assert a.read_bytes() == b.read_bytes()
        assert sorted(tmp_path.iterdir()) == [a, b]


def test_an_existing_file_keeps_its_mode_and_a_new_one_follows_the_umask(tmp_path):
    existing, new = tmp_path / "existing", tmp_path / "new"
    existing.touch()
    existing.chmod(0o640)
    umask = os.umask(0o027)
    try:
        write_together({existing: b"1", new: b"2"})
    finally:
        os.umask(umask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (existing, new)] == [0o640, 0o640]


def test_a_link_is_written_through(tmp_path):
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to("folder/target")
    write_together({link: b"new"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_link_that_leads_nowhere_makes_the_file_it_names(tmp_path):
    (tmp_path / "link").symlink_to("target")
    write_together({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_links_in_a_circle_and_folders_are_refused(tmp_path):
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(Unwritable, match="links lead in a circle"):
        write_together({tmp_path / "circle": b"new"})
    with pytest.raises(Unwritable, match="not a regular file"):
        write_together({tmp_path: b"new"})


def test_a_file_in_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(Unwritable, match="its folder does not exist"):
        write_together({tmp_path / "nowhere" / "analysis.ipynb": b"new"})


def test_who_may_write_there_is_asked_of_the_folder_and_the_file(tmp_path, monkeypatch):
    path = tmp_path / "my analysis.ipynb"
    path.touch()
    monkeypatch.setattr("jupyter_repro.files.atomic_files.os.access", lambda *_: False)
    with pytest.raises(Unwritable) as raised:
        write_together({path: b"new"})
    assert raised.value.remedy == f"see who may write there with: ls -ld {tmp_path} '{path}'"


def test_a_folder_that_can_be_written_is_left_empty(tmp_path):
    check_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["/proc", "/proc/nowhere", "file"])
def test_a_folder_that_cannot_be_written_is_reported(tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(Unwritable, match="cannot be written"):
        check_writable(tmp_path / place)


def test_another_users_folder_is_reported_and_left_alone(pair):
    """As an ordinary user, whom mode bits bind; the administrator becomes one for this."""
    script = """
        import os, sys
        from pathlib import Path
        from jupyter_repro import errors; from jupyter_repro.files import atomic_files
        path = Path(sys.argv[1])
        os.chdir(path.parent)
        path.parent.chmod(0o555)
        if os.getuid() == 0:
            os.seteuid(65534)
        check, write = atomic_files.check_writable, atomic_files.write_together
        for act in (lambda: check(Path()), lambda: write({path: b""})):
            try:
                act()
            except errors.Unwritable as error:
                print(error.what)
    """
    pair[0].parent.parent.chmod(0o755)
    try:
        ran = in_process(script, pair[0].name, cwd=pair[0].parent)
    finally:
        pair[0].parent.chmod(0o755)
    reported = [
        ". cannot be written: permission denied",
        "analysis.ipynb cannot be written: permission denied",
    ]
    assert ran.stdout.splitlines() == reported, ran.stderr
    assert_untouched(pair)


def test_a_second_recording_of_the_same_notebook_is_refused_at_once(tmp_path):
    path = tmp_path / "analysis.ipynb"
    script = """
        import sys
        from pathlib import Path
        from jupyter_repro.files.atomic_files import exclusive
        from jupyter_repro.errors import Busy
        try:
            with exclusive(Path(sys.argv[1])):
                print("recording")
        except Busy as error:
            print(error)
    """
    with exclusive(path):
        refused = in_process(script, path.name, cwd=tmp_path)
        other = in_process(script, "other.ipynb", cwd=tmp_path)
    later = in_process(script, path)
    assert refused.stdout.startswith("analysis.ipynb is being recorded by another process."), refused.stderr
    assert "try again" in refused.stdout
    assert (other.stdout, later.stdout) == ("recording\n", "recording\n")


def test_one_process_cannot_record_a_notebook_twice_at_a_time_either(tmp_path):
    link = tmp_path / "link.ipynb"
    link.symlink_to("analysis.ipynb")
    with exclusive(tmp_path / "analysis.ipynb"), pytest.raises(Busy), exclusive(link):
        pass
    with exclusive(link):
        pass


def test_the_lock_is_released_when_the_recording_fails_and_leaves_nothing_beside_the_notebook(tmp_path):
    path = tmp_path / "analysis.ipynb"
    with pytest.raises(ZeroDivisionError), exclusive(path):
        raise ZeroDivisionError
    with exclusive(path):
        assert list(tmp_path.iterdir()) == []


def test_a_lock_folder_taken_by_a_link_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"jupyter-repro-{os.getuid()}").symlink_to("/")
    with pytest.raises(Unwritable), exclusive(tmp_path / "analysis.ipynb"):
        pass


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "x", "/a/b"), "/a/b cannot be written: no space left on the device"),
        (OSError(errno.ENOSPC, "x"), "a file cannot be written: no space left on the device"),
        (OSError(errno.EROFS, "x", b"/a"), "/a cannot be written: the file system is read-only"),
    ],
)
def test_a_disk_that_is_full_or_read_only_is_said_in_one_line(error, said):
    known = unwritable(error)
    assert known is not None
    assert known.what == said
    assert known.remedy


def test_no_other_error_is_taken_for_one_of_the_disk():
    assert unwritable(FileNotFoundError(errno.ENOENT, "x", "/a")) is None
    assert unwritable(PermissionError(errno.EACCES, "x", "/a")) is None
