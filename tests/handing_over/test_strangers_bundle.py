"""A bundle of somebody whom the user does not trust: what it names is not followed."""

from __future__ import annotations

import json

import pytest

from jupyter_repro.environments.built_environments import Sources, own_index_lock
from jupyter_repro.environments.lock import Lock
from jupyter_repro.environments.locked_packages import packages_of
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.handing_over import crate
from jupyter_repro.handing_over.received import notebook_in
from jupyter_repro.records.snapshot import Context
from jupyter_repro.verifying.isolated_verification import Limits, kernel_variables

PYLOCK = """
lock-version = "1.0"
[[packages]]
name = "six"
version = "1.17.0"
index = "http://evil.example/simple"
sdist = { url = "http://evil.example/six.tar.gz", hashes = { sha256 = "bb" } }
wheels = [{ url = "http://evil.example/six.whl", hashes = { sha256 = "aa" } }]
"""
DIRECT = """
[[packages]]
name = "evil"
archive = { url = "http://evil.example/evil.zip", hashes = { sha256 = "cc" } }
"""


def lock(tmp_path, content):
    return Lock(tmp_path / "a.pylock.toml", "pylock", "3.11.7", content.encode())


def test_packages_come_from_the_users_own_index_by_digest(tmp_path):
    found = own_index_lock(lock(tmp_path, PYLOCK))
    assert b"evil.example" not in found.content
    assert found.content == b"six==1.17.0 --hash=sha256:aa --hash=sha256:bb"
    assert packages_of(found)[0].hashes == ("sha256:aa", "sha256:bb")


def test_what_no_index_has_is_refused_with_how_to_trust_it(tmp_path):
    with pytest.raises(ReproError, match="evil comes from no index") as refused:
        own_index_lock(lock(tmp_path, PYLOCK + DIRECT))
    assert "--trust" in refused.value.remedy


@pytest.mark.parametrize(
    ("limits", "sources"),
    [
        (Limits(), Sources.ANY),
        (Limits(network=False), Sources.WHEELS),
        (Limits(trusted=False), Sources.OWN_INDEX),
        (Limits(network=False, trusted=False), Sources.OWN_INDEX),
    ],
)
def test_nothing_is_built_for_a_stranger_or_without_network(limits, sources):
    assert limits.sources is sources


def test_secrets_that_a_snapshot_names_do_not_reach_its_kernel(tmp_path, monkeypatch):
    for name, value in (("AWS_SECRET_ACCESS_KEY", "x"), ("STORE", "https://me:pw@host/"), ("REGION", "eu")):
        monkeypatch.setenv(name, value)
    context = Context(variables={"AWS_SECRET_ACCESS_KEY": "d", "STORE": "d", "REGION": "d"})
    python = tmp_path / "env" / "bin" / "python"
    strangers = kernel_variables(python, context, tmp_path, Limits(trusted=False))
    assert strangers["REGION"] == "eu"
    assert not {"AWS_SECRET_ACCESS_KEY", "STORE"} & strangers.keys()
    assert kernel_variables(python, context, tmp_path, Limits())["AWS_SECRET_ACCESS_KEY"] == "x"


@pytest.mark.parametrize(
    "name", ["project/../../a.ipynb", "/etc/a.ipynb", "../a.ipynb", "a.ipynb", "project/run.sh", ""]
)
def test_a_notebook_outside_of_the_bundles_project_is_refused(tmp_path, name):
    described = {"@graph": [{"@id": "./", crate.MAIN: {"@id": name}}]}
    (tmp_path / crate.NAME).write_text(json.dumps(described))
    with pytest.raises(UnreadableInput, match="does not describe a bundle"):
        notebook_in(tmp_path)
