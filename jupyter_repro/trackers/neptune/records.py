"""Runs of Neptune's that were exported, as records that any tracker takes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from jupyter_repro.addresses.secret_words import is_secret
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.records.tracked_run import NOT_VERIFIED, NOTEBOOK, SNAPSHOT, VERIFIED, Point, RunRecord
from jupyter_repro.records.tracked_values import Value, tracked_value
from jupyter_repro.trackers.neptune.exports import ExportedRun

IMPORTED = "repro.imported_from"
"""Tag with the address of the run in Neptune."""
_PARAMETERS = "parameters/"
_SYSTEM = ("sys/", "monitoring/", "source_code/")
"""Namespaces of what Neptune's client notes by itself."""
_SEED = re.compile(r"(?:^|[/._-])(?:random_?)?(?:seed|random_?state)$", re.I)
_GIT = {
    "commit": re.compile(r"(?:^|/)(?:git[/_])?(?:commit(?:_id|_sha|_hash)?|(?<=git[/_])(?:sha|hash))$"),
    "branch": re.compile(r"^source_code/branch$|(?:^|/)git[/_]branch$"),
    "remote": re.compile(r"^source_code/remotes?(?:/origin)?$|(?:^|/)git[/_](?:remote|url)$"),
}
_NAME = re.compile(r"[^\w\-. /]", re.ASCII)
_LONGEST, _DIGITS = 250, 32
MOST = 100 * 2**20
"""Bytes of a file, above which it is left out."""


def record_of(run: ExportedRun, user: str) -> RunRecord:
    """The record of a run; `user` stands for whom Neptune knows no owner."""
    address = f"neptune:{run.project}/{run.id}"
    created = run.values.get("sys/creation_time")
    started = _time(created) if isinstance(created, datetime) else ""
    params = dict(_params(run.values))
    series = dict(_series(run))
    files, left_out = _contents(run)
    return RunRecord(
        id=digits_of(digest_text(address), _DIGITS),
        name=str(run.values.get("sys/custom_run_id") or run.id),
        started=started or "1970-01-01T00:00:00Z",
        user=str(run.values.get("sys/owner") or user),
        params=params,
        tags={
            SNAPSHOT: address,
            NOTEBOOK: _notebook(run.values),
            VERIFIED: NOT_VERIFIED,
            IMPORTED: address,
            **({"repro.recorded": started} if started else {}),
            "repro.seed": _short(_seed(params)),
            **dict(_git_tags(run.values)),
            **dict(_neptune_tags(run.values)),
            **({"repro.left_out": _short("; ".join(left_out))} if left_out else {}),
        },
        metrics={name: points[-1].value for name, points in series.items()},
        series=series,
        files=files,
    )


def _params(values: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """All that was set once and not by Neptune itself, but for what may be a secret; `parameters/seed` is `seed`."""
    for path, value in sorted(values.items()):
        if not path.startswith(_SYSTEM) and not is_secret(path, value):
            kept = tracked_value(value) if isinstance(value, (int, float)) else _short(_text(value))
            yield _name(path.removeprefix(_PARAMETERS)), kept


def _seed(params: Mapping[str, Value]) -> str:
    """The seeds there are, by their names where there are several."""
    found = {name: value for name, value in params.items() if _SEED.search(name)}
    if len(found) == 1:
        return str(next(iter(found.values())))
    return ", ".join(f"{name}={value}" for name, value in found.items()) or "none"


def _git_tags(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for tag, sign in _GIT.items():
        if found := next((str(values[path]) for path in sorted(values) if sign.search(path)), ""):
            yield f"repro.git.{tag}", _short(found)


def _neptune_tags(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What Neptune shows of a run."""
    for name in ("name", "description", "tags", "group_tags"):
        if found := values.get(f"sys/{name}"):
            yield f"repro.neptune.{name}", _short(_text(found))


def _notebook(values: Mapping[str, Any]) -> str:
    entry = str(values.get("source_code/entrypoint") or "")
    return entry if entry.endswith(".ipynb") else ""


def _series(run: ExportedRun) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """The series of numbers, but for what Neptune's client measured of the machine."""
    for path in sorted(run.numbers):
        known = [each for each in run.series[path] if each[2] is not None]
        if known and not path.startswith("monitoring/"):
            yield _name(path), tuple(map(_point, range(len(known)), known))


def _point(number: int, given: tuple[Decimal | None, datetime | None, Any]) -> Point:
    step, time, value = given
    return Point(number if step is None else float(step), float(value), _time(time) if time else "")


def _contents(run: ExportedRun) -> tuple[dict[str, bytes], list[str]]:
    """Files of the run: all attributes, each series as a table, its own files; and which of these are left out."""
    public = {path: _text(value) for path, value in sorted(run.values.items()) if not is_secret(path, value)}
    found = {"neptune/attributes.json": json.dumps(public, indent=1, ensure_ascii=False).encode() + b"\n"}
    for name, steps in sorted(run.series.items()):
        found[f"neptune/series/{_name(name)}.csv"] = _table(steps)
    large = [name for name, path in sorted(run.files.items()) if path.stat().st_size > MOST]
    for name, path in sorted(run.files.items()):
        if name not in large:
            found[f"neptune/files/{_name(name)}"] = path.read_bytes()
    return found, [f"{name}, which is large" for name in large]


def _table(steps: Iterable[tuple[Decimal | None, datetime | None, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("step", "time", "value"))
    for step, time, value in steps:
        plain = json.dumps(value) if isinstance(value, dict) else value
        writer.writerow(("" if step is None else f"{step.normalize():f}", _time(time) if time else "", plain))
    return text.getvalue().encode()


def _name(path: str) -> str:
    """A name that trackers take."""
    return "/".join(step for step in _NAME.sub("_", path).split("/") if step not in {"", ".", ".."})[
        :_LONGEST
    ]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return _time(value)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
