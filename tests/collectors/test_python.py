from __future__ import annotations

import sys

from jupyter_repro.collectors.python import PythonCollector
from jupyter_repro.verdicts import ContextChange


def test_version_and_implementation_of_this_python_are_recorded():
    found = PythonCollector().collect(None)
    assert found["version"].startswith("{}.{}.{}".format(*sys.version_info[:3]))
    assert found["implementation"].lower() == sys.implementation.name


def test_another_version_is_a_change():
    recorded = {"version": "3.11.7", "implementation": "CPython"}
    changes = PythonCollector().changes(recorded, {**recorded, "version": "3.12.1"})
    assert list(changes) == [ContextChange("python", "version", "3.11.7", "3.12.1")]
