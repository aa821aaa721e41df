"""Known weaknesses of what is installed, as pip-audit finds them in the databases of advisories."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FORGIVEN: dict[str, str] = {}
"""Ids of advisories that do not strike us, with the reason."""


def weaknesses(answer: str) -> list[str] | None:
    """What `pip-audit --format json` answered, a line each; None where no database knew any of the packages."""
    packages = json.loads(answer)["dependencies"]
    if all("skip_reason" in each for each in packages):
        return None
    return [
        f"{each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for each in packages
        for found in each.get("vulns", ())
        if found["id"] not in FORGIVEN
    ]


def check_advisories(python: Path) -> None:
    """Say what is known of the packages beside an interpreter, and end with an error for any that is not forgiven."""
    (folder,) = {
        each.resolve() for each in python.parents[1].glob("[Ll]ib*/**/site-packages")
    }  # lib64 is a link
    command = [sys.executable, "-m", "pip_audit", "--path", str(folder), "--format", "json"]
    done = subprocess.run(
        [*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )
    found = weaknesses(done.stdout) if done.stdout.startswith("{") else None
    if found is None:
        print("- advisories: no database answers from here, nothing was looked up")
    elif found:
        sys.exit("advisories on what is installed:\n" + "\n".join(found))
    else:
        print("✓ no advisory on what is installed")
