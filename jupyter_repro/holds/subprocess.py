"""What other programs answered: they run, and cells get what was written and how it ended in the first run.

Held are `subprocess` where all output is waited for, `os.popen`, `os.system`, `!`, `%%bash` and their like. Not held
are pipes that are read while a program runs, and programs that asyncio starts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import wraps
from io import StringIO
from types import FrameType
from typing import Any

from jupyter_repro.holds.ipython_programs import hold_in_ipython
from jupyter_repro.holds.running_cell import OF_THE_KERNEL, asking_frame, package_of
from jupyter_repro.holds.scene import Scene
from jupyter_repro.holds.shown_programs import hold_shown_programs
from jupyter_repro.holds.stored_answers import ProgramAnswer, StoredAnswers
from jupyter_repro.patching import after, replaced, see_through

_OWN = OF_THE_KERNEL | {"asyncio", "concurrent", "git", "joblib", "multiprocess", "multiprocessing"}
_THROUGH = frozenset({"os", "subprocess"})
_PLACE = "held_answer"
"""Attribute of a process that is held: where its answer is kept."""


def hold(scene: Scene) -> Callable[[], None]:
    """Hold them by the folder of answers."""
    answers = StoredAnswers(scene.answers_folder("subprocess"))
    return after(
        *_processes(scene, answers),
        replaced(os, "popen", see_through(_popen(scene, answers))),
        *hold_in_ipython(scene, answers),
        *hold_shown_programs(lambda frame: _asks(scene, frame)),
    )


def _asks(scene: Scene, frame: FrameType) -> bool:
    """Whether a cell asks, in whichever thread, and not what records it."""
    asking = asking_frame(frame, _THROUGH)
    return scene.cell.runs and package_of(asking) not in _OWN and not _is_for_us(asking)


def _is_for_us(frame: FrameType | None) -> bool:
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith(
            ("jupyter_repro.recording", "jupyter_repro.coll")
        ):
            return True
        frame = frame.f_back
    return False


def _processes(scene: Scene, answers: StoredAnswers) -> tuple[Callable[[], None], ...]:
    process = subprocess.Popen
    begin, communicate, wait = process.__init__, process.communicate, process.wait

    @wraps(begin)
    def begun(self: Any, args: Any, *more: Any, **named: Any) -> None:
        if _asks(scene, sys._getframe(1)):
            setattr(self, _PLACE, answers.place(_command(args)))
        begin(self, args, *more, **named)

    @wraps(communicate)
    def communicated(self: Any, *given: Any, **named: Any) -> Any:
        place, self.__dict__[_PLACE] = vars(self).get(_PLACE), None
        try:
            out, err = communicate(self, *given, **named)
        except subprocess.TimeoutExpired:
            self.__dict__[_PLACE] = place  # it is asked again
            raise
        if place is None:
            return out, err
        held = answers.held(place, ProgramAnswer(_bytes(out), _bytes(err), self.returncode))
        self.returncode = held.status
        return _like(out, held.out), _like(err, held.err)

    @wraps(wait)
    def waited(self: Any, *given: Any, **named: Any) -> Any:
        status = wait(self, *given, **named)
        place, self.__dict__[_PLACE] = vars(self).get(_PLACE), None
        if place is None:
            return status
        self.returncode = answers.held(place, ProgramAnswer(None, None, status)).status
        return self.returncode

    return (
        replaced(process, "__init__", see_through(begun)),
        replaced(process, "communicate", see_through(communicated)),
        replaced(process, "wait", see_through(waited)),
    )


def _popen(scene: Scene, answers: StoredAnswers) -> Callable[..., Any]:
    popen = os.popen

    @wraps(popen)
    def opened(cmd: Any, mode: str = "r", buffering: int = -1) -> Any:
        if mode != "r" or not _asks(scene, sys._getframe(1)):
            return popen(cmd, mode, buffering)
        place = answers.place(_command(cmd))
        with _apart(scene):
            pipe = popen(cmd, mode, buffering)
            text, status = pipe.read(), pipe.close()
        held = answers.held(place, ProgramAnswer(_bytes(text), None, status))
        return HeldPipe((held.out or b"").decode("utf-8", "surrogateescape"), held.status)

    return opened


class HeldPipe(StringIO):
    """What `os.popen` answers."""

    def __init__(self, text: str, status: int | None) -> None:
        super().__init__(text)
        self._status = status

    def close(self) -> int | None:  # type: ignore[override]
        """How the program ended, as `os.popen` says it."""
        super().close()
        return self._status


def _apart(scene: Scene) -> Any:
    return scene.cell.pausing()


def _command(args: Any) -> str:
    words = args if isinstance(args, (list, tuple)) else [args]
    return "\0".join(os.fsdecode(each) for each in words)


def _bytes(text: Any) -> bytes | None:
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text


def _like(true: Any, held: bytes | None) -> Any:
    """What is held, in the form in which the true output came."""
    if true is None:
        return None
    return (held or b"").decode("utf-8", "surrogateescape") if isinstance(true, str) else held or b""
