"""Keyboard and screen reader: axe finds no serious fault in what is ours, and it works without a mouse."""

from __future__ import annotations

import re
from pathlib import Path

from notebook_page import PATIENCE
from playwright.sync_api import expect
from test_story import committed

AXE = Path(__file__).parents[2] / "labextension" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = (
    {"width": 1300, "height": 800},
    {"width": 867, "height": 533},  # of 150 %
    {"width": 600, "height": 800},
)
OURS = [
    ".jp-Repro-statusButton",
    ".jp-Repro-statusStep",
    ".jp-Repro-panel",
    ".jp-Repro-badge",
    ".jp-Repro-finding",
]


def serious_faults(page):
    found = page.page.evaluate("ours => axe.run({ include: ours.map(each => [each]) })", OURS)
    assert found["passes"]
    return [
        (fault["id"], node["html"], node["failureSummary"])
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def test_axe_finds_no_serious_fault_in_what_is_ours_in_any_theme_and_size(opened, recorded):
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status("diverged")
    page.toolbar("why")
    expect(page.cell(1).locator(".jp-Repro-finding")).to_be_visible()
    page.page.add_script_tag(content=AXE.read_text())
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.theme(theme)
        expect(page.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        for size in SIZES:
            page.page.set_viewport_size(size)
            assert serious_faults(page) == []
            expect(page.status).to_be_in_viewport()


def test_a_difference_opens_and_closes_by_the_keyboard_and_focus_comes_back(opened, recorded):
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_status("diverged")
    page.badge(1).focus()
    page.page.keyboard.press("Enter")
    finding = page.cell(1).locator(".jp-Repro-finding")
    expect(finding).to_be_focused()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Escape")
    expect(finding).to_have_count(0)
    expect(page.badge(1)).to_be_focused()
    expect(page.badge(1)).to_have_attribute("aria-label", re.compile(r"^\[1\]: diverged"))


def test_the_whole_journey_can_be_made_by_the_keyboard_alone(opened, sales):
    committed(sales.parent)
    page = opened(sales)
    press = page.page.keyboard.press
    page.expect_status("not recorded")
    press("Control+Shift+c")
    page.page.keyboard.type("reproducibility next step")
    press("Enter")
    expect(page.page.locator(".jp-Repro-statusStep")).to_have_text("Snapshot", timeout=PATIENCE)
    for key, status in (("s", "recorded"), ("v", re.compile("^verified "))):
        press(f"Control+Alt+{key}")
        page.expect_status(status)
    (sales.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    press("Control+Alt+v")
    page.expect_status("diverged")
    press("Control+Alt+y")
    finding = page.page.locator(".jp-Repro-finding")
    expect(finding).to_be_focused()
    restore, again = (finding.get_by_role("button", name=name) for name in ("Restore", "Verify again"))
    while not restore.evaluate("node => node === document.activeElement"):
        press("Tab")
    press("Enter")
    expect(again).to_be_focused()
    press("Enter")
    page.expect_status(re.compile("^verified "))
