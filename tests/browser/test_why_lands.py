"""Why and links bring a far cell into the page, whichever way the notebook renders its cells."""

from __future__ import annotations

import pytest
from conftest import written
from playwright.sync_api import expect

import jupyter_repro

MODES = ("contentVisibility", "defer", "full", "none")
SAVE = """mode => window.jupyterapp.serviceManager.settings.save(
    '@jupyterlab/notebook-extension:tracker', JSON.stringify(mode ? { windowingMode: mode } : {}))"""
FAR = 200


@pytest.fixture
def far(sales):
    """Recorded, with 201 code cells, of which the last reads a file that has changed since."""
    lines = "'\\n'.join(str(line) for line in range(12))"
    written(sales, *(f"print({lines})" for _ in range(FAR)), "print(open('sales.csv').read())")
    jupyter_repro.snapshot(sales)
    (sales.parent / "sales.csv").write_text("price\n9.5\n")
    return sales


def test_the_difference_of_a_far_cell_is_open_in_view_and_focused_in_every_windowing_mode(opened, far, site):
    page = opened(far)
    page.toolbar("verify")
    page.expect_status("diverged")
    where = far.relative_to(site[0])
    try:
        for mode in MODES:
            page.page.evaluate(SAVE, mode)
            page.open(where)
            assert (
                page.page.evaluate(
                    "() => window.jupyterapp.shell.currentWidget.content.notebookConfig.windowingMode"
                )
                == mode
            )
            page.expect_status("diverged")
            page.toolbar("why")
            finding = page.page.locator(".jp-Repro-finding")
            expect(finding).to_be_focused()
            expect(finding).to_be_in_viewport()
            expect(finding).to_contain_text("became")
            page.page.evaluate(
                "() => { window.jupyterapp.shell.currentWidget.content.outerNode.scrollTop = 0; }"
            )
            page.panel.get_by_role("button", name=f"[{FAR + 1}]").click()
            expect(finding).to_be_in_viewport()
            expect(finding).to_be_focused()
    finally:
        page.page.evaluate(SAVE, "")
