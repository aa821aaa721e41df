"""Build hook: the front end has the version of the release, and a wheel holds the pages of the documentation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "jupyter_repro/labextension/package.json"
PAGES = "jupyter_repro/pages"

_VERSION = re.compile(r"(?P<release>[\d.]*\d)\.?(?:(?P<kind>a|b|rc|dev|post)(?P<number>\d+))?(?:\+.*)?")


def npm_version(version: str) -> str:
    """A version as npm writes it: 0.2.0rc1 is 0.2.0-rc.1, and 0.2.dev3 is 0.2.0-dev.3."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError(f"{version} is no version of Python's")
    parts = [*found["release"].split("."), "0", "0"][:3]
    return ".".join(parts) + (f"-{found['kind']}.{found['number']}" if found["kind"] else "")


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Changes what is packed, before it is."""

    PLUGIN_NAME = "jupyter-repro"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the version into the built front end, where there is one, and add the pages to a wheel."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["force_include"].update(
                {str(page): f"{PAGES}/{page.name}" for page in Path(self.root, "docs").glob("*.md")}
            )
        file = Path(self.root, PACKAGE)
        if file.is_file():
            package = json.loads(file.read_text(encoding="utf-8"))
            package["version"] = npm_version(self.metadata.version)
            file.write_text(json.dumps(package, indent=2) + "\n", encoding="utf-8")
