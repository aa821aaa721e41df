"""The page of a repository, opened in Chromium, and its badge."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree

import pytest
from chromium import Watched, chromium
from report_verdicts import CAUSE, DRIFT
from test_html import HOSTILE, LEAST_CONTRAST

from jupyter_repro.records.site_history import SiteEntry, SiteHistory
from jupyter_repro.reporters.site.badge import badge
from jupyter_repro.reporters.site.page import HTML_MARK, SVG_MARK, notebook_page, site_page
from jupyter_repro.reporters.site.shares import percentage, share_tone, share_words
from jupyter_repro.reporters.site.trend import MOST_SHOWN, trend
from jupyter_repro.reporters.site.view import SiteFacts, first_cause
from jupyter_repro.verdicts import CellVerdict, Divergence, Unreadable, Verdict, Verdicts

MADE = "2026-11-29T20:00:00Z"
HISTORY = SiteHistory(
    entries=(SiteEntry("aaaa", "2026-11-01T00:00:00Z", 1, 4), SiteEntry("bbbb", "2026-11-28T00:00:00Z", 2, 4))
)
ROOT = CellVerdict(2, "b", "diverged", (Divergence("1 became 2"),), (CAUSE,))
DIVERGED = Verdict("b.ipynb", "diverged", 12.34, 2, (CellVerdict(0, "a", "identical"), ROOT))
IDENTICAL = Verdict("a.ipynb", "identical", 1.5)
DRIFTED = Verdict("c.ipynb", "identical", 2.5, context_changes=DRIFT, strict=True)
EQUIVALENT = Verdict(
    "d.ipynb",
    "equivalent",
    3.5,
    None,
    (CellVerdict(0, "a", "equivalent", (Divergence("x", allowed="timings"),)),),
)
ALL = Verdicts(notebooks=(IDENTICAL, DIVERGED, DRIFTED, EQUIVALENT))


def page_of(verdicts=ALL, **facts):
    given = {
        "repository": "forecasts",
        "commit": "c0ffee" * 6,
        "history": HISTORY,
        "recorded": {"a.ipynb": "2026-11-17T00:00:00Z", "b.ipynb": "2025-01-01T00:00:00Z"},
        "reports": {each.path: f"reports/{number}.html" for number, each in enumerate(verdicts.notebooks)},
    }
    return site_page(verdicts, SiteFacts(MADE, **{**given, **facts}))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a page; answers with it and what was noted of it."""
    pages = []

    def open_page(html, width=1200, scheme="light", script=True):
        (tmp_path / "index.html").write_text(html, encoding="utf-8")
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
        )
        pages.append(page)
        watched = Watched(page)
        page.goto((tmp_path / "index.html").as_uri())
        return page, watched

    yield open_page
    for page in pages:
        page.close()


def listed(page):
    """Names of the notebooks that are seen, from the top."""
    return [row.locator("th").inner_text() for row in page.locator(".notebooks tbody tr:visible").all()]


def test_the_share_that_reproduces_is_the_first_number(opened):
    page, watched = opened(page_of())
    assert page.inner_text(".share b") == "50 %"
    assert page.inner_text(".share span") == "2 of 4 notebooks are reproducible"
    assert page.title() == "2 of 4 notebooks are reproducible | Notebooks of forecasts"
    assert "Verified on 2026-11-29 at 20:00 UTC, commit c0ffeec0ff." in page.inner_text("header")
    assert (watched.console, watched.requests) == ([], [])


def test_a_notebook_is_listed_with_verdict_cause_age_time_and_its_report(opened):
    page, _ = opened(page_of())
    row = page.locator("tr", has_text="b.ipynb")
    reported = row.locator("td").all_inner_texts()
    assert reported[:2] == ["✗ diverged", "[2]: d.csv is missing ([1], line 2)"]
    assert reported[2].startswith("1 year")
    assert reported[3] == "12.3"
    assert row.get_by_role("link").get_attribute("href") == "reports/1.html"


def test_those_that_need_a_look_come_first(opened):
    page, _ = opened(page_of(Verdicts(notebooks=ALL.notebooks, errors=(Unreadable("e.ipynb", "cut"),))))
    assert listed(page) == ["b.ipynb", "c.ipynb", "e.ipynb", "a.ipynb", "d.ipynb"]


def test_the_trend_is_a_picture_with_words_and_a_table(opened):
    page, _ = opened(page_of())
    label = "share at each of 2 commits: 25 % on 2026-11-01, 50 % on 2026-11-28"
    assert page.get_by_role("img", name=label).count() == 1
    page.get_by_text("2 commits in numbers").click()
    assert page.locator(".commits tbody tr").first.inner_text().split("\t") == [
        "bbbb",
        "2026-11-28",
        "2 of 4",
        "50 %",
    ]


def test_without_its_script_everything_is_there_and_the_choice_works(opened):
    page, _ = opened(page_of(), script=False)
    assert len(listed(page)) == 4
    assert page.get_by_role("searchbox").count() == 0
    page.get_by_label("only those that need a look").check()
    assert listed(page) == ["b.ipynb", "c.ipynb"]


def test_the_list_is_searched_and_sorted_by_keyboard(opened):
    page, _ = opened(page_of())
    page.get_by_role("button", name="seconds").focus()
    page.keyboard.press("Enter")
    assert listed(page) == ["a.ipynb", "c.ipynb", "d.ipynb", "b.ipynb"]
    page.keyboard.press("Enter")
    assert listed(page) == ["b.ipynb", "d.ipynb", "c.ipynb", "a.ipynb"]
    assert page.get_by_role("columnheader", name="seconds").get_attribute("aria-sort") == "descending"
    page.get_by_role("searchbox", name="name").focus()
    page.keyboard.type("B.IP")
    assert listed(page) == ["b.ipynb"]
    assert page.get_by_role("status").inner_text() == "1 of 4 listed"


def test_every_place_can_be_reached_by_keyboard(opened):
    page, _ = opened(page_of())
    reached = []
    for _press in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
    assert {"SUMMARY", "INPUT", "BUTTON", "A"} <= set(reached)
    assert reached.count("A") >= 4


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_out_of_the_page_and_all_text_can_be_read(opened, width, scheme):
    long = Verdict("a/very/long/path/" * 9 + "a.ipynb", "stale", 1e6, notes=("n" * 300,))
    entries = tuple(SiteEntry(f"{n:040}", f"2026-01-{n % 28 + 1:02}T00:00:00Z", n, n + 3) for n in range(70))
    html = page_of(
        Verdicts(notebooks=(*ALL.notebooks, long), errors=(Unreadable("c" * 99, "x" * 300),)),
        history=SiteHistory(entries=entries),
    )
    page, _ = opened(html, width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(LEAST_CONTRAST) >= 4.5


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_and_no_cause_runs_anything_or_reaches_anything(opened, hostile):
    cell = CellVerdict(0, hostile, "diverged", (Divergence(hostile),))
    verdicts = Verdicts(
        notebooks=(Verdict(hostile, "diverged", 1.0, 0, (cell,), notes=(hostile,)), IDENTICAL),
        errors=(Unreadable(hostile, hostile, hostile),),
    )
    history = SiteHistory(entries=(SiteEntry(hostile, hostile, 1, 2),))
    page, watched = opened(
        page_of(verdicts, repository=hostile, commit=hostile, history=history, recorded={hostile: hostile})
    )
    page.mouse.move(200, 300)
    page.wait_for_timeout(100)
    assert page.title().startswith("1 of 3 notebooks are reproducible | Notebooks of ")
    assert (watched.requests, watched.dialogs, watched.console) == ([], [], [])
    assert page.locator("script").count() == page.locator("head style").count() == 1
    assert page.locator("body img, body iframe, body base, body meta").count() == 0


def test_the_page_of_a_notebook_leads_back(opened):
    page, _ = opened(notebook_page(DIVERGED, "index.html"))
    page.get_by_role("link", name="all notebooks").click()
    assert page.url.endswith("index.html")


def test_a_page_of_no_notebook_says_so(opened):
    page, watched = opened(page_of(Verdicts(notebooks=()), history=SiteHistory()))
    assert "no notebook was verified" in page.inner_text("header")
    assert watched.console == []


def test_what_is_ours_can_be_told_apart_from_its_first_lines():
    for page in (page_of(), notebook_page(DIVERGED, "index.html")):
        assert HTML_MARK in page.encode()[:2_000]
    assert SVG_MARK in badge(1, 2).encode()[:2_000]


def test_two_thousand_notebooks_make_a_page_that_a_browser_opens(opened):
    many = Verdicts(notebooks=tuple(Verdict(f"{n}.ipynb", "identical", n / 7) for n in range(2_000)))
    html = page_of(many)
    assert len(html) < 2_000_000
    page, _ = opened(html)
    page.get_by_role("searchbox").fill("1999")
    assert listed(page) == ["1999.ipynb"]


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (IDENTICAL, ""),
        (DIVERGED, "[2]: d.csv is missing ([1], line 2)"),
        (EQUIVALENT, "timings"),
        (Verdict("a", "unverifiable", notes=("there is no kernel 'cobol'",)), "there is no kernel 'cobol'"),
        (Verdict("a", "identical", notes=("by the way",)), ""),
    ],
)
def test_the_first_cause_is_reported_in_words(verdict, why):
    assert first_cause(verdict) == why


def test_drift_that_fails_is_the_cause():
    assert first_cause(DRIFTED).startswith("data d.csv")


def test_only_all_is_a_hundred_percent():
    assert [percentage(*each) for each in ((999, 1_000), (1_000, 1_000), (0, 7), (0, 0))] == [
        "99 %",
        "100 %",
        "0 %",
        "–",
    ]


def test_the_colour_follows_the_share():
    assert [share_tone(*each) for each in ((5, 5), (4, 5), (3, 5), (0, 0))] == ["good", "fair", "bad", "none"]


def test_one_notebook_reproduces():
    assert share_words(1, 1) == "1 of 1 notebook is reproducible"
    assert share_words(1_000, 1_200) == "1,000 of 1,200 notebooks are reproducible"


def test_the_trend_shows_the_newest_commits():
    entries = tuple(SiteEntry(str(n), f"{n:05}", n, n) for n in range(MOST_SHOWN + 5))
    shown = trend(SiteHistory(entries=entries))
    assert (len(shown.bars), shown.left_out, shown.bars[-1].commit) == (MOST_SHOWN, 5, str(MOST_SHOWN + 4))


@pytest.mark.parametrize(
    ("reproducible", "total", "colour", "words"),
    [
        (43, 43, "#1a7f37", "43 of 43"),
        (41, 43, "#9a6700", "41 of 43"),
        (1, 43, "#c21c2c", "1 of 43"),
        (0, 0, "#59636e", "no notebooks"),
    ],
)
def test_a_badge_says_how_many_and_has_its_colour(reproducible, total, colour, words):
    picture = Tree.fromstring(badge(reproducible, total))
    assert picture.get("aria-label") == f"reproducible: {words}"
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["reproducible", words]
    assert colour in badge(reproducible, total)


def test_a_badge_asks_nobody_for_anything():
    assert re.findall(r'https?:[^"]*', badge(1, 2)) == ["http://www.w3.org/2000/svg"]


def test_the_words_of_a_badge_stay_inside_of_it(opened, browser):
    page, _ = opened(f"<!doctype html><body>{badge(1_234, 5_678)}")
    outside = page.evaluate(
        "[...document.querySelectorAll('text')].some(each => each.getBoundingClientRect().right > "
        "document.querySelector('svg').getBoundingClientRect().right)"
    )
    assert not outside
