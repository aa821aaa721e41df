"""The software bill of materials of a release, in SPDX: what an installation of the core consists of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
)
from spdx_tools.spdx.writer.write_anything import write_file

DOCUMENT = "SPDXRef-DOCUMENT"


def write_bill(versions: Mapping[str, str], name: str, folder: Path) -> Path:
    """Write the bill of a package, checked, into a folder; `versions` are of all that is installed with it."""
    file = folder / f"{name}-{versions[name]}.spdx.json"
    info = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id=DOCUMENT,
        name=f"{name} {versions[name]}",
        document_namespace=f"urn:spdx:{name}:{versions[name]}",
        creators=[Actor(ActorType.TOOL, "release/software_bill.py")],
        created=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
    )
    packages = [_package(each, version) for each, version in sorted(versions.items())]
    write_file(Document(info, packages, relationships=[*_relationships(name, versions)]), str(file))
    return file


def _package(name: str, version: str) -> Package:
    address = ExternalPackageRef(
        ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", f"pkg:pypi/{name.lower()}@{version}"
    )
    return Package(
        _id(name), name, SpdxNoAssertion(), version, files_analyzed=False, external_references=[address]
    )


def _relationships(name: str, versions: Mapping[str, str]) -> Iterator[Relationship]:
    yield Relationship(DOCUMENT, RelationshipType.DESCRIBES, _id(name))
    for each in sorted(versions.keys() - {name}):
        yield Relationship(_id(name), RelationshipType.DEPENDS_ON, _id(each))


def _id(name: str) -> str:
    return f"SPDXRef-{re.sub('[^A-Za-z0-9.-]', '-', name)}"
