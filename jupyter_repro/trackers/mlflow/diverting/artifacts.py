"""Artifacts that a notebook logs, in a scratch folder; those that it reads, from there or from where they are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlflow.store.artifact.artifact_repo import ArtifactRepository
from mlflow.store.artifact.local_artifact_repo import LocalArtifactRepository
from mlflow.utils.file_utils import local_file_uri_to_path

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import digest_text, digits_of


class ScratchArtifacts:
    """Folders in place of addresses of artifacts; each is whole from the first time that it is written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole: set[Path] = set()

    def folder_of(self, address: str) -> Path:
        """Where what is logged under an address lies."""
        place = parse_address(address)
        if place.scheme in {"", "file"}:
            store, path = "local", str(Path(local_file_uri_to_path(address)).absolute())
        else:
            store, path = f"{place.scheme}:{place.host}", place.path
        return Path(self._folder, digits_of(digest_text(store), 8), *_below(path))

    def has(self, path: Path) -> bool:
        """Whether a path below such a folder is what the notebook sees."""
        return any(folder == path or folder in path.parents for folder in self._whole)

    def make_whole(self, folder: Path, copy: Callable[[Path], None]) -> None:
        """Let a folder hold what is kept under its address, before the first that is logged there."""
        if not self.has(folder):
            folder.mkdir(parents=True, exist_ok=True)
            copy(folder)
            self._whole.add(folder)


class DivertedArtifacts(ArtifactRepository):  # type: ignore[misc]
    """A repository that writes into the scratch folder, in place of one of MLflow's."""

    def __init__(self, kept: Any, scratch: ScratchArtifacts) -> None:
        super().__init__(kept.artifact_uri, kept.tracking_uri, kept.registry_uri)
        self._kept, self._scratch = kept, scratch
        self._folder = scratch.folder_of(kept.artifact_uri)

    def __getattr__(self, name: str) -> Any:
        """What a kind of repository has that others have not."""
        return getattr(self.__dict__["_kept"], name)

    def log_artifact(self, local_file: str, artifact_path: str | None = None) -> None:
        """Log a file."""
        self._to_write().log_artifact(local_file, artifact_path)

    def log_artifacts(self, local_dir: str, artifact_path: str | None = None) -> None:
        """Log the files of a folder."""
        self._to_write().log_artifacts(local_dir, artifact_path)

    def delete_artifacts(self, artifact_path: str | None = None) -> None:
        """Delete what is logged, for this notebook."""
        self._to_write().delete_artifacts(artifact_path)

    def list_artifacts(self, path: str | None = None) -> Any:
        """What is logged."""
        return self._to_read(path).list_artifacts(path)

    def get_local_path(self, artifact_path: str) -> Any:
        """Where an artifact lies on this machine."""
        return self._to_read(artifact_path).get_local_path(artifact_path)

    def download_artifacts(self, artifact_path: str, dst_path: str | None = None) -> Any:
        """Where an artifact lies on this machine, downloaded where it has to be."""
        return self._to_read(artifact_path).download_artifacts(artifact_path, dst_path)

    def _download_file(self, remote_file_path: str, local_path: str) -> None:
        self._to_read(remote_file_path)._download_file(remote_file_path, local_path)

    def _to_write(self) -> Any:
        self._scratch.make_whole(self._folder, self._copy)
        return self._here()

    def _to_read(self, path: str | None) -> Any:
        return self._here() if self._scratch.has(self._folder / (path or "")) else self._kept

    def _here(self) -> Any:
        return LocalArtifactRepository(self._folder.as_uri())

    def _copy(self, into: Path) -> None:
        if self._kept.list_artifacts():
            self._kept.download_artifacts("", str(into))


def _below(path: str) -> tuple[str, ...]:
    return tuple(part for part in Path(path).parts if part not in {"/", "..", Path(path).anchor})
