"""Data assets of Azure Machine Learning: `azureml:orders:3`, `azureml://…/data/orders/versions/3`."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_repro.digest import digest_text
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

_SHORT = re.compile(r"azureml:(?P<name>[^:/@#?\s]+)(?:[:@](?P<version>[^:/@#?\s]+))?")
_LONG = re.compile(
    r"azureml://(?P<where>registries/[^/]+|subscriptions/[^/]+/resourcegroups/[^/]+/"
    r"(?:providers/Microsoft\.MachineLearningServices/)?workspaces/[^/]+)"
    r"/data/(?P<name>[^/#?\s]+)(?:/versions/(?P<version>[^/#?\s]+))?",
    re.IGNORECASE,
)
_FORM = "write azureml:NAME:VERSION, azureml:NAME, or azureml://…/data/NAME/versions/VERSION"
_WORKSPACE = ("AZUREML_ARM_SUBSCRIPTION", "AZUREML_ARM_RESOURCEGROUP", "AZUREML_ARM_WORKSPACE_NAME")
_LATEST = "latest"


class AzuremlSource:
    """A data asset of a workspace or a registry. A version's id is the asset's version, which never changes.

    The workspace of a short address is that of the compute, or of the `config.json` beside the notebook. What is
    digested is the asset's definition: its name, version, type and path.
    """

    schemes = ("azureml",)

    def name(self, address: str, folder: Path) -> str:  # noqa: ARG002  a workspace belongs to none
        """The address."""
        asset = _asset(address)
        if not asset.where:
            return f"azureml:{asset.name}{asset.version and ':' + asset.version}"
        version = f"/versions/{asset.version}" if asset.version else ""
        return f"azureml://{asset.where}/data/{asset.name}{version}"

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The version that is meant."""
        name, found = self.name(address, folder), _found(address, wish, folder)
        identity = json.dumps([found.name, found.version, found.type, found.path])
        stored = iso(_stored(found)) if found.creation_context else ""
        version = DataVersion(str(found.version), stored, wish.text)
        return Found(name, digest_text(identity), len(identity.encode()), version)

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Download the file; raises ReproError for an asset that is no single file."""
        found = _found(address, Wish(version=version.id), folder)
        if found.type != "uri_file":
            raise ReproError(
                f"{self.name(address, folder)} is no file, but of the type {found.type}",
                "read it with azureml-fsspec or mltable; its version is recorded",
            )
        with _explaining(self.name(address, folder)):
            try:
                import fsspec
                from azureml.fsspec import AzureMachineLearningFileSystem
            except ImportError:
                raise MissingExtra("azureml-fsspec", "azureml-data") from None
            fsspec.register_implementation("azureml", AzureMachineLearningFileSystem, clobber=True)
            with fsspec.open(found.path, "rb") as source, into.open("wb") as copy:
                shutil.copyfileobj(source, copy)


class _Asset(NamedTuple):
    """What an address names."""

    where: str
    """`registries/R` or `subscriptions/S/resourcegroups/G/workspaces/W`; "" for the workspace in use."""
    name: str
    version: str
    """"" where none is named, or the latest."""


def _asset(address: str) -> _Asset:
    found = _LONG.fullmatch(address) or _SHORT.fullmatch(address)
    if not found:
        raise ReproError(f"{address} is not understood", _FORM)
    parts = found.groupdict()
    where = re.sub(r"providers/[^/]+/", "", parts.get("where") or "")
    version = parts["version"] or ""
    return _Asset(where, parts["name"], "" if version == _LATEST else version)


def _found(address: str, wish: Wish, folder: Path) -> Any:
    """Azure's record of the version that is meant."""
    asset = _asset(address)
    version = wish.version or asset.version
    with _explaining(f"azureml:{asset.name}{version and ':' + version}") as failure:
        client = _client(asset, folder)
        failure.reached = True
        if version:
            return _as_of(client.data.get(asset.name, version=version), wish)
        if wish.asof:
            return _newest(asset.name, client.data.list(name=asset.name), wish)
        return client.data.get(asset.name, label=_LATEST)


def _as_of(found: Any, wish: Wish) -> Any:
    if wish.asof and _stored(found) > wish.asof:
        raise NoSuchVersion(
            f"version {found.version} of {found.name} is of {iso(_stored(found))}, after {wish.text}",
            f"name an earlier one, or none: azureml:{found.name}",
        )
    return found


def _newest(name: str, versions: Iterable[Any], wish: Wish) -> Any:
    """Of all versions the newest that was there at the moment."""
    assert wish.asof
    there = [each for each in versions if _stored(each) <= wish.asof]
    if not there:
        raise NoSuchVersion(f"had no version as of {wish.text}", "name a later date", subject=name)
    return max(there, key=_stored)


def _stored(found: Any) -> datetime:
    moment: datetime = found.creation_context.created_at
    return moment


def _client(asset: _Asset, folder: Path) -> Any:
    from azure.ai.ml import MLClient
    from azure.identity import DefaultAzureCredential

    credential, parts = DefaultAzureCredential(), asset.where.split("/")
    if asset.where.startswith("registries/"):
        return MLClient(credential, registry_name=parts[1])
    workspace = parts[1::2] if asset.where else [os.environ.get(name, "") for name in _WORKSPACE]
    if all(workspace):
        return MLClient(credential, *workspace)
    return MLClient.from_config(credential, path=folder)


class _Progress:
    """How far a question has come."""

    reached = False
    """Whether it is known which workspace is asked."""


@contextmanager
def _explaining(name: str) -> Iterator[_Progress]:
    """What Azure's libraries raise and print is reported in a line."""
    try:
        import azure.ai.ml  # noqa: F401
        from azure.core.exceptions import AzureError, ClientAuthenticationError, ResourceNotFoundError
    except ImportError:
        raise MissingExtra("azure-ai-ml", "azureml-data") from None
    progress, printed = _Progress(), logging.getLogger("azure")
    level = printed.level
    printed.setLevel(logging.CRITICAL + 1)
    try:
        yield progress
    except ClientAuthenticationError:
        raise NoAccess(
            f"Azure Machine Learning does not know who asks for {name}", "sign in with: az login"
        ) from None
    except ResourceNotFoundError:
        raise NoSuchData(
            f"there is no {name}, or not for you to see", "look at the workspace's data assets"
        ) from None
    except AzureError as error:
        raise _unreached(name, error, progress) from None
    finally:
        printed.setLevel(level)


def _unreached(name: str, error: Exception, progress: _Progress) -> NoAccess:
    if not progress.reached:
        remedy = "put the config.json of the workspace beside the notebook, or write azureml://…/data/NAME/versions/VERSION"
        return NoAccess(f"it is not known in which workspace {name} is", remedy)
    status = getattr(error, "status_code", None)
    if status:
        return NoAccess(
            f"Azure Machine Learning answers {status} for {name}", "see whether you may read its data"
        )
    return NoAccess(
        f"Azure Machine Learning cannot be reached for {name}", "see that this machine may reach it"
    )
