"""What to try next, by what came of the last: one package moved, added or left out, or all of another day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from jupyter_repro.collectors.packages import normalised
from jupyter_repro.environments.dated_packages import ANY_DAY, Candidate
from jupyter_repro.environments.imported_distributions import REMOVED, distribution
from jupyter_repro.environments.lock import KERNEL
from jupyter_repro.verdicts import Verdict

MONTH = 30
EARLIER = (-2, -4, -7, -11, -16, -24)
"""Months by which the day is moved where outputs differ: the packages of a machine are older than its notebooks."""
_OF_THE_KERNEL = (
    KERNEL,
    "ipython",
    "jedi",
    "traitlets",
    "tornado",
    "jupyter-client",
    "prompt-toolkit",
    "pyzmq",
)

_BUILD = re.compile(r"(?:Failed to (?:download and )?build|build of) `([\w.-]+?)(?:==[^`]*)?`")
_GONE = re.compile(
    r"FileNotFoundError: (?:\[Errno 2\] No such file or directory: '([^']+)'|File b?'?(.+?)'? does not exist)"
)
"""As Python says it, and pandas before 1.0."""
_METADATA = re.compile(r"Metadata for `([\w.-]+)`|`([\w.-]+)==[^`]*`\s+has invalid metadata")
_ABSENT = re.compile(r"(?:Because |and )([\w.-]+) was not found in the package registry")
_NO_VERSION = re.compile(
    r"there (?:is|are) no versions? of ([\w.-]+)|only ([\w.-]+?)(?:[<>=!][^ ]*)? (?:is|are) available"
)
_NO_WHEEL = re.compile(
    r"Wheels are required for `([\w.-]+)`|([\w.-]+)(?:[<>=!]=?[^ ]*)? has no (?:usable )?wheels"
)
_MISSING = re.compile(
    r"No module named '?([\w.]+)|[Mm]issing optional dependency '([\w.-]+)'|(?:pip install|[Ii]nstall) ['`\"]?([\w-]+)"
)
_API = re.compile(
    r"module '([\w.]+)' has no attribute|cannot import name '?\w+'? from '([\w.]+)'|No module named '?(\w+\.[\w.]+)"
)
_TYPES = {
    "pandas": r"'(?:DataFrame|Series|\w*Index|\w*GroupBy)' object|DataFrame\.|Series\.|read_csv\(\)|_iLocIndexer",
    "numpy": r"'numpy\.\w+' object|ndarray",
    "matplotlib": r"'(?:Axes\w*|Figure\w*|Line2D|Text|AxesSubplot)' object|Axes\w*\.\w+\(\)|rcParams|FigureCanvas",
    "networkx": r"'(?:Di|Multi|MultiDi)?Graph' object",
    "scikit-learn": r"'\w+(?:Classifier|Regressor|Vectorizer|Regression|Scaler|Encoder|Transformer)' object",
}
"""Packages to how their types and functions are called in messages."""


def after_trouble(wish: Candidate, said: str) -> Iterator[Candidate]:
    """Where there was no environment; `said` is all that uv wrote."""
    for name in _new(_BUILD, said, wish.wheels_only):
        yield replace(wish, wheels_only=wish.wheels_only | {name})
    for name in _new(_METADATA, said, wish.unreadable):
        yield replace(wish, unreadable=wish.unreadable | {name})
    for name in _new(_ABSENT, said):
        yield wish.without(name)
    for name in (name for pattern in (_BUILD, _NO_WHEEL, _NO_VERSION) for name in _new(pattern, said)):
        yield from _more_freely(wish, name)
    if declared := wish.versions.keys() - wish.stated:
        yield wish.without_version(*declared)
    if wish.versions:
        yield wish.without_version(*wish.versions)


def _more_freely(wish: Candidate, name: str) -> Iterator[Candidate]:
    """With a later version of one package, or any, or without what is said of its version, or without it."""
    if name in wish.versions:
        yield wish.without_version(name)
    if name not in wish.days:
        yield wish.moved(name, 12 * MONTH)
    elif wish.days[name] != ANY_DAY:
        yield replace(wish, days={**wish.days, name: ANY_DAY})
    elif name in wish.wanted:
        yield wish.without(name)


def after_verdict(
    wish: Candidate, verdict: Verdict, versions: Mapping[str, str], first: Candidate, earliest: date
) -> Iterator[Candidate]:
    """Where it ran and did not agree: what failed is mended first, then all packages are moved to an earlier day.

    It ran with `versions`. `first` is the wish that the search began with; its Python came out on the day `earliest`.
    """
    if verdict.status == "unverifiable":
        yield wish.moved(KERNEL, 12 * MONTH)
        yield replace(wish, days={**wish.days, **dict.fromkeys(_OF_THE_KERNEL, ANY_DAY)})
    for message in dict.fromkeys(failures(verdict)):
        yield from _mended(wish, message, versions)
    for months in EARLIER:
        day = first.day + timedelta(months * MONTH)
        if day >= earliest:
            yield replace(wish, day=day)


def failures(verdict: Verdict) -> Iterator[str]:
    """What the cells that failed, or showed an error, said."""
    for cell in verdict.cells:
        if cell.status in {"failed", "diverged"}:
            yield from (
                f"{each.summary}\n{each.diff}"
                for each in cell.divergences
                if _is_error(cell.status, each.mime)
            )


def missing_file(verdict: Verdict, folder: Path) -> str:
    """The file that the first cell that failed did not find, relative to `folder` or absolute; "" for none.

    No other package brings it back. What a later cell misses, an earlier one may have failed to write.
    """
    found = _GONE.search(next(failures(verdict), ""))
    name = next(filter(None, found.groups())) if found else ""
    return "" if name and (folder / name).exists() else name


def _is_error(status: str, mime: str) -> bool:
    return status == "failed" or "error" in mime


def _mended(wish: Candidate, message: str, versions: Mapping[str, str]) -> Iterator[Candidate]:
    for name in _missing(message):
        if name not in wish.wanted:
            yield wish.with_package(name)
    for name in blamed(message):
        if name in versions and name not in wish.stated:
            yield from (wish.with_version(name, f"<{limit}") for limit in series_before(versions[name]))


def series_before(version: str) -> list[str]:
    """Limits below a version: of its minor series, then of its major one, or some minor ones where that is 0."""
    major, minor = (int(part) for part in (*re.findall(r"\d+", version), 0, 0)[:2])
    limits = [f"{major}.{minor}"] if minor else []
    if major:
        return [*limits, f"{major}.0"] if minor else [f"{major}.0"]
    return [*limits, f"0.{minor - _MORE}"] if minor > _MORE else limits


_MORE = 3
"""Minor series that are passed over at the second try, before a first major one."""


def _missing(message: str) -> Iterator[str]:
    """Distributions that are missing; a missing part of a package is another version of it."""
    for names in _MISSING.findall(message):
        name = next(filter(None, names))
        if "." not in name and name not in REMOVED:
            yield distribution(name)


def blamed(message: str) -> list[str]:
    """Distributions whose version an error is about."""
    named = [distribution(next(filter(None, names)).split(".")[0]) for names in _API.findall(message)]
    typed = [name for name, pattern in _TYPES.items() if re.search(pattern, message)]
    return list(dict.fromkeys([*named, *typed]))


def _new(pattern: re.Pattern[str], text: str, known: Iterable[str] = ()) -> Iterable[str]:
    """Distributions that uv names, each once, without those that are known; its lines may be broken anywhere."""
    found = pattern.findall(" ".join(text.split()))
    flat = (name for each in found for name in ([each] if isinstance(each, str) else each) if name)
    return [name for name in dict.fromkeys(map(normalised, flat)) if name not in known]
