"""The scripts of `jupyter repro completion`, as a shell runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import inside

from jupyter_repro.cli.completion import OF_JUPYTER

BIN = Path(sys.executable).parent
HAS_BASH = shutil.which("bash") is not None


def completed(words: str, folder: Path, before: str = "") -> list[str]:
    """What bash completes behind these words, of which the last one is begun."""
    typed = words.split(" ")
    script = (
        f"{before}\n{inside('completion', 'bash').stdout}\n"
        f"COMP_WORDS=({' '.join(each or chr(39) * 2 for each in typed)}); COMP_CWORD={len(typed) - 1}\n"
        'compopt() { COMPREPLY+=("compopt $*"); }\n'
        f"$(complete -p {typed[0]} | sed 's/.* -F \\([^ ]*\\) .*/\\1/') {typed[0]}\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    environ = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc"], input=script, cwd=folder, env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(not HAS_BASH, reason="needs bash")
@pytest.mark.parametrize("program", ["jupyter-repro", "jupyter repro"])
def test_bash_completes_commands_options_and_files(program, tmp_path):
    assert completed(f"{program} ver", tmp_path) == ["verify"]
    assert "--notebook-timeout" in completed(f"{program} verify --no", tmp_path)
    assert completed(f"{program} verify ", tmp_path) == ["compopt -o", "default"]


@pytest.mark.skipif(not HAS_BASH, reason="needs bash")
def test_what_completed_jupyter_before_still_does(tmp_path):
    before = "theirs() { COMPREPLY=(notebook lab); }; complete -F theirs jupyter"
    assert completed("jupyter l", tmp_path, before) == ["notebook", "lab"]
    assert completed("jupyter r", tmp_path) == ["repro"]


@pytest.mark.parametrize("shell", OF_JUPYTER)
def test_each_shell_gets_a_script_for_both_ways_to_call(shell):
    script = inside("completion", shell).stdout
    assert "_JUPYTER_REPRO_COMPLETE" in script
    assert "_jupyter_repro_of_jupyter" in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_that_is_here_takes_its_script(shell, tmp_path):
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    file = tmp_path / "script"
    file.write_text(inside("completion", shell).stdout)
    subprocess.run([shell, "-n", file], check=True)
