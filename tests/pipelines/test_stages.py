"""What a stage depends on and makes, by the snapshot of its notebook."""

from __future__ import annotations

import pytest
from repositories import git

from jupyter_repro.errors import ReproError
from jupyter_repro.notebooks.secret_parameters import WITHHELD
from jupyter_repro.pipelines.stage import InputFolder
from jupyter_repro.pipelines.stage_names import stage_names
from jupyter_repro.pipelines.stages import without_executed
from jupyter_repro.records.snapshot import DataFile, DataFolder, DataVersion, Origin, Packages

FILE = DataFile("blake3:00", 1)


def folder_of(*files, endings=(".csv",)):
    return DataFile("blake3:00", 1, folder=DataFolder(len(files), dict.fromkeys(files, "00"), endings))


def test_a_stage_has_what_its_notebook_read_and_wrote_as_seen_from_the_pipeline(recorded_as, staged):
    path = recorded_as(
        "notebooks/a.ipynb",
        data=["in.csv", "../raw/x.csv"],
        wrote=["out.csv"],
        modules={"../tools.py": "blake3:00"},
    )
    path.with_suffix(".requirements.txt").write_text("# python 3.11.7\n")
    (stage,) = staged(path)
    assert (stage.name, stage.notebook, stage.snapshot) == (
        "a",
        "notebooks/a.ipynb",
        "notebooks/a.repro.json",
    )
    assert stage.lock == "notebooks/a.requirements.txt"
    assert stage.inputs == ("notebooks/in.csv", "raw/x.csv", "tools.py")
    assert stage.outputs == ("notebooks/a.executed.ipynb", "notebooks/out.csv")
    assert stage.notes == ()


def test_a_file_that_is_read_and_then_written_is_updated_and_no_input(recorded_as, staged):
    (stage,) = staged(recorded_as("a.ipynb", data=["in.csv", "state.csv"], wrote=["state.csv"]))
    assert (stage.files, stage.results, stage.updated) == (("in.csv",), (), ("state.csv",))


def test_what_lies_outside_of_the_project_is_declared_only_where_any_machine_finds_it(recorded_as, staged):
    path = recorded_as(
        "project/a.ipynb",
        data=["~/home.csv", "file:///data/x.csv", "../beside.csv"],
        wrote=["~/out.csv", "../out.csv"],
        modules={"../lib.py": "blake3:00"},
    )
    (path.parent / ".dvc").mkdir()
    (stage,) = staged(path, base=path.parent)
    assert stage.files == ("../beside.csv", "/data/x.csv")
    assert (stage.home, stage.results, stage.code) == (("~/home.csv",), (), ())
    assert [note.partition(",")[0] for note in stage.notes] == [
        "it imports ../lib.py",
        "it writes ../out.csv",
        "it writes ~/out.csv",
    ]


def test_a_folder_is_one_input(recorded_as, staged):
    (stage,) = staged(recorded_as("a.ipynb", data={"parts/": folder_of("1.csv", "2.csv")}, wrote=["out.csv"]))
    assert stage.folders == (
        InputFolder("parts", ("parts/1.csv", "parts/2.csv"), (".csv",), recursive=False),
    )


@pytest.mark.parametrize("name", ["parts/", "./", "../"])
def test_of_a_folder_that_holds_results_as_well_the_files_are_the_inputs(recorded_as, staged, tmp_path, name):
    path = recorded_as("nb/a.ipynb", data={name: folder_of("1.csv")}, wrote=["parts/out.csv"])
    (stage,) = staged(path)
    assert stage.folders == ()
    assert [file.rpartition("/")[2] for file in stage.files] == ["1.csv"]
    assert "a file that is new in" in stage.notes[0]


def test_a_local_table_is_a_folder(recorded_as, staged):
    table = DataFile("blake3:00", 1, version=DataVersion("3"))
    (stage,) = staged(recorded_as("a.ipynb", data={"delta:data/orders": table}))
    assert stage.folders == (InputFolder("data/orders"),)


def test_the_source_of_an_editable_package_of_the_project_is_code(recorded_as, staged):
    origins = {
        "ours": Origin("src", editable=True, files={"ours/a.py": "blake3:00"}),
        "theirs": Origin("~/theirs", editable=True, files={"b.py": "blake3:00"}),
    }
    (stage,) = staged(recorded_as("a.ipynb", packages=Packages(origins=origins)))
    assert stage.code == ("src/ours/a.py",)


def test_an_address_is_an_input_where_its_server_tells_of_changes_and_no_secret_is_in_it(recorded_as, staged):
    data = {
        "http://host/a.csv": DataFile("blake3:00", 1, etag='"1"'),
        "http://host/b.csv": FILE,
        "http://host/c.csv?token=…": DataFile("blake3:00", 1, etag='"1"'),
        "s3://bucket/d.csv": FILE,
        "postgresql://host/shop#query=7f51819760523a29": FILE,
    }
    (stage,) = staged(recorded_as("a.ipynb", data=data))
    assert stage.addresses == ("http://host/a.csv", "s3://bucket/d.csv")
    assert len(stage.notes) == 3


def test_a_query_to_a_database_in_a_file_is_reported_by_its_file(recorded_as, staged):
    (stage,) = staged(recorded_as("a.ipynb", data=["shop.db", "sqlite:shop.db#query=7f51819760523a29"]))
    assert (stage.files, stage.notes) == (("shop.db",), ())


def test_of_what_git_tracks_it_is_known(recorded_as, staged, tmp_path):
    path = recorded_as("a.ipynb", wrote=["old.csv", "new.csv"])
    (tmp_path / "old.csv").write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    (stage,) = staged(path)
    assert stage.in_git == {"old.csv"}


def test_two_notebooks_that_write_one_file_are_no_pipeline(recorded_as, staged):
    paths = [recorded_as(name, wrote=["out.csv"]) for name in ("a.ipynb", "b.ipynb")]
    with pytest.raises(ReproError, match=r"a\.ipynb and b\.ipynb both write out\.csv"):
        staged(*paths)


def test_two_notebooks_that_need_each_other_are_no_pipeline(recorded_as, staged):
    first = recorded_as("a.ipynb", data=["b.csv"], wrote=["a.csv"])
    second = recorded_as("b.ipynb", data=["a.csv"], wrote=["b.csv"])
    with pytest.raises(ReproError, match="each of these notebooks reads what the other writes"):
        staged(first, second)


def test_a_snapshot_that_does_not_say_what_was_written_is_refused(recorded_as, staged):
    with pytest.raises(ReproError, match="does not say which files it wrote") as raised:
        staged(recorded_as("a.ipynb", wrote=None))
    assert "jupyter repro snapshot" in raised.value.remedy


def test_a_notebook_of_another_language_is_refused(recorded_as, staged):
    with pytest.raises(ReproError, match="is a notebook of R"):
        staged(recorded_as("a.ipynb", wrote=None, language="R"))


def test_a_notebook_that_needs_a_secret_parameter_is_refused(recorded_as, staged):
    with pytest.raises(ReproError, match="a secret as its parameter token"):
        staged(recorded_as("a.ipynb", parameters={"token": WITHHELD}))


def test_a_notebook_outside_of_the_project_is_refused(recorded_as, staged, tmp_path):
    (tmp_path / "project").mkdir()
    with pytest.raises(ReproError, match="does not lie in"):
        staged(recorded_as("a.ipynb"), base=tmp_path / "project")


def test_what_a_pipeline_made_is_not_exported_with_its_notebook(tmp_path):
    names = ["a.executed.ipynb", "a.ipynb", "a.ipynb", "b.executed.ipynb"]
    kept = without_executed([tmp_path / name for name in names])
    assert [path.name for path in kept] == ["a.ipynb", "b.executed.ipynb"]


@pytest.mark.parametrize(
    ("notebooks", "names"),
    [
        (["fit.ipynb", "Ünï – x.ipynb"], ["fit", "Uni_x"]),
        (
            ["01 clean.ipynb", "日本.ipynb", "class.ipynb"],
            ["notebook_01_clean", "notebook", "notebook_class"],
        ),
        (["a/fit.ipynb", "b/fit.ipynb", "b_fit.ipynb"], ["a_fit", "b_fit_2", "b_fit"]),
        (["a b.ipynb", "a-b.ipynb"], ["a_b", "a_b_2"]),
        (["notebooks.ipynb", "../all.ipynb"], ["notebook_notebooks", "notebook_all"]),
    ],
)
def test_names_of_stages_are_words_and_no_two_are_equal(notebooks, names):
    assert stage_names(notebooks) == names
