"""A real S3 server, moto's, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest


@dataclass(frozen=True)
class ObjectServer:
    """Its address, and a client of it."""

    url: str
    client: Any

    def bucket(self, name: str, *, versions: bool) -> None:
        """Make a bucket, or let one that is there keep versions from now on."""
        self.client.create_bucket(Bucket=name)
        if versions:
            self.client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})

    def put(self, bucket: str, key: str, content: bytes, time: str) -> str:
        """Write an object at a time; answers its version, "" where none is kept."""
        with _clock_at(time):
            return self.client.put_object(Bucket=bucket, Key=key, Body=content).get("VersionId", "")

    def delete(self, bucket: str, key: str, time: str) -> None:
        """Delete an object at a time."""
        with _clock_at(time):
            self.client.delete_object(Bucket=bucket, Key=key)

    @contextmanager
    def with_access_control(self) -> Iterator[None]:
        """The server knows no key of anybody."""
        self._unasked("0")
        yield
        self._unasked("inf")

    def _unasked(self, requests: str) -> None:
        """How many requests are answered before keys are asked for."""
        asked = Request(f"{self.url}/moto-api/reset-auth", requests.encode(), {"Content-Type": "text/plain"})
        urlopen(asked).close()


@contextmanager
def object_server() -> Iterator[ObjectServer]:
    """The server, as long as it is needed; the environment names it, with keys that are good for nothing else."""
    boto3, server = pytest.importorskip("boto3"), pytest.importorskip("moto.server")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name, value in {**_ENVIRON, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}.items():
            patch.setenv(name, value)
        yield ObjectServer(f"http://{host}:{port}", boto3.client("s3"))
    # what a server holds is the process's, and the next one would hold it as well
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    running.stop()


SECRET = "hidden-secret-key"
_ENVIRON = {
    "AWS_ACCESS_KEY_ID": "hidden-key-id",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def _clock_at(time: str) -> Iterator[None]:
    """The clock of the server's objects."""
    from moto.s3 import models

    now = datetime.fromisoformat(time).replace(tzinfo=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "utcnow", lambda: now)
        yield
