"""The wheels of what a notebook imported and no index has: found, built, or packed again from what is installed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.collectors.origins import installed_wheel, record_digest
from jupyter_repro.collectors.packages import Distribution, scan
from jupyter_repro.digest import digest_file, digest_text, digits_of
from jupyter_repro.environments.built_once import built_once
from jupyter_repro.environments.conda import kernel_prefix, site_packages
from jupyter_repro.environments.own_packages.own_wheels import OwnWheel
from jupyter_repro.environments.own_packages.repacked_wheels import installed_size, repacked
from jupyter_repro.environments.uv import UvFailed, run_uv
from jupyter_repro.errors import ReproError
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.formatting.sizes import human_size
from jupyter_repro.records.snapshot import Origin, Packages, Snapshot

EPOCH = {"SOURCE_DATE_EPOCH": "315532800"}
"""The earliest time that a ZIP file can hold, so that two wheels of one source are the same bytes."""


@dataclass(frozen=True)
class Maker:
    """Makes the wheels of one notebook's packages."""

    packages: Packages
    """As they were recorded."""
    folder: Path
    """The notebook's."""
    installed: Mapping[str, Distribution]
    """What is installed in the environment of its kernel now, by normalised name."""
    limit: int
    """Bytes of a package up to which it is packed again."""
    place: Path
    """Folder that the wheels are written to."""

    def wheel(self, name: str) -> OwnWheel:
        """That of one package; raises ReproError, which says why there is none."""
        origin = self.packages.origins.get(name, Origin())
        path = self._path(name, origin)
        return OwnWheel(
            path,
            self.version(name),
            digest_file(path),
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_size,
            *((origin.address, origin.commit) if origin.commit else ()),
        )

    def is_as_recorded(self, name: str) -> bool:
        """Whether a package is installed in the version that was recorded."""
        found = self.installed.get(name)
        return found is not None and found.version == self.version(name)

    def needs(self, name: str) -> Iterator[str]:
        """Requirements of a package that hold without any of its extras."""
        from importlib.metadata import PathDistribution

        found = self.installed.get(name)
        declared = PathDistribution(found.info).requires if found else None
        yield from (each for each in declared or () if "extra" not in each.partition(";")[2])

    def version(self, name: str) -> str:
        """That was recorded of a package; "" for none."""
        return self.packages.imported.get(name) or self.packages.installed.get(name, "")

    def _path(self, name: str, origin: Origin) -> Path:
        if origin.editable:
            return _of_source(located(origin.address, self.folder), name, origin)
        if not self.is_as_recorded(name):
            version = self.version(name)
            raise ReproError(f"{name} {version} is not installed here", f"install {name} {version} again")
        info = self.installed[name].info
        wheel = installed_wheel(info)
        if wheel and _is_of(wheel, origin):
            return wheel
        if (size := installed_size(info)) > self.limit:
            what = f"{name} has {human_size(size)}, which is over the limit of {human_size(self.limit)}"
            raise ReproError(what, "name its index: UV_INDEX=ADDRESS")
        return repacked(info, self.place)


def maker_for(notebook: Path, snapshot: Snapshot, limit: int, place: Path) -> Maker:
    """The one for a notebook with this snapshot."""
    prefix = kernel_prefix(snapshot.kernel)
    ours = prefix.resolve() == Path(sys.prefix).resolve()
    found = scan(sys.path if ours else site_packages(prefix)).distributions
    return Maker(snapshot.context.packages, notebook.absolute().parent, found, limit, place)


def _of_source(source: Path, name: str, origin: Origin) -> Path:
    """The wheel of an editable package; built once for each state of its source."""
    key = digest_text(f"{name} {source} {origin.digest}")
    folder = cache_folder() / "wheels" / digits_of(key, 24)
    with built_once(folder) as missing:
        if missing:
            built_wheel(name, source, folder, origin.address)
    return next(iter(folder.glob("*.whl")))


def _is_of(wheel: Path, origin: Origin) -> bool:
    """Whether what is installed came from this file as it is now."""
    try:
        with ZipFile(wheel) as archive:
            record = next(each for each in archive.namelist() if each.endswith(".dist-info/RECORD"))
            return record_digest(archive.read(record).decode()) == origin.digest
    except (OSError, BadZipFile, StopIteration, UnicodeDecodeError):
        return False


def built_wheel(name: str, source: Path, place: Path, address: str) -> None:
    """Build the wheel of a package from its source, which a snapshot says to be at `address`, into `place`.

    Raises ReproError for one that is not there any more, or that does not build.
    """
    if not source.exists():
        raise ReproError(f"the local package {name} is no longer in {address}", _GONE.format(name))
    try:
        what = f"the local package {name} does not build"
        run_uv("build", "--quiet", "--wheel", "--out-dir", place, source, what=what, environ=EPOCH)
    except UvFailed as error:
        raise ReproError(error.what, error.remedy or _BUILD.format(source)) from None


_GONE = "put it back, or record the notebook again with a released version of {}"
_BUILD = "see why with: uv build {}"
