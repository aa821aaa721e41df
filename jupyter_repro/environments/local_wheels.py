"""Local packages that a notebook imported, as wheels: no index has them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.environments.lock import local_packages
from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.environments.own_packages.made_wheels import built_wheel
from jupyter_repro.environments.own_packages.own_wheels import FOLDER, KeptWheel
from jupyter_repro.errors import NoSuchVersion
from jupyter_repro.files.digest_cache import cached_digest
from jupyter_repro.kept_data.store import fetch_kept
from jupyter_repro.records.snapshot import Context
from jupyter_repro.trust.trusted_projects import remote_for


def own_wheels(lock: Lock, context: Context, folder: Path, place: Path) -> list[Path]:
    """The wheels that a lock names, and those of local packages that it does not, in the folder `place`.

    `folder` is the notebook's. A wheel that is gone is left out where its repository is named.
    Raises ReproError for any other that is gone, or does not build.
    """
    place.mkdir(parents=True, exist_ok=True)
    of_git = {each.name for each in packages_of(lock) if each.address.startswith("git+")}
    for wheel in lock.wheels:
        with suppress(*((NoSuchVersion,) if wheel.name in of_git else ())):
            bring(wheel, lock.path.absolute().parent, place / wheel.file)
    wheels_of(context, folder, place, without={wheel.name for wheel in lock.wheels})
    return sorted(place.glob("*.whl"))


def bring(wheel: KeptWheel, folder: Path, into: Path, own: Path | None = None) -> None:
    """Write a wheel as its lock in `folder` names it to `into`: from beside the lock, what is kept, or the remote.

    The remote is that of the project which the folder `own` lies in, by default that of the lock. What lies there is
    replaced. Raises NoSuchVersion where it is gone; then nothing is touched.
    """
    if _is(into, wheel):
        return
    beside = folder / FOLDER / wheel.file
    with TemporaryDirectory(dir=into.parent) as scratch:
        made = Path(scratch, wheel.file)
        if _is(beside, wheel):
            made.write_bytes(beside.read_bytes())
        else:
            _fetch(wheel, made, remote_for(own or folder))
        made.replace(into)


def _fetch(wheel: KeptWheel, into: Path, remote: str) -> None:
    try:
        fetch_kept(wheel.digest, into, remote)
    except NoSuchVersion as error:
        what = f"the wheel {wheel.file} is gone: {error.what}"
        raise NoSuchVersion(what, f"install {wheel.name} again, and record the notebook again") from None


def wheels_of(context: Context, folder: Path, place: Path, without: Collection[str] = ()) -> list[Path]:
    """Build the wheels of local packages, but those of names in `without`, into `place`.

    `folder` is the notebook's. Raises ReproError for a package that is not where it was, or that does not build.
    """
    for name, origin in local_packages(context).items():
        if name in without:
            continue
        source = located(origin.address, folder)
        if source.suffix == ".whl" and source.exists():
            place.mkdir(exist_ok=True)
            (place / source.name).write_bytes(source.read_bytes())
        else:
            built_wheel(name, source, place, origin.address)
    return sorted(place.glob("*.whl"))


def _is(path: Path, wheel: KeptWheel) -> bool:
    try:
        return cached_digest(str(path))[0] == wheel.digest
    except OSError:
        return False
