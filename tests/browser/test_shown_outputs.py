"""What is on the screen counts: outputs that are not those that were recorded are never called verified."""

from __future__ import annotations

import re

from playwright.sync_api import expect

OTHERS = "shows other outputs than were recorded"


def test_a_verified_notebook_that_shows_other_outputs_says_so_also_when_it_is_saved_and_opened_again(
    opened, recorded, site
):
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))
    page.expect_badge(2, "identical")
    page.run_cell(2)  # draws unpinned in this kernel
    page.expect_status(OTHERS)
    page.expect_badge(2, "other-outputs")
    page.expect_badge(1, "identical")
    page.save()
    page.open(recorded.relative_to(site[0]))
    page.expect_status(OTHERS)
    page.toolbar("why")
    finding = page.cell(2).locator(".jp-Repro-finding")
    expect(finding).to_contain_text("[2] shows other outputs than were recorded")
    expect(finding).to_contain_text("became")
    expect(page.panel).to_contain_text("Other outputs than were recorded")


def test_a_cell_that_is_run_again_with_the_recorded_output_stays_verified(opened, recorded):
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))
    page.run_cell(1)
    page.page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.widgets[1].model.executionCount === 1"
    )
    page.expect_badge(1, "identical")
    page.expect_status(re.compile("^verified "))
