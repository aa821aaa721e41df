from __future__ import annotations

import subprocess
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


def test_an_option_that_is_set_now_is_a_change():
    recorded = {"version": "3.11.7"}
    changes = PythonCollector().changes(recorded, {**recorded, "PYTHONOPTIMIZE": "1"})
    assert list(changes) == [ContextChange("python", "PYTHONOPTIMIZE", "not set", "1")]


def test_an_option_of_the_command_line_is_recorded_by_its_variable():
    code = "from jupyter_repro.collectors.python import PythonCollector as P; print(P().collect(None))"
    answer = subprocess.run(
        [sys.executable, "-O", "-W", "ignore", "-c", code], capture_output=True, text=True
    )
    assert "'PYTHONOPTIMIZE': '1'" in answer.stdout
    assert "'PYTHONWARNINGS': 'ignore'" in answer.stdout
