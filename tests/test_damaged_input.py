"""What a stranger may supply, damaged anywhere: it is read, or refused by an error of ours, and no more happens.

`FUZZ_EXAMPLES=20000 pytest tests/test_damaged_input.py` looks longer; what was found so is kept as a test of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import inside, written
from deltalake import write_deltalake
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jupyter_repro
from jupyter_repro.data_sources.delta.log import DeltaLog
from jupyter_repro.data_sources.delta.source import DeltaSource
from jupyter_repro.data_sources.dvc.tracking_files import tracking_file
from jupyter_repro.environments.lock import SUFFIXES, read_lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.data import Wish
from jupyter_repro.formatting.moments import moment_of
from jupyter_repro.handing_over import crate
from jupyter_repro.handing_over.received import notebook_in
from jupyter_repro.handing_over.unpacking import unpack
from jupyter_repro.notebooks.notebook_files import read_notebook
from jupyter_repro.reporters.json import JsonReporter
from jupyter_repro.reports.merging import Report, merged
from jupyter_repro.reports.report_file import read_report
from jupyter_repro.settings import settings_for
from jupyter_repro.snapshots.snapshot_file import decode_snapshot, snapshot_path
from jupyter_repro.verdicts import Verdicts

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
PATIENT = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
LOCK = """# made by a test
lock-version = "1.0"
[[packages]]
name = "six"
version = "1.17.0"
wheels = [{ url = "https://h/six.whl", hashes = { sha256 = "aa" } }]
[tool.jupyter-repro]
python = "3.11.7"
"""
SETTINGS = """[tool.jupyter-repro]
seed = 3
track = "mlflow:"
[[tool.jupyter-repro.rules]]
replace = [{ pattern = "a+", with = "b" }]
[tool.jupyter-repro.data]
limit = "10 MB"
"""


@dataclass
class Sound:
    """The bytes of a notebook and its snapshot, which no failure prints."""

    notebook: bytes = field(repr=False)
    snapshot: bytes = field(repr=False)
    report: bytes = field(repr=False)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A recorded notebook with its snapshot, as they should be."""
    path = written(tmp_path_factory.mktemp("sound") / "a.ipynb", "print(1)", "[1, 2]")
    jupyter_repro.snapshot(path)
    report = JsonReporter().report(Verdicts(notebooks=(jupyter_repro.verify(path),)), width=80, colour=False)
    return Sound(path.read_bytes(), snapshot_path(path).read_bytes(), report.encode())


@contextmanager
def empty_folder():
    """A folder for one example: pytest's own would all be kept, and be counted for each new one."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@st.composite
def damage(draw):
    """A function that damages bytes: cuts, doubles, changes, or puts something else in."""
    kind = draw(st.sampled_from(["cut", "double", "change", "insert", "replace"]))
    where, much = draw(st.floats(0, 1)), draw(st.integers(1, 40))
    other = draw(
        st.binary(min_size=1, max_size=8)
        | st.sampled_from([b"[" * 2000, b'"', b"null", b"-1", b"1e999", b"\0"])
    )

    def damaged(content):
        at = int(where * len(content))
        return {
            "cut": content[:at],
            "double": content[:at] + content[max(0, at - much) :],
            "change": content[:at] + other + content[at + len(other) :],
            "insert": content[:at] + other + content[at:],
            "replace": content[:at] + other + content[at + much :],
        }[kind]

    return damaged


def json_values():
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    return st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
    )


@PATIENT
@given(damage())
def test_a_damaged_snapshot_is_read_or_refused(sound, damaged):
    with suppress(ReproError):
        decode_snapshot(damaged(sound.snapshot), "a.repro.json")


@PATIENT
@given(st.data())
def test_a_snapshot_with_another_value_anywhere_is_read_or_refused(sound, data):
    document = json.loads(sound.snapshot)
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(json_values())
        break
    with suppress(ReproError):
        decode_snapshot(json.dumps(document).encode(), "a.repro.json")


@PATIENT
@given(damage())
def test_a_damaged_report_is_read_or_refused(sound, damaged):
    with empty_folder() as folder, suppress(ReproError):
        path = folder / "verdict.json"
        path.write_bytes(damaged(sound.report))
        merged([Report(name, read_report(path)) for name in ("a.json", "b.json")])


@PATIENT
@given(damage())
def test_a_damaged_notebook_is_read_or_refused(sound, damaged):
    with empty_folder() as folder, suppress(ReproError):
        path = folder / "a.ipynb"
        path.write_bytes(damaged(sound.notebook))
        read_notebook(path)


@PATIENT
@given(damage())
def test_a_damaged_lock_is_read_or_refused(damaged):
    with empty_folder() as folder, suppress(ReproError):
        path = (folder / "a").with_suffix(SUFFIXES["pylock"])
        path.write_bytes(damaged(LOCK.encode()))
        packages_of(read_lock(path, "pylock"))


@PATIENT
@given(damage())
def test_damaged_settings_are_read_or_refused(damaged):
    with empty_folder() as folder, suppress(ReproError):
        (folder / "pyproject.toml").write_bytes(damaged(SETTINGS.encode()))
        settings_for(folder)


@PATIENT
@given(json_values() | st.binary(max_size=60).map(lambda raw: raw))
def test_any_description_of_a_bundle_is_read_or_refused(described):
    content = described if isinstance(described, bytes) else json.dumps({"@graph": described}).encode()
    with empty_folder() as folder, suppress(ReproError):
        (folder / crate.NAME).write_bytes(content)
        notebook_in(folder)


@PATIENT
@given(damage(), st.lists(st.text(min_size=1, max_size=12), max_size=3))
def test_a_damaged_bundle_writes_nothing_outside_and_leaves_nothing(damaged, names):
    with empty_folder() as folder:
        bundle = folder / "a.repro.zip"
        with suppress(ValueError, IndexError), zipfile.ZipFile(bundle, "w") as archive:
            for name in dict.fromkeys(("project/a.ipynb", "checksums.b3", *names)):
                archive.writestr(name, "x" * 20)
        bundle.write_bytes(damaged(bundle.read_bytes()))
        with suppress(ReproError):
            unpack(bundle, folder / "into")
        assert {each.name for each in folder.iterdir()} <= {"a.repro.zip", "into"}


PIPELINE = b"""schema: '2.0'
stages:
  build:
    cmd: python build.py
    deps:
    - path: a.csv
      md5: 0cc175b9c0f1b6a831c399e269772661
    outs:
    - path: b.csv
      md5: 92eb5ffee6ae2fec3ad71c777531578f
      size: 1
"""
STAGES = b"""stages:
  build:
    cmd: python build.py
    wdir: below
    outs: [b.csv]
"""


@PATIENT
@given(damage(), damage())
def test_a_damaged_pipeline_of_dvc_is_read_or_passed_over(lock, stages):
    with empty_folder() as folder:
        (folder / ".dvc").mkdir()
        (folder / "dvc.lock").write_bytes(lock(PIPELINE))
        (folder / "dvc.yaml").write_bytes(stages(STAGES))
        assert tracking_file(folder / "b.csv") in {None, folder / "dvc.lock"}


@pytest.mark.parametrize(
    "lock",
    [
        b"stages: " + b"[" * 2000,
        b"stages:\n  build: 2026-99-99",
        b"stages:\n  build: [1]",
        b"stages:\n  build:\n    outs: b.csv",
        b'stages:\n  build:\n    outs: [b.csv, {path: [1]}, {path: "a\\0"}]',
        b"stages:\n  1: {outs: []}",
    ],
)
def test_what_was_found_in_pipelines_of_dvc_is_passed_over(tmp_path, lock):
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "dvc.lock").write_bytes(lock)
    assert tracking_file(tmp_path / "b.csv") is None


@pytest.mark.parametrize(
    "commit",
    [
        b'{"commitInfo": {"timestamp": 1e300}}',
        b'{"commitInfo": {"timestamp": 99999999999999999999}}',
        b'{"commitInfo": {"timestamp": [1]}}',
        b'{"commitInfo": [1]}',
        b"[" * 100_000,
        b"null",
    ],
)
def test_what_was_found_in_logs_of_tables_is_a_damaged_commit(tmp_path, commit):
    (tmp_path / "_delta_log").mkdir()
    (tmp_path / "_delta_log" / f"{0:020}.json").write_bytes(commit)
    with pytest.raises(ValueError):  # noqa: PT011
        DeltaLog(str(tmp_path)).commit(0)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A Delta table of three versions."""
    place = tmp_path_factory.mktemp("tables") / "t"
    for number in range(3):
        write_deltalake(str(place), pd.DataFrame({"x": [number]}), mode="append")
    return place


@PATIENT
@given(damage(), st.integers(0, 2), st.sampled_from(["", "2026-01-01", "2026-11-28"]))
def test_a_table_with_a_damaged_log_is_read_or_refused(table, damaged, version, asof):
    wish = Wish(moment_of(asof), text=asof) if asof else Wish()
    with empty_folder() as folder, suppress(ReproError):
        place = Path(shutil.copytree(table, folder / "t"))
        commit = place / "_delta_log" / f"{version:020}.json"
        commit.write_bytes(damaged(commit.read_bytes()))
        DeltaSource().resolve(f"delta:{place}", wish, folder)


def test_a_run_over_many_damaged_notebooks_goes_on(sound, tmp_path):
    for number, cut in enumerate(range(0, len(sound.snapshot), len(sound.snapshot) // 12)):
        path = tmp_path / f"{number:02}.ipynb"
        path.write_bytes(sound.notebook)
        snapshot_path(path).write_bytes(sound.snapshot[:cut])
    good = written(tmp_path / "good.ipynb", "1")
    jupyter_repro.snapshot(good)
    said = inside("verify", ".", cwd=tmp_path)
    assert "good.ipynb identical" in said.stdout
    assert "Traceback" not in said.stdout + said.stderr
    assert nbformat.read(good, as_version=4).cells
