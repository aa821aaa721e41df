import json

import pytest
from conftest import notebook_of
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.environments import declared_requirements
from jupyter_repro.environments.declared_requirements import declared, in_cells


def specifiers(found):
    return {name: str(each.specifier) for name, each in found.items()}


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("requirements.txt", "pandas==0.25  # old\n-r x\nnumpy>1 --hash=x\n", {"pandas": "==0.25", "numpy": ">1"}),
        (
            "environment.yml",
            "dependencies: [python=3.7, pandas=0.25.1=py37, f::numpy=1.17, pytorch, {pip: [x==1]}]",
            {"pandas": "==0.25.1", "numpy": "==1.17.*", "torch": "", "x": "==1"},
        ),
        ("Pipfile", '[packages]\npandas = "==0.25"\nnumpy = "*"\n', {"pandas": "==0.25", "numpy": ""}),
        ("Pipfile.lock", json.dumps({"default": {"pandas": {"version": "==0.25"}}}), {"pandas": "==0.25"}),
        ("setup.cfg", "[options]\ninstall_requires =\n  pandas<1\n  numpy\n", {"pandas": "<1", "numpy": ""}),
        ("pyproject.toml", '[project]\ndependencies = ["pandas<1"]\n', {"pandas": "<1"}),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.6"\npandas = "^0.25"\n', {"pandas": ">=0.25"}),
        ("requirements.txt", "not a requirement!\ngit+https://example.org/x\n", {}),
        ("environment.yml", "- a list", {}),
    ],
)  # fmt: skip
def test_files_beside_the_notebook_are_read(tmp_path, name, content, wanted):
    (tmp_path / name).write_text(content)
    assert specifiers(declared(notebook_of("1"), tmp_path)) == wanted


def test_a_locked_version_weighs_more_than_a_wish_and_a_cell_more_than_both(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["pandas>1", "numpy>1"]')
    (tmp_path / "requirements.txt").write_text("pandas==1.2\nnumpy==1.3")
    found = declared(notebook_of("%pip install pandas==1.1"), tmp_path)
    assert specifiers(found) == {"pandas": "==1.1", "numpy": "==1.3"}


def test_folders_above_count_within_a_repository_only(tmp_path):
    (tmp_path / "requirements.txt").write_text("pandas==1")
    inner = tmp_path / "notebooks"
    inner.mkdir()
    assert not declared(notebook_of("1"), inner)
    (tmp_path / ".git").mkdir()
    assert specifiers(declared(notebook_of("1"), inner)) == {"pandas": "==1"}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("!pip install -q 'pandas==0.25' numpy", {"pandas": "==0.25", "numpy": ""}),
        ("%pip install -r requirements.txt x", {"x": ""}),
        ("!{sys.executable} -m pip install --upgrade pip x<2", {"x": "<2"}),
        ("!conda install numpy", {"numpy": ""}),
        ('# /// script\n# dependencies = ["rich<14"]\n# ///\nimport rich', {"rich": "<14"}),
        ("# !pip install x", {}),
    ],
)
def test_a_cell_says_what_it_needs(source, wanted):
    assert specifiers(in_cells(notebook_of("1", f"pass\n{source}"))) == wanted


@given(st.text(), st.sampled_from(sorted(declared_requirements._READERS)))
def test_a_file_that_cannot_be_understood_is_no_error(tmp_path_factory, text, ending):
    path = tmp_path_factory.mktemp("required") / f"x{ending}"
    path.write_text(text, encoding="utf-8", errors="replace")
    assert isinstance(declared_requirements._by_name(declared_requirements._lines_of(path)), dict)
