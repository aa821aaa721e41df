"""The pictures of the front end in docs/screenshots: each state of one notebook, light and dark: `make screenshots`."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "tests" / "browser")]

from chromium import chromium  # noqa: E402
from lab_server import lab_server  # noqa: E402
from notebook_page import PATIENCE, NotebookPage  # noqa: E402
from playwright.sync_api import Browser, expect  # noqa: E402
from repositories import git  # noqa: E402

PORT = 18771
SIZE = {"width": 1300, "height": 800}
TARGET = PROJECT / "docs" / "screenshots"
FILES = ("sales.ipynb", "seasonality.py", "data/sales.csv")
EDITED = 3
RUN = "async ([id, args]) => void await window.jupyterapp.commands.execute(id, args)"
RESTORE = "#jupyter-repro-panel button:has-text('Restore')"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class Story:
    """One notebook from its first opening to a difference; each state is shown in the picture of its name."""

    def __init__(self, browser: Browser, address: str, notebook: Path, theme: str) -> None:
        self.browser, self.address, self.notebook, self.theme = browser, address, notebook, theme
        self.open("lab")

    def open(self, application: str) -> None:
        page = self.browser.new_page(viewport=SIZE)
        where = self.notebook.relative_to(self.notebook.parents[1])
        self.page = NotebookPage(page, self.address, where, application)
        self.run("apputils:change-theme", theme=THEMES[self.theme])
        page.wait_for_selector(f"body[data-jp-theme-name='{THEMES[self.theme]}']", state="attached")
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")

    def run(self, name: str, **arguments: str) -> None:
        self.page.page.evaluate(RUN, [name, arguments])

    def not_recorded(self) -> None:
        self.page.expect_status("not recorded")

    def pinned(self) -> None:
        self.page.toolbar("pin")
        self.page.expect_status("pinned")

    def recorded(self) -> None:
        self.page.run_all()
        self.page.toolbar("snapshot")
        self.page.expect_status("recorded")
        self.to_top()
        commit(self.notebook.parent)

    def verifying(self) -> None:
        self.page.toolbar("verify")
        self.page.expect_status(re.compile(r"^verifying [1-9]\d*/\d+$"))

    def verified(self) -> None:
        self.page.expect_status(re.compile("^verified "))

    def menu(self) -> None:
        self.put_notices_away()
        self.page.status.click()
        self.seen(".lm-Menu")

    def edited(self) -> None:
        self.page.page.keyboard.press("Escape")
        self.recorded_source = self.page.sources()[EDITED]
        self.page.edit(EDITED, self.recorded_source.replace("head()", "head(8)"))
        self.page.expect_badge(EDITED, "stale")

    def drifted(self) -> None:
        self.page.edit(EDITED, self.recorded_source)
        change_a_number(self.notebook.parent / "data" / "sales.csv")
        self.run("jupyter-repro:refresh")
        self.page.expect_status("drifted")
        self.page.toolbar("why")
        self.seen(RESTORE)

    def diverged(self) -> None:
        self.page.toolbar("verify")
        self.page.expect_status("diverged")
        self.put_notices_away()
        self.show_why()

    def notebook_7(self) -> None:
        self.page.close()
        self.open("notebook")
        self.page.expect_status("diverged")
        self.show_why()

    def proven(self) -> None:
        self.page.close()
        self.open("lab")
        self.page.expect_status("diverged")
        self.show_why()
        self.run("jupyter-repro:prove")
        self.seen(".jp-Repro-finding .jp-Repro-proof")
        self.page.expect_status("diverged")
        self.put_notices_away()
        self.page.page.locator(".jp-Repro-finding .jp-Repro-proof").scroll_into_view_if_needed()

    def all_notebooks(self) -> None:
        self.put_notices_away()
        reports(self.notebook)
        self.run("jupyter-repro:open-notebooks")
        self.page.page.locator(".jp-Repro-notebooksSearch").fill(f"{self.notebook.parent.name}/")
        self.seen(".jp-Repro-notebooksRows .jp-Repro-mark-edited")

    def show_why(self) -> None:
        self.page.toolbar("why")
        self.seen(".jp-Repro-finding")
        self.seen(RESTORE)
        self.page.page.locator(".jp-Repro-finding").scroll_into_view_if_needed()

    def seen(self, what: str) -> None:
        expect(self.page.page.locator(what).first).to_be_visible(timeout=PATIENCE)

    def to_top(self) -> None:
        self.page.page.locator(".jp-Cell").first.scroll_into_view_if_needed()

    def put_notices_away(self) -> None:
        self.run("apputils:dismiss-notification")

    def picture(self, state: str) -> None:
        taken = Image.open(BytesIO(self.page.page.screenshot(animations="disabled"))).convert("RGB")
        reduced = taken.quantize(256, kmeans=2)  # the colours of large areas stay what they are
        reduced.save(TARGET / f"{state}-{self.theme}.png", optimize=True)


STATES = (
    Story.not_recorded,
    Story.pinned,
    Story.recorded,
    Story.verifying,
    Story.verified,
    Story.menu,
    Story.edited,
    Story.drifted,
    Story.diverged,
    Story.notebook_7,
    Story.proven,
    Story.all_notebooks,
)


def project(folder: Path) -> Path:
    """The example with its data, in a repository of its own; answers the notebook."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "examples" / name, folder / name)
    git(folder, "init", "--quiet")
    commit(folder)
    return folder / FILES[0]


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Sales")


def reports(notebook: Path) -> None:
    """More notebooks beside it: one that was edited, one without a record, and some that are as they were recorded."""
    folder = notebook.parent / "reports"
    shutil.copytree(PROJECT / "examples" / "data", folder / "data")
    shutil.copy(PROJECT / "examples" / FILES[1], folder)
    recorded = notebook.with_suffix(".repro.json")
    for name in ("costs", "customers", "margins", "regions", "returns"):
        shutil.copy(notebook, folder / f"{name}.ipynb")
        shutil.copy(recorded, folder / f"{name}.repro.json")
    shutil.copy(notebook, folder / "draft.ipynb")
    edited = folder / "regions.ipynb"
    edited.write_text(edited.read_text().replace("head()", "head(8)"))


def change_a_number(path: Path) -> None:
    head, first, rest = path.read_text().split("\n", 2)
    row, _, last = first.rpartition(",")
    path.write_text(f"{head}\n{row},{float(last) + 1:g}\n{rest}")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    os.environ["JUPYTER_REPRO_LOCK"] = "none"  # a lock needs the package index
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        root = Path(temporary)
        with lab_server(root, root / ".settings", PORT) as address:
            for theme in THEMES:
                story = Story(browser, address, project(root / theme), theme)
                for state in STATES:
                    state(story)
                    story.picture(state.__name__.replace("_", "-"))
                story.page.close()


if __name__ == "__main__":
    main()
