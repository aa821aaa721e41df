"""The page of a whole repository: one HTML file, and one for each notebook beside it."""

from __future__ import annotations

from jupyter_repro.reporters.html import asset, csp_digest, environment, verdict_page
from jupyter_repro.reporters.site.trend import HEIGHT, WIDTH
from jupyter_repro.reporters.site.view import SiteFacts, site_view
from jupyter_repro.verdicts import Verdict, Verdicts

HTML_MARK = b'<meta name="generator" content="jupyter-repro site">'
"""Stands near the beginning of every page that is made here."""
SVG_MARK = b"<!-- generator: jupyter-repro site -->"


def site_page(verdicts: Verdicts, facts: SiteFacts) -> str:
    """The page that lists all notebooks."""
    from markupsafe import Markup

    style, script = asset("report.css") + asset("site.css"), asset("site.js")
    return (
        environment()
        .get_template("site.html.jinja")
        .render(
            view=site_view(verdicts, facts),
            facts=facts,
            height=HEIGHT,
            bar_width=WIDTH,
            style=Markup(style),  # noqa: S704  our own files
            script=Markup(script),  # noqa: S704  our own files
            style_digest=csp_digest(style),
            script_digest=csp_digest(script),
        )
    )


def notebook_page(verdict: Verdict, site: str) -> str:
    """The report of one notebook, which leads back to `site`."""
    return verdict_page(Verdicts(notebooks=(verdict,)), site=site)
