"""A notebook from its first opening to a verdict, as its author sees it in JupyterLab and in Notebook 7."""

from __future__ import annotations

import re

import pytest
from conftest import command, written
from playwright.sync_api import expect
from repositories import git

import jupyter_repro


def committed(folder):
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "recorded"]):
        git(folder, *arguments)


BOTH = pytest.mark.parametrize("application", ["lab", "notebook"])


@BOTH
def test_pinned_run_recorded_edited_and_verified(opened, sales, application):
    page = opened(sales, application)
    page.expect_status("not recorded")
    page.toolbar("pin")
    page.expect_status("pinned")
    page.toolbar("pin")
    page.run_all()
    assert page.sources()[0] == "%load_ext jupyter_repro\n%repro pin 42"
    assert len(page.sources()) == 4
    page.toolbar("snapshot")
    page.expect_status("recorded")
    assert sales.with_suffix(".repro.json").exists()
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))
    page.expect_badge(2, "identical")
    page.edit(3, "import random\nrandom.random() + 1")
    page.expect_status("edited since it was recorded")
    page.expect_badge(3, "stale")
    page.expect_badge(2, "identical")
    assert command("verify", sales).returncode == 0


@BOTH
def test_a_divergence_has_a_badge_a_difference_a_cause_and_a_file_to_restore(opened, recorded, application):
    committed(recorded.parent)
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded, application)
    page.expect_status("drifted")
    page.toolbar("verify")
    page.expect_status("diverged")
    page.expect_badge(1, "diverged")
    page.expect_badge(2, "identical")
    page.badge(1).click()
    finding = page.cell(1).locator(".jp-Repro-finding")
    expect(finding).to_contain_text("3.5 became 4.0")
    expect(finding).to_contain_text("sales.csv changed since the snapshot")
    page.command("jupyter-repro:refresh")
    page.page.wait_for_timeout(1000)
    expect(finding).to_be_visible()
    page.page.keyboard.press("Escape")
    expect(finding).to_have_count(0)
    page.toolbar("why")
    expect(page.panel).to_contain_text("sales.csv changed since the snapshot")
    expect(finding).to_be_visible()
    page.panel.get_by_role("button", name="Restore sales.csv").first.click()
    expect(page.panel.get_by_role("button", name="Restore sales.csv")).to_have_count(0)
    assert (recorded.parent / "sales.csv").read_text() == "price\n1.5\n2.0\n"
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))


def test_a_cause_is_proven_by_experiments_that_are_shown_below_it(opened, recorded):
    committed(recorded.parent)
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded)
    page.expect_status("drifted")
    page.toolbar("why")
    drift = page.panel.locator(".jp-Repro-drift")
    expect(drift.locator("summary")).to_be_focused()
    expect(drift).to_contain_text("sales.csv")
    page.toolbar("verify")
    page.expect_status("diverged")
    page.toolbar("why")
    page.expect_status("diverged")
    finding = page.cell(1).locator(".jp-Repro-finding")
    prove = finding.get_by_role("button", name="Prove")
    prove.click()
    page.expect_status(re.compile("^proving"))
    expect(prove).to_be_disabled()
    page.command("jupyter-repro:cancel")
    page.expect_status("diverged")
    expect(prove).to_be_enabled()
    page.panel.get_by_role("button", name="Prove").click()
    page.expect_status(re.compile("^proving: "))
    page.expect_status("diverged")
    for shown in (finding, page.panel):
        expect(shown).to_contain_text("data (proven, [1], line 1)")
        expect(shown).to_contain_text("Shown by")
        expect(shown).to_contain_text("put back sales.csv: the output is as it was recorded (1 run")
        expect(shown.get_by_role("button", name="Prove")).to_have_count(0)


def test_a_session_out_of_order_is_seen_and_run_again_by_one_click(opened, sales):
    page = opened(sales)
    for index in (2, 1):
        page.run_cell(index)
    page.expect_badge(2, "out-of-order")
    page.command("jupyter-repro:why")
    expect(page.panel).to_contain_text("Hidden state")
    page.panel.get_by_role("button", name="Restart and run all").first.click()
    page.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.badge(2)).to_have_count(0)
    page.command("jupyter-repro:snapshot")
    page.expect_status("recorded")


def test_the_menu_of_the_status_cancels_a_verification(opened, slow):
    page = opened(slow)
    page.toolbar("verify")
    page.expect_status("verifying 0/1")
    page.status.click()
    page.page.get_by_role("menuitem", name="Cancel Verification").click()
    page.expect_status("recorded")


def test_a_report_opens_beside_the_notebook(opened, recorded):
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))
    page.command("jupyter-repro:open-report")
    report = page.page.frame_locator("iframe[src*='jupyter-repro/jobs']")
    expect(report.get_by_text("identical").first).to_be_visible()


def test_a_badge_and_the_panel_say_what_the_run_of_a_cell_took(opened, sales):
    written(sales, "import time\ntime.sleep(0.2)")
    jupyter_repro.snapshot(sales)
    page = opened(sales)
    page.toolbar("verify")
    page.expect_badge(0, "identical")
    expect(page.badge(0)).to_have_attribute("title", re.compile(r"^\[1\]: identical\n\d+\.\d s"))
    page.command("jupyter-repro:why")
    page.panel.get_by_text("Cells that took longest").click()
    expect(page.panel.locator(".jp-Repro-cellLink")).to_have_text(re.compile(r"^\[1\] \d+\.\d s"))
