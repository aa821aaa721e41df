"""The documentation as a site: it builds without a warning, asks nobody outside, fits a phone, and can be searched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import click
import pytest
from chromium import Watched, chromium
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from jupyter_repro.cli import cli

ROOT = Path(__file__).parents[2]
WIDTHS = (1300, 400)
SCHEMES = {"light": "default", "dark": "slate"}
SCHEME = "document.body.dataset.mdColorScheme"
WIDER = """schemes => schemes.filter(scheme => {
  document.body.dataset.mdColorScheme = scheme;
  return document.documentElement.scrollWidth > window.innerWidth;
})"""
"""Of some colour schemes those in which the page is wider than the window."""
LOADED = re.compile(
    r'<(?:script|img|iframe)\b[^>]*\bsrc="(https?:[^"]*)"'
    r'|<link\b[^>]*\brel="(?:stylesheet|icon|preload)"[^>]*href="(https?:[^"]*)"'
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """A test's output is no place for it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the site, and what building it said."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(build, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder, done.stderr


@pytest.fixture(scope="module")
def pages(built):
    """The paths of its pages."""
    folder, _ = built
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html") if path.stem != "404")


@pytest.fixture(scope="module")
def address(built):
    """Where it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built[0])))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser():
    """Chromium."""
    with chromium() as browser:
        yield browser


def test_it_builds_without_a_warning(built):
    assert built[1] == ""


def test_no_page_loads_anything_from_elsewhere(built, pages):
    loaded = {page: LOADED.findall((built[0] / page).read_text()) for page in pages}
    assert {page: found for page, found in loaded.items() if found} == {}


def test_every_command_is_in_the_reference(built):
    page = (built[0] / "reference" / "commands.html").read_text()
    names = cli.list_commands(click.Context(cli))
    assert [name for name in names if f'id="jupyter-repro-{name}"' not in page] == []


def too_wide(page, width: int) -> list[str]:
    """Colour schemes in which a page is wider than a window of this width; its script has a moment to lay it out."""
    page.set_viewport_size({"width": width, "height": 900})
    schemes = list(SCHEMES.values())
    if page.evaluate(WIDER, schemes):
        with suppress(PlaywrightTimeout):
            page.wait_for_function(f"schemes => ({WIDER})(schemes).length === 0", arg=schemes, timeout=10_000)
    found: list[str] = page.evaluate(WIDER, schemes)
    return found


def test_no_page_is_wider_than_the_window_in_any_colours_or_asks_elsewhere(browser, address, pages):
    page = browser.new_page()
    watched = Watched(page)
    wide = []
    for path in pages:
        page.goto(address + path, wait_until="domcontentloaded")
        wide += [(path, width, scheme) for width in WIDTHS for scheme in too_wide(page, width)]
    page.close()
    assert wide == []
    assert [request for request in watched.requests if not request.startswith(address)] == []
    assert watched.console == []


def test_a_page_that_is_too_wide_in_one_colour_scheme_is_found(browser, address):
    page = browser.new_page()
    page.goto(address + "concepts.html", wait_until="domcontentloaded")
    page.add_style_tag(content="[data-md-color-scheme=slate] h1 { width: 3000px }")
    assert page.evaluate(WIDER, list(SCHEMES.values())) == ["slate"]
    page.close()


@pytest.mark.parametrize(("colours", "scheme"), SCHEMES.items())
def test_it_follows_the_colours_of_the_system(browser, address, colours, scheme):
    page = browser.new_page(color_scheme=colours)
    page.goto(address + "concepts.html", wait_until="domcontentloaded")
    assert page.evaluate(SCHEME) == scheme
    page.close()


@pytest.mark.parametrize(
    ("words", "found"), [("unseeded", "nondeterminism"), ("why", "why"), ("restore", "restore")]
)
def test_the_search_finds(browser, address, words, found):
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    first = page.locator(".md-search-result__link").first
    for _ in range(
        10
    ):  # what is typed before the index is there is not looked for, and its worker may not load
        page.goto(address + "index.html")
        page.locator("input.md-search__input").fill(words)
        with suppress(PlaywrightTimeout):
            first.wait_for(timeout=10_000)
            break
    links = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    page.close()
    assert any(found in link for link in links), links
