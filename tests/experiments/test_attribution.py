"""What planted changes do to an accuracy is reported to the last digit."""

from __future__ import annotations

import json
import random
import statistics

import nbformat
import pytest
from conftest import inside
from planted_models import Project
from repositories import committed, git

from jupyter_repro.experiments.baseline import committed_baseline
from jupyter_repro.experiments.why import Inquiry, why
from jupyter_repro.verdicts import Share
from jupyter_repro.verifying.notebook import Options


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = Project(tmp_path, monkeypatch)
    git(made.folder, "init", "-q")
    made.record("-p", "seed", "1")
    committed(made.folder, "2026-01-01T00:00:00Z")
    return made


def accuracy(verdict):
    """The attribution of the accuracy, after a look at whether its shares are the whole of its change."""
    (found,) = (each for each in verdict.attributions if each.number == "accuracy")
    assert sum(share.amount for share in found.shares) == pytest.approx(found.found - found.recorded)
    return found


@pytest.mark.parametrize(
    ("change", "parameters", "share"),
    [
        (Project.change_data, {}, Share("data", "train.csv", -0.03)),
        (Project.change_code, {}, Share("code", "features.py", 0.01)),
        (lambda project: project.install("2.0"), {}, Share("package", "tinyforest", -0.03)),
        (lambda _project: None, {"seed": 2}, Share("notebook", "parameter seed", -0.001)),
        (lambda _project: None, {"rate": 0.6}, Share("notebook", "parameter rate", 0.01)),
    ],
)
def test_one_change_has_the_whole_of_it(project, change, parameters, share):
    change(project)
    verdict = why(project.notebook, Options(parameters=parameters))
    assert accuracy(verdict).shares == (share, Share("unknown", "", 0.0))
    assert len(verdict.experiments) <= 3


def test_of_two_at_once_each_has_its_own(project):
    project.change_data()
    project.change_code()
    verdict = why(project.notebook)
    assert set(accuracy(verdict).shares) == {
        Share("data", "train.csv", -0.03),
        Share("code", "features.py", 0.01),
        Share("unknown", "", 0.0),
    }
    assert sum(each.runs for each in verdict.experiments) == 4


def test_an_edited_cell_has_its_share_of_a_later_cells_number_though_nothing_brings_all_of_it_back(project):
    document = nbformat.read(project.notebook, as_version=4)
    document.cells[0].source = "seed, rate = 1, 0.7"
    nbformat.write(document, project.notebook)
    snapshot = json.loads((project.folder / "train.repro.json").read_text())
    snapshot["context"]["data"]["train.csv"]["digest"] = "blake3:" + "0" * 64
    (project.folder / "train.repro.json").write_text(json.dumps(snapshot))
    project.change_data()
    found = accuracy(why(project.notebook))
    assert found.cell == 3
    assert found.shares == (Share("notebook", "the source of [1]", 0.02), Share("unknown", "", -0.03))


def test_without_time_for_any_run_nothing_is_reported_for_the_numbers(project):
    project.change_data()
    project.install("2.0")
    verdict = why(project.notebook, inquiry=Inquiry(budget=0.01))
    assert verdict.attributions == ()
    assert "the 0.01 s for experiments are used up" in verdict.notes[-1]


def test_a_revision_stands_for_what_was_recorded_though_the_notebook_was_recorded_anew(project):
    project.change_data()
    project.record()
    committed(project.folder, "2026-01-02T00:00:00Z")
    assert why(project.notebook).status == "identical"
    found = accuracy(why(project.notebook, baseline=committed_baseline(project.notebook, "HEAD~1")))
    assert found.shares == (Share("data", "train.csv", -0.03), Share("unknown", "", 0.0))


def test_the_change_is_held_against_what_another_seed_gives(project):
    done = inside("sweep", "train.ipynb", "-p", "seed", "1,2,3", cwd=project.folder)
    assert done.returncode == 0, done.stderr
    project.change_data()
    found = accuracy(why(project.notebook))
    drawn = [random.Random(seed).randrange(100) / 10_000 for seed in (1, 2, 3)]
    assert found.spread == pytest.approx(statistics.stdev(drawn))


def test_a_revision_that_git_does_not_know_is_reported_in_one_line(project):
    answer = inside("why", "--from", "nowhere", "train.ipynb", cwd=project.folder)
    assert answer.returncode == 2
    assert answer.stderr.startswith("git does not know the revision 'nowhere'.")


def test_a_notebook_that_was_saved_with_its_new_output_is_explained_all_the_same(project):
    project.change_data()
    document = nbformat.read(project.notebook, as_version=4)
    document.cells[3].outputs[0].text = "accuracy: 0.6717 on 3 rows\n"
    nbformat.write(document, project.notebook)
    verdict = why(project.notebook)
    assert accuracy(verdict).shares[0] == Share("data", "train.csv", -0.03)
    assert [cause.certainty for cause in verdict.root.causes] == ["proven"]
