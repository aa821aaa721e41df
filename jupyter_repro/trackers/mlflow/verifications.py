"""MLflow's models that a command of ours made by running a notebook again: their mark, and what to take instead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from jupyter_repro.errors import NoSuchData
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.tracked_run import COMMAND, MADE_BY, NOTEBOOK, SNAPSHOT

VERIFY = "jupyter repro verify"


def mark_version(client: Any, version: Any) -> None:
    """Say on a registered version which command of ours runs the notebook, where one does."""
    if COMMAND in os.environ:
        with suppress(Exception):  # a registry that takes no tags must not fail the notebook
            client.set_model_version_tag(version.name, version.version, MADE_BY, _command())


def mark_model(client: Any, model: Any) -> None:
    """The same of a logged model."""
    if COMMAND in os.environ:
        with suppress(Exception):  # as above
            client.set_logged_model_tags(model.model_id, {MADE_BY: _command()})


def _command() -> str:
    return f"jupyter repro {os.environ[COMMAND]}"


def without_files(client: Any, run_id: str) -> NoSuchData:
    """The error for a run that holds nothing of ours: which notebook made it, and what to take instead."""
    run = client.get_run(run_id)
    if run.info.lifecycle_stage == "deleted":
        again = f"bring it back: mlflow runs restore --run-id {run_id}"
        return NoSuchData(f"the run {run_id} was deleted, and its files are gone", again)
    notebook = run.data.tags.get(NOTEBOOK, "")
    publish = f"publish it: jupyter repro track {shell_word(notebook or 'NOTEBOOK')}"
    if run.data.tags.get(MADE_BY) != VERIFY:
        return NoSuchData(f"the run {run_id} holds no files of ours", publish)
    instead = next(_published(client, run), "")
    return NoSuchData(
        f"a verification of {notebook or 'a notebook'} made the run {run_id}, which holds no files of ours",
        f"take what was verified: jupyter repro restore {shell_word(instead)}" if instead else publish,
    )


def _published(client: Any, run: Any) -> Iterator[str]:
    """What was published of the same notebook before, the newest first: a model of the run, else its id."""
    notebook = run.data.tags.get(NOTEBOOK, "")
    if not notebook or "'" in notebook:
        return
    wanted = f"tags.`{NOTEBOOK}` = '{notebook}' and attributes.start_time <= {run.info.start_time}"
    found = client.search_runs([run.info.experiment_id], wanted, order_by=["attributes.start_time DESC"])
    for each in found:
        if SNAPSHOT in each.data.tags:
            versions = client.search_model_versions(f"run_id = '{each.info.run_id}'")
            yield next((f"models:/{one.name}/{one.version}" for one in versions), each.info.run_id)
