"""It fits in where it lives: what is in front, narrow windows, settings, the palette, and parts that are disabled."""

from __future__ import annotations

import json
import re

import pytest
from notebook_page import PATIENCE
from playwright.sync_api import expect

DISABLED = """const parse = JSON.parse;
JSON.parse = (...given) => {
  const found = parse(...given);
  // what the server says of itself in each page
  return found?.disabledExtensions ? { ...found, disabledExtensions: %s } : found;
};"""
EXECUTE = "id => window.jupyterapp.commands.execute(id)"
SETTINGS = "() => window.jupyterapp.commands.execute('settingeditor:open', { query: 'jupyter-repro' })"
COUNT = """([index, count]) => {
  window.jupyterapp.shell.currentWidget.content.widgets[index].model.executionCount = count;
}"""
STATUS_FOR_OTHERS = """async () => {
  const { IReproStatus } = (await window._JUPYTERLAB['jupyter-repro'].get('./extension'))();
  const { current } = await window.jupyterapp.resolveRequiredService(IReproStatus);
  return { ...current, cells: [...current.cells.values()] };
}"""
TEXT_BOX = """node => {
  const range = document.createRange();
  range.selectNodeContents(node);
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return { left, right, top, bottom };
}"""
BOX = "node => node.getBoundingClientRect().toJSON()"


@pytest.fixture
def without(browser):
    """A context of pages in which some of our plug-ins are disabled."""

    def context(*plugins):
        made = browser.new_context()
        made.add_init_script(DISABLED % json.dumps([f"jupyter-repro:{each}" for each in plugins]))
        return made

    return context


def overlap(one, other):
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def covers(page, index):
    """Whether the badge of a cell lies on the text of its prompt."""
    badge = page.badge(index).evaluate(BOX)
    return overlap(badge, page.cell(index).locator(".jp-InputPrompt").evaluate(TEXT_BOX))


def test_the_status_is_of_what_is_in_front(opened, recorded):
    page = opened(recorded)
    page.expect_status("recorded")
    page.page.evaluate(EXECUTE, "settingeditor:open")
    expect(page.status).to_have_count(0, timeout=PATIENCE)
    assert not page.page.evaluate("() => window.jupyterapp.commands.isEnabled('jupyter-repro:verify')")
    page.page.locator(".lm-TabBar-tab", has_text="sales.ipynb").last.click()
    page.expect_status("recorded")


def test_badges_and_prompts_share_the_margin_at_100_and_in_a_narrow_window(opened, recorded):
    page = opened(recorded)
    page.toolbar("verify")
    page.expect_badge(1, "identical")
    page.edit(2, "1")
    page.expect_badge(2, "stale")
    page.page.evaluate(COUNT, [1, 1234])
    page.edit(2, "2")
    page.run_cell(2)
    expect(page.cell(1).locator(".jp-InputPrompt")).to_have_text("[1234]:")
    page.page.wait_for_function("() => document.querySelector('.jp-Notebook').style.cssText.includes('calc')")
    assert not covers(page, 1)
    page.page.set_viewport_size({"width": 600, "height": 800})
    expect(page.status).to_be_in_viewport()
    assert not covers(page, 1)
    assert not covers(page, 2)


def test_each_entry_of_the_palette_has_its_subject_and_each_setting_a_control(opened, recorded):
    page = opened(recorded)
    page.expect_status("recorded")
    page.page.evaluate(EXECUTE, "apputils:activate-command-palette")
    page.page.keyboard.type("reproducibility")
    entries = page.page.locator(".lm-CommandPalette-itemLabel")
    expect(entries.filter(has_text=re.compile("^Reproducibility: Verify$"))).to_have_count(1)
    page.page.keyboard.press("Escape")
    page.page.evaluate(SETTINGS)
    form = page.page.get_by_role("group", name="jupyter-repro")
    for control in ("spinbutton", "checkbox"):
        expect(form.get_by_role(control)).to_be_visible()
    choices = form.get_by_role("combobox").locator("option")
    expect(choices).to_have_text(["All that were verified", "Those with a problem", "None"])


def test_an_icon_of_the_menu_stands_at_the_height_of_its_label(opened, recorded):
    page = opened(recorded)
    page.expect_status("recorded")
    page.status.click()
    item = page.page.locator(".lm-Menu-item", has_text="Snapshot")
    icon, label = (
        item.locator(part).evaluate(BOX) for part in (".lm-Menu-itemIcon svg", ".lm-Menu-itemLabel")
    )
    assert abs(sum(icon[side] - label[side] for side in ("top", "bottom"))) <= 4


def test_a_part_that_is_disabled_leaves_the_others(opened, recorded, without):
    page = opened(recorded, context=without("badges", "panel"))
    page.expect_status("recorded")
    page.toolbar("verify")
    page.expect_status(re.compile("^verified "))
    expect(page.page.locator(".jp-Repro-badge")).to_have_count(0)
    page.edit(2, "1")
    page.expect_status("edited since it was recorded")
    page.toolbar("why")
    expect(page.cell(2)).to_have_class(re.compile("jp-mod-active"))


def test_without_commands_the_status_is_shown_and_without_the_status_the_badges(opened, recorded, without):
    page = opened(recorded, context=without("commands", "status"))
    expect(page.cell(1)).to_be_visible()
    expect(page.page.locator("[data-jp-item-name='repro-verify']")).to_have_count(0)
    expect(page.status).to_have_count(0)
    page.edit(2, "1")
    page.expect_badge(2, "stale")


def test_other_extensions_can_ask_for_the_status(opened, recorded, site):
    page = opened(recorded)
    page.edit(2, "1")
    page.expect_badge(2, "stale")
    found = page.page.evaluate(STATUS_FOR_OTHERS)
    assert found["path"] == str(recorded.relative_to(site[0]))
    assert (found["name"], found["words"]) == ("edited", "edited since it was recorded")
    assert found["cells"] == ["stale"]


def test_data_that_changes_on_the_disk_is_noticed_by_the_server(opened, recorded):
    page = opened(recorded)
    page.expect_status("recorded")
    (recorded.parent / "sales.csv").write_text("price\n1.5\n2.5\n")
    page.expect_status("drifted")
