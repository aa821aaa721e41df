"""What of a project is taken elsewhere, and what its work is given there; without a cluster."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest
from conftest import command, tree, written
from object_server import object_server

from jupyter_repro.digest import digest_file
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.jobs.local import LocalExecutor
from jupyter_repro.jobs.watcher import UNWATCHED
from jupyter_repro.records.consumed_snapshots import Consumed
from jupyter_repro.records.queued_notebook import QueuedNotebook
from jupyter_repro.records.snapshot import Context, DataFile, Snapshot
from jupyter_repro.sharing.received_archives import RECEIVED
from jupyter_repro.sharing.sharing_executor import SharingExecutor
from jupyter_repro.snapshots.snapshot_file import encode_snapshot, snapshot_path
from jupyter_repro.verdicts import Cause, CellVerdict, Verdict

EMPTY = Snapshot("a.ipynb", "2026-01-01T00:00:00Z", "python3", "python", (), Context())


@pytest.fixture(autouse=True)
def nothing_received():
    yield
    RECEIVED.forget_all()


@pytest.fixture
def project(tmp_path):
    """A repository with a notebook that is not committed yet."""
    place = tmp_path / "project"
    written(place / "a.ipynb", "1")
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    return place


def recorded(notebook, **context):
    """Give a notebook a snapshot with this context."""
    snapshot = msgspec.structs.replace(EMPTY, context=Context(**context))
    snapshot_path(notebook).write_bytes(encode_snapshot(snapshot))


def data(path):
    return DataFile(digest_file(path), path.stat().st_size)


def done(work, *notebooks, share, tell=lambda _line: None):
    jobs = [QueuedNotebook(str(each)) for each in notebooks]
    executor = SharingExecutor(LocalExecutor(), str(share), tell)
    return [answer for _, answer in executor.run(work, jobs, 1, UNWATCHED)]


def seen(path, _progress):
    """Files of the copy with their content, and the folders that hold none."""
    root = next(each for each in Path(path).parents if each.name == "project")
    empty = {
        f"{each.relative_to(root)}/": b""
        for each in root.rglob("*")
        if each.is_dir() and not [*each.iterdir()]
    }
    return {**tree(root), **empty}


def files_seen(project, tmp_path, *notebooks):
    (answer,) = done(seen, *(notebooks or [project / "a.ipynb"]), share=tmp_path / "share")
    return answer


def test_what_git_has_or_would_have_is_taken_along(project, tmp_path):
    for name in ("code.py", "deep/er.txt", "ignored.csv", "__pycache__/code.pyc"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(name)
    (project / ".gitignore").write_text("ignored.*\n")
    assert files_seen(project, tmp_path).keys() == {"a.ipynb", ".gitignore", "code.py", "deep/er.txt"}


def test_so_is_data_that_a_snapshot_names_though_git_ignores_it(project, tmp_path):
    for name in ("read.csv", "another.csv"):
        (project / name).write_text(name)
    (project / ".gitignore").write_text("*.csv\n")
    recorded(project / "a.ipynb", data={"read.csv": data(project / "read.csv")})
    assert files_seen(project, tmp_path).keys() == {"a.ipynb", "a.repro.json", ".gitignore", "read.csv"}


def test_without_a_repository_it_is_what_snapshots_name(tmp_path):
    place = tmp_path / "project"
    notebook = written(place / "notebooks" / "a.ipynb", "1")
    (place / "x.csv").write_text("1")
    (place / "y.csv").write_text("1")
    recorded(notebook, data={"../x.csv": data(place / "x.csv")})
    found = files_seen(place, tmp_path, notebook)
    assert found.keys() == {"notebooks/a.ipynb", "notebooks/a.repro.json", "x.csv"}


def test_it_also_has_the_settings_and_the_snapshots_that_a_notebook_builds_upon(tmp_path):
    place = tmp_path / "project"
    (place / "notebooks").mkdir(parents=True)
    (place / "pyproject.toml").write_text("[tool.jupyter-repro]\nseed = 1\nsanitize-with = 'clean.cfg'\n")
    (place / "clean.cfg").write_text("[a]\nregex: x\nreplace: y\n")
    (place / "b.repro.json").write_text("{}")
    (place / "unnamed").write_text("")
    notebook = written(place / "notebooks" / "a.ipynb", "1")
    recorded(notebook, consumes={"b": Consumed("../b.ipynb")})
    names = {"notebooks/a.ipynb", "notebooks/a.repro.json", "pyproject.toml", "clean.cfg", "b.repro.json"}
    assert files_seen(place, tmp_path, notebook).keys() == names


def test_a_folder_that_a_notebook_writes_to_is_there(project, tmp_path):
    (project / "out").mkdir()
    recorded(project / "a.ipynb", written=("out/y.csv",))
    assert "out/" in files_seen(project, tmp_path)


@pytest.mark.parametrize("name", [".env", "id_rsa", "settings.ini"])
def test_what_looks_secret_stays_here_and_that_is_said(project, tmp_path, name):
    (project / name).write_text("password = hunter2-hunter2\n")
    recorded(project / "a.ipynb", data={name: data(project / name)})
    said = []
    (found,) = done(seen, project / "a.ipynb", share=tmp_path / "share", tell=said.append)
    assert name not in found
    assert f"{name} stays here: it looks as if it held a secret" in said
    assert not any(b"hunter2" in each.read_bytes() for each in (tmp_path / "share").iterdir())


def test_a_link_that_leads_out_of_the_project_is_not_followed(project, tmp_path):
    (tmp_path / "mine").write_text("mine")
    (project / "link").symlink_to(tmp_path / "mine")
    assert "link" not in files_seen(project, tmp_path)


@pytest.mark.parametrize("name", ["a:b.txt", "line\nfeed", "back\\slash"])
def test_a_name_that_no_archive_can_have_keeps_nothing_else_here(project, tmp_path, name):
    (project / name).write_text("1")
    (project / "b.txt").write_text("1")
    assert files_seen(project, tmp_path).keys() == {"a.ipynb", "b.txt"}


def test_a_share_inside_of_the_project_is_not_part_of_it(project):
    for _ in range(2):
        (found,) = done(seen, project / "a.ipynb", share=project / "share")
        assert found.keys() == {"a.ipynb"}


def test_a_program_can_be_run(project, tmp_path):
    (project / "run.sh").write_text("#!/bin/sh\n")
    (project / "run.sh").chmod(0o755)

    def mode(path, _progress):
        return Path(path).with_name("run.sh").stat().st_mode & stat.S_IXUSR

    assert done(mode, project / "a.ipynb", share=tmp_path / "share") == [stat.S_IXUSR]


def test_an_unchanged_project_is_not_sent_again(project, tmp_path):
    share, said = tmp_path / "share", []
    for _ in range(2):
        done(seen, project / "a.ipynb", share=share, tell=said.append)
    (archive,) = share.iterdir()
    before = archive.stat()
    assert said[1] == f"1 file of {project} are shared already"
    written(project / "a.ipynb", "2")
    done(seen, project / "a.ipynb", share=share)
    assert len([*share.iterdir()]) == 2
    assert archive.stat().st_mtime_ns == before.st_mtime_ns


def test_each_notebook_has_a_copy_of_its_own_and_nothing_of_it_is_left(project, tmp_path):
    (project / "x.csv").write_text("before")
    places = []

    def writing(path, _progress):
        copy = Path(path)
        before = copy.with_name("x.csv").read_text()
        copy.with_name("x.csv").write_text("after")
        places.append(copy)
        return before

    notebooks = [project / "a.ipynb", written(project / "b.ipynb", "1")]
    answers = [done(writing, each, share=tmp_path / "share")[0] for each in notebooks]
    assert answers == ["before", "before"]
    assert (project / "x.csv").read_text() == "before"
    assert not any(place.exists() for place in places)


def test_what_is_said_of_the_copy_is_said_of_the_notebook(project, tmp_path, monkeypatch):
    monkeypatch.chdir(project)

    def verdict(path, _progress):
        folder = Path(path).parent
        cause = Cause("code", "proven", f"{folder}/code.py changed", remedy=f"jupyter repro diff {path}")
        return Verdict(
            path, "diverged", cells=(CellVerdict(0, "a", "diverged", causes=(cause,)),), notes=(path,)
        )

    (answer,) = done(verdict, "a.ipynb", share=tmp_path / "share")
    cause = answer.cells[0].causes[0]
    assert (answer.path, answer.notes) == ("a.ipynb", ("a.ipynb",))
    assert (cause.what, cause.remedy) == (f"{project}/code.py changed", "jupyter repro diff a.ipynb")


def test_an_error_about_the_copy_is_one_about_the_notebook(project, tmp_path):
    def refusing(path, _progress):
        raise UnreadableInput(path, "it is not JSON", f"see {path}")

    with pytest.raises(ReproError) as error:
        done(refusing, project / "a.ipynb", share=tmp_path / "share")
    path = project / "a.ipynb"
    assert (error.value.what, error.value.remedy) == (f"{path} cannot be read: it is not JSON", f"see {path}")


def test_a_bundle_is_taken_along_as_it_is(tmp_path):
    bundle = tmp_path / "project" / "a.repro.zip"
    bundle.parent.mkdir()
    bundle.write_bytes(b"PK")
    assert files_seen(bundle.parent, tmp_path, bundle) == {"a.repro.zip": b"PK"}


def test_a_snapshot_that_cannot_be_read_any_more_is_an_error_of_its_notebook(project, tmp_path):
    recorded(project / "a.ipynb")

    def damaging(path, _progress):
        (project / "a.repro.json").write_text("{")
        return Verdict(path, "identical")

    (answer,) = done(damaging, project / "a.ipynb", share=tmp_path / "share")
    assert "a.repro.json cannot be read" in answer.what


def test_an_archive_that_somebody_has_changed_is_refused(project, tmp_path):
    share = tmp_path / "share"
    done(seen, project / "a.ipynb", share=share)
    RECEIVED.forget_all()
    (archive,) = share.iterdir()
    with ZipFile(archive, "a") as changed:
        changed.writestr("project/evil.py", "1")
    with pytest.raises(ReproError, match="holds a damaged"):
        done(seen, project / "a.ipynb", share=share)


def test_an_archive_of_another_project_is_refused(project, tmp_path):
    share = tmp_path / "share"
    done(seen, project / "a.ipynb", share=share)
    (first,) = share.iterdir()
    written(project / "a.ipynb", "2")
    done(seen, project / "a.ipynb", share=share)
    RECEIVED.forget_all()
    (second,) = [each for each in share.iterdir() if each != first]
    first.replace(second)
    with pytest.raises(ReproError, match="it holds another project"):
        done(seen, project / "a.ipynb", share=share)


def test_a_project_is_taken_through_an_object_store(project, tmp_path):
    with object_server() as server:
        server.bucket("notebooks", versions=False)
        for _ in range(2):
            (found,) = done(seen, project / "a.ipynb", share="s3://notebooks/share")
            RECEIVED.forget_all()
            assert found.keys() == {"a.ipynb"}
        assert len(server.client.list_objects_v2(Bucket="notebooks")["Contents"]) == 1


def test_a_store_that_cannot_be_reached_is_named_without_its_credentials(project, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(ReproError, match=r"the share s3://notebooks/share cannot be written") as error:
        done(seen, project / "a.ipynb", share="s3://me:hunter2@notebooks/share")
    assert "hunter2" not in str(error.value)


def test_an_address_of_this_process_alone_is_refused(project):
    with pytest.raises(ReproError, match="is seen by no other process"):
        done(seen, project / "a.ipynb", share="memory://share")


def test_an_address_that_cannot_be_written_is_named(project, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReproError, match=r"the share .* cannot be written"):
        done(seen, project / "a.ipynb", share=tmp_path / "file")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--share", "x"], "name them with --executor tcp://HOST:PORT"),
        (["--share", "x", "--executor", "dask", "--recorded-data"], "which workers with --share do not see"),
    ],
)
def test_options_that_do_not_go_with_it_are_refused(project, options, said):
    refused = command("verify", "a.ipynb", *options, cwd=project)
    assert refused.returncode == 2
    assert said in " ".join(refused.stderr.split())
