"""What the extension costs in JupyterLab: opening the page, typing in a long notebook, and the size of its bundle.

The peer is the same server with every front end extension but ours; both are asked in turn, in one Chromium.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from jupyter_core.paths import jupyter_path

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "tests" / "browser")]

from chromium import chromium  # noqa: E402
from conftest import command, written  # noqa: E402
from lab_server import lab_server  # noqa: E402
from live_server import TOKEN  # noqa: E402
from notebook_page import NotebookPage  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

NAME = "jupyter-repro"
PORTS = {"with": 18773, "without": 18774}
LOADS = 9
CELLS = 500
ROUNDS = 4
KEYS = 25
Figures = dict[str, list[tuple[float, float]]]
OPENED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!window.jupyterapp) await frame();
  await window.jupyterapp.restored;
  while (!document.querySelector('.jp-Notebook .jp-Cell')) await frame();
  return performance.now();
}"""
WATCH = """() => {
  window.painted = [];
  const after = new MessageChannel();
  document.addEventListener('keydown', event => requestAnimationFrame(() => {
    after.port1.onmessage = () => window.painted.push(performance.now() - event.timeStamp);
    after.port2.postMessage(null);
  }), true);
}"""


@contextmanager
def servers(root: Path) -> Iterator[dict[str, str]]:
    """Addresses of two servers of one folder."""
    without = root / ".extensions"
    linked(without)
    more = {"with": (), "without": (f"--LabApp.labextensions_path={without}",)}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(lab_server(root, root / f".{name}", port, *more[name]))
            for name, port in PORTS.items()
        }


def linked(folder: Path) -> None:
    """All extensions that are installed, but ours."""
    folder.mkdir()
    for source in jupyter_path("labextensions"):
        for extension in Path(source).glob("*"):
            if extension.name != NAME and not (folder / extension.name).exists():
                (folder / extension.name).symlink_to(extension.resolve())


class Work:
    """Milliseconds that a page's main thread computed, which does not count what else the machine did."""

    def __init__(self, page: Page) -> None:
        self._asked = page.context.new_cdp_session(page)
        self._asked.send("Performance.enable", {"timeDomain": "threadTicks"})

    def read(self) -> float:
        metrics = self._asked.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration") * 1000


def opening(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds until JupyterLab is restored and the notebook shown, nothing cached; and of work until then."""
    context = browser.new_context()
    page = context.new_page()
    work = Work(page)
    page.goto(f"{address}/lab/tree/short.ipynb?reset&token={TOKEN}", wait_until="commit")
    took = page.evaluate(OPENED), work.read()
    is_there = page.evaluate("name => window.jupyterapp.hasPlugin(name)", f"{NAME}:plugin")
    context.close()
    assert is_there == address.endswith(str(PORTS["with"]))
    return took


def typing(page: NotebookPage) -> list[tuple[float, float]]:
    """Milliseconds from each key to the paint after it; and of work for it."""
    page.page.evaluate(WATCH)
    page.page.locator(".jp-CodeCell .cm-content").nth(5).click()
    work = Work(page.page)
    return [key(page.page, work, count + 1) for count in range(KEYS)]


def key(page: Page, work: Work, count: int) -> tuple[float, float]:
    before = work.read()
    page.keyboard.press("x")
    page.wait_for_function("count => window.painted.length === count", arg=count, polling=5)
    return page.evaluate("() => window.painted.at(-1)"), work.read() - before


def openings(browser: Browser, addresses: dict[str, str]) -> None:
    took: Figures = {name: [] for name in addresses}
    for address in addresses.values():
        opening(browser, address)
    for _ in range(LOADS):
        for name, address in addresses.items():
            took[name].append(opening(browser, address))
    print(f"opening a notebook in JupyterLab ({LOADS} loads)")
    say("until it is shown, median", took, 0, 50)
    say("work of the page, median", took, 1, 50)


def keys(browser: Browser, addresses: dict[str, str]) -> None:
    took: Figures = {name: [] for name in addresses}
    for turn in range(ROUNDS):
        # neither is always the one for which the machine is warm
        for name, address in list(addresses.items())[:: 1 if turn % 2 else -1]:
            page = NotebookPage(browser.new_page(), address, Path("long.ipynb"), "lab")
            took[name] += typing(page)
            page.close()
    print(f"a key in a recorded notebook of {CELLS} cells ({ROUNDS * KEYS} keys)")
    for at in (50, 95):
        say(f"until the next paint, percentile {at}", took, 0, at)
        say(f"work of the page, percentile {at}", took, 1, at)


def say(words: str, took: Figures, which: int, at: int) -> None:
    ours, plain = (percentile([each[which] for each in took[name]], at) for name in ("with", "without"))
    print(f"  {words:36} {ours:7.1f} ms, without the extension {plain:7.1f} ms, ratio {ours / plain:.2f}")


def percentile(values: list[float], at: int) -> float:
    return statistics.quantiles(values, n=100)[at - 1]


def bundle() -> None:
    files = [path.read_bytes() for path in (PROJECT / "jupyter_repro/labextension/static").glob("*.js")]
    raw, packed = (sum(map(len, each)) for each in (files, map(gzip.compress, files)))
    print(f"bundle {raw} bytes in {len(files)} files, {packed} with gzip")


def recorded(path: Path, count: int) -> None:
    written(path, *(f"a{index} = {index}\na{index}" for index in range(count)))
    ran = command("snapshot", path)
    assert ran.returncode == 0, ran.stderr


def main() -> None:
    bundle()
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        root = Path(temporary)
        recorded(root / "short.ipynb", 5)
        recorded(root / "long.ipynb", CELLS)
        with servers(root) as addresses:
            openings(browser, addresses)
            keys(browser, addresses)


if __name__ == "__main__":
    main()
