import ast

import pytest
from conftest import notebook_of
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.environments.imported_distributions import (
    distribution,
    distributions,
    imported,
    in_standard_library,
    without_magics,
)


def found(tmp_path, *sources, python="3.7.16"):
    return distributions(notebook_of(*sources), tmp_path, python)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import numpy as np, os\nfrom pandas.io import sql", ["numpy", "pandas"]),
        ("from sklearn import svm", ["scikit-learn", "scipy"]),
        ("import cv2, PIL.Image, yaml", ["opencv-python-headless", "pillow", "pyyaml"]),
        ("def f():\n    import Bio", ["biopython"]),
        ("%matplotlib inline", ["matplotlib"]),
        ("import pandas as pd\npd.read_excel('a.xls')", ["openpyxl", "pandas", "xlrd"]),
        ("!ls\nfiles = !ls\n%time import scipy\nimport seaborn", ["seaborn"]),
        ("print 'old', 1\nimport numpy, dateutil.parser as p", ["numpy", "python-dateutil"]),
        ("%%bash\nimport nothing", []),
        ("%%time\nimport numpy", ["numpy"]),
        ("import imp, distutils.core, cgi", []),
        ("from . import near", []),
        ("import tqdm?", []),
    ],
)
def test_distributions_are_those_that_the_cells_import(tmp_path, source, wanted):
    assert found(tmp_path, source) == wanted


def test_modules_beside_the_notebook_are_left_out(tmp_path):
    (tmp_path / "mine.py").touch()
    (tmp_path / "ours").mkdir()
    assert found(tmp_path, "import mine, ours.deep, numpy") == ["numpy"]


def test_the_standard_library_is_that_of_the_notebooks_python():
    assert in_standard_library("dataclasses", "3.7.1")
    assert not in_standard_library("dataclasses", "3.6.9")
    assert not in_standard_library("tomllib", "3.10.2")
    assert in_standard_library("distutils", "3.13")


def test_a_name_without_an_entry_is_its_own_distribution():
    assert distribution("Some_Thing") == "some-thing"


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name.isidentifier())


@given(st.lists(NAMES, min_size=1))
def test_every_import_is_found_however_it_is_written(names):
    lines = [f"import {name}" if index % 2 else f"from {name}.x import y" for index, name in enumerate(names)]
    try:
        ast.parse("\n".join(lines))
    except SyntaxError:  # a keyword
        return
    assert set(imported(["\n".join(lines)])) == set(names)
    assert set(imported(["\n".join([*lines, "print 'x'"])])) == set(names)


@given(st.text())
def test_a_source_keeps_its_lines(source):
    assert without_magics(source).count("\n") == source.count("\n")
