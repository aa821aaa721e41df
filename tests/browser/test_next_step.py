"""One button says what is next, from a fresh page to a notebook that is verified again."""

from __future__ import annotations

import json
import re
import urllib.request

from conftest import written
from live_server import TOKEN
from playwright.sync_api import expect
from repositories import git
from test_story import committed

RESTORE = "() => window.jupyterapp.commands.execute('jupyter-repro:restore', { name: 'sales.csv' })"


def take(page, label):
    """Click the step beside the status, when it is this one."""
    step = page.page.locator(".jp-Repro-statusStep")
    expect(step).to_have_text(label, timeout=40_000)
    step.click()


def toast(page):
    return page.page.locator(".Toastify__toast")


def test_a_fresh_page_leads_to_the_first_verdict_in_three_clicks_and_no_dialog(opened, sales):
    page = opened(sales)
    for label in ("Pin and run all", "Snapshot", "Verify"):
        take(page, label)
    page.expect_status(re.compile("^verified "))
    expect(page.page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.page.locator(".jp-Repro-statusStep")).to_have_count(0)


def test_a_divergence_leads_to_why_to_the_file_that_is_restored_and_to_another_verification(opened, recorded):
    committed(recorded.parent)
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status("diverged")
    expect(toast(page).filter(has_text="diverged at [1]: sales.csv changed")).to_have_count(1)
    take(page, "Why")
    expect(page.cell(1).locator(".jp-Repro-finding")).to_be_focused()
    next_step = page.panel.locator(".jp-Repro-next")
    expect(next_step).to_contain_text("sales.csv is not as it was recorded")
    expect(page.panel.get_by_text("jupyter repro restore")).to_have_count(0)
    next_step.get_by_role("button", name="Restore sales.csv").click()
    expect(page.panel.get_by_role("button", name="Restore sales.csv")).to_have_count(0)
    expect(page.panel).to_contain_text("it is as it was recorded again")
    page.page.evaluate(RESTORE)
    expect(toast(page).filter(has_text="as it was recorded already")).to_have_count(1)
    next_step.get_by_role("button", name="Verify again").click()
    page.expect_status(re.compile("^verified "))


def test_verify_of_a_notebook_without_record_and_outputs_says_what_to_do(opened, sales):
    page = opened(sales)
    page.expect_status("not recorded")
    page.toolbar("verify")
    said = toast(page).filter(has_text="There is nothing to compare with")
    said.get_by_role("button", name="Pin and run all").click()
    page.expect_status("pinned")


def test_a_snapshot_of_a_session_with_hidden_state_is_not_simply_good_news(opened, sales):
    page = opened(sales)
    for index in (2, 1, 2):
        page.run_cell(index)
    page.toolbar("snapshot")
    said = page.page.locator(".Toastify__toast--warning")
    expect(said).to_contain_text(
        "Recorded, but not as one run from top to bottom: [1] ran after [2] (and 1 more)"
    )
    said.get_by_role("button", name="Restart and run all").click()
    page.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.cell(1).locator(".jp-InputPrompt")).to_have_text("[1]:")


def test_a_busy_kernel_is_said(opened, sales):
    written(sales, "import os, time\nwhile not os.path.exists('go'):\n    time.sleep(0.05)")
    page = opened(sales)
    page.page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    expect(page.cell(0).locator(".jp-InputPrompt")).to_have_text("[*]:")
    page.toolbar("snapshot")
    expect(toast(page).filter(has_text="The kernel is busy")).to_have_count(1)
    (sales.parent / "go").touch()
    page.expect_status("recorded")


def test_why_of_an_edited_notebook_opens_what_was_edited_and_starts_nothing(opened, recorded, site):
    page = opened(recorded)
    page.expect_status("recorded")
    page.edit(2, "import random\nrandom.random() + 1")
    page.expect_status("edited since it was recorded")
    for _ in range(2):
        page.toolbar("why")
    section = page.panel.locator("details", has_text="Edited since it was recorded")
    expect(section.get_by_role("button", name="[2]")).to_be_visible()
    with urllib.request.urlopen(f"{site[1]}/jupyter-repro/jobs?token={TOKEN}") as answer:
        jobs = json.load(answer)
    assert [job for job in jobs if job["path"].startswith(recorded.parent.name)] == []


def test_a_commit_that_lacks_what_was_verified_is_named_with_that(opened, recorded):
    committed(recorded.parent)
    recorded.write_text(recorded.read_text() + "\n")
    page = opened(recorded)
    page.toolbar("verify")
    commit = git(recorded.parent, "rev-parse", "HEAD")[:7]
    page.expect_status(re.compile(rf"^verified .*, at commit {commit} with uncommitted changes$"))
    page.command("jupyter-repro:why")
    expect(page.panel).to_contain_text("Not committed as they are: sales.ipynb")


def test_a_page_without_the_server_part_says_how_to_enable_it(opened, sales, browser):
    context = browser.new_context()
    # what Jupyter Server answers at an address that it does not know
    missing = {"status": 404, "content_type": "text/html", "body": "<h1>404 : Not Found</h1>"}
    context.route("**/jupyter-repro/*", lambda route: route.fulfill(**missing))
    page = opened(sales, context=context)
    page.expect_status("the server part is missing")
    page.command("jupyter-repro:why")
    expect(page.panel).to_contain_text("jupyter server extension enable jupyter_repro")
    expect(page.page.get_by_text("Not Found")).to_have_count(0)
