"""The pages of the documentation as text: a wheel holds them, and in a checkout they lie in docs."""

from __future__ import annotations

import re
from pathlib import Path

_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)


def page_names() -> list[str]:
    """The names of all pages, such as `settings`."""
    return sorted(path.stem for path in _folder().glob("*.md"))


def page(name: str) -> str:
    """The text of a page, Markdown; raises KeyError where there is none of that name."""
    if name not in page_names():
        raise KeyError(name)
    return (_folder() / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """The part of a page below a heading, with it and what is below it; raises KeyError where there is none."""
    headings = [*_HEADING.finditer(text)]
    for number, heading in enumerate(headings):
        if heading[2].lower().replace(" ", "-") == title.lower():
            level = len(heading[1])
            ends = (each.start() for each in headings[number + 1 :] if len(each[1]) <= level)
            return text[heading.start() : next(ends, len(text))]
    raise KeyError(title)


def _folder() -> Path:
    package = Path(__file__).parents[2]
    packed = package / "pages"
    return packed if packed.is_dir() else package.parent / "docs"
