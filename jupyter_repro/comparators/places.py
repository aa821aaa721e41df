"""Texts without the places that code lies at: warnings and tracebacks that differ only in these show the same."""

from __future__ import annotations

import re

_FOLDER = r"(?:~|[A-Za-z]:)?[/\\](?:[^:\"\n]*[/\\])?"
_WARNED = re.compile(rf"^{_FOLDER}(?=[^/\\:\"\n]+\.py:\d+: \w*Warning: )", re.MULTILINE)
"""Before the name of the file that a warning is of."""
_FRAME = re.compile(rf"^(\s*File \"?){_FOLDER}(?=[^/\\:\"\n]+\.pyw?\b)", re.MULTILINE)
_OLD_FRAME = re.compile(rf"^{_FOLDER}(?=[^/\\:\"\n]+\.py in )", re.MULTILINE)
"""As IPython wrote frames before its version 8."""
_EXCERPT = r"(?:(?:[ \t]+\d+ |-+> ?\d+ |    )[^\n]*\n|[ \t]+\(\.\.\.\)\n)*"
"""Lines of source below a frame."""
_OURS = re.compile(
    r"^[ \t]*File [^\n]*(?:[/\\]jupyter_repro[/\\][^\n]*\.py\b|<frozen importlib\._bootstrap of jupyter_repro>)[^\n]*\n"
    rf"{_EXCERPT}\n?",
    re.MULTILINE,
)
"""A frame of jupyter-repro's own, which versions before this one left in tracebacks."""


_OF_PYTHON = re.compile(
    r"^([ \t]*)File (?:…[/\\](?:lib[/\\]python3\.\d+|Lib)[/\\]([\w/\\]+)\.py|<frozen ([\w.]+)>):(\d+),"
    rf" in (?:[\w<>]+\.)*([\w<>]+)(?:\([^\n]*\))?\n{_EXCERPT}",
    re.MULTILINE,
)
"""A frame of the standard library, whose modules are frozen in one start of Python and files in another."""


def warnings_without_places(text: str) -> str:
    """The text of a stream of errors, with the files that warnings are of by their names alone.

    >>> warnings_without_places("/home/ada/noisy.py:4: UserWarning: careful")
    'noisy.py:4: UserWarning: careful'
    """
    return _WARNED.sub("", text)


def frames_without_places(text: str) -> str:
    """A traceback with the files of its frames by their names alone, and without frames of ours."""
    text = _OF_PYTHON.sub(_of_python, _OURS.sub("", text))
    return _OLD_FRAME.sub("", _FRAME.sub(r"\1", text))


def _of_python(match: re.Match[str]) -> str:
    module = re.sub(r"[/\\]", ".", match[2] or match[3])
    return f"{match[1]}File {module}:{match[4]}, in {match[5]}\n"
