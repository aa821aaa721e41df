"""Data sets that were logged to MLflow: `mlflow-dataset:EXPERIMENT/NAME`, `mlflow-dataset:RUN_ID/NAME`.

`mlflow.log_input` keeps a name, a digest and where the data came from; the data is read from there.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.data_sources.data_frames import frame_of
from jupyter_repro.data_sources.mlflow_datasets.stores import client_of, public_store, store_in_use
from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

_ADDRESS = re.compile(r"mlflow-dataset:(?:(?P<store>[^#]*)#)?(?P<place>[^/#]+)/(?P<name>[^#]+)")
_FORM = "write mlflow-dataset:EXPERIMENT/NAME, mlflow-dataset:RUN_ID/NAME, or mlflow-dataset:STORE#EXPERIMENT/NAME"
_RUN = re.compile(r"[0-9a-f]{32}")


class MlflowDatasetSource:
    """A data set by the name under which runs logged it. A version's id is the digest that MLflow gave it.

    Of an experiment it is what the newest run logged. What is digested is the data, where it came from a place that we
    read; else MLflow's record of it.
    """

    schemes = ("mlflow-dataset",)

    def name(self, address: str, folder: Path) -> str:
        """With the store, without which it means something else elsewhere."""
        asked = _parsed(address)
        return f"mlflow-dataset:{public_store(asked.store, folder)}#{asked.place}/{asked.name}"

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The data set that is meant, and what lies now where it came from."""
        logged = _logged(address, wish, folder)
        digest, size = logged.content(folder)
        version = DataVersion(logged.digest, iso(logged.moment), wish.text)
        return Found(self.name(address, folder), digest, size, version)

    def table(self, address: str, version: DataVersion, folder: Path) -> Any:
        """The data as a pandas.DataFrame; raises ReproError where it is no table."""
        logged = _logged(address, Wish(version=version.id), folder)
        origin = logged.origin(folder)
        if origin and hasattr(origin.source, "table"):
            return origin.source.table(origin.address, origin.found.version, folder)
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch, "data")
            _write(logged, folder, place)
            return frame_of(place, logged.stated_origin.address)

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Copy the file or folder from where it came from."""
        _write(_logged(address, Wish(version=version.id), folder), folder, into)


@dataclass(frozen=True)
class _Request:
    store: str
    place: str
    """A run's id, or the name of an experiment."""
    name: str


class _StatedOrigin(NamedTuple):
    """Where a data set came from."""

    address: str = ""
    """"" where MLflow keeps none."""
    version: str = ""


@dataclass(frozen=True)
class _Origin:
    """What one of the other data sources has of it."""

    source: Any
    address: str
    found: Found


@dataclass(frozen=True)
class _Logged:
    """A data set as one run logged it."""

    record: Any
    """MLflow's Dataset."""
    moment: datetime

    @property
    def digest(self) -> str:
        return str(self.record.digest)

    @property
    def stated_origin(self) -> _StatedOrigin:
        return _WHENCE.get(self.record.source_type, _anywhere)(json.loads(self.record.source))

    def origin(self, folder: Path) -> _Origin | None:
        """What lies where it came from; None where we do not read such places."""
        address, version = self.stated_origin
        try:
            source = named_source(address, folder).source if address else None
        except NoSuchData:
            source = None
        if source is None:
            return None
        try:
            return _Origin(source, address, source.resolve(address, Wish(version=version), folder))
        except (NoSuchData, NoSuchVersion) as error:
            what = f"{self.record.name} is no longer where it came from: {error.what}"
            raise type(error)(what, error.remedy) from None

    def content(self, folder: Path) -> tuple[str, int]:
        origin = self.origin(folder)
        if origin:
            return origin.found.digest, origin.found.size
        record = self.record
        identity = json.dumps([record.name, record.digest, record.source_type, record.source, record.schema])
        return digest_text(identity), len(identity.encode())


def _parsed(address: str) -> _Request:
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ReproError(f"what follows {parse_address(address).scheme}: is not understood", _FORM)
    return _Request(found["store"] or store_in_use(), found["place"], found["name"])


def _logged(address: str, wish: Wish, folder: Path) -> _Logged:
    asked = _parsed(address)
    with client_of(asked.store, folder) as client:
        find = _of_run if _RUN.fullmatch(asked.place) else _of_experiment
        run = find(client, asked, wish)
    inputs = run.inputs.dataset_inputs if run.inputs else ()
    records = [each.dataset for each in inputs if each.dataset.name == asked.name]
    moment = datetime.fromtimestamp(run.info.start_time / 1000, UTC)
    return _Logged(_only(records, asked, wish), moment)


def _of_run(client: Any, asked: _Request, wish: Wish) -> Any:
    run = client.get_run(asked.place)
    started = datetime.fromtimestamp(run.info.start_time / 1000, UTC)
    if wish.asof and started > wish.asof:
        raise NoSuchVersion(
            f"run {asked.place} began at {iso(started)}, after {wish.text}", "name an earlier run"
        )
    return run


def _of_experiment(client: Any, asked: _Request, wish: Wish) -> Any:
    """The newest run that logged the data set, or that version of it."""
    experiment = client.get_experiment_by_name(asked.place)
    if experiment is None:
        raise NoSuchData(
            f"MLflow has no experiment {asked.place}", "name one that it has, or the id of a run"
        )
    wanted = [f"dataset.name = {_quoted(asked.name)}"]
    if wish.version:
        wanted.append(f"dataset.digest = {_quoted(wish.version)}")
    if wish.asof:
        wanted.append(f"attributes.start_time <= {int(wish.asof.timestamp() * 1000)}")
    runs = client.search_runs(
        [experiment.experiment_id],
        " and ".join(wanted),
        max_results=1,
        order_by=["attributes.start_time DESC"],
    )
    if not runs:
        raise _unlogged(asked, wish)
    return runs[0]


def _unlogged(asked: _Request, wish: Wish) -> ReproError:
    if wish.asof:
        return NoSuchVersion(
            f"no run of {asked.place} had logged {asked.name} as of {wish.text}", "name a later date"
        )
    if wish.version:
        return NoSuchVersion(f"no run of {asked.place} logged {asked.name} with the digest {wish.version}")
    return NoSuchData(f"no run of {asked.place} logged a data set {asked.name}", "see what the runs logged")


def _only(records: list[Any], asked: _Request, wish: Wish) -> Any:
    found = [each for each in records if not wish.version or each.digest == wish.version]
    if not records:
        raise NoSuchData(f"run {asked.place} logged no data set {asked.name}", "see what the run logged")
    if not found:
        raise NoSuchVersion(f"run {asked.place} logged {asked.name} with another digest than {wish.version}")
    digests = sorted({each.digest for each in found})
    if len(digests) > 1:
        raise NoSuchVersion(
            f"run {asked.place} logged {asked.name} more than once: {', '.join(digests)}",
            "say which: --version DIGEST",
        )
    return found[0]


def _write(logged: _Logged, folder: Path, into: Path) -> None:
    origin = logged.origin(folder)
    if origin is None:
        raise ReproError(
            f"{logged.record.name} cannot be read again: MLflow keeps that it came from {logged.record.source_type}",
            "log it with a source, as in mlflow.data.from_pandas(frame, source='data/train.csv')",
        )
    if not hasattr(origin.source, "fetch"):
        raise ReproError(f"{logged.record.name} is no file", "take its frame()")
    origin.source.fetch(origin.address, origin.found.version, folder, into)


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _anywhere(source: Mapping[str, Any]) -> _StatedOrigin:
    return _StatedOrigin(source.get("uri") or source.get("url") or "")


def _delta(source: Mapping[str, Any]) -> _StatedOrigin:
    version = source.get("delta_table_version")
    path = source.get("path")
    return (
        _StatedOrigin(f"delta:{path}", "" if version is None else str(version)) if path else _StatedOrigin()
    )


def _hub(source: Mapping[str, Any]) -> _StatedOrigin:
    path = source.get("path") or ""
    return (
        _StatedOrigin(f"hf://datasets/{path}", source.get("revision") or "")
        if "/" in path
        else _StatedOrigin()
    )


_WHENCE: Mapping[str, Callable[[Mapping[str, Any]], _StatedOrigin]] = {
    "delta_table": _delta,
    "hugging_face": _hub,
    "code": lambda _source: _StatedOrigin(),
}
"""What MLflow keeps of a source, by its type; of all others an address in one of two fields."""
