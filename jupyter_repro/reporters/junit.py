"""Verdicts as JUnit XML: a suite for each notebook, a case for each code cell and one for the context.

Source of the format: the schema of Jenkins' xUnit plug-in (junit-10.xsd), which pytest and GitLab share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as Tree

import msgspec

from jupyter_repro.formatting.cell_names import CellNames
from jupyter_repro.reporters.drift_words import drift_lines
from jupyter_repro.reporters.verdict_words import cell_names, headline
from jupyter_repro.verdicts import CellVerdict, Unreadable, Verdict, Verdicts

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {
    "diverged": "failure",
    "stale": "failure",
    "failed": "error",
    "unverifiable": "skipped",
    "ignored": "skipped",
}


class JunitReporter:
    """For servers that show test results."""

    suffix = ".xml"

    def report(self, verdicts: Verdicts, *, width: int, colour: bool) -> str:  # noqa: ARG002  of the Protocol
        """One document."""
        root = Tree.Element("testsuites", name="jupyter-repro")
        for verdict in verdicts.notebooks:
            root.append(_suite(verdict))
        for error in verdicts.errors:
            root.append(_unreadable(error))
        Tree.indent(root)
        return Tree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(verdict: Verdict) -> Tree.Element:
    names = cell_names(verdict)
    cases = [_case(verdict.path, cell, names) for cell in verdict.cells] + [_context(verdict)]
    suite = _counted(verdict.path, verdict.seconds, cases)
    if verdict.used:
        suite.insert(0, _properties(msgspec.structs.asdict(verdict.used)))
    return suite


def _counted(name: str, seconds: float, cases: list[Tree.Element]) -> Tree.Element:
    def count(element: str) -> str:
        return str(sum(case.find(element) is not None for case in cases))

    suite = Tree.Element(
        "testsuite",
        name=_clean(name),
        tests=str(len(cases)),
        failures=count("failure"),
        errors=count("error"),
        skipped=count("skipped"),
        time=f"{seconds:.2f}",
    )
    suite.extend(cases)
    return suite


def _properties(named: Mapping[str, object]) -> Tree.Element:
    properties = Tree.Element("properties")
    for name, value in named.items():
        Tree.SubElement(properties, "property", name=name, value=str(value))
    return properties


def _case(path: str, cell: CellVerdict, names: CellNames) -> Tree.Element:
    case = Tree.Element("testcase", classname=_clean(path), name=names.name(cell.index), time="0")
    if element := _ELEMENTS.get(cell.status):
        message = cell.divergences[0].summary if cell.divergences else cell.status
        result = Tree.SubElement(case, element, message=_clean(message))
        if element != "skipped":
            result.set("type", cell.status)
            result.text = _clean("\n".join(_details(cell)))
    return case


def _details(cell: CellVerdict) -> list[str]:
    causes = [
        f"{cause.kind} ({cause.certainty}): {cause.what}\n{cause.remedy}".rstrip() for cause in cell.causes
    ]
    return [*(f"{each.summary}\n{each.diff}".rstrip() for each in cell.divergences), *causes]


def _context(verdict: Verdict) -> Tree.Element:
    """What drifted: a failure where the project is strict, and reported in any case."""
    case = Tree.Element("testcase", classname=_clean(verdict.path), name="context", time="0")
    lines = "\n".join(drift_lines(verdict.context_changes, diverged=verdict.root is not None))
    if verdict.strict and verdict.drifted:
        failure = Tree.SubElement(case, "failure", message=_clean(headline(verdict)), type="drift")
        failure.text = _clean(lines)
    elif lines:
        Tree.SubElement(case, "system-out").text = _clean(lines)
    return case


def _unreadable(error: Unreadable) -> Tree.Element:
    case = Tree.Element("testcase", classname=_clean(error.path), name="notebook", time="0")
    Tree.SubElement(case, "error", message=_clean(error.what), type="unreadable").text = _clean(error.remedy)
    return _counted(error.path, 0, [case])


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
