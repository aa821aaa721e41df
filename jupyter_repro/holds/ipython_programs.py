"""What programs answered that IPython runs: `!command`, `x = !command`, `%%bash` and the other magics of scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import wraps
from io import StringIO
from subprocess import CalledProcessError
from typing import Any

from jupyter_repro.holds.scene import Scene
from jupyter_repro.holds.stored_answers import ProgramAnswer, StoredAnswers
from jupyter_repro.patching import replaced, see_through

_STATUS = "_exit_code"
"""Variable in which IPython leaves how a program ended."""
_TAKEN = ("--out", "--err", "--proc", "--bg")
"""Options of a script by which its output does not go to the cell's: it is left alone then."""


def hold_in_ipython(scene: Scene, answers: StoredAnswers) -> Iterator[Callable[[], None]]:
    """Hold what the shell's functions for programs answer."""
    from IPython.core.magics.script import ScriptMagics

    shell = scene.shell
    yield replaced(shell, "system", see_through(_system(scene, answers, shell.system)))
    yield replaced(shell, "getoutput", see_through(_getoutput(scene, answers, shell.getoutput)))
    yield replaced(ScriptMagics, "shebang", see_through(_script(scene, answers, ScriptMagics.shebang)))


def _system(scene: Scene, answers: StoredAnswers, system: Callable[[str], Any]) -> Callable[[str], Any]:
    @wraps(system)
    def run(cmd: str) -> Any:
        place, text = answers.place(f"! {cmd}"), StringIO()
        with redirect_stdout(text), scene.cell.pausing():
            answer = system(cmd)
        status = scene.shell.user_ns.get(_STATUS)
        held = answers.held(
            place, ProgramAnswer(text.getvalue().encode("utf-8", "surrogateescape"), None, status)
        )
        scene.shell.user_ns[_STATUS] = held.status
        sys.stdout.write((held.out or b"").decode("utf-8", "surrogateescape"))
        sys.stdout.flush()
        return answer

    return run


def _getoutput(scene: Scene, answers: StoredAnswers, getoutput: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(getoutput)
    def run(cmd: str, split: bool = True, depth: int = 0) -> Any:
        from IPython.utils.text import LSString, SList

        place = answers.place(f"! {cmd}")
        with scene.cell.pausing():
            answer = getoutput(cmd, split, depth=depth + 1)
        lines = "\n".join(answer) if split else str(answer)
        held = answers.held(place, ProgramAnswer(lines.encode("utf-8", "surrogateescape"), None, None))
        text = (held.out or b"").decode("utf-8", "surrogateescape")
        return SList(text.split("\n") if text else []) if split else LSString(text)

    return run


def _script(scene: Scene, answers: StoredAnswers, shebang: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(shebang)
    def run(magics: Any, line: str, cell: str) -> Any:
        if any(option in line for option in _TAKEN):
            return shebang(magics, line, cell)
        place, out, err, error = answers.place(f"%% {line}\n{cell}"), StringIO(), StringIO(), None
        with redirect_stdout(out), redirect_stderr(err), scene.cell.pausing():
            try:
                shebang(magics, line, cell)
            except CalledProcessError as failed:
                error = failed
        texts = [each.getvalue().encode("utf-8", "surrogateescape") for each in (out, err)]
        held = answers.held(place, ProgramAnswer(texts[0], texts[1], error.returncode if error else 0))
        for stream, text in ((sys.stdout, held.out), (sys.stderr, held.err)):
            if text:
                stream.write(text.decode("utf-8", "surrogateescape"))
                stream.flush()
        if held.status:
            raise CalledProcessError(held.status, cell)
        return None

    return run
