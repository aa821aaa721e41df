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
from jupyter_repro.records.tracked_run import (
    NOTEBOOK,
    OURS,
    OWN_PARAMS,
    PARAMS,
    LoggedRun,
    RunInput,
    RunRecord,
    typed_tags,
    whole_steps,
)
from jupyter_repro.records.tracked_values import Value, value_text
from jupyter_repro.trackers.wandb.addresses import WandbPlace, check_logged_in, library
from jupyter_repro.trackers.wandb.offline import WandbOfflineRun, wait_until_written

MARK = "repro"
"""W&B's tag of runs that hold something of ours, and the key of its config under which our tags are."""
FILES, DATA = "jupyter-repro", "dataset"
"""Types of artifacts."""
_OF_NOTEBOOK, _PINS = "params", "pins"
"""Below `repro`, in a run of the notebook's own: its parameters, and how libraries were pinned."""
_NO_TAGS = frozenset({_OF_NOTEBOOK, _PINS})
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
            with suppress(Exception):  # what came first is what is reported
                run.finish(exit_code=1)
            raise
        run.finish()
        if place.offline:
            wait_until_written(Path(run.dir).parent / f"run-{run_id}.wandb")


def fill(run: Any, record: RunRecord, place: WandbPlace, there: Mapping[str, Any], *, ours: bool) -> None:
    """All that a record holds; in a run of the notebook's own, that is not `ours`, below `repro`.

    `there` is what the run's config has below `repro` already.
    """
    if ours:
        run.config.update(record.params, allow_val_change=True)
    set_tags(run, record.tags, {**there, **({} if ours else _params_of_ours(record.params))})
    run.tags = tuple(dict.fromkeys((*(run.tags or ()), MARK)))
    for step, values in sorted(_by_step(record).items()):
        run.log(values, step=step)
    for name, value in record.metrics.items():
        run.summary[name] = value
    for given in record.inputs:
        _use(run, input_artifact(given), place)
    put_files(run, record.tags.get(NOTEBOOK) or record.name, record.files, record.tags, place)


def set_tags(run: Any, tags: Mapping[str, str], there: Mapping[str, Any]) -> None:
    """Our tags, beside what is `there` of ours, as one value of the config: its keys hold dots."""
    ours = {name.removeprefix(OURS): value for name, value in typed_tags(tags).items()}
    run.config.update({MARK: {**there, **ours}}, allow_val_change=True)


def _params_of_ours(params: Mapping[str, Value]) -> dict[str, Any]:
    """Parameters whose names begin with `repro.`, as they stand below `repro`; the notebook's are one value."""
    notebooks = {name.removeprefix(PARAMS): each for name, each in params.items() if name.startswith(PARAMS)}
    others = {name.removeprefix(OURS): each for name, each in params.items() if not name.startswith(PARAMS)}
    return {**others, **({_OF_NOTEBOOK: notebooks} if notebooks else {})}


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

    facts = given.facts()
    used = {"context": given.context} if given.context else {}
    artifact = library().Artifact(artifact_name(given.name), DATA, metadata={**facts, **used})
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
        params=_params(config),
        metrics={key: float(value) for key, value in summary.items() if _is_metric(key, value)},
        **{**known, "started": tags.get(f"{MARK}.recorded", known["started"])},
    )


def tags_of(config: Mapping[str, Any]) -> dict[str, str]:
    """Our tags in the config of a run."""
    ours = ours_in(config)
    return {f"{OURS}{name}": str(value) for name, value in ours.items() if name not in _NO_TAGS}


def ours_in(config: Mapping[str, Any]) -> dict[str, Any]:
    """What the config of a run has below `repro`."""
    ours = config.get(MARK)
    return dict(ours) if isinstance(ours, dict) else {}


def _params(config: Mapping[str, Any]) -> dict[str, str]:
    """The user's parameters by their names, and those of ours below `repro.`."""
    ours = ours_in(config)
    user = {key: value for key, value in config.items() if key != MARK and not key.startswith("_")}
    named = {f"{OURS}{name}": ours[name] for name in OWN_PARAMS if _PINS in ours and name in ours}
    given = {f"{PARAMS}{name}": value for name, value in ours.get(_OF_NOTEBOOK, {}).items()}
    return {name: value_text(value) for name, value in {**user, **named, **given}.items()}


def as_begun(run: WandbOfflineRun | None) -> dict[str, Any]:
    """What wandb.init is given to take up a run of this machine again: nothing that the notebook said is to be lost.

    Each time is a folder of its own, and of two that say something of a run, `wandb sync` lets the later one hold.
    """
    if run is None:
        return {}
    known = {
        "name": run.name,
        "group": run.group,
        "job_type": run.job_type,
        "notes": run.notes,
        "tags": run.tags,
    }
    config = {name: value for name, value in run.config.items() if not name.startswith("_")}
    return {**{name: value for name, value in known.items() if value}, "config": config}


def keep_summary(run: Any, there: WandbOfflineRun | None) -> None:
    """Say again what the summary of a run of this machine says, as `as_begun` does."""
    for name, value in there.summary.items() if there else ():
        if not name.startswith("_") and not (isinstance(value, dict) and "_type" in value):  # of a file, say
            run.summary[name] = value


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
