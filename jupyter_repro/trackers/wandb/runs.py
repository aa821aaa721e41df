"""What a run of Weights & Biases holds of ours, and how it is written and read back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digest_bytes, digits_of
from jupyter_repro.records.tracked_run import NOTEBOOK, LoggedRun, RunInput, RunRecord, whole_steps
from jupyter_repro.trackers.wandb.addresses import WandbPlace, check_logged_in, library
from jupyter_repro.trackers.wandb.offline import wait_until_written

MARK = "repro"
"""W&B's tag of runs that hold something of ours, and the key of its config under which our tags are."""
FILES, DATA = "jupyter-repro", "dataset"
"""Types of artifacts."""
_SECONDS = 15
_LONGEST_NAME = 110
_QUIETLY: dict[str, Any] = {
    "console": "off",
    "silent": True,
    "save_code": False,
    "disable_code": True,
    "disable_git": True,
    "init_timeout": _SECONDS,
    "login_timeout": _SECONDS,
    "x_disable_meta": True,
    "x_disable_machine_info": True,
    "x_disable_stats": True,
    "x_save_requirements": False,
    "x_graphql_retry_max": 1,
    "x_graphql_timeout_seconds": _SECONDS,
    "x_file_stream_retry_max": 2,
    "x_file_transfer_retry_max": 2,
}
"""Our process says nothing of the machine and its console, and gives up soon."""


@contextmanager
def written(place: WandbPlace, run_id: str, **given: Any) -> Iterator[Any]:
    """A run with this id, begun or taken up again, to be written to; `given` goes to wandb.init."""
    wandb = library()
    if not place.offline:
        check_logged_in()
    with _staging_beside(place):
        run = wandb.init(
            entity=place.entity or None,
            project=place.project,
            id=run_id,
            settings=_settings(wandb, place),
            **given,
        )
        try:
            yield run
        except BaseException:
            with suppress(Exception):  # what came first is what is told
                run.finish(exit_code=1)
            raise
        run.finish()
        if place.offline:
            wait_until_written(Path(run.dir).parent / f"run-{run_id}.wandb")


def fill(run: Any, record: RunRecord, place: WandbPlace) -> None:
    """All that a record holds, in place of what the run has of the same names."""
    run.config.update(record.params, allow_val_change=True)
    set_tags(run, record.tags, {})
    run.tags = tuple(dict.fromkeys((*(run.tags or ()), MARK)))
    for step, values in sorted(_by_step(record).items()):
        run.log(values, step=step)
    for name, value in record.metrics.items():
        run.summary[name] = value
    for given in record.inputs:
        _use(run, input_artifact(given), place)
    put_files(run, record.tags.get(NOTEBOOK) or record.name, record.files, record.tags, place)


def set_tags(run: Any, tags: Mapping[str, str], there: Mapping[str, str]) -> None:
    """Our tags, of which `there` are kept, as one value of the config: its keys hold dots."""
    ours = {name.removeprefix(f"{MARK}."): value for name, value in {**there, **tags}.items()}
    run.config.update({MARK: ours}, allow_val_change=True)


def put_files(
    run: Any, notebook: str, files: Mapping[str, bytes], tags: Mapping[str, str], place: WandbPlace
) -> None:
    """Files as an artifact that is named after the notebook; nothing where there are none."""
    if not files:
        return
    artifact = library().Artifact(artifact_name(notebook), FILES, metadata=dict(tags))
    for name, content in files.items():
        with artifact.new_file(name, mode="wb") as file:
            file.write(content)
    logged = run.log_artifact(artifact)
    if not place.offline:
        logged.wait(timeout=10 * _SECONDS)


def input_artifact(given: RunInput) -> Any:
    """Data by reference, and what is known of it in a file of the artifact, so that other data is another version."""
    from wandb.sdk.artifacts.artifact_manifest_entry import ArtifactManifestEntry

    facts = {name: getattr(given, name) for name in given.__struct_fields__ if getattr(given, name) != ""}
    artifact = library().Artifact(artifact_name(given.name), DATA, metadata=facts)
    reference = given.name if parse_address(given.name).scheme not in {"", "file"} else f"{MARK}:{given.name}"
    # what Artifact.add_reference makes, which opens the store of some schemes even where nothing is to be digested
    entry = ArtifactManifestEntry(path=artifact_name(given.name), ref=reference, digest=reference)
    artifact.manifest.add_entry(entry)
    with artifact.new_file("data.txt", mode="w") as file:
        file.writelines(f"{name}: {value}\n" for name, value in facts.items())
    return artifact


def artifact_name(name: str) -> str:
    """A name with the characters that W&B allows; where some are replaced it ends in a digest of the whole."""
    plain = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-") or "data"
    if plain == name and len(name) <= _LONGEST_NAME:
        return plain
    return f"{plain[-_LONGEST_NAME:]}-{digits_of(digest_bytes(name.encode()), 8)}"


def logged_run(run_id: str, config: Mapping[str, Any], summary: Mapping[str, Any], **known: str) -> LoggedRun:
    """A run of W&B's as one of ours; `known` goes to it as it is."""
    tags = tags_of(config)
    return LoggedRun(
        id=run_id,
        tags=tags,
        params={key: str(value) for key, value in config.items() if key != MARK and not key.startswith("_")},
        metrics={key: float(value) for key, value in summary.items() if _is_metric(key, value)},
        **{**known, "started": tags.get(f"{MARK}.recorded", known["started"])},
    )


def tags_of(config: Mapping[str, Any]) -> dict[str, str]:
    """Our tags in the config of a run."""
    ours = config.get(MARK)
    return {f"{MARK}.{name}": str(value) for name, value in ours.items()} if isinstance(ours, dict) else {}


def api() -> Any:
    """W&B's own reader of runs."""
    check_logged_in()
    return library().Api(timeout=_SECONDS)


def _by_step(record: RunRecord) -> dict[int, dict[str, float]]:
    """The series of metrics as W&B takes them: all that is known of one step."""
    found: dict[int, dict[str, float]] = {}
    for name, points in record.series.items():
        for step, point in zip(whole_steps(points), points, strict=True):
            found.setdefault(step, {})[name] = point.value
    return found


def _use(run: Any, artifact: Any, place: WandbPlace) -> None:
    # without a server W&B notes no inputs
    use = run.log_artifact if place.offline else run.use_artifact
    use(artifact)


def _settings(wandb: Any, place: WandbPlace) -> Any:
    known = wandb.Settings.model_fields
    mode = "offline" if place.offline else "online"
    wanted = {**_QUIETLY, "mode": mode, "root_dir": str(place.folder)}
    return wandb.Settings(**{name: value for name, value in wanted.items() if name in known})


@contextmanager
def _staging_beside(place: WandbPlace) -> Iterator[None]:
    """Files of artifacts that wait to be sent lie with the runs, not in the user's home."""
    name = "WANDB_DATA_DIR"
    if not place.offline or name in os.environ:
        yield
        return
    os.environ[name] = str(Path(place.folder, "wandb"))
    try:
        yield
    finally:
        del os.environ[name]


def _is_metric(name: str, value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not name.startswith("_")
