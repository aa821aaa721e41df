"""What is written for DVC and for Snakemake, and that nothing of anybody's is written over."""

from __future__ import annotations

import re

import pytest
import yaml
from conftest import inside, tree

from jupyter_repro.pipelines.dvc_stages import dvc_text
from jupyter_repro.pipelines.pipeline import pipeline_of
from jupyter_repro.pipelines.pipeline_files import write_pipeline
from jupyter_repro.pipelines.snakemake_rules import snakemake_text
from jupyter_repro.pipelines.stage import InputFolder, Stage

STAGE = Stage(
    "fit",
    "fit.ipynb",
    "fit.repro.json",
    "fit.executed.ipynb",
    lock="fit.requirements.txt",
    files=("in.csv",),
    home=("~/x.csv",),
    folders=(InputFolder("parts", endings=(".csv",)),),
    addresses=("http://host/a.csv",),
    code=("tools.py",),
    results=("kept.csv", "out.csv"),
    updated=("state.csv",),
    in_git=frozenset({"kept.csv"}),
)


def awkward(*names):
    return Stage("fit", "fit.ipynb", "fit.repro.json", "fit.executed.ipynb", files=names)


def read_as(text, version):
    """A text of YAML as a reader of version 1.1, or of 1.2 as DVC is, takes it."""
    if version == "1.1":
        return yaml.safe_load(text)
    from dvc.utils.serialize import parse_yaml

    return parse_yaml(text, "dvc.yaml")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_stage_of_dvc_has_all_that_its_notebook_needs_and_makes(version):
    assert read_as(dvc_text([STAGE]), version)["stages"]["fit"] == {
        "cmd": "jupyter repro snapshot fit.ipynb --output fit.executed.ipynb",
        "deps": [
            "fit.ipynb",
            "fit.requirements.txt",
            "in.csv",
            "parts",
            "http://host/a.csv",
            "tools.py",
        ],
        "params": [
            {
                "fit.repro.json": [
                    "context.environment",
                    "context.parameters",
                    "context.pin_options",
                    "context.seed",
                ]
            }
        ],
        "outs": [
            {"fit.executed.ipynb": {"cache": False}},
            {"kept.csv": {"cache": False}},
            "out.csv",
            {"state.csv": {"persist": True}},
        ],
    }


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_any_name_is_the_same_name_when_dvc_has_read_it(version):
    names = (
        "1e5",
        "0o14",
        "on",
        "yes",
        "null",
        ".5e3",
        "- x",
        "a: b",
        "a #b",
        'a"b',
        "it's",
        "Ünï.csv",
        "a\nb",
        "~",
    )
    (found,) = read_as(dvc_text([awkward(*names)]), version)["stages"].values()
    assert tuple(found["deps"][1:]) == names


def test_dvc_replaces_nothing_in_a_name():
    (found,) = read_as(dvc_text([awkward("${x}.csv")]), "1.1")["stages"].values()
    assert found["deps"][1] == "\\${x}.csv"


def test_the_command_of_a_stage_is_quoted_for_the_shell():
    stage = Stage("x", "it's a.ipynb", "it's a.repro.json", "it's a.executed.ipynb")
    (found,) = read_as(dvc_text([stage]), "1.2")["stages"].values()
    assert (
        found["cmd"] == """jupyter repro snapshot 'it'"'"'s a.ipynb' --output 'it'"'"'s a.executed.ipynb'"""
    )


@pytest.mark.parametrize("text_of", [dvc_text, snakemake_text])
def test_a_note_is_one_line_of_comment(text_of):
    stage = Stage("x", "x.ipynb", "x.repro.json", "x.executed.ipynb", notes=("it reads a\nrule evil:",))
    assert r"# it reads a\nrule evil:" in text_of([stage])


def test_a_rule_of_snakemake_has_all_that_its_notebook_needs_and_makes():
    made_by_another = Stage(
        "cut", "cut.ipynb", "cut.repro.json", "cut.executed.ipynb", results=("parts/1.csv",)
    )
    text = snakemake_text([STAGE, made_by_another])
    rule = text[text.index("rule fit:") : text.index("rule cut:")]
    assert [line.strip() for line in rule.splitlines()[1:] if line] == [
        "# it reads http://host/a.csv, which is no file: Snakemake does not watch it",
        "# it reads state.csv before it writes it: where that is changed by hand, nothing is run again",
        "input:",
        "notebook='fit.ipynb',",
        "snapshot=ancient('fit.repro.json'),",
        "lock='fit.requirements.txt',",
        "data=['in.csv', expanduser('~/x.csv')],",
        "folder_1=lambda wildcards: files_in(['parts/**/*.csv'], made=['parts/1.csv']),",
        "code=['tools.py'],",
        "output:",
        "notebook='fit.executed.ipynb',",
        "results=['kept.csv', 'out.csv'],",
        "updated=[update('state.csv')],",
        "params:",
        "recorded=recorded_context('fit.repro.json'),",
        "shell:",
        "'jupyter repro snapshot {input.notebook:q} --output {output.notebook:q}'",
    ]


def test_the_first_rule_asks_for_every_notebook():
    rules = re.findall(r"rule (\w+):\n    input:\n((?:        '.*,\n)+)", snakemake_text([STAGE]))
    assert rules == [("notebooks", "        'fit.executed.ipynb',\n")]


def test_a_name_that_snakemake_takes_for_a_wildcard_is_refused():
    from jupyter_repro.errors import ReproError

    with pytest.raises(ReproError, match=r"the braces in \{x\}\.csv"):
        snakemake_text([awkward("{x}.csv")])


@pytest.mark.parametrize(
    ("file", "tool", "notebook"),
    [
        ("dvc.yaml", "dvc", "nb/a.ipynb"),
        ("nb/dvc.yaml", "dvc", " a.ipynb"),
        ("nb/Snakefile", "snakemake", "'a.ipynb'"),
        ("workflow/Snakefile", "snakemake", "nb/a.ipynb"),
        ("workflow/rules/notebooks.smk", "snakemake", "'nb/a.ipynb'"),
    ],
)
def test_paths_belong_to_the_folder_that_the_tool_runs_in(recorded_as, tmp_path, file, tool, notebook):
    (tmp_path / ".dvc").mkdir()
    assert notebook in pipeline_of([recorded_as("nb/a.ipynb")], tool, tmp_path / file).text


def test_a_file_is_exported_again_while_nobody_has_changed_it(tmp_path):
    file = tmp_path / "dvc.yaml"
    for text in ("stages: {}\n", "stages:\n  a: {}\n"):
        write_pipeline(file, text, "")
        assert file.read_text().endswith(f"again\n{text}")


@pytest.mark.parametrize("before", ["", "stages: {}\n", "written, and changed", b"\xff"])
def test_a_pipeline_of_somebody_else_is_left_as_it_is(recorded_as, tmp_path, before):
    recorded_as("a.ipynb")
    file = tmp_path / "dvc.yaml"
    if before == "written, and changed":
        assert inside("export", "a.ipynb", "--dvc", "-o", "dvc.yaml", cwd=tmp_path).returncode == 0
        before = file.read_text() + "  b: {}\n"
    file.write_bytes(before if isinstance(before, bytes) else before.encode())
    there = tree(tmp_path)
    done = inside("export", "a.ipynb", "--dvc", "-o", "dvc.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "dvc.yaml is there already, and was written or changed by somebody else.\n"
        "  see the stages, and put them into it by hand: jupyter repro export a.ipynb --dvc\n"
    )
    assert tree(tmp_path) == there


def test_stages_are_printed_and_an_edited_notebook_is_reported_of(recorded_as, tmp_path):
    recorded_as("a.ipynb")
    done = inside("export", "a.ipynb", "--dvc", cwd=tmp_path)
    assert done.returncode == 0
    assert list(yaml.safe_load(done.stdout)["stages"]) == ["a"]
    assert done.stderr.startswith("a.ipynb was edited after it was recorded")


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["--dvc", "--snakemake"], "by itself"),
        (["--dvc", "--requirements", "r.txt"], "by itself"),
        (["--requirements", "r.txt", "-o", "dvc.yaml"], "-o goes with --dvc or --snakemake"),
    ],
)
def test_options_that_do_not_go_together_are_refused(recorded_as, tmp_path, arguments, reported):
    recorded_as("a.ipynb")
    done = inside("export", "a.ipynb", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert reported in done.stderr
