from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from conftest import written

import jupyter_repro
from jupyter_repro.collectors.editable_sources import MOST_FILES, source_files
from jupyter_repro.collectors.origins import editable_folder, origin_changes, origin_of
from jupyter_repro.collectors.packages import PackagesCollector
from jupyter_repro.digest import digest_bytes
from jupyter_repro.records.snapshot import Origin, Packages
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.verdicts import ContextChange
from jupyter_repro.verifying.notebook import verify

WHEEL = """
thing/__init__.py,sha256=aa,3
thing-1.0.dist-info/METADATA,sha256=bb,3
"""
INSTALLED = """
../../../bin/thing,sha256=cc,200
thing/__pycache__/__init__.cpython-311.pyc,,
thing-1.0.dist-info/INSTALLER,sha256=dd,4
thing-1.0.dist-info/REQUESTED,sha256=ee,0
thing-1.0.dist-info/direct_url.json,sha256=ff,4
thing-1.0.dist-info/RECORD,,
"""


def installed(site: Path, record: str = WHEEL, **direct_url) -> Path:
    """The `.dist-info` of a distribution called thing."""
    info = site / "thing-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "RECORD").write_text(record)
    if direct_url:
        (info / "direct_url.json").write_text(json.dumps(direct_url))
    return info


def origin(tmp_path, **direct_url) -> Origin:
    return origin_of(installed(tmp_path / "site", **direct_url), tmp_path / "notebooks")


def test_a_wheel_has_the_digest_of_its_files_whoever_installed_it_and_where(tmp_path):
    plain = origin_of(installed(tmp_path / "a"), tmp_path)
    assert plain == origin_of(
        installed(tmp_path / "b", "\n".join(reversed((WHEEL + INSTALLED).split("\n")))), tmp_path
    )
    assert (plain.address, plain.editable) == ("", False)
    assert plain != origin_of(installed(tmp_path / "c", WHEEL.replace("=aa", "=a2")), tmp_path)


def test_what_came_from_a_repository_has_its_commit_and_no_credentials(tmp_path):
    vcs = {"vcs": "git", "commit_id": "4711", "requested_revision": "main"}
    found = origin(tmp_path, url="https://ada:geheim@host/thing.git?token=geheim", vcs_info=vcs)
    assert (found.address, found.commit) == ("https://host/thing.git", "4711")


def test_an_archive_of_this_machine_is_named_without_its_folder(tmp_path):
    found = origin(tmp_path, url="file:///home/ada/wheels/thing-1.0.whl", archive_info={})
    assert found.address == "thing-1.0.whl"


def test_a_folder_is_named_as_seen_from_the_notebook(tmp_path):
    assert origin(tmp_path, url=f"file://{tmp_path}/a%20b", dir_info={}).address == "../a b"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"vcs_info": 1, "dir_info": []}'])
def test_a_broken_note_on_the_origin_is_none(tmp_path, content):
    info = installed(tmp_path)
    (info / "direct_url.json").write_text(content)
    assert origin_of(info, tmp_path).address == ""


def test_without_anything_there_is_an_empty_origin(tmp_path):
    assert origin_of(tmp_path / "gone.dist-info", tmp_path) == Origin()


def test_of_an_editable_folder_the_source_counts_and_neither_caches_nor_environments(tmp_path):
    source = tmp_path / "thing"
    kept = ("pyproject.toml", "src/thing/__init__.py", "src/thing/fast.so", "src/thing/x.pyx")
    left = (
        ".git/x.py", ".venv/x.py", "env/x.py", "build/lib/x.py", "src/thing/__pycache__/x.py", "src/thing/notes.txt",
        "notebooks/beside.py", "src/thing.egg-info/x.py",
    )  # fmt: skip
    for name in (*kept, *left):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    (source / "env" / "pyvenv.cfg").touch()
    found = source_files(source, source / "notebooks")
    assert found == {name: digest_bytes(name.encode()) for name in sorted(kept)}


def test_of_very_many_files_some_are_recorded(tmp_path):
    for number in range(MOST_FILES + 10):
        (tmp_path / f"{number:05}.py").touch()
    assert len(source_files(tmp_path, tmp_path / "notebooks")) == MOST_FILES


EDITABLE = Origin("../thing", "", editable=True, digest="d", files={"a.py": "1", "b.py": "1"})


@pytest.mark.parametrize(
    ("recorded", "found", "changes"),
    [
        (EDITABLE, EDITABLE, []),
        (EDITABLE, msgspec.structs.replace(EDITABLE, address="../../elsewhere"), []),
        (
            EDITABLE,
            msgspec.structs.replace(EDITABLE, files={"a.py": "2", "c.py": "1"}),
            [("a.py", "1", "2"), ("b.py", "1", "missing"), ("c.py", "not there", "1")],
        ),
        (EDITABLE, Origin(digest="x"), [("source", "editable folder", "package index")]),
        (
            Origin("https://h/x", "1", digest="x"),
            Origin("https://h/x", "2", digest="y"),
            [("commit", "1", "2")],
        ),
        (Origin("https://h/x", "1"), Origin("https://h/y", "1"), [("source", "https://h/x", "https://h/y")]),
        (Origin(digest="x"), Origin(digest="y"), [("build", "x", "y")]),
        (Origin(digest="x"), Origin("thing-1.0.whl", digest="x"), []),
    ],
)
def test_what_is_not_as_it_was_recorded_is_reported_by_package_and_file(recorded, found, changes):
    reported = list(origin_changes({"thing": recorded}, {"thing": found}, frozenset({"thing"})))
    assert reported == [ContextChange("package", f"thing: {what}", *values) for what, *values in changes]


def test_of_another_version_only_the_version_is_reported_and_an_older_snapshot_knows_no_origin():
    old, new = (
        Packages({"a": "1"}, {}, {"a": Origin(digest="x")}),
        Packages({"a": "2"}, {}, {"a": Origin(digest="y")}),
    )
    assert [change.name for change in PackagesCollector().changes(old, new)] == ["a"]
    assert not list(PackagesCollector().changes(Packages({"a": "1"}), old))


def test_before_pep_610_an_editable_folder_is_known_by_its_egg_info(tmp_path):
    for folder in ("source", "site-packages"):
        (tmp_path / folder / "thing.egg-info").mkdir(parents=True)
    assert editable_folder(tmp_path / "source" / "thing.egg-info") == tmp_path / "source"
    assert editable_folder(tmp_path / "site-packages" / "thing.egg-info") is None
    (tmp_path / "source" / "flat.egg-info").touch()
    assert editable_folder(tmp_path / "source" / "flat.egg-info") is None


def test_an_editable_package_is_found_by_where_its_modules_lie_whatever_their_name(tmp_path, monkeypatch):
    source, site = tmp_path / "library", tmp_path / "site"
    (source / "code" / "named_otherwise").mkdir(parents=True)
    (source / "code" / "named_otherwise" / "__init__.py").touch()
    installed(site, "_thing.pth,,\n", url=source.as_uri(), dir_info={"editable": True})
    (site / "_thing.pth").write_text(f"{source}/code\n")
    for folder in (site, source / "code"):
        monkeypatch.syspath_prepend(str(folder))
    importlib.import_module("named_otherwise")
    imported = frozenset({"named_otherwise"})
    found = PackagesCollector().collect(SimpleNamespace(imported=imported, folder=tmp_path))
    assert set(found.origins["thing"].files) == {"code/named_otherwise/__init__.py"}
    beside = PackagesCollector().collect(SimpleNamespace(imported=imported, folder=source / "code"))
    assert not beside.origins


# a real editable installation

SCRIPT = """
import sys
from pathlib import Path
from types import SimpleNamespace
import msgspec
from jupyter_repro.collectors.modules import ModulesCollector
from jupyter_repro.collectors.packages import PackagesCollector
import mypkg, helper
site = SimpleNamespace(folder=Path.cwd(), imported=frozenset({"mypkg", "helper"}))
found = {"packages": PackagesCollector().collect(site), "modules": ModulesCollector().collect(site)}
print(msgspec.json.encode(found).decode())
"""
PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "some-project"
version = "1.0"
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment of its own with this one's packages, and a package with a submodule installed editable."""
    pytest.importorskip("setuptools")
    root = tmp_path_factory.mktemp("editable")
    files = {
        "project/pyproject.toml": PROJECT,
        "project/src/mypkg/__init__.py": "from mypkg import part\n",
        "project/src/mypkg/part/__init__.py": "from mypkg.part import deep\n",
        "project/src/mypkg/part/deep.py": "x = 1\n",
        "notebooks/helper.py": "import helper_of_helper\n",
        "notebooks/helper_of_helper.py": "y = 1\n",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / "env"], check=True)
    (python,) = (root / "env").glob("bin/python")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    ours = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (root / "env" / "lib" / version / "site-packages" / "ours.pth").write_text(ours)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
    ]
    subprocess.run([*pip, "--editable", root / "project"], check=True, capture_output=True)
    return root


def collected(root: Path) -> dict:
    command = [root / "env" / "bin" / "python", "-c", SCRIPT]
    return msgspec.json.decode(
        subprocess.run(command, cwd=root / "notebooks", capture_output=True, check=True).stdout
    )


def test_an_editable_installation_is_recorded_with_its_files_and_they_are_no_modules(environment):
    found = collected(environment)
    thing = found["packages"]["origins"]["some-project"]
    assert (thing["address"], thing["editable"]) == ("../project", True)
    assert set(thing["files"]) == {
        "pyproject.toml", "src/mypkg/__init__.py", "src/mypkg/part/__init__.py", "src/mypkg/part/deep.py",
    }  # fmt: skip
    assert set(found["modules"]) == {"helper.py", "helper_of_helper.py"}
    assert found["packages"]["imported"] == {"some-project": "1.0"}


def test_a_submodule_of_an_editable_installation_that_changed_is_named(environment):
    recorded = msgspec.convert(collected(environment)["packages"], Packages)
    deep = environment / "project/src/mypkg/part/deep.py"
    deep.write_text("x = 2\n")
    found = msgspec.convert(collected(environment)["packages"], Packages)
    deep.write_text("x = 1\n")
    assert [(change.kind, change.name) for change in PackagesCollector().changes(recorded, found)] == [
        ("package", "some-project: src/mypkg/part/deep.py")
    ]


def test_a_project_beside_the_notebook_itself_is_recorded_as_its_modules(environment):
    shutil.copytree(environment / "project/src/mypkg", environment / "project/mypkg")
    script = SCRIPT.replace(", helper\n", "\n").replace(', "helper"', "")
    command = [environment / "env/bin/python", "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, cwd=environment / "project", capture_output=True, check=True)
    shutil.rmtree(environment / "project/mypkg")
    found = msgspec.json.decode(ran.stdout)
    assert set(found["modules"]) == {"mypkg/__init__.py", "mypkg/part/__init__.py", "mypkg/part/deep.py"}


def test_an_edited_package_is_the_proven_cause_with_its_file(tmp_path, monkeypatch):
    source = tmp_path / "library"
    (source / "thing").mkdir(parents=True)
    (source / "thing" / "__init__.py").write_text("value = 1\n")
    installed(tmp_path / "site", url=source.as_uri(), dir_info={"editable": True})
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{source}")
    path = written(tmp_path / "notebooks" / "a.ipynb", "import thing", "print(thing.value)")
    jupyter_repro.snapshot(path)
    context = decode_snapshot(snapshot_path(path).read_bytes(), path).context
    assert (set(context.packages.origins["thing"].files), context.modules) == ({"thing/__init__.py"}, {})
    assert verify(path).context_changes == ()
    (source / "thing" / "__init__.py").write_text("value = 20\n")
    verdict = verify(path)
    assert [change.name for change in verdict.context_changes] == ["thing: thing/__init__.py"]
    cause = verdict.root.causes[0]
    assert (cause.kind, cause.certainty) == ("package", "proven")
    assert cause.what == "thing/__init__.py of the editable package thing changed since the snapshot"
