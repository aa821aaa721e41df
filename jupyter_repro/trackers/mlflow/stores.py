"""Addresses of MLflow's stores, and clients for them."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located, portable
from jupyter_repro.addresses.tracker_addresses import tracker_address
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import MissingExtra, NoAccess, ReproError
from jupyter_repro.files.cache_folder import cache_folder
from jupyter_repro.files.owned_names import remove_abandoned
from jupyter_repro.files.whole_files import unused_name
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.tracked_run import Destination
from jupyter_repro.trackers.address_keys import check_keys

SCHEME = "mlflow"
SCHEMES = (SCHEME, "azureml", "databricks")
"""Of MLflow and of those whose stores it writes to."""
DEFAULT = "sqlite:///mlflow.db"
SQLITE = "sqlite:///"
URI = "MLFLOW_TRACKING_URI"
_QUICKLY = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "0",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "GIT_PYTHON_REFRESH": "quiet",
}
"""What our process is to do, unless the user has said otherwise: to give up soon, and to say nothing."""
_STORES = frozenset(
    {"file", "sqlite", "mysql", "postgresql", "mssql", "http", "https", "databricks", "databricks-uc", "uc"}
)
"""Schemes of MLflow's own stores."""
_FORMS = {
    "databricks": (r"databricks:?|databricks://.+", "write databricks or databricks://PROFILE"),
    "azureml": (r"azureml://.+/mlflow/.+/workspaces/.+", "write azureml://… as the workspace shows it"),
}
"""Of the schemes that are stores themselves: how an address looks, and how to say so."""
_LONGEST_WAIT = 5
"""Attempts to open a database: MLflow itself makes ten, which takes 100 seconds; these take three."""


def tracking_uri(destination: Destination) -> str:
    """The store as MLflow writes it; the path of a database is absolute."""
    rest = destination.rest or DEFAULT
    if destination.scheme != SCHEME:
        return destination.address if destination.rest else destination.scheme
    if rest.startswith(SQLITE):
        return f"{SQLITE}{located(rest.removeprefix(SQLITE), destination.folder)}"
    is_address = parse_address(rest).scheme or rest == "databricks"
    return rest if is_address else located(rest, destination.folder).as_uri()


def address_of(uri: str, folder: Path) -> str:
    """The address of a store as a destination has it, a path relative to `folder`."""
    if uri.startswith(SQLITE):
        path = Path(uri.removeprefix(SQLITE))
        name = portable(path, folder)
        return f"{SCHEME}:{SQLITE}{path if data_name(name).kind == 'uri' else name}"
    return uri if uri.startswith(("azureml:", "databricks")) else f"{SCHEME}:{public_address(uri)}"


def check_store(destination: Destination) -> None:
    """Raise ReproError for a store that neither MLflow nor an installed plug-in of it knows, without importing it."""
    if not _is_server(destination):
        check_keys(destination)
    if form := _FORMS.get(destination.scheme):
        if not re.fullmatch(form[0], destination.address):
            raise ReproError(f"{destination.address} is no address of {destination.scheme}", form[1])
        return
    store = tracker_address(tracking_uri(destination)).scheme.partition("+")[0]
    plugins = {each.name for each in entry_points(group="mlflow.tracking_store")}
    if store not in _STORES | plugins:
        raise ReproError(
            f"MLflow knows no store {store}:",
            "name a database, a server or a plug-in's store; see: jupyter repro help tracking",
        )


def _is_server(destination: Destination) -> bool:
    """Whether what stands after the question mark is the store's own."""
    place = parse_address(destination.rest)
    return place.is_remote and place.scheme != "sqlite"


def database_of(destination: Destination) -> Path | None:
    """The file of an SQLite store; None for any other."""
    uri = tracking_uri(destination)
    return Path(uri.removeprefix(SQLITE)) if uri.startswith(SQLITE) else None


@contextlib.contextmanager
def client_of(destination: Destination) -> Iterator[Any]:
    """A client; artifacts of an SQLite store that is made lie beside it, where MLflow would put them.

    Raises MissingExtra, and NoAccess for a database that cannot be opened.
    """
    database = database_of(destination)
    if database:
        _check_database(database)
    _be_quick()
    beside = contextlib.chdir(database.parent) if database else contextlib.nullcontext()
    with beside:
        if database and not _has_tables(database):
            with _making(database):
                _make(database)
        yield _client(tracking_uri(destination))


def _be_quick() -> None:
    for name, value in _QUICKLY.items():
        os.environ.setdefault(name, value)


def import_client() -> None:
    """Import what a client of a database or a server needs; raises ImportError."""
    _be_quick()
    for name in ("mlflow.tracking", "mlflow.store.tracking.sqlalchemy_store"):
        import_module(name)


def _client(uri: str) -> Any:
    try:
        from mlflow.store.db import utils as databases
        from mlflow.tracking import MlflowClient
        from mlflow.tracking.registry import UnsupportedModelRegistryStoreURIException
    except ImportError:
        raise MissingExtra("MLflow", "mlflow") from None
    if hasattr(databases, "MAX_RETRY_COUNT"):
        databases.MAX_RETRY_COUNT = _LONGEST_WAIT
    try:
        return MlflowClient(tracking_uri=uri)
    except UnsupportedModelRegistryStoreURIException:
        if uri.startswith("azureml:"):
            raise MissingExtra("MLflow's plug-in for Azure Machine Learning", "azureml") from None
        raise NoAccess(
            f"MLflow knows no store {tracker_address(uri).scheme}:", "see: jupyter repro help tracking"
        ) from None


def _make(path: Path) -> None:
    """Let MLflow make its tables in a new file, which takes the place of an empty one when it is whole.

    MLflow cannot go on with a database in which it was interrupted, be it by a full disk.
    """
    if _has_tables(path) or not _is_empty(path):
        return
    remove_abandoned(path.parent)
    new = unused_name(path.parent)
    try:
        _client(f"{SQLITE}{new}")
        new.replace(path)
    finally:
        for left in path.parent.glob(f"{new.name}*"):
            left.unlink(missing_ok=True)


def _check_database(path: Path) -> None:
    """Raise NoAccess for a file that is no database to write to: MLflow itself tries for long."""
    if not path.parent.is_dir():
        raise NoAccess(f"the folder of {path.name} does not exist", f"make it: mkdir -p {path.parent}")
    _asked_of(path, "BEGIN IMMEDIATE")


def _is_empty(path: Path) -> bool:
    return not _asked_of(path, "SELECT 1 FROM sqlite_master")


def _has_tables(path: Path) -> bool:
    return bool(_asked_of(path, "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"))


def _asked_of(path: Path, statement: str) -> list[Any]:
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=10)) as database:
            return database.execute(statement).fetchall()
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise NoAccess(
                f"{path.name} is not a database", f"name another file: {SCHEME}:{DEFAULT}, for instance"
            ) from None
        raise NoAccess(f"{path.name} cannot be written: {error}", f"see: ls -l {shell_word(path)}") from None


@contextlib.contextmanager
def _making(path: Path) -> Iterator[None]:
    """Keep our other processes from making the tables of the same database at the same time."""
    from filelock import FileLock, Timeout

    folder = cache_folder() / "databases"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(folder / f"{digest_text(str(path))[-2:]}.lock", timeout=120):
            yield
    except Timeout:
        raise NoAccess(f"{path.name} is being made by another process", "try again") from None
