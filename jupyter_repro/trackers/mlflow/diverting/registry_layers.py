"""Registered models and their versions in two layers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException
from mlflow.store.model_registry.dbmodels.models import (
    SqlModelVersion,
    SqlModelVersionTag,
    SqlRegisteredModel,
    SqlRegisteredModelAlias,
    SqlRegisteredModelTag,
)
from mlflow.store.model_registry.rest_store import RestStore

from jupyter_repro.trackers.mlflow.diverting.layered_store import Arguments, joined

_KEYS: dict[str, Callable[[Any], Any]] = {
    "search_registered_models": lambda model: model.name,
    "search_model_versions": lambda version: (version.name, int(version.version)),
}
_NAMES = ("name", "dst_name", "new_name")


class RegistryLayers:
    """What the scratch store has; `mlflow.store.model_registry`."""

    def __init__(self, kept: Any, scratch: Any, without: Collection[str]) -> None:
        self._kept, self._scratch = kept, scratch
        self._without = frozenset(without)
        """Ids of runs whose versions are left out, so that the notebook registers them as it did."""
        self._above: set[str] = set()
        self._absent: set[str] = set()
        """Models that were looked for and are not there."""

    def copy_up(self, asked: Arguments) -> None:
        """Copy the models that a call is about, with their versions."""
        for name in _names_in(asked):
            self._copy_model(name)

    def is_above(self, asked: Arguments) -> bool:
        """Whether the model is in the scratch store; one of which a version is left out is copied first."""
        names = _names_in(asked)
        if self._without:
            self.copy_up(asked)
        return any(name in self._above or (self._without and name in self._absent) for name in names)

    def written(self, name: str, asked: Arguments, _answer: Any) -> None:
        """Note the models that are in the scratch store now."""
        if name.startswith(("create_", "copy_", "rename_")):
            self._above.update(_names_in(asked))

    def served(self, answer: Any) -> Any:
        """What a server sends: the number of a version is a text there, and a number in a database."""
        if isinstance(answer, list):
            answer[:] = map(self.served, answer)
        elif isinstance(answer, ModelVersion) and isinstance(self._kept, RestStore):
            return ModelVersion.from_proto(answer.to_proto())
        return answer

    def merged(self, name: str, asked: dict[str, Any]) -> Any:
        """The models or versions of both that a search finds."""
        key = _KEYS.get(name)
        if key is None:
            return None
        theirs = getattr(self._kept, name)(**asked)
        theirs[:] = [
            each for each in theirs if getattr(each, "run_id", None) not in self._without or not each.run_id
        ]
        if asked.get("page_token") or not self._above:
            return theirs
        above = getattr(self._scratch, name)(**{**asked, "page_token": None})
        return joined(self.served(list(above)), theirs, key)

    def _copy_model(self, name: str) -> None:
        if name in self._above | self._absent:
            return
        try:
            model = self._kept.get_registered_model(name)
        except MlflowException:
            self._absent.add(name)
            return
        every = self._versions(name)
        versions = [each for each in every if each.run_id not in self._without]
        if every and not versions:
            self._absent.add(name)
            return
        with self._scratch.ManagedSessionMaker(read_only=False) as session:
            session.add(_model_row(model, {str(each.version) for each in versions}))
            session.add_all(map(_version_row, versions))
        self._above.add(name)

    def _versions(self, name: str) -> list[Any]:
        found, token = [], None
        while True:
            page = self._kept.search_model_versions(f"name = '{name}'", page_token=token)
            found.extend(page)
            token = page.token
            if not token:
                return found


def _names_in(asked: Arguments) -> list[str]:
    source = getattr(asked.get("src_mv"), "name", None)
    return [name for name in (*(asked.get(key) for key in _NAMES), source) if isinstance(name, str)]


def _model_row(model: Any, versions: Collection[str]) -> SqlRegisteredModel:
    row = SqlRegisteredModel(
        name=model.name,
        description=model.description,
        creation_time=model.creation_timestamp,
        last_updated_time=model.last_updated_timestamp,
    )
    row.registered_model_tags = [
        SqlRegisteredModelTag(key=key, value=value) for key, value in model.tags.items()
    ]
    row.registered_model_aliases = [
        SqlRegisteredModelAlias(alias=alias, version=int(version))
        for alias, version in model.aliases.items()
        if str(version) in versions
    ]
    return row


def _version_row(version: Any) -> SqlModelVersion:
    row = SqlModelVersion(
        name=version.name,
        version=int(version.version),
        description=version.description,
        creation_time=version.creation_timestamp,
        last_updated_time=version.last_updated_timestamp,
        current_stage=version.current_stage,
        source=version.source,
        run_id=version.run_id,
        run_link=version.run_link,
        status=version.status,
        user_id=version.user_id,
    )
    row.model_version_tags = [SqlModelVersionTag(key=key, value=value) for key, value in version.tags.items()]
    return row
