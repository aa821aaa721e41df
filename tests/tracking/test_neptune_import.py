"""Neptune's exported runs in another tracker, by the command."""

from __future__ import annotations

from conftest import inside
from neptune_exports import MOMENT, exported

from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.dvclive import DvcliveTracker

ROWS = [
    ("sys/creation_time", "datetime", MOMENT),
    ("parameters/seed", "int", 7),
    ("git/commit", "string", "c0ffee"),
    ("loss", "float_series", 0.9, 0),
    ("loss", "float_series", 0.5, 1),
]


def test_a_teams_old_runs_keep_seed_commit_and_metrics(tmp_path):
    exported(tmp_path / "exports", "team/study", "STU-1", ROWS)
    exported(tmp_path / "exports", "team/study", "STU-2", ROWS)
    environ = {"JUPYTER_REPRO_CACHE": str(tmp_path / "cache")}
    reported = inside("track", "--import-neptune", "exports", "dvclive:runs", cwd=tmp_path, **environ)
    assert (reported.stdout, reported.stderr) == ("2 runs of Neptune's published in dvclive:runs\n", "")
    found = DvcliveTracker().runs(
        Destination("dvclive:runs", str(tmp_path), ""), {"repro.git.commit": "c0ffee"}
    )
    assert sorted(run.name for run in found) == ["STU-1", "STU-2"]
    assert [(run.params["seed"], run.metrics["loss"]) for run in found] == [("7", 0.5)] * 2


def test_a_folder_without_runs_is_reported(tmp_path):
    reported = inside("track", "--import-neptune", tmp_path, "dvclive:")
    assert reported.returncode == 2
    assert "holds no runs that neptune-exporter wrote" in reported.stderr
