"""From a stack of Python frames to the cell and line that the user wrote."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Iterator, Mapping
from types import CodeType, FrameType

PLUMBING = frozenset({"random", "secrets", "uuid", "os", "importlib", "_frozen_importlib"})
"""Modules through which a notebook reaches entropy, or a module of its own; what they call counts as the caller's own
use."""


_OPEN = "_modified_open"
"""The function that IPython puts in the place of a notebook's `open`."""
_PINS = ("jupyter_repro.pins.", "jupyter_repro.pinning.")
OF_THE_KERNEL = re.compile(
    r"[/\\](?:ipykernel|IPython|zmq|tornado|asyncio|jupyter_client|jupyter_repro|traitlets|debugpy|comm"
    r"|matplotlib_inline|executing|stack_data|asttokens|pure_eval|parso|jedi|prompt_toolkit|pygments)[/\\]"
    r"|[/\\](?:threading|selectors|codeop|contextlib|traceback|linecache|ast|warnings)\.py$"
)
"""Files of what runs cells: what it asks for is no use of the notebook's."""


_HOLDS = "jupyter_repro.holds."


def stack(frame: FrameType | None) -> Iterator[FrameType]:
    """The frame and all it was called from, the innermost first; those of holds stand in for functions of libraries."""
    while frame is not None:
        if not holds(frame):
            yield frame
        frame = frame.f_back


def holds(frame: FrameType) -> bool:
    """Whether a frame is of what holds a source of nondeterminism."""
    return str(frame.f_globals.get("__name__", "")).startswith(_HOLDS)


def asker() -> str:
    """Name of the innermost module on the stack that is not ours."""
    names = (str(each.f_globals.get("__name__", "")) for each in stack(sys._getframe(1)))
    return next((name for name in names if not name.startswith("jupyter_repro.")), "")


def beyond(frame: FrameType | None, through: Container[str]) -> FrameType | None:
    """The innermost frame that is of none of these modules."""
    while frame is not None and str(frame.f_globals.get("__name__", "")).partition(".")[0] in through:
        frame = frame.f_back
    return frame


def line_in(filename: str, frame: FrameType | None = None) -> int:
    """Line of the outermost frame of a file; 0 where the file is not on the stack."""
    lines = [
        each.f_lineno for each in stack(frame or sys._getframe(1)) if each.f_code.co_filename == filename
    ]
    return lines[-1] if lines else 0


def user_place(
    cells: Mapping[str, str],
    caller: FrameType | None,
    watchers: Container[CodeType],
    through: Container[str] = PLUMBING,
    is_local: Callable[[str], bool] = lambda _file: False,
    *,
    deep: bool = False,
) -> tuple[str, int] | None:
    """Cell and line of the code that asked, where that is a cell; None where a library asked for itself.

    `cells` maps the file name that a cell was compiled under to the cell's id, `caller` is who called the watched
    function. None as well where another watched function did, one of `watchers`: that one has reported it. Modules that
    `is_local` are the user's own: what they ask for counts at the cell's line that called them. `deep`: what
    any library asks for counts.
    """
    for each in stack(caller):
        if each.f_code in watchers:
            return None
        file = each.f_code.co_filename
        cell = cells.get(file)
        if cell is not None:
            return cell, each.f_lineno
        module = str(each.f_globals.get("__name__", "")).partition(".")[0]
        if file.startswith("<") and module == "__main__":
            continue  # made of the notebook's code, as the methods of its dataclasses are
        if not (deep or module in through or each.f_code.co_name == _OPEN or is_local(file)):
            return None
    return None


def _library(module: str, through: Container[str]) -> str:
    """The library that a module is of; "" for one of `through`."""
    name = module.partition(".")[0]
    return "" if name in through else name


def asking_library(
    cells: Mapping[str, str],
    caller: FrameType | None,
    watchers: Container[CodeType],
    through: Container[str] = (),
    *,
    at_import: bool = False,
) -> tuple[str, str, int] | None:
    """The library that asked for itself while a cell called it, with the cell and its line.

    Modules in `through` ask for others. None where the kernel asked, where another watched function did, and where a
    module is being imported, unless `at_import`: that a library looks at the clock when it is loaded shows in no
    output.
    """
    library = ""
    for each in stack(caller):
        if each.f_code in watchers:
            return None
        file = each.f_code.co_filename
        if (cell := cells.get(file)) is not None:
            return (library, cell, each.f_lineno) if library else None
        if file.startswith("<frozen importlib"):
            if at_import:
                continue
            return None
        name = str(each.f_globals.get("__name__", ""))
        if name.startswith(_PINS):  # they stand in for functions of the library
            continue
        if OF_THE_KERNEL.search(file):
            return None
        library = library or _library(name, through)
    return None
