"""What is imported in the user's kernel is what `kernel_imports.txt` lists, module by module."""

from __future__ import annotations

import kernel_imports
import pytest


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return kernel_imports.kernel_imports(tmp_path_factory.mktemp("kernel"))


def test_exactly_what_is_listed_is_imported_in_kernels(found):
    reported = "\n".join(kernel_imports.departures(found))
    assert not reported, f"{reported}\nif that is meant: python tests/kernel_imports.py"


def test_the_steps_are_those_of_the_list(found):
    assert list(found) == list(kernel_imports.known())


def test_what_is_new_is_reported_with_who_imported_it(found):
    loaded = {**found[kernel_imports.LOADED], "rich": "jupyter_repro.recording.recorder"}
    del loaded["jupyter_repro.magics"]
    assert list(kernel_imports.departures({**found, kernel_imports.LOADED: loaded})) == [
        "new at %load_ext jupyter_repro: rich, imported by jupyter_repro.recording.recorder",
        "no longer at %load_ext jupyter_repro: jupyter_repro.magics",
    ]
