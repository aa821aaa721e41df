"""What MLflow and its plug-ins raise, in one sentence a person can act on."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.errors import NoAccess, NoAnswer, ReproError

LOG_IN = "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
FORBIDDEN = frozenset({"PERMISSION_DENIED", "UNAUTHENTICATED", "CUSTOMER_UNAUTHORIZED"})
"""Codes of errors by which a server says that one may not."""
_STATUS = re.compile(r"failed with error code (\d+)")
_LATE = "does not answer in time"
_REASONS = (
    (
        "not in a valid JSON format",
        "answers with a web page in place of MLflow's API",
        "see what answers there, a proxy's log-in perhaps",
    ),
    (
        "Failed to establish a new connection",
        "cannot be reached: nothing answers there",
        "start it, or look at the address",
    ),
    ("Connection refused", "cannot be reached: nothing answers there", "start it, or look at the address"),
    (
        "Failed to resolve",
        "cannot be reached: nobody knows its host",
        "look at the address and at the network",
    ),
    (
        "timed out",
        _LATE,
        "look at the server, or let it take longer: MLFLOW_HTTP_REQUEST_TIMEOUT",
    ),
    ("Connection aborted", "broke the connection off", "look at the server's log"),
    ("too many 5", "answers with an error of its own", "look at the server's log"),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "shows a certificate that is not trusted",
        "name the right one: REQUESTS_CA_BUNDLE",
    ),
    (
        "Reading Databricks credential",
        "is not configured: no credentials were found",
        "log in with: databricks configure",
    ),
    (
        "Detected out-of-date database schema",
        "has the tables of an older MLflow",
        "upgrade it with: mlflow db upgrade",
    ),
    (
        "maintenance mode",
        "is a folder of files, which MLflow no longer writes",
        "use a database: mlflow:sqlite:///mlflow.db",
    ),
    ("file is not a database", "is not a database", "name another file"),
    ("database is locked", "is locked by another program", "try again when that has ended"),
)
_AZURE = ("ClientAuthenticationError", "CredentialUnavailableError", "AuthenticationException")


@contextmanager
def in_one_sentence(uri: str) -> Iterator[None]:
    """Turn what a store raises into ReproErrors; those pass as they are."""
    try:
        yield
    except ReproError:
        raise
    except Exception as error:  # each store, plug-in and artifact repository has errors of its own
        raise explained(error, uri) from error


def explained(error: Exception, uri: str) -> ReproError:
    """The error for a person; it holds no credentials."""
    store, message = named(uri), str(error)
    if any(kind.__name__ in _AZURE for kind in type(error).__mro__):
        return NoAccess(f"{store} refuses: no credentials for Azure were found", "log in with: az login")
    if status := _STATUS.search(message):
        return _refused(store, int(status[1]), message)
    if getattr(error, "error_code", "") in FORBIDDEN:
        return NoAccess(f"{store} forbids it: {_first_line(message)}", LOG_IN)
    for sign, what, remedy in _REASONS:
        if sign in message:
            return (NoAnswer if what == _LATE else NoAccess)(f"{store} {what}", remedy)
    if isinstance(error, (OSError, socket.error)):
        return NoAccess(f"{store} cannot be reached or written: {_first_line(message)}")
    return ReproError(f"{store} does not take it: {_first_line(message)}", "see: jupyter repro help tracking")


def named(uri: str) -> str:
    """How a store is called: its address without what may be a secret, a database by its file's name."""
    if uri.startswith("azureml:"):
        return "Azure Machine Learning"
    if uri.startswith("databricks"):
        return "Databricks"
    if uri.startswith("sqlite:"):
        return f"MLflow's {uri.rpartition('/')[2]}"
    return f"MLflow at {public_address(uri) if parse_address(uri).authority else uri}"


def _refused(store: str, status: int, message: str) -> ReproError:
    if status in {401, 403, 407}:
        return NoAccess(f"{store} refuses (status {status}): wrong or missing credentials", LOG_IN)
    if "<html" in message.lower() or status in range(300, 400):
        return NoAccess(f"{store} answers with a web page (status {status})", _REASONS[0][2])
    return NoAccess(f"{store} answers with status {status}", "look at the address and at the server's log")


def _first_line(message: str) -> str:
    return without_secrets(message.strip().partition("\n")[0])[:300] or "it does not say why"
