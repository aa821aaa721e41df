"""A notebook in a page of JupyterLab or Notebook 7, as its user sees and drives it."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from urllib.parse import quote

from live_server import TOKEN
from playwright.sync_api import Locator, Page, expect

PATIENCE = 40_000
"""Milliseconds that a busy machine may take."""
_UPSTREAM = ("reading 'schema'", "Command 'filebrowser:open-path' not registered.")
"""What Notebook 7 itself throws while it loads its settings and its file browser, without any extension."""
_workspaces = count(1)


class NotebookPage:
    """One page with one notebook."""

    def __init__(self, page: Page, address: str, path: Path, application: str) -> None:
        self.page, self.application = page, application
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self._complain(str(error)))
        self._address = address
        self.open(path)

    def open(self, path: Path) -> None:
        where = quote(str(path))
        place = (
            f"lab/workspaces/w{next(_workspaces)}/tree/{where}?reset&token={TOKEN}"
            if self.application == "lab"
            else f"notebooks/{where}?token={TOKEN}"
        )
        self.page.goto(f"{self._address}/{place}")
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Until the notebook is shown and its kernel can be asked."""
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=PATIENCE,
        )

    def close(self) -> None:
        self.page.close()

    # what is seen

    @property
    def status(self) -> Locator:
        return self.page.locator(".jp-Repro-statusButton")

    def expect_status(self, words: str | re.Pattern[str]) -> None:
        expect(self.status).to_have_text(words, timeout=PATIENCE)

    def cell(self, index: int) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def badge(self, index: int) -> Locator:
        return self.cell(index).locator(".jp-Repro-badge")

    def expect_badge(self, index: int, name: str) -> None:
        expect(self.badge(index)).to_have_class(re.compile(rf"jp-Repro-badge-{name}\b"), timeout=PATIENCE)

    @property
    def panel(self) -> Locator:
        return self.page.locator(".jp-Repro-panel")

    # what is done

    def command(self, name: str, **arguments: str) -> None:
        """A command, as the palette and menus run it; the page goes on meanwhile."""
        self.page.evaluate(
            "([id, args]) => void window.jupyterapp.commands.execute(id, args)", [name, arguments]
        )

    def toolbar(self, name: str) -> None:
        self.page.locator(f"[data-jp-item-name='repro-{name}'] jp-button").click()

    def run_all(self) -> None:
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.wait_until_idle()

    def run_cell(self, index: int) -> None:
        self.page.evaluate(
            "index => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index; }", index
        )
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        self.wait_until_idle()

    def restart(self) -> None:
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
        self.wait_until_idle()

    def theme(self, name: str) -> None:
        self.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name
        )

    def contents(self, method: str, *paths: str) -> None:
        """Have the page's own client of the server rename or copy a file."""
        self.page.evaluate(
            "([method, paths]) => window.jupyterapp.serviceManager.contents[method](...paths)",
            [method, paths],
        )

    def edit(self, index: int, source: str) -> None:
        """Type another source into a cell."""
        editor = self.cell(index).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def save(self) -> None:
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def sources(self) -> list[str]:
        return self.page.evaluate(
            "() => [...window.jupyterapp.shell.currentWidget.model.cells].map(c => c.sharedModel.getSource())"
        )

    def _complain(self, error: str) -> None:
        if not (self.application == "notebook" and any(each in error for each in _UPSTREAM)):
            self.errors.append(error)
