"""The HTML report, opened in Chromium."""

from __future__ import annotations

import re
from functools import cache

import msgspec
import pytest
from chromium import Watched, chromium
from pictures import chart
from report_verdicts import CAUSE, DRIFT

from jupyter_repro.comparators import comparator_for
from jupyter_repro.policies.policy import Policy
from jupyter_repro.reporters.html import HtmlReporter
from jupyter_repro.verdicts import CellVerdict, Divergence, Unreadable, Verdict, Verdicts

HOSTILE = (
    "<script>document.title='ran'; alert(1)</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "<img src='http://127.0.0.1:9/pixel.png'>",
    "<a href=\"javascript:document.title='ran'\">a</a>",
    "</style><style>body{background:url(http://127.0.0.1:9/css)}</style>",
    "</script><script>document.title='ran'</script>",
    '"><svg onload="document.title=\'ran\'">',
    "' onmouseover='document.title=1' x='",
    "{{ 7*7 }}{% raw %}",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<base href='http://127.0.0.1:9/'>",
    "]]><!--",
    "\u202etxt.exe\x1b]8;;http://127.0.0.1:9/\x07",
)


def compared(mime, recorded, found, output=0):
    reported = comparator_for(mime).compare(recorded, found, Policy())
    return msgspec.structs.replace(reported, output=output, mime=mime)


def text(count=30, changed="row 7 beta"):
    lines = [f"row {number} alpha" for number in range(count)]
    return "\n".join(lines), "\n".join(changed if line == "row 7 alpha" else line for line in lines)


@cache
def pictures():
    return (
        compared("image/png", chart(100, 80), chart(100, 80, dot=(60, 20)), 1),
        compared("image/png", chart(100, 80), chart(50, 40), 2),
    )


def diverged(*divergences, path="a.ipynb", cause=CAUSE, source="x = 1"):
    cell = CellVerdict(2, "b", "diverged", divergences, (cause,), source)
    cells = (
        CellVerdict(0, "a", "identical"),
        cell,
        *(CellVerdict(n, str(n), "identical") for n in range(3, 9)),
    )
    return Verdict(path, "diverged", 1.5, 2, cells, DRIFT, ("compared with its stored outputs",))


def report(*verdicts, errors=()):
    return HtmlReporter().report(Verdicts(notebooks=verdicts, errors=errors), width=80, colour=False)


IDENTICAL = Verdict("b.ipynb", "identical", 0.5, None, (CellVerdict(0, "a", "identical"),))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a report; answers with the page and what was noted of it."""
    pages = []

    def open_report(html, width=1300, scheme="light"):
        (tmp_path / "report.html").write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pages.append(page)
        watched = Watched(page)
        page.goto((tmp_path / "report.html").as_uri())
        return page, watched

    yield open_report
    for page in pages:
        page.close()


def test_the_verdict_is_the_first_line_and_the_title(opened):
    page, watched = opened(report(diverged(compared("text/plain", *text()))))
    reported = "✗ a.ipynb diverged at [2]: d.csv is missing ([1], line 2)"
    assert (page.title(), page.inner_text("h1")) == (reported, reported)
    assert page.inner_text("body").startswith(reported)
    assert (watched.console, watched.requests) == ([], [])


def test_each_cell_and_each_row_of_quiet_cells_has_what_its_run_took(opened):
    cells = (
        CellVerdict(0, "a", "identical", seconds=1.5, memory_growth=2_000_000),
        CellVerdict(1, "b", "identical", seconds=1.0, memory_growth=118_000_000),
        CellVerdict(2, "c", "diverged", (Divergence("1 became 2"),), seconds=0.71, memory_growth=0),
        CellVerdict(3, "d", "identical", seconds=0.01),
    )
    page, _ = opened(report(Verdict("a.ipynb", "diverged", 3.0, 2, cells)))
    assert page.locator(".cost").all_inner_texts() == ["2.5 s, peak memory +120.0 MB", "0.7 s"]
    page.locator(".cells summary").first.click()
    costs = page.locator(".costs li").all_inner_texts()
    assert costs == ["[1] 1.5 s, peak memory +2.0 MB", "[2] 1.0 s, peak memory +118.0 MB"]


def test_causes_and_what_to_do_come_before_the_difference(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text()))))
    reported = page.inner_text(".first")
    assert re.search(
        r"data proven d.csv is missing.*bring it back.*line 8: .*recorded.*found", reported, re.DOTALL
    )


def test_the_changed_words_are_marked_side_by_side(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text()))))
    assert (page.inner_text("del"), page.inner_text("ins")) == ("alpha", "beta")
    left, right = page.locator(".changed .line").all()
    assert left.bounding_box()["y"] == right.bounding_box()["y"]
    assert left.bounding_box()["x"] < right.bounding_box()["x"]


def test_on_a_phone_the_sides_stand_below_each_other(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text()))), width=400)
    above, below = page.locator(".changed .line").all()
    assert above.bounding_box()["y"] < below.bounding_box()["y"]


@pytest.mark.parametrize("width", [1300, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_out_of_the_page_and_all_text_can_be_read(opened, width, scheme):
    wide = compared("text/plain", "x" * 500, "y" * 500)
    html = report(
        diverged(wide, *pictures(), path="a/very/long/path/" * 9 + "a.ipynb"),
        IDENTICAL,
        errors=(Unreadable("c.ipynb", "cut short", "restore it"),),
    )
    page, _ = opened(html, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(LEAST_CONTRAST) >= 4.5


LEAST_CONTRAST = """() => {
  const shade = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map(x => x / 255)
      .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  let least = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
    const [a, b] = [shade(getComputedStyle(element).color), shade(ground(element))];
    least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return least;
}"""
"""The least contrast of any text with what it stands on (WCAG 2.2, relative luminance)."""


def test_the_slider_lays_one_picture_over_the_other_and_moves_by_keyboard(opened):
    page, _ = opened(report(diverged(*pictures())))
    slider = page.locator(".slider input").first
    slider.wait_for(state="visible")
    left, right = (page.locator(f".{side} img").first.bounding_box() for side in ("recorded", "found"))
    assert (left["x"], left["y"]) == (right["x"], right["y"])
    slider.focus()
    for _press in range(10):
        page.keyboard.press("ArrowRight")
    assert (
        page.locator(".found").first.evaluate("each => getComputedStyle(each).clipPath")
        == "inset(0px 0px 0px 60%)"
    )


def test_pictures_of_different_sizes_keep_their_scale(opened):
    page, _ = opened(report(diverged(pictures()[1])))
    page.locator(".slider input").wait_for(state="visible")
    left, right = (page.locator(f".{side} img").bounding_box() for side in ("recorded", "found"))
    assert left["width"] == pytest.approx(2 * right["width"], rel=0.05)


def test_a_screen_reader_is_reported_what_the_pictures_and_the_table_are(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text()), *pictures())))
    table = page.get_by_role("table", name="[2], output 0, line by line")
    assert table.get_by_role("row").count() == 9
    assert (
        page.get_by_role("img", name=re.compile("^difference picture of \\[2\\], output 1: .* pixel")).count()
        == 1
    )
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("img:not([alt])").count() == 0


def test_of_several_notebooks_the_table_leads_to_each(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text())), IDENTICAL))
    assert page.title() == "✗ 2 notebooks: 1 diverged, 1 identical"
    page.get_by_role("link", name="b.ipynb").click()
    page.locator("#n2 > details[open]").wait_for()
    page.get_by_role("link", name="[2]").first.click()
    assert page.url.endswith("#n1-c2")


def test_every_place_can_be_reached_by_keyboard(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text()), *pictures()), IDENTICAL))
    page.locator(".slider input").first.wait_for(state="visible")
    reached = set()
    for _press in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + '.' + document.activeElement.className"))
    assert {"A.", "SUMMARY.", "INPUT.", "DIV.diff"} <= reached


def test_on_paper_everything_is_open(opened):
    page, _ = opened(report(diverged(compared("text/plain", *text())), IDENTICAL))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_an_output_holds_runs_nothing_and_reaches_nothing(opened, hostile):
    reported = Divergence(
        hostile,
        f"--- recorded\n+++ found\n@@ -1 +1 @@\n-{hostile}\n+{hostile} a",
        0,
        hostile,
        hostile,
        "",
        "",
        "",
    )
    cause = msgspec.structs.replace(CAUSE, what=hostile, remedy=hostile)
    verdict = diverged(
        reported,
        msgspec.structs.replace(reported, variable=hostile),
        path=hostile,
        cause=cause,
        source=hostile,
    )
    drift = msgspec.structs.replace(DRIFT[0], name=hostile, recorded=hostile, found=hostile)
    verdict = msgspec.structs.replace(verdict, notes=(hostile,), context_changes=(drift,))
    page, watched = opened(report(verdict, IDENTICAL, errors=(Unreadable(hostile, hostile, hostile),)))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.mouse.move(200, 200)
    page.wait_for_timeout(100)
    assert page.title() == "✗ 2 notebooks: 1 diverged, 1 identical, 1 not readable"
    assert (watched.requests, watched.dialogs, watched.console) == ([], [], [])
    assert page.locator("script").count() == page.locator("style").count() == 1
    assert page.evaluate("[...document.links].every(each => each.getAttribute('href').startsWith('#'))")
    if hostile.isprintable():
        assert hostile in page.locator(".first .summary").first.inner_text()


def test_a_picture_that_is_none_stays_inside_its_address(opened):
    bad = Divergence(
        "a",
        "",
        0,
        "image/png",
        picture='"><script>document.title=1</script>',
        recorded_picture="x",
        found_picture="y",
    )
    page, watched = opened(report(diverged(bad)))
    assert (page.locator("script").count(), watched.requests) == (1, [])


def test_the_policy_forbids_what_the_page_does_not_hold_itself(opened):
    page, watched = opened(report(diverged(compared("text/plain", *text()))))
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=http://127.0.0.1:9/x onerror=\"document.title=1\">')"
    )
    page.wait_for_timeout(200)
    assert page.title() != "1"
    assert any("Content Security Policy" in line for line in watched.console)


def test_five_thousand_cells_that_all_diverge_make_a_page_that_a_browser_opens(opened):
    reported = compared("text/plain", *text())
    cells = tuple(
        CellVerdict(n, str(n), "diverged", (reported, *pictures()), (CAUSE,), "x = 1") for n in range(5_000)
    )
    html = report(Verdict("a.ipynb", "diverged", 9, 0, cells))
    assert len(html) < 20_000_000
    page, _ = opened(html)
    assert page.locator(".cells > li").count() == 5_000
    assert "the JSON report has it" in page.locator("#n1-c4999").text_content()
