"""DVCLive: each run is a folder of its own, with the files that DVC compares; nothing is committed."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, ReproError
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.records.tracked_run import Destination, LoggedRun, RunInput, RunRecord, typed_tags
from jupyter_repro.trackers.address_keys import check_keys
from jupyter_repro.trackers.server_errors import first_line
from jupyter_repro.trackers.stored_files import no_such_run, read_files, write_files

SCHEME, DEFAULT = "dvclive", "dvclive"
TAGS, INPUTS = "repro.tags", "repro.data"
"""Keys in a run's params.yaml, beside its parameters; they hold a dot, which no notebook's parameter does."""
PARAMS, METRICS, FILES = "params.yaml", "metrics.json", "artifacts"
_ID_DIGITS = 8
_STEP = "step"
"""What DVCLive adds to the metrics by itself."""


class DvcliveTracker:
    """Runs as folders of DVCLive."""

    schemes = (SCHEME,)

    def default(self, _environ: Mapping[str, str]) -> str:
        """The address that is meant where only the scheme is said."""
        return f"{SCHEME}:{DEFAULT}"

    def check(self, destination: Destination) -> None:
        """Raise ReproError for an address with a key that is none."""
        check_keys(destination)

    def log(self, destination: Destination, run: RunRecord) -> LoggedRun:
        """Write the folder of a run, or complete it."""
        run_id = folder_name(run)
        folder = _folder(destination) / run_id
        with _live(folder) as live:
            live.log_params({**run.params, TAGS: typed_tags(run.tags), INPUTS: _inputs(run.inputs)})
            live.summary.update(run.metrics)
            write_files(run.files, folder / FILES)
        return _logged_run(folder)

    def amend(
        self, destination: Destination, run_id: str, tags: Mapping[str, str], files: Mapping[str, bytes]
    ) -> None:
        """Set tags of a run, and put files into its folder."""
        folder = _run_folder(destination, run_id)
        with _live(folder) as live:
            live.log_params({TAGS: typed_tags({**_logged_run(folder).tags, **tags})})
            write_files(files, folder / FILES)

    def runs(self, destination: Destination, tags: Mapping[str, str]) -> list[LoggedRun]:
        """The runs that have the tags, the newest first."""
        folders = [path.parent for path in _folder(destination).glob(f"*/{PARAMS}")]
        found = [run for run in map(_logged_run, folders) if run.tags and tags.items() <= run.tags.items()]
        return sorted(found, key=lambda run: run.started, reverse=True)

    def files(self, destination: Destination, run_id: str, into: Path) -> None:
        """Copy the files of a run below a folder."""
        found = read_files(_run_folder(destination, run_id) / FILES)
        if not found:
            raise NoSuchData(
                f"the run {run_id} holds no files of ours", "publish it: jupyter repro track NOTEBOOK"
            )
        write_files(found, into)


def folder_name(run: RunRecord) -> str:
    """The folder of a run: what its notebook is called, and the beginning of its id."""
    plain = re.sub(r"[^\w.-]+", "-", run.name).strip("-.")
    return f"{plain or 'run'}-{run.id[:_ID_DIGITS]}"


def _folder(destination: Destination) -> Path:
    return located(destination.rest or DEFAULT, destination.folder)


def _run_folder(destination: Destination, run_id: str) -> Path:
    folder = _folder(destination) / run_id
    if Path(run_id).name != run_id or not (folder / PARAMS).is_file():
        raise no_such_run(f"DVCLive's folder {destination.rest or DEFAULT}", run_id)
    return folder


@contextmanager
def _live(folder: Path) -> Iterator[Any]:
    """DVCLive's writer of a folder, which keeps what is there, and tells neither git nor DVC Studio of it."""
    try:
        from dvclive import Live
    except ImportError:
        raise MissingExtra("DVCLive", "dvclive") from None
    try:
        with (
            _in_its_repository(folder),
            _without_studio(),
            Live(str(folder), resume=True, save_dvc_exp=False, dvcyaml=str(folder / "dvc.yaml")) as live,
        ):
            yield live
    except OSError as error:
        raise NoAccess(
            f"DVCLive's folder {folder.parent.name} cannot be written: {error.strerror}"
        ) from error
    except Exception as error:  # of DVC, and of what it knows git by
        raise ReproError(
            f"DVCLive does not take it: {first_line(str(error))}", "see: dvc doctor; and git log"
        ) from error


@contextmanager
def _in_its_repository(folder: Path) -> Iterator[None]:
    """Work where DVC finds the repository that the folder lies in.

    Where there is none, work where it finds no git either: DVCLive would make a DVC repository of one.
    """
    root = next((each for each in folder.parents if (each / ".dvc").is_dir()), None)
    with scratch_folder() as nowhere, contextlib.chdir(root or nowhere):
        yield


@contextmanager
def _without_studio() -> Iterator[None]:
    name = "DVC_STUDIO_OFFLINE"
    before = os.environ.get(name)
    os.environ[name] = "true"
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def _inputs(inputs: tuple[RunInput, ...]) -> dict[str, dict[str, Any]]:
    """Data by its name, with what is known of it."""
    return {given.name: given.about() for given in inputs}


def _logged_run(folder: Path) -> LoggedRun:
    params = _mapping(folder / PARAMS, _yaml)
    metrics, tags = _mapping(folder / METRICS, json.loads), params.get(TAGS) or {}
    return LoggedRun(
        id=folder.name,
        name=folder.name.rpartition("-")[0],
        started=tags.get("repro.recorded", ""),
        tags=tags,
        params={name: str(value) for name, value in params.items() if name not in {TAGS, INPUTS}},
        metrics={
            name: float(value) for name, value in metrics.items() if name != _STEP and _is_number(value)
        },
    )


def _yaml(text: str) -> Any:
    """Each value as it is written: DVC writes YAML 1.2, where `no` is a word; raises ValueError."""
    import yaml

    try:
        return yaml.load(text, yaml.BaseLoader)  # noqa: S506  it makes strings only
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _mapping(path: Path, read: Callable[[str], Any]) -> dict[str, Any]:
    """What a file says; {} for one that is not there or cannot be read."""
    try:
        found = read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
