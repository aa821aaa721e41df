"""Kernels that cannot hold the recorder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import inside, written

import jupyter_repro

STAND_ALONE = """
import sys
sys.path[:] = [path for path in sys.path if "jupyter_repro" not in path]
sys.modules["jupyter_repro"] = None
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""


def kernel_spec(folder, name, argv, language):
    place = folder / "kernels" / name
    place.mkdir(parents=True)
    spec = {"argv": [*argv, "-f", "{connection_file}"], "display_name": name, "language": language}
    (place / "kernel.json").write_text(json.dumps(spec))


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    return tmp_path / "jupyter"


def test_a_python_kernel_without_jupyter_repro_is_recorded_unpinned_and_it_is_said(tmp_path, data_dir):
    kernel_spec(data_dir, "bare", [sys.executable, "-c", STAND_ALONE], "python")
    path = written(tmp_path / "a.ipynb", "1 + 1", kernel="bare")
    done = inside("snapshot", path)
    assert done.returncode == 0
    assert "jupyter-repro is not installed in the kernel's environment" in done.stdout
    verdict = jupyter_repro.verify(path)
    assert verdict.status == "identical"
    assert "runs without the recorder" in verdict.notes[0]


def test_a_kernel_of_another_language_is_recorded_and_verified(tmp_path, data_dir):
    # a kernel that calls itself by another name: what matters is that no Python may be sent to it
    other = tmp_path / "other_kernel.py"
    other.write_text(OTHER)
    kernel_spec(data_dir, "shout", [sys.executable, str(other)], "shout")
    path = written(tmp_path / "a.ipynb", "hello", "world", kernel="shout")
    done = inside("snapshot", path)
    assert "pins and probes do not apply to shout" in done.stdout
    assert jupyter_repro.verify(path).status == "identical"
    assert inside("show", path).stdout.count("not pinned") == 1


OTHER = """
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

class Shout(Kernel):
    implementation = implementation_version = banner = "shout"
    language_info = {"name": "shout", "mimetype": "text/plain", "file_extension": ".txt"}

    async def do_execute(self, code, silent, *args, **kwargs):
        if not silent:
            self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": code.upper()})
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

IPKernelApp.launch_instance(kernel_class=Shout)
"""


@pytest.mark.parametrize("cells", [("1",), (), ("# Title", "1")], ids=["code", "no cells", "Markdown first"])
def test_a_kernel_that_does_not_start_is_reported_with_its_last_words(tmp_path, data_dir, cells):
    kernel_spec(data_dir, "broken", [sys.executable, "-c", "raise SystemExit('no licence')"], "python")
    path = written(tmp_path / "a.ipynb", *cells, kernel="broken")
    before = path.read_bytes()
    done = inside("snapshot", path)
    assert done.returncode == 4
    assert "the kernel 'broken' did not start: no licence" in done.stderr
    assert path.read_bytes() == before
    assert len(done.stderr.strip().splitlines()) == 2


def test_doctor_tells_a_kernel_whose_environment_lacks_the_recorder(tmp_path, data_dir):
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / "bin" / "python"
    assert subprocess.run([python, "-c", "0"], check=True).returncode == 0
    kernel_spec(data_dir, "bare", [str(python), "-m", "ipykernel_launcher"], "python")
    kernel_spec(data_dir, "gone", [str(Path("/nowhere/python"))], "python")
    findings = {each["name"]: each for each in json.loads(inside("doctor", "--format", "json").stdout)}
    assert not findings["bare"]["there"]
    assert "pip install jupyter-repro" in findings["bare"]["detail"]
    assert "is not there" in findings["gone"]["detail"]
    assert findings["python3"]["there"]
