"""The packages of a lock as `name==version`, which every installer reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from jupyter_repro.handing_over.lock import Lock

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*(?:==| @ )[^\\\n]*?)\s*\\?$", re.MULTILINE)


def pins(lock: Lock) -> Iterator[str]:
    """A requirement (PEP 508) for each package, with its marker, in the order of names."""
    content = lock.content.decode()
    if lock.form == "requirements":
        yield from sorted(match[1] for match in _PIN.finditer(content))
        return
    for package in sorted(tomllib.loads(content)["packages"], key=lambda each: str(each["name"])):
        marker = f" ; {package['marker']}" if "marker" in package else ""
        yield f"{_pin(package)}{marker}"


def _pin(package: dict[str, object]) -> str:
    vcs = package.get("vcs")
    if isinstance(vcs, dict):
        return f"{package['name']} @ git+{vcs.get('url')}@{vcs.get('commit-id')}"
    return f"{package['name']}=={package['version']}"
