"""A lineage as one HTML file that needs nothing else, and runs nothing."""

from __future__ import annotations

from jupyter_repro.records.lineage import Ancestor, state_words
from jupyter_repro.reporters.html import asset, csp_digest, environment
from jupyter_repro.reporters.lineage.words import data_lines, facts


def lineage_page(ancestor: Ancestor) -> str:
    """The page: each snapshot with those that it builds upon below it."""
    from markupsafe import Markup

    style = asset("report.css") + asset("lineage.css")
    page = environment().get_template("lineage.html.jinja")
    return page.render(
        title=f"What {ancestor.address} was made from",
        root=ancestor,
        state=state_words,
        tone=_tone,
        facts=facts,
        data=data_lines,
        style=Markup(style),  # noqa: S704  our own files
        style_digest=csp_digest(style),
    )


def _tone(ancestor: Ancestor) -> str:
    return "good" if state_words(ancestor).startswith("verified") and not ancestor.drift else "warn"
