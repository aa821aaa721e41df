"""A package of no index, as an installer leaves it in a folder."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from pathlib import Path


def installed_package(
    site: Path, name: str, version: str = "1.0", *, needs: str = "", origin: dict | None = None
) -> Path:
    """Install a module that says its version into the folder `site`; its `.dist-info`."""
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    requirement = f"Requires-Dist: {needs}\n" if needs else ""
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info.name}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requirement}",
        f"{info.name}/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    for path, text in files.items():
        (site / path).write_text(text)
    (info / "INSTALLER").write_text("uv")
    if origin:
        (info / "direct_url.json").write_text(json.dumps(origin))
    lines = [_line(path, text) for path, text in files.items()]
    mine = [f"__pycache__/{name}.cpython-311.pyc,,", f"{info.name}/INSTALLER,,", f"{info.name}/RECORD,,"]
    (info / "RECORD").write_text("\n".join([*lines, *mine]) + "\n")
    return info


def _line(path: str, text: str) -> str:
    digest = urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(text)}"
