"""MLflow's tracking stores, which are only read: how they are named, and clients for them."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import is_remote, parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.data_sources.sql.databases import database_name, database_path
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData

_SQLITE = "sqlite:"
_DEFAULT = "sqlite:///mlflow.db"
_PORTS = {"http": 80, "https": 443}
_WAIT = 5
"""Seconds after which a server that does not answer cannot be reached: MLflow itself tries for minutes."""
_ABSENT = frozenset({"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "ENDPOINT_NOT_FOUND"})
_UNSEEN = {"MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet"}


def store_in_use() -> str:
    """The store that this process logs to, as MLflow says where it is imported, and else the environment."""
    mlflow = sys.modules.get("mlflow")
    if mlflow is not None:
        return str(mlflow.get_tracking_uri())
    return os.environ.get("MLFLOW_TRACKING_URI") or _DEFAULT


def public_store(store: str, folder: Path) -> str:
    """A store by its portable path, or its address without credentials."""
    if store.startswith(_SQLITE):
        return database_name("sqlite", database_path(store, "SQLite", folder), folder)
    if is_remote(store):
        return public_address(store)
    return store if store == "databricks" else portable(located(store, folder), folder)


@contextmanager
def client_of(store: str, folder: Path) -> Iterator[Any]:
    """A client; what it raises is reported in a line.

    Raises MissingExtra, NoAccess, and NoSuchData where there is no store, which MLflow would make, or not what is asked
    for.
    """
    name, uri = public_store(store, folder), _reached(store, folder)
    try:
        with _unseen():
            from mlflow import MlflowClient
            from mlflow.exceptions import MlflowException
    except ImportError:
        raise MissingExtra("mlflow", "mlflow") from None
    try:
        yield MlflowClient(tracking_uri=uri)
    except MlflowException as error:
        says = without_secrets(str(error).partition("\n")[0])
        if error.error_code in _ABSENT:
            raise NoSuchData(f"MLflow's store {name}: {says}") from None
        raise NoAccess(f"MLflow's store {name}: {says}") from None


def _reached(store: str, folder: Path) -> str:
    """The store as MLflow takes it, if there is one; a server is knocked at."""
    if store.startswith(_SQLITE):
        path = database_path(store, "SQLite", folder)
        return f"sqlite:///{_there(path, folder)}"
    address = parse_address(store)
    if store == "databricks" or address.scheme not in {"", "file", *_PORTS}:
        return store
    if address.scheme in _PORTS:
        _knock(store, address.hostname, address.port or _PORTS[address.scheme])
        return store
    return _there(located(store, folder), folder).as_uri()


def _there(path: Path, folder: Path) -> Path:
    if not path.exists():
        raise NoSuchData(
            f"there is no store of MLflow at {portable(path, folder)}", "name another: STORE#RUN/NAME"
        )
    return path


def _knock(store: str, host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), timeout=_WAIT).close()
    except OSError:
        raise NoAccess(
            f"MLflow at {public_address(store)} cannot be reached", "see that the server runs"
        ) from None


@contextmanager
def _unseen() -> Iterator[None]:
    """To import MLflow for what we do is no use of it: it tells nobody, and prints nothing."""
    added = {name: value for name, value in _UNSEEN.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
