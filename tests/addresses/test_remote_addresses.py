from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.addresses.remote_addresses import without_credentials

FOLDER = Path("/srv/project/notebooks")


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://host/x.git", "https://host/x.git"),
        ("https://host:8443/@scope/x.git", "https://host:8443/@scope/x.git"),
        ("https://user:token@host/x", "https://host/x"),
        ("https://token@host/x", "https://host/x"),
        ("https://user:p@ss@host/x", "https://host/x"),
        ("https://user:pa/ss@host/x", "https://host/x"),
        ("https://host/x?private_token=secret#part", "https://host/x"),
        ("https://u:p@[::1]:8443/x", "https://[::1]:8443/x"),
        ("ssh://git@host:22/x", "ssh://git@host:22/x"),
        ("ssh://git:secret@host/x", "ssh://host/x"),
        ("git@host:team/x.git", "git@host:team/x.git"),
        ("git@host:team/x@v2", "git@host:team/x@v2"),
        ("user:pass@host:team/x.git", "host:team/x.git"),
        ("user:pass@[::1]:team/x", "[::1]:team/x"),
        ("user:pass@host/x", ""),
        ("ext::ssh -i key %S", ""),
        ("../x.git", "../x.git"),
        ("/srv/project/x.git", "../x.git"),
        ("file:///srv/project/x.git", "../x.git"),
        ("/elsewhere/x.git", "file:///elsewhere/x.git"),
        ("", ""),
    ],
)
def test_an_address_keeps_the_place_and_loses_the_secret(address, clean):
    assert without_credentials(address, FOLDER) == clean


_SECRET = st.text(st.sampled_from("S@:?#!~%&="), min_size=3, max_size=8).map(lambda text: f"SECRET{text}")


@given(
    _SECRET,
    st.sampled_from(["https://ada:{}@host/x", "ssh://ada:{}@host/x", "ada:{}@host:x", "https://host/x?t={}"]),
)
def test_no_password_gets_through(secret, form):
    assert "SECRET" not in without_credentials(form.format(secret), FOLDER)
