"""The packages of a day: which versions a notebook is tried with, resolved to a lock."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from jupyter_repro.environments.built_environments import tools_of
from jupyter_repro.environments.lock import KERNEL
from jupyter_repro.environments.lock_file import Form, Lock, with_header
from jupyter_repro.environments.own_packages.own_wheels import OwnWheel, with_own
from jupyter_repro.environments.own_packages.wheels_beside import needs_of
from jupyter_repro.environments.resolution import compiled_text

ANY_DAY = date.max
"""Of a package: whenever it came out."""

_OLD_PANDAS = (
    "0.17.0", "0.17.1", "0.18.0", "0.18.1", "0.19.0", "0.19.1", "0.19.2", "0.20.0", "0.20.1", "0.20.2",
    "0.20.3", "0.21.0", "0.21.1", "0.22.0", "0.23.0", "0.23.1", "0.23.2", "0.23.3", "0.23.4", "0.24.0",
    "0.24.1", "0.24.2",
)  # fmt: skip
"""Versions that ask for `pytz>=2011k`, which uv does not read."""
_PANDAS_NEEDS = ("numpy>=1.9", "python-dateutil>=2.5", "pytz>=2011.11")


@dataclass(frozen=True)
class Candidate:
    """The packages to try."""

    day: date
    """Nothing newer is taken."""
    wanted: frozenset[str]
    """Distributions that the notebook needs itself."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Distribution to the specifier that is known of it, `==0.25.1`."""
    stated: frozenset[str] = frozenset()
    """Those of them that the notebook's own outputs state."""
    days: Mapping[str, date] = field(default_factory=dict)
    """Distributions that have a day of their own."""
    wheels_only: frozenset[str] = frozenset()
    """Distributions that do not build from source."""
    unreadable: frozenset[str] = frozenset()
    """Distributions whose metadata uv cannot read."""

    def moved(self, name: str, days: int) -> Candidate:
        """One package of another day."""
        before = self.days.get(name, self.day)
        day = before if before == ANY_DAY else before + timedelta(days)
        return replace(self, days={**self.days, name: day})

    def with_version(self, name: str, specifier: str) -> Candidate:
        """With something known of the version of one."""
        return replace(self, versions={**self.versions, name: specifier})

    def without_version(self, *names: str) -> Candidate:
        """With nothing known of the versions of these."""
        kept = {name: version for name, version in self.versions.items() if name not in names}
        return replace(self, versions=kept, stated=self.stated - set(names))

    def without(self, name: str) -> Candidate:
        """Without a package."""
        return replace(self.without_version(name), wanted=self.wanted - {name})

    def with_package(self, name: str) -> Candidate:
        """With one more."""
        return replace(self, wanted=self.wanted | {name})


def resolved(
    wish: Candidate, python: Path, version: str, form: Form, path: Path, own: Sequence[OwnWheel] = ()
) -> Lock:
    """The lock of a wish, for the notebook's lock at `path`; raises UvFailed for what does not go together.

    No index is asked for the packages whose wheels are `own`, but for what these need.
    """
    asof = wish.day.isoformat()
    what = f"the packages of {asof} cannot be resolved"
    with tempfile.TemporaryDirectory() as temporary:
        # a uv.toml of the working folder stands beside the user's own
        Path(temporary, "uv.toml").write_text(_settings(wish))
        options: tuple[str | Path, ...] = ("--directory", temporary, "--python", python, *_options(wish))
        names = [each.kept.name for each in own]
        wanted = [
            f"{name}{wish.versions.get(name, '')}" for name in sorted({*wish.wanted, KERNEL} - set(names))
        ]
        wanted += [each for wheel in own for each in needs_of(wheel.path)]
        limits = [
            f"{name}{specifier}" for name, specifier in sorted(wish.versions.items()) if name not in names
        ]
        text = compiled_text(wanted, limits, version, form, *options, what=what, without=names)
    content = with_header(with_own(text, form, own), version, form, asof, own).encode()
    return Lock(path, form, version, content, asof, tuple(sorted(each.kept for each in own)))


def _options(wish: Candidate) -> Iterator[str]:
    yield from ("--exclude-newer", _evening(wish.day))
    yield from tools_of(wish.day.isoformat())
    # an exact version that is known is taken whenever it came out
    exact = {name: ANY_DAY for name, version in wish.versions.items() if version.startswith("==")}
    for name, day in {**exact, **wish.days}.items():
        yield from ("--exclude-newer-package", f"{name}={'false' if day == ANY_DAY else _evening(day)}")
    for name in sorted(wish.wheels_only):
        yield from ("--only-binary", name)


def _evening(day: date) -> str:
    return f"{day.isoformat()}T23:59:59Z"


def _settings(wish: Candidate) -> str:
    """What cannot be read is given: all that these packages need in turn."""
    tables = [_metadata("pandas", version, _PANDAS_NEEDS) for version in _OLD_PANDAS]
    tables += [_metadata(name, "", ()) for name in sorted(wish.unreadable)]
    return f"dependency-metadata = [{', '.join(tables)}]\n"


def _metadata(name: str, version: str, needs: Iterable[str]) -> str:
    """One package, of that version or of any, as uv.toml has it."""
    of = f", version={json.dumps(version)}" if version else ""
    return f"{{name={json.dumps(name)}{of}, requires-dist={json.dumps(list(needs))}}}"
