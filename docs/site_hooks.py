"""What MkDocs does not do by itself: pages made from the code, notebooks as pages, links that leave docs/."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generated_pages import commands, extensions, file_formats, magics, notebooks, python_names, setting_keys
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
REPOSITORY = "https://github.com/jupyter-repro/jupyter-repro/blob/main/"

PAGES = {
    "reference/commands.md": commands.page,
    "reference/exit-statuses.md": commands.exit_statuses,
    "reference/magics.md": magics.page,
    "reference/settings.md": setting_keys.page,
    "reference/snapshot-format.md": lambda: file_formats.page("snapshot"),
    "reference/verdict-format.md": lambda: file_formats.page("verdict"),
    "reference/difference-format.md": lambda: file_formats.page("difference"),
    "reference/python.md": python_names.page,
    "reference/extensions.md": extensions.names,
    "reference/parts.md": extensions.parts,
}

_OUTSIDE = re.compile(r"\]\((\.\./[^)#\s]*)")
_NOTEBOOK = re.compile(r"\]\((?!\w+:)([^)\s]*)\.ipynb\)")


def on_config(config: MkDocsConfig, **_: Any) -> MkDocsConfig:
    """Add pages that the navigation does not list to its end, so that none is lost."""
    listed = set(_listed(config.nav or []))
    pages = (path.relative_to(config.docs_dir).as_posix() for path in Path(config.docs_dir).rglob("*.md"))
    if more := sorted(set(pages) - listed):
        config.nav = [*(config.nav or []), {"More": more}]
    return config


def _listed(nav: Any) -> Iterator[str]:
    """The paths that a part of the navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _listed(each)


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Add the pages that are made from the code, and the notebooks with their pictures."""
    for uri, page in PAGES.items():
        files.append(File.generated(config, uri, content=page()))
    for file in [file for file in files if file.src_uri.endswith(".ipynb")]:
        files.remove(file)
        text, pictures = notebooks.as_markdown(Path(file.abs_src_path or ""))
        files.append(File.generated(config, file.src_uri.replace(".ipynb", ".md"), content=text))
        for name, content in pictures.items():
            uri = posixpath.join(posixpath.dirname(file.src_uri), name)
            files.append(File.generated(config, uri, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let links to files outside of docs/ lead to the repository; raises PluginError where there is no such file."""

    def replaced(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page.file.src_uri), match[1]))
        if path.startswith("docs/"):
            return match[0]
        if not (ROOT / path).exists():
            raise PluginError(f"{page.file.src_uri} links to {path}, which does not exist")
        return f"]({REPOSITORY}{path}"

    return _NOTEBOOK.sub("](\\1.md)", _OUTSIDE.sub(replaced, markdown))
