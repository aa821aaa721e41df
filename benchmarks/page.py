"""Tables of figures, and the places of a page of docs/ that they are written to."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
END = "<!-- end -->"
MEASURED = (
    "jupyter-repro",
    "papermill",
    "nbclient",
    "nbval",
    "nbmake",
    "pytest",
    "pytest-xdist",
    "ipykernel",
    "jupyter-client",
)


def progress(line: str) -> None:
    """What happens goes to standard error, the tables to standard output."""
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def publish(maker: str, content: str, *, write: bool) -> None:
    """Print what a benchmark found, and write it to its place of docs/benchmarks.md where that is asked for."""
    print(f"\n{content}", flush=True)
    if write:
        write_between(BENCHMARKS, f"<!-- made by benchmarks/{maker} -->", content)


def write_between(page: Path, mark: str, content: str) -> None:
    """Put it between a mark of the page and the end that follows; raises ValueError where the page has no such mark."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(mark)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has no place {mark} … {END}")
    page.write_text(f"{before}{mark}\n{content}\n{END}{after}", encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown; the first column holds names, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_spread(values: Sequence[float], digits: int) -> str:
    """The median, with the least and the most where there are several."""
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Of the medians, with the least and the most of the rounds."""
    of_medians = statistics.median(ours) / statistics.median(theirs)
    rounds = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    spread = f" ({min(rounds):.2f}–{max(rounds):.2f})" if len(rounds) > 1 else ""
    return f"{of_medians:.2f}{spread}"


def rounds(count: int) -> str:
    """How figures came about: in how many rounds, on what."""
    return f"{f'Median of {count} rounds' if count > 1 else 'One round'}. {surroundings()}"


def surroundings() -> str:
    """The machine, Python and the versions of all that is measured."""
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()}, {python}; {versions}."


def processor() -> str:
    """Its name as the system has it."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
