"""Where imported distributions were installed from: PEP 610's `direct_url.json`, and what RECORD says of a wheel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.addresses.remote_addresses import without_credentials
from jupyter_repro.collectors.editable_sources import source_files
from jupyter_repro.digest import digest_text
from jupyter_repro.records.context_changes import changed_facts, part_name
from jupyter_repro.records.snapshot import Origin
from jupyter_repro.verdicts import ContextChange

_INSTALLED = ("site-packages", "dist-packages")
# written by whoever installs, not part of the wheel: byte code, scripts with a path in them, notes on the installation
_OF_THE_INSTALLER = re.compile(
    r"\.\.[/\\]|.*\.pyc,|.*\.dist-info/(?:RECORD|INSTALLER|REQUESTED|[\w.]+\.json|[\w.]*cache[\w.]*),"
)


def origin_of(info: Path, folder: Path) -> Origin:
    """Origin of the distribution with this `.dist-info` or `.egg-info`, for a notebook in `folder`."""
    source = editable_folder(info)
    if source is not None:
        return _editable(source, folder)
    direct = _direct_url(info)
    url, commit = str(direct.get("url", "")), str(_table(direct, "vcs_info").get("commit_id", ""))
    return Origin(
        address=_address(url, folder, direct), commit=commit, digest=record_digest(_text(info / "RECORD"))
    )


def editable_folder(info: Path) -> Path | None:
    """Folder whose own source is imported for this distribution; None where a copy of it is.

    Told by `direct_url.json`; before PEP 610, by an `.egg-info` that lies in the source itself.
    """
    if info.suffix == ".egg-info":
        return info.parent if info.is_dir() and info.parent.name not in _INSTALLED else None
    direct = _direct_url(info)
    return _path(str(direct.get("url", ""))) if _table(direct, "dir_info").get("editable") is True else None


def import_folders(info: Path, source: Path) -> Iterator[Path]:
    """Folders that an editable installation puts on the import path, as far as its files tell."""
    yield from (source, source / "src", source / "python", source / "lib")
    for line in _text(info / "RECORD").splitlines():
        name = line.partition(",")[0]
        if name.endswith(".pth"):
            yield from (
                Path(each) for each in _text(info.parent / name).splitlines() if each.startswith(("/", "\\"))
            )


def origin_changes(
    recorded: Mapping[str, Origin], found: Mapping[str, Origin], same: frozenset[str]
) -> Iterator[ContextChange]:
    """What of the origins is not as recorded, for those of the `same` version; by package.

    An editable package is reported with each file that changed. Where a folder lies is no matter.
    """
    for package in sorted(recorded.keys() & found.keys() & same):
        yield from _changes(package, recorded[package], found[package])


def _changes(package: str, recorded: Origin, found: Origin) -> Iterator[ContextChange]:
    if recorded.editable and found.editable:
        names = recorded.files.keys() | found.files.keys()
        before = {part_name(package, name): recorded.files.get(name, "not there") for name in names}
        now = {part_name(package, name): digest for name, digest in found.files.items()}
        yield from changed_facts("package", before, now, missing="missing")
        return
    for what, before_value, now_value in (
        ("source", _source(recorded), _source(found)),
        ("commit", recorded.commit, found.commit),
        ("build", recorded.digest, found.digest),
    ):
        if before_value != now_value:
            name = part_name(package, what)
            yield ContextChange(
                "package", name, before_value or "package index", now_value or "package index"
            )
            return


def _source(origin: Origin) -> str:
    """Kind of the origin, with the address that means the same everywhere."""
    if origin.editable:
        return "editable folder"
    return origin.address if parse_address(origin.address).holds_url or "@" in origin.address else ""


def _editable(source: Path, folder: Path) -> Origin:
    files = source_files(source, folder)
    digest = digest_text("\n".join(f"{name} {each}" for name, each in files.items()))
    return Origin(address=portable(source, folder), editable=True, digest=digest, files=files)


def _address(url: str, folder: Path, direct: Mapping[str, Any]) -> str:
    path = _path(url)
    if path is None:
        return without_credentials(url, folder)
    # a wheel's own name says which it is, wherever it lay
    return portable(path, folder) if "archive_info" not in direct else path.name


def is_of_the_installer(line: str) -> bool:
    """Whether a line of RECORD is of a file that the wheel did not bring."""
    return bool(_OF_THE_INSTALLER.match(line))


def installed_wheel(info: Path) -> Path | None:
    """The wheel of this machine that a distribution was installed from; None where it was not, or is gone."""
    path = _path(str(_direct_url(info).get("url", "")))
    return path if path and path.suffix == ".whl" and path.is_file() else None


def record_digest(record: str) -> str:
    """Digest of what a wheel's RECORD says of its own files, whoever installed it; "" for an empty one."""
    lines = record.splitlines()
    kept = sorted(line for line in lines if line and not is_of_the_installer(line))
    return digest_text("\n".join(kept)) if kept else ""


def _direct_url(info: Path) -> Mapping[str, Any]:
    try:
        content = json.loads((info / "direct_url.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _table(direct: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = direct.get(name)
    return table if isinstance(table, dict) else {}


def _path(url: str) -> Path | None:
    """Path of a `file:` address."""
    return located(url, Path()) if parse_address(url).scheme == "file" else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
