"""What a project lists for Binder."""

from __future__ import annotations

import pytest

from jupyter_repro.environments.declared_environment import declared_environment, requirement_lines
from jupyter_repro.errors import UnreadableInput


@pytest.fixture
def project(tmp_path):
    (tmp_path / "project/.git").mkdir(parents=True)
    return tmp_path / "project"


def write(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)


def versions(folder):
    return {name: str(allowed) for name, allowed in declared_environment(folder).versions.items()}


def test_nothing_listed_up_to_the_repositorys_root_is_none(project):
    write(project.parent, requirements_txt="numpy")
    assert declared_environment(project) is None


@pytest.mark.parametrize("place", ["binder", ".binder", "."])
def test_each_place_of_repo2docker_is_found_from_a_folder_below(project, place):
    write(project / place, requirements_txt="NumPy==2.4.6 \\\n  --hash=sha256:aa", runtime_txt="python-3.11")
    (project / "notebooks").mkdir()
    found = declared_environment(project / "notebooks")
    assert str(found.versions["numpy"]) == "==2.4.6"
    assert found.python == "3.11"


def test_binder_stands_above_the_root_and_conda_above_pip(project):
    write(project, requirements_txt="root")
    write(project / "binder", requirements_txt="pip", environment_yml="dependencies: [conda]")
    assert versions(project) == {"conda": ""}


def test_includes_comments_options_and_markers_are_read(project):
    write(project, more_txt="scipy>=1 # why\n")
    text = "--index-url x\n# a\n-r more.txt\ncolorama; sys_platform == 'win32'\nold; python_version < '3.9'\n"
    write(project, requirements_txt=text, runtime_txt="python-3.11")
    assert next(requirement_lines(project / "requirements.txt")) == "scipy>=1"
    assert versions(project) == {"scipy": ">=1"}


def test_what_a_local_project_needs_is_listed_with_it(project):
    write(project, requirements_txt="-e .[plots]\n")
    toml = '[project]\ndependencies = ["numpy>=2"]\n[project.optional-dependencies]\nplots = ["matplotlib"]\n'
    write(project, pyproject_toml=toml)
    assert versions(project) == {"numpy": ">=2", "matplotlib": ""}


@pytest.mark.parametrize(
    ("spec", "name", "allowed"),
    [
        ("numpy", "numpy", ""),
        ("numpy=2.4", "numpy", "==2.4.*"),
        ("numpy==2.4.6", "numpy", "==2.4.6"),
        ("numpy=2.4.6=py311_0", "numpy", "==2.4.6.*"),
        ("numpy 2.4.*", "numpy", "==2.4.*"),
        ("conda-forge::numpy >=2,<3", "numpy", "<3,>=2"),
        ("pytorch", "torch", ""),
        ("matplotlib-base", "matplotlib", ""),
        ("numpy >=2|<1", "numpy", ""),
    ],
)
def test_condas_specifications_are_read(project, spec, name, allowed):
    write(project, environment_yml=f"dependencies:\n  - python=3.11.7\n  - '{spec}'\n  - pip: [six==1.17]\n")
    assert declared_environment(project).python == "3.11"
    assert versions(project) == {name: allowed, "six": "==1.17"}


@pytest.mark.parametrize("broken", ["dependencies: [", "- a", "dependencies: 3"])
def test_an_environment_that_cannot_be_read_is_reported(project, broken):
    write(project, environment_yml=broken)
    with pytest.raises(UnreadableInput, match=r"environment\.yml cannot be read"):
        declared_environment(project)


def test_a_missing_include_is_reported(project):
    write(project, requirements_txt="-r gone.txt")
    with pytest.raises(UnreadableInput, match=r"gone\.txt"):
        declared_environment(project)
