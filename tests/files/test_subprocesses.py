from __future__ import annotations

import subprocess
import sys

from jupyter_repro.files.subprocesses import own_command


def test_what_no_notebook_asks_of_jsonschema_is_not_imported():
    code = (
        "import sys\nfrom jupyter_repro.files import subprocesses\nsubprocesses.begin()\n"
        "import nbformat\nprint(sys.modules['rfc3987_syntax'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


def test_a_module_of_ours_runs_as_if_it_were_run_by_itself(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    done = subprocess.run(
        own_command("jupyter_repro.differences.magic_answer", "nothing.ipynb"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nothing.ipynb" in done.stderr
    assert "shadowed" not in done.stderr
