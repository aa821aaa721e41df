from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jupyter_repro.addresses.data_addresses import public_address

WORD = some.text("abcdefgh0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://host/data.csv", "https://host/data.csv"),
        ("https://me:secret@host:8443/data.csv#part", "https://host:8443/data.csv"),
        ("https://token@host/a%20b.csv", "https://host/a%20b.csv"),
        ("https://host/q?year=2024&q=a%20b", "https://host/q?year=2024&q=a%20b"),
        ("https://host/q?api_key=1&year=2024", "https://host/q?api_key=…&year=2024"),
        (
            "https://host/q?X-Amz-Signature=ab&X-Amz-Credential=cd",
            "https://host/q?X-Amz-Signature=…&X-Amz-Credential=…",
        ),
        ("https://host/q?sv=2024&sig=ab", "https://host/q?sv=…&sig=…"),
        ("https://host/q?opaque=" + "x" * 41, "https://host/q?opaque=…"),
        ("http://[::1]:8000/x?flag=", "http://[::1]:8000/x?flag="),
    ],
)
def test_what_may_be_a_secret_is_cut_out(address, public):
    assert public_address(address) == public


@given(
    secret=WORD, name=some.sampled_from(["token", "key", "password", "SIG", "client_secret", "access_token"])
)
def test_no_secret_stays_wherever_it_stands(secret, name):
    assert secret not in public_address(f"https://me:{secret}@host/path?{name}={secret}#{secret}")
