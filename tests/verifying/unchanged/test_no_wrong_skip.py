"""A notebook is skipped only where nothing that it depends on has changed.

One change of each kind; `benchmarks/unchanged.py` makes hundreds.
"""

from __future__ import annotations

import random

import pytest
from input_changes import CHANGES, NOTEBOOKS, changed, key, nothing_that_matters, project_in, with_package

import jupyter_repro

TOUCHED = {
    "a_byte_of_data": {"csv", "folder"},
    "a_file_in_a_folder": {"folder", "look"},
    "a_file_in_a_listed_folder": {"listing"},
    "a_script": {"script"},
    "a_page": {"compiled"},
    "a_file_less": {"csv", "folder", "look", "module"},
    "a_module": {"module"},
    "a_seed": set(NOTEBOOKS),
    "a_cell": set(NOTEBOOKS),
    "an_output": set(NOTEBOOKS),
}
"""Which notebooks a change touches at most; those that are not listed may touch all."""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Recorded notebooks."""
    folder = tmp_path_factory.mktemp("unchanged")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        with with_package(folder):
            yield project_in(folder)


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_what_a_change_could_matter_to_is_run_again_and_what_is_skipped_reproduces(project, change):
    chance = random.Random(change.__name__)
    before = {name: key(project, name) for name in NOTEBOOKS}
    with changed(project, change, chance):
        same = [name for name in NOTEBOOKS if key(project, name) == before[name]]
        touched = set(NOTEBOOKS) - set(same)
        assert touched <= TOUCHED.get(change.__name__, set(NOTEBOOKS))
        assert bool(touched) == (change is not nothing_that_matters) or change.__name__ == "a_variable"
        if same:
            skipped = chance.choice(same)
            assert jupyter_repro.verify(project / f"{skipped}.ipynb").status == "identical", skipped
    assert {name: key(project, name) for name in NOTEBOOKS} == before


def test_a_verification_leaves_the_key_as_it_was(project):
    for name in NOTEBOOKS:
        before = key(project, name)
        assert jupyter_repro.verify(project / f"{name}.ipynb").status == "identical"
        assert key(project, name) == before
