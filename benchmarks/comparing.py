"""What comparing outputs costs, from two notebook files to the divergences, in seconds and in memory.

Each case runs in a process of its own, and is reported beside what nbformat needs to read the same two files. The cases
are large notebooks, and texts made to meet what is quadratic in a pattern or a line diff.
"""

from __future__ import annotations

import base64
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from jupyter_repro.canonical.canonical_form import canonical_outputs
from jupyter_repro.policies.policy import CellPolicy
from jupyter_repro.taking_snapshots.assembly import cell_record
from jupyter_repro.verifying.comparison import divergences
from jupyter_repro.verifying.reference import Expected, stored_texts

MB = 1_000_000
Bundle = dict[str, object]
Pair = tuple[list[Bundle], list[Bundle]]
"""What the cells of the recorded and of the found notebook show."""


def many_cells() -> Pair:
    """5,000 cells with 200 MB of outputs: tables, text and pictures; every tenth differs by one number."""
    rng = np.random.default_rng(0)
    noise = [_png(rng.integers(0, 256, (60, 100, 3), dtype=np.uint8)) for _ in range(50)]
    recorded: list[Bundle] = []
    for index in range(5000):
        lines = "\n".join(f"epoch {i} loss {random.random():.6f}" for i in range(500))
        rows = "".join(f"<tr><td>{i}</td><td>{random.random():.6f}</td></tr>" for i in range(150))
        picture = noise[index % 50]
        recorded.append({"text/plain": lines, "text/html": f"<table>{rows}</table>", "image/png": picture})
    found = [_with_other_digit(each) if index % 10 == 0 else each for index, each in enumerate(recorded)]
    return recorded, found


def _with_other_digit(bundle: Bundle) -> Bundle:
    text, table = str(bundle["text/plain"]), str(bundle["text/html"])
    return {
        **bundle,
        "text/plain": f"{text[:-1]}{(int(text[-1]) + 1) % 10}",
        "text/html": table.replace("<td>75</td><td>0", "<td>75</td><td>1"),
    }


def animation() -> Pair:
    """One HTML output of 86 MB, as `FuncAnimation.to_jshtml` makes them; one of its frames differs."""
    rng = np.random.default_rng(0)
    frames = [_png(rng.integers(0, 256, (460, 460, 3), dtype=np.uint8)) for _ in range(102)]
    changed = [*frames]
    changed[50] = _png(rng.integers(0, 256, (460, 460, 3), dtype=np.uint8))
    return [{"text/html": _player(frames)}], [{"text/html": _player(changed)}]


def _player(frames: list[str]) -> str:
    lines = (
        f'  frames[{index}] = "data:image/png;base64,{_wrapped(frame)}"\n'
        for index, frame in enumerate(frames)
    )
    return f"<div><img></div><script>var frames = [];\n{''.join(lines)}</script>"


def _wrapped(text: str) -> str:
    """Lines of 76 characters that end with a backslash, as matplotlib writes them."""
    return "\\\n".join(text[start : start + 76] for start in range(0, len(text), 76)) + "\\\n"


def pictures() -> Pair:
    """Two pictures of 4000 by 4000 pixels that differ in one."""
    pixels = np.zeros((4000, 4000, 3), dtype=np.uint8)
    pixels[::7] = 200
    before = _png(pixels)
    pixels[2000, 3000] = 255
    return [{"image/png": before}], [{"image/png": _png(pixels)}]


def _png(pixels: np.ndarray) -> str:
    content = BytesIO()
    Image.fromarray(pixels).save(content, "PNG", compress_level=1)
    return base64.b64encode(content.getvalue()).decode()


def text(recorded: str, found: str, mime: str = "text/plain") -> Callable[[], Pair]:
    """A case of one output."""
    return lambda: ([{mime: recorded}], [{mime: found}])


def document(recorded: object, found: object) -> Callable[[], Pair]:
    """A case of one JSON output."""
    return lambda: ([{"application/json": recorded}], [{"application/json": found}])


def shuffled(lines: list[str]) -> list[str]:
    """The lines in another order."""
    return random.sample(lines, len(lines))


LINES = [f"row {index} {index * 7919 % 1000}" for index in range(200_000)]
CASES: dict[str, Callable[[], Pair]] = {
    "5,000 cells, 200 MB, 500 differ": many_cells,
    "86 MB of animation in one HTML output": animation,
    "4000×4000 picture pair, 1 pixel": pictures,
    "200,000 lines, in another order": text("\n".join(LINES), "\n".join(shuffled(LINES))),
    "200,000 lines, all numbers differ": text("\n".join(LINES), "\n".join(f"{x}1" for x in LINES)),
    "one line of 20 MB": text("x" * 20 * MB, "x" * 10 * MB + "y" + "x" * 10 * MB),
    "one line of 20 MB of digits": text("1" * 20 * MB, "1" * 10 * MB + "2" + "1" * 10 * MB),
    "one line of 20 MB of spaces": text("a" + " " * 20 * MB + "b", "a" + " " * 20 * MB + "c"),
    "20 MB of `<`": text("<" * 20 * MB, "<" * 20 * MB + "!", "text/html"),
    "1 MB of nested tags": text("<b>" * 300_000, "<b>" * 300_000 + "!", "text/html"),
    "2 MB of `/a/a/a`": text("/a" * MB, "/a" * MB + "b"),
    "2 MB of `0x0x0x`": text("0x" * MB, "0x" * MB + "1"),
    "2 MB of `1e1e1e`": text("1e" * MB, "1e" * MB + "2"),
    "2 MB of `at at at`": text("at " * MB, "at " * MB + "0x7f"),
    "2 MB of `<object at `": text("<object at " * (MB // 5), "<object at " * (MB // 5) + "1"),
    "2 MB of `data:image/png;base64,`": text(
        "data:image/png;base64," * (MB // 11), "data:image/png;base64," * (MB // 11) + "A", "text/html"
    ),
    "2 MB of `%|█`": text("10%|█| " * (MB // 4), "10%|█| " * (MB // 4) + "1"),
    "1,000,000 numbers in JSON": document([*range(MB)], [*range(MB - 1), -1]),
    "JSON, 300 levels deep": document(
        json.loads("[" * 300 + "1" + "]" * 300), json.loads("[" * 300 + "2" + "]" * 300)
    ),
    "tables of 1,000,000 cells": text(
        _table := "<table>" + "<tr>" + "<td>1</td>" * 100 + "</tr>" * 10_000 + "</table>",
        _table.replace("<td>1</td></tr>", "<td>2</td></tr>", 1),
        "text/html",
    ),
}


def write(bundles: list[Bundle], path: Path) -> None:
    """A notebook whose cells show these."""
    cells = [
        new_code_cell("show()", id=f"c{index}", outputs=[new_output("display_data", bundle, metadata={})])
        for index, bundle in enumerate(bundles)
    ]
    path.write_text(json.dumps(new_notebook(cells=cells)), encoding="utf-8")


def compared(recorded: Path, found: Path) -> Iterator[str]:
    """What is reported of each cell that differs."""
    before, now = (nbformat.read(path, as_version=4) for path in (recorded, found))
    for cell, other in zip(before.cells, now.cells, strict=True):
        expected = Expected("", cell_record(cell).outputs, stored_texts(cell))
        for divergence in divergences(expected, canonical_outputs(other.outputs), CellPolicy()):
            yield divergence.summary


def both_read(recorded: Path, found: Path) -> Iterator[str]:
    """Nothing is compared."""
    yield from (str(len(nbformat.read(path, as_version=4).cells)) for path in (recorded, found))


Work = Callable[[Path, Path], Iterator[str]]


def measured(work: Work, paths: tuple[Path, Path]) -> tuple[float, float, list[str]]:
    """Seconds, peak memory in MB and what was reported, in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_measured, work, paths).result()


def _measured(work: Work, paths: tuple[Path, Path]) -> tuple[float, float, list[str]]:
    began = time.perf_counter()
    reported = list(work(*paths))
    seconds = time.perf_counter() - began
    return seconds, _peak_memory(), reported


def _peak_memory() -> float:
    """MB; not by getrusage, which begins with what the parent process had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(names: list[str]) -> None:
    """Print a line a case; with names, only those that hold one of them."""
    print(f"{'case':42}{'seconds':>8}{'× reading':>11}{'file':>10}{'memory':>9}  first of what is reported")
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "recorded.ipynb"), Path(folder, "found.ipynb")
        for name, case in CASES.items():
            if names and not any(each in name for each in names):
                continue
            for bundles, path in zip(case(), paths, strict=True):
                write(bundles, path)
            size = paths[0].stat().st_size / MB
            reading, _, _ = measured(both_read, paths)
            seconds, memory, reported = measured(compared, paths)
            first = f"{reported[0][:90]} ({len(reported)})" if reported else "nothing"
            print(
                f"{name:42}{seconds:8.2f}{seconds / reading:11.1f}{size:7.0f} MB{memory:6.0f} MB  {first}",
                flush=True,
            )


if __name__ == "__main__":
    random.seed(0)
    main(sys.argv[1:])
