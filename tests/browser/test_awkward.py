"""What happens to a notebook meanwhile: reloads, restarts, other names, other tabs, other hands."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_progress_survives_a_reload_of_the_page(opened, slow):
    page = opened(slow)
    page.toolbar("verify")
    page.expect_status("verifying 0/1")
    page.page.reload()
    page.expect_status("verifying 0/1")
    (slow.parent / "go").touch()
    page.expect_status(re.compile("^verified "))


def test_after_a_restart_of_the_kernel_nothing_is_pinned_and_all_is_recorded_again(opened, sales):
    page = opened(sales)
    page.toolbar("pin")
    page.expect_status("pinned")
    page.restart()
    page.expect_status("not recorded")
    page.run_all()
    page.toolbar("snapshot")
    page.expect_status("recorded")


def test_a_renamed_notebook_keeps_its_snapshot_and_a_copy_has_none(opened, recorded, site):
    page = opened(recorded)
    page.expect_status("recorded")
    folder = recorded.parent.relative_to(site[0])
    page.contents("rename", f"{folder}/sales.ipynb", f"{folder}/other.ipynb")
    page.contents("copy", f"{folder}/other.ipynb", f"{folder}")
    # the server follows a renaming after it has answered, and before its next answer
    assert not recorded.with_suffix(".repro.json").exists()
    assert (recorded.parent / "other.repro.json").exists()
    page.expect_status("recorded")
    page.open(folder / "other-Copy1.ipynb")
    page.expect_status("not recorded")


def test_two_pages_on_one_notebook_tell_the_same(opened, recorded, browser):
    context = browser.new_context()
    one, two = opened(recorded, context=context), opened(recorded, context=context)
    one.toolbar("verify")
    for page in (one, two):
        page.expect_status(re.compile("^verified "))
        page.expect_badge(1, "identical")


def test_a_notebook_that_may_not_be_changed_is_pinned_in_its_kernel_alone(opened, sales):
    page = opened(sales)
    before = page.sources()
    page.page.evaluate("() => { window.jupyterapp.shell.currentWidget.context.model.readOnly = true; }")
    page.toolbar("pin")
    page.expect_status("pinned")
    assert page.sources() == before


def test_the_open_document_is_never_written_by_others(opened, recorded):
    page = opened(recorded)
    page.edit(1, "print('mine')")
    page.expect_status("edited since it was recorded")
    page.toolbar("verify")
    page.expect_status(re.compile("edited|diverged|cannot"))
    assert page.sources()[1] == "print('mine')"
    expect(page.page.get_by_text("File Changed")).to_have_count(0)


def test_in_a_notebook_of_1000_cells_an_edit_is_reported_at_its_cell_alone(opened, many_cells):
    page = opened(many_cells)
    page.expect_status("recorded")
    page.edit(3, "1 + 3")
    page.expect_status("edited since it was recorded")
    page.expect_badge(3, "stale")
    expect(page.page.locator(".jp-Repro-badge")).to_have_count(1)
