"""A notebook from its first opening to a verdict, as its author sees it in JupyterLab and in Notebook 7."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

BOTH = pytest.mark.parametrize("application", ["lab", "notebook"])


@BOTH
def test_pinned_run_recorded_edited_and_verified(opened, sales, application):
    page = opened(sales, application)
    page.expect_status("not recorded")
    page.toolbar("pin")
    page.expect_status("pinned")
    assert page.sources()[0] == "%load_ext jupyter_repro\n%repro pin 42"
    page.run_all()
    page.toolbar("snapshot")
    page.expect_status("recorded")
    assert sales.with_suffix(".repro.json").exists()
    page.toolbar("verify")
    page.expect_status(re.compile(r"^verifying \d/\d$"))
    page.expect_status(re.compile("^verified "))
    page.expect_badge(2, "identical")
    page.edit(3, "import random\nrandom.random() + 1")
    page.expect_status("edited since it was recorded")
    page.expect_badge(3, "stale")
    page.expect_badge(2, "identical")
