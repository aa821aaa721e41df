"""The description of a bundle: RO-Crate 1.1, by the profile Workflow Run Crate 0.5.

The notebook is the workflow, its recorded execution the run, the data that it read the run's inputs, the snapshot and
the notebook with its outputs the results. Sources: RO-Crate 1.1 specification; Workflow Run RO-Crate 0.5 profiles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

import msgspec

from jupyter_repro.environments.lock_file import Lock
from jupyter_repro.records.snapshot import Snapshot

NAME = "ro-crate-metadata.json"
README = "README.md"
MAIN = "mainEntity"
_CRATE = "https://w3id.org/ro/crate/1.1"
_TERMS = "https://w3id.org/ro/terms/workflow-run/context"
_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
_LANGUAGE, _RUN, _LICENCE, _TOOL = "#language", "#run", "#licence", "#jupyter-repro"
_TYPES = {
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".html": "text/html",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".py": "text/x-python",
    ".toml": "application/toml",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
}
Entity = dict[str, Any]


def description(
    snapshot: Snapshot,
    lock: Lock,
    notebook: str,
    sizes: Mapping[str, int],
    data: Sequence[str],
    beside: Sequence[str],
) -> bytes:
    """The file `ro-crate-metadata.json`.

    `sizes` maps every file of the bundle to its bytes, `notebook` is one of them, `data` are those that it read, and
    `beside` what it read and is not in the bundle.
    """
    files = {name: _file(name, size) for name, size in sizes.items()}
    files[notebook] |= {
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        "name": snapshot.notebook,
        "programmingLanguage": _to(_LANGUAGE),
        "version": snapshot.recorded,
    }
    entities = [
        _metadata(),
        _root(snapshot, notebook, files),
        *files.values(),
        *(
            _entity(each, "CreativeWork", name=name, version=number)
            for each, (name, number) in _PROFILES.items()
        ),
        *(_entity(f"#outside-{number}", "CreativeWork", name=name) for number, name in enumerate(beside)),
        _entity(_LANGUAGE, "ComputerLanguage", name=snapshot.language, version=lock.python),
        _entity(_TOOL, "SoftwareApplication", name="jupyter-repro", softwareVersion=version("jupyter-repro")),
        _entity(
            _LICENCE, "CreativeWork", name="not stated", description="Ask whoever handed the notebook over."
        ),
        _run(snapshot, notebook, data, beside),
    ]
    document = {"@context": [f"{_CRATE}/context", _TERMS], "@graph": entities}
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1) + b"\n"


def main_entity(content: bytes) -> str:
    """Name of the notebook in a bundle, of the content of its description. Raises ValueError for anything else."""
    graph = msgspec.json.decode(content, type=_Described).graph
    root = next((each for each in graph if each.get("@id") == "./"), {})
    notebook = root.get(MAIN, {}).get("@id") if isinstance(root.get(MAIN), dict) else None
    if not isinstance(notebook, str):
        raise ValueError("it names no notebook")  # noqa: TRY004  of what was read
    return notebook


class _Described(msgspec.Struct):
    graph: list[dict[str, Any]] = msgspec.field(name="@graph")


def _to(target: str) -> Entity:
    return {"@id": target}


def _entity(target: str, kind: str | list[str], **properties: Any) -> Entity:
    return {"@id": target, "@type": kind, **properties}


def _metadata() -> Entity:
    return _entity(NAME, "CreativeWork", conformsTo=_to(_CRATE), about=_to("./"))


def _root(snapshot: Snapshot, notebook: str, files: Mapping[str, Entity]) -> Entity:
    return _entity(
        "./",
        "Dataset",
        conformsTo=[_to(profile) for profile in _PROFILES],
        name=snapshot.notebook,
        description=f"{snapshot.notebook} with everything that its results depend on, verified before it was packed",
        datePublished=snapshot.recorded,
        license=_to(_LICENCE),
        hasPart=[_to(name) for name in files],
        mentions=_to(_RUN),
        **{MAIN: _to(notebook)},
    )


def _file(name: str, size: int) -> Entity:
    # Python's own table of types differs from machine to machine
    kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    about = {"about": _to("./")} if name == README else {}
    return _entity(
        name, "File", name=name.rpartition("/")[2], contentSize=str(size), encodingFormat=kind, **about
    )


def _run(snapshot: Snapshot, notebook: str, data: Sequence[str], beside: Sequence[str]) -> Entity:
    inputs = [*data, *(f"#outside-{number}" for number in range(len(beside)))]
    seed = f", seed {snapshot.context.seed}" if snapshot.context.seed is not None else ""
    return _entity(
        _RUN,
        "CreateAction",
        name=f"execution of {snapshot.notebook} in a fresh kernel{seed}",
        description="every code cell from top to bottom, with seed and environment as the snapshot says",
        instrument=_to(notebook),
        agent=_to(_TOOL),
        endTime=snapshot.recorded,
        object=[_to(name) for name in inputs],
        result=_to(notebook),
    )
