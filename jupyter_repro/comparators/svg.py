"""SVG and other XML: by element, attribute and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_repro.comparators import elements
from jupyter_repro.comparators.comparison import Comparison
from jupyter_repro.comparators.lines import sentence
from jupyter_repro.comparators.markup import markup_divergence
from jupyter_repro.policies.policy import Policy
from jupyter_repro.verdicts import Divergence

if TYPE_CHECKING:
    from jupyter_repro.comparators.elements import Element

LONGEST = 10_000_000
"""Characters up to which a source is parsed; a longer one is reported by its lines."""


class SvgComparator:
    """Judged by the whole source, described by the first element that differs."""

    mimes = ("image/svg+xml", "*+xml", "application/xml", "text/xml")

    def compare(self, recorded: str, found: str, policy: Policy) -> Divergence | None:
        """None when the sources are equal."""
        return markup_divergence(recorded, found, policy, _comparison)


def _comparison(recorded: str, found: str) -> Comparison:
    before, now = _document(recorded), _document(found)
    if before is None or now is None:
        return Comparison(sentence(recorded, found))
    return Comparison(
        elements.element_difference(before, now) or f"only the writing differs: {sentence(recorded, found)}"
    )


def _document(source: str) -> Element | None:
    """The root element; None for what is too long or no markup at all."""
    from lxml import etree

    if len(source) > LONGEST:
        return None
    parser = etree.XMLParser(
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(source.encode("utf-8", "backslashreplace"), parser)
    except Exception:  # lxml raises whatever libxml2 finds
        return None
