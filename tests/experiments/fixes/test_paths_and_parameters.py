"""Absolute paths and environment variables are made the notebook's own."""

from __future__ import annotations

import pytest
from edited_cells import edited

from jupyter_repro.experiments.fixes.relative_paths import relative_paths
from jupyter_repro.experiments.fixes.variables_as_parameters import variables_as_parameters


@pytest.fixture
def project(tmp_path):
    (tmp_path / "notebooks" / "data").mkdir(parents=True)
    (tmp_path / "notebooks" / "data" / "x.csv").touch()
    return tmp_path


def relative(project, source):
    made = edited(relative_paths, source, kind="path", project=project, folder=project / "notebooks")
    return None if made is None else made[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("open('{}/notebooks/data/x.csv')  # é", "open('data/x.csv')  # é"),
        ('open(r"{}/raw/y.csv")', 'open("../raw/y.csv")'),
        ("base = '{}/notebooks/data/'", "base = 'data/'"),
        ("open('/home/somebody/project/data/x.csv')", "open('data/x.csv')"),
        ("open(r'C:\\Users\\somebody\\data\\x.csv')", "open('data/x.csv')"),
    ],
)
def test_a_path_of_the_project_is_made_relative(project, before, after):
    assert relative(project, before.replace("{}", str(project))) == after
    assert relative(project, after) is None


@pytest.mark.parametrize("source", ["open('/etc/hosts')", "open('x.csv')", "'/'", "open('/nowhere/z.csv')"])
def test_any_other_text_is_left_alone(project, source):
    assert relative(project, source) is None


READ = "import os\nsize = os.environ.get('MODEL_SIZE', 'small')"


def test_a_variable_becomes_a_parameter_with_the_recorded_value():
    made = edited(
        variables_as_parameters, READ, kind="environment-variable", variables={"MODEL_SIZE": "large"}
    )
    assert made == ["model_size = 'large'", "import os\nsize = model_size"]
    assert edited(variables_as_parameters, *made, variables={"MODEL_SIZE": "large"}) is None


def test_one_that_was_not_set_gets_the_default_of_the_source():
    made = edited(variables_as_parameters, READ, variables={"MODEL_SIZE": "not set"})
    assert made == ["model_size = 'small'", "import os\nsize = model_size"]


@pytest.mark.parametrize(
    ("source", "variables"),
    [
        (READ, {}),
        (READ, {"MODEL_SIZE": "scrypt:1234"}),
        (READ + "\nmodel_size = 3", {"MODEL_SIZE": "large"}),
        ("import os\nos.environ['MODEL_SIZE'] = 'x'", {"MODEL_SIZE": "large"}),
    ],
)
def test_one_whose_value_or_name_is_not_available_is_left_alone(source, variables):
    assert edited(variables_as_parameters, source, variables=variables) is None
