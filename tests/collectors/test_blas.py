from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import msgspec

from jupyter_repro.collectors.blas import BlasCollector, described
from jupyter_repro.verdicts import ContextChange

OPENBLAS = {
    "internal_api": "openblas",
    "filepath": "/home/ada/.venv/lib/python3.11/site-packages/numpy.libs/libopenblas-r0-1f2.so",
    "version": "0.3.29",
    "architecture": "Haswell",
    "threading_layer": "pthreads",
    "num_threads": 2,
}


def collected(imports: str) -> dict[str, str]:
    script = f"""
        {imports}
        import sys, msgspec
        before = set(sys.modules)
        from jupyter_repro.collectors.blas import BlasCollector
        found = BlasCollector().collect(None)
        assert "numpy" in before or "numpy" not in sys.modules
        print(msgspec.json.encode(found).decode())
    """
    environ = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", textwrap.dedent(script)]
    return msgspec.json.decode(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)


def test_a_kernel_without_numpy_has_none_and_none_is_loaded_for_it():
    assert collected("") == {}


def test_what_numpy_computes_with_is_reported_with_its_threads_and_without_a_path():
    found = collected("import numpy")
    assert found
    assert all("thread" in what for what in found.values())
    assert os.sep not in "".join([*found, *found.values()])


def test_a_library_is_named_after_the_package_that_brought_it():
    assert described([OPENBLAS]) == {"openblas of numpy": "0.3.29, Haswell, pthreads, 2 threads"}
    assert list(described([{**OPENBLAS, "filepath": "/usr/lib/libopenblas.so"}])) == ["openblas"]


def test_two_of_one_package_are_told_apart_in_the_same_order_always():
    other = {**OPENBLAS, "num_threads": 1}
    assert described([OPENBLAS, other]) == described([other, OPENBLAS])
    assert list(described([OPENBLAS, other])) == ["openblas of numpy", "openblas of numpy #2"]


def test_another_kernel_and_a_library_that_is_not_loaded_are_changes_of_the_machine():
    changes = BlasCollector().changes({"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "1", "new": "1"})
    assert list(changes) == [
        ContextChange("machine", "a", "1", "2"),
        ContextChange("machine", "c", "1", "not loaded"),
    ]


def test_where_no_kernel_was_asked_nothing_has_changed():
    assert not list(BlasCollector().changes({"a": "1"}, {}))
