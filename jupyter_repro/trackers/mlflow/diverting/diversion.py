"""MLflow's stores while a notebook is verified: what they hold can be read, and what it logs goes to scratch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import unquote

from mlflow.store.artifact.artifact_repository_registry import ArtifactRepositoryRegistry
from mlflow.store.artifact.models_artifact_repo import ModelsArtifactRepository
from mlflow.store.artifact.runs_artifact_repo import RunsArtifactRepository
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore as RegistryDatabase
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore as TrackingDatabase

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import after, replaced
from jupyter_repro.trackers.mlflow.diverting.artifacts import DivertedArtifacts, ScratchArtifacts
from jupyter_repro.trackers.mlflow.diverting.copied_database import copied_database
from jupyter_repro.trackers.mlflow.diverting.layered_store import LayeredStore
from jupyter_repro.trackers.mlflow.diverting.registry_layers import RegistryLayers
from jupyter_repro.trackers.mlflow.diverting.tracking_layers import TrackingLayers
from jupyter_repro.trackers.mlflow.private_names import FIND_STORE, store_registries

_SQLITE, _MEMORY = "sqlite:///", ":memory:"
_ARTIFACTS = "mlflow-artifacts:/"
"""Where a server keeps the artifacts of a new experiment."""
_RESOLVING = (RunsArtifactRepository, ModelsArtifactRepository)
"""Repositories that only find out which other one is meant."""


class MlflowDiversion:
    """Keeps MLflow's stores from what a notebook logs."""

    modules = ("mlflow.tracking.client",)

    def divert(self, _module: str, scratch: Path, without: Collection[str]) -> Undo:
        """Keep what is logged in a scratch folder; `without` are runs whose registered versions are left out."""
        stores = _Stores(Path(scratch, "mlflow"), without)
        tracking, models = store_registries()
        of_tracking, of_models = _original(tracking), _original(models)

        def tracking_store(registry: Any, uri: str, artifact_uri: str | None = None) -> Any:
            return stores.tracking(uri, lambda place: of_tracking(registry, place, artifact_uri))

        def registry_store(registry: Any, uri: str, tracking_uri: str | None) -> Any:
            return stores.models(uri, lambda place: of_models(registry, place, tracking_uri))

        return after(
            replaced(tracking, FIND_STORE, tracking_store),
            replaced(models, FIND_STORE, registry_store),
            _diverted_artifacts(ScratchArtifacts(Path(scratch, "mlflow", "artifacts"))),
        )


class _Stores:
    """The store that stands in for each address."""

    def __init__(self, folder: Path, without: Collection[str]) -> None:
        self._folder, self._without = folder, without
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = RLock()

    def tracking(self, uri: str, build: Callable[[str], Any]) -> Any:
        return self._once("tracking", uri, build, self._tracking)

    def models(self, uri: str, build: Callable[[str], Any]) -> Any:
        return self._once("models", uri, build, self._models)

    def _once(
        self, kind: str, uri: str, build: Callable[[str], Any], layered: Callable[[Any, str], Any]
    ) -> Any:
        with self._lock:
            if (kind, uri) not in self._made:
                copied = parse_address(uri).scheme == "sqlite"
                made = build(self._copy(uri)) if copied else layered(build(uri), uri)
                self._made[kind, uri] = made
            return self._made[kind, uri]

    def _copy(self, uri: str) -> str:
        """The address of a copy of a database."""
        name = unquote(parse_address(uri).path[1:])  # SQLAlchemy has one slash more than the path
        if not name or name == _MEMORY:
            return uri
        copy = self._database(str(Path(name).absolute()))
        if not copy.exists():
            copied_database(Path(name), copy, self._without)
        return f"{_SQLITE}{copy}"

    def _tracking(self, kept: Any, uri: str) -> Any:
        root = getattr(kept, "artifact_root_uri", _ARTIFACTS)
        with _quietly():
            scratch = TrackingDatabase(f"{_SQLITE}{self._database(uri)}", root)
        return LayeredStore(kept, scratch, TrackingLayers(kept, scratch, self._without))

    def _models(self, kept: Any, uri: str) -> Any:
        with _quietly():
            scratch = RegistryDatabase(f"{_SQLITE}{self._database(uri)}")
        return LayeredStore(kept, scratch, RegistryLayers(kept, scratch, self._without))

    def _database(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{digits_of(digest_text(name), 8)}.db"


def _original(registry: type) -> Callable[..., Any]:
    """What finds a store, without its cache."""
    found: Callable[..., Any] = vars(registry)[FIND_STORE].__wrapped__
    return found


def _diverted_artifacts(scratch: ScratchArtifacts) -> Undo:
    find = ArtifactRepositoryRegistry.get_artifact_repository

    def repository(registry: Any, artifact_uri: str, *args: Any, **named: Any) -> Any:
        kept = find(registry, artifact_uri, *args, **named)
        return kept if isinstance(kept, _RESOLVING) else DivertedArtifacts(kept, scratch)

    return replaced(ArtifactRepositoryRegistry, "get_artifact_repository", repository)


@contextmanager
def _quietly() -> Iterator[None]:
    """A scratch database is made and nothing is printed in the notebook."""
    loggers = [logging.getLogger(name) for name in ("mlflow.store.db.utils", "alembic")]
    before = [each.disabled for each in loggers]
    for each in loggers:
        each.disabled = True
    try:
        yield
    finally:
        for each, disabled in zip(loggers, before, strict=True):
            each.disabled = disabled
