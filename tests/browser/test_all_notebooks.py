"""All notebooks of a server: the table, the marks in the file browser, and the context menus."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from conftest import edit, written
from live_server import TOKEN
from notebook_page import PATIENCE
from playwright.sync_api import expect

from jupyter_repro.snapshots.snapshot_file import snapshot_path

ROWS = ".jp-Repro-notebooksRows .jp-Repro-notebooksRow"
MANY = 300


class LabPage:
    """A page of JupyterLab without a notebook."""

    def __init__(self, page, address, folder):
        self.page, self.folder = page, folder
        self.errors = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{address}/lab/workspaces/{folder}/tree/{folder}?token={TOKEN}")
        self.wait()

    def wait(self):
        self.page.wait_for_function(
            "() => window.jupyterapp?.commands?.hasCommand('jupyter-repro:open-notebooks')"
        )
        self.page.wait_for_selector(".jp-DirListing-item")

    def command(self, name):
        self.page.evaluate("id => void window.jupyterapp.commands.execute(id)", name)

    def show_all(self):
        """The table, of the notebooks of this test alone."""
        self.command("jupyter-repro:open-notebooks")
        self.page.get_by_role("searchbox", name="Search in names").fill(f"{self.folder}/")

    def row(self, name):
        return self.page.locator(ROWS, has_text=name)

    def item(self, name):
        return self.page.locator(".jp-DirListing-item", has_text=name)

    def menu(self, name, entry):
        """Choose an entry of the menu of a file."""
        self.item(name).click(button="right")
        self.page.locator(".lm-Menu-item", has_text="Reproducibility").hover()
        self.page.locator(".lm-Menu-item", has_text=entry).last.click()

    def toast(self, text):
        return self.page.locator(".Toastify__toast", has_text=text)


def is_layout_saved(request):
    return request.method == "PUT" and "/workspaces/" in request.url and "jupyter-repro:" in request.post_data


@pytest.fixture
def folder(recorded):
    """A recorded notebook, one that was edited since, and one without a record."""
    for name in ("edited", "fresh"):
        shutil.copy(recorded, recorded.with_name(f"{name}.ipynb"))
    shutil.copy(snapshot_path(recorded), snapshot_path(recorded.with_name("edited.ipynb")))
    edit(recorded.with_name("edited.ipynb"), 2, "1")
    return recorded.parent


@pytest.fixture
def lab(site, browser, folder):
    """The page; no error may have stood in it."""
    context = browser.new_context(viewport={"width": 1300, "height": 800})
    page = LabPage(context.new_page(), site[1], folder.name)
    yield page
    context.close()
    assert page.errors == []


def test_many_are_shown_verified_and_restored_after_a_reload(lab, folder):
    (folder / "sales.csv").write_text("price\n1.5\n2.5\n")
    lab.show_all()
    expect(lab.page.locator(ROWS)).to_have_count(3)
    expect(lab.page.locator(ROWS).first).to_contain_text("[2] was edited since it was recorded")
    expect(lab.row("sales.ipynb")).to_contain_text("drifted")
    lab.page.get_by_role("checkbox", name=re.compile(r"sales\.ipynb$")).check()
    lab.page.get_by_role("button", name="Verify selected (1)").click()
    expect(lab.row("sales.ipynb")).to_contain_text("diverged", timeout=PATIENCE)
    expect(lab.row("sales.ipynb")).to_contain_text("[1]: sales.csv changed")
    expect(lab.page.get_by_text("1 of 1 done")).to_be_visible()
    lab.page.get_by_role("button", name=re.compile("1 diverged")).click()
    expect(lab.page.locator(ROWS)).to_have_count(1)
    with lab.page.expect_request(is_layout_saved):
        lab.row("sales.ipynb").get_by_role("button", name="Open the report").click()
    report = lab.page.frame_locator(".jp-IFrame iframe")
    expect(report.get_by_text("sales.csv changed").first).to_be_visible()
    lab.page.reload()
    expect(lab.page.locator(ROWS)).to_have_count(1, timeout=PATIENCE)


def test_the_keyboard_alone_finds_selects_and_opens_one_of_many_rows(lab, folder):
    for number in range(MANY):
        written(folder / f"n{number:03}.ipynb", "1")
    lab.show_all()
    grid = lab.page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(MANY + 4))
    assert lab.page.locator(ROWS).count() < 80
    grid.focus()
    lab.page.keyboard.press("End")
    current = lab.page.locator(".jp-Repro-notebooksRow.jp-mod-current")
    expect(current).to_be_in_viewport()
    assert grid.get_attribute("aria-activedescendant") == current.get_attribute("id")
    lab.page.keyboard.press("Space")
    expect(current).to_have_attribute("aria-selected", "true")
    lab.page.keyboard.press("Control+a")
    expect(lab.page.get_by_role("button", name=f"Verify selected ({MANY + 3})")).to_be_enabled()
    lab.page.keyboard.press("Home")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator(".jp-NotebookPanel")).to_be_visible()


def test_notebooks_are_marked_in_the_file_browser_by_one_request_a_folder(lab, folder, site):
    asked = []
    lab.page.on("request", lambda request: asked.append(request.url) if "/folder" in request.url else None)
    expect(lab.item("edited.ipynb").locator(".jp-Repro-mark-edited")).to_be_visible()
    expect(lab.item("sales.ipynb").locator(".jp-Repro-mark-recorded")).to_be_visible()
    expect(lab.item("fresh.ipynb").locator(".jp-Repro-fileMark")).to_have_count(0)
    lab.menu("sales.ipynb", "Verify")
    expect(lab.toast("sales.ipynb: verified")).to_be_visible(timeout=PATIENCE)
    expect(lab.item("sales.ipynb").locator(".jp-Repro-mark-verified")).to_be_visible()
    for _ in range(3):
        lab.page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:refresh')")
    assert len(asked) <= 3


def test_files_are_compared_and_recorded_from_their_menus(lab, folder):
    lab.menu("edited.ipynb", "Compare with Recorded")
    expect(lab.toast("edited.ipynb is not as it was recorded: [2] was edited")).to_be_visible()
    lab.menu("sales.ipynb", "Compare with Recorded")
    expect(lab.toast("sales.ipynb is as it was recorded.")).to_be_visible()
    notebook = json.loads((folder / "sales.ipynb").read_text())
    notebook["cells"][1]["outputs"][0]["text"] = "sum 4.0\n"
    (folder / "sales.ipynb").write_text(json.dumps(notebook))
    lab.menu("sales.ipynb", "Compare with Recorded")
    expect(lab.toast("other outputs at [1]")).to_be_visible()
    lab.menu("fresh.ipynb", "Snapshot")
    expect(lab.toast("fresh.ipynb: recorded")).to_be_visible(timeout=PATIENCE)
    assert snapshot_path(folder / "fresh.ipynb").exists()


def test_a_cell_shows_its_difference_from_its_menu(opened, recorded):
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_badge(1, "diverged")
    page.cell(1).locator(".jp-InputArea-prompt").click(button="right")
    page.page.locator(".lm-Menu-item", has_text="Compare with Recorded").click()
    expect(page.cell(1).locator(".jp-Repro-finding")).to_be_visible()


def test_without_the_server_part_the_file_browser_is_as_it_was(site, browser, folder):
    context = browser.new_context()
    missing = {"status": 404, "content_type": "text/html", "body": "<h1>404 : Not Found</h1>"}
    context.route("**/jupyter-repro/*", lambda route: route.fulfill(**missing))
    lab = LabPage(context.new_page(), site[1], folder.name)
    lab.show_all()
    expect(lab.page.locator(".jp-Repro-notebooksNotice")).to_contain_text("server part")
    expect(lab.page.locator(".jp-Repro-fileMark")).to_have_count(0)
    assert lab.errors == []
    context.close()
