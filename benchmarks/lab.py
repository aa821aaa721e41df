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
from playwright.sync_api import Browser  # noqa: E402

NAME = "jupyter-repro"
PORTS = {"with": 18773, "without": 18774}
LOADS = 9
CELLS = 500
ROUNDS = 4
KEYS = 25
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


def opening(browser: Browser, address: str, notebook: str) -> float:
    """Milliseconds from navigation until the application is restored and the notebook shown, nothing cached."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/lab/tree/{notebook}?reset&token={TOKEN}", wait_until="commit")
    took = page.evaluate(OPENED)
    extensions = page.evaluate("() => [...window.jupyterapp.listPlugins()]")
    context.close()
    assert (f"{NAME}:plugin" in extensions) == (address.endswith(str(PORTS["with"])))
    return took


def typing(page: NotebookPage) -> list[float]:
    """Milliseconds from each key to the paint after it."""
    page.page.evaluate(WATCH)
    page.page.locator(".jp-CodeCell .cm-content").nth(5).click()
    for key in range(KEYS):
        page.page.keyboard.press("x")
        page.page.wait_for_function("count => window.painted.length === count", arg=key + 1, polling=5)
    return page.page.evaluate("() => window.painted")


def openings(browser: Browser, addresses: dict[str, str]) -> None:
    took: dict[str, list[float]] = {name: [] for name in addresses}
    for address in addresses.values():
        opening(browser, address, "short.ipynb")
    for _ in range(LOADS):
        for name, address in addresses.items():
            took[name].append(opening(browser, address, "short.ipynb"))
    ours, plain = (statistics.median(took[name]) for name in addresses)
    print(f"opening a notebook in JupyterLab (median of {LOADS} loads)")
    print(f"  {ours / 1000:.2f} s, without the extension {plain / 1000:.2f} s, ratio {ours / plain:.2f}")


def keys(browser: Browser, addresses: dict[str, str]) -> None:
    took: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            page = NotebookPage(browser.new_page(), address, Path("long.ipynb"), "lab")
            took[name] += typing(page)
            page.close()
    print(f"a key in a recorded notebook of {CELLS} cells, to the next paint ({ROUNDS * KEYS} keys)")
    for words, at in (("median", 50), ("95th percentile", 95)):
        ours, plain = (percentile(took[name], at) for name in addresses)
        print(f"  {words} {ours:.1f} ms, without the extension {plain:.1f} ms, ratio {ours / plain:.2f}")


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
