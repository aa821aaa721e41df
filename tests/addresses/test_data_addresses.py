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


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://h/x?code=4%2F0AX4XfWh&u=ada&page=2", "https://h/x?code=…&u=…&page=2"),
        ("https://h/x?v=1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlb", "https://h/x?v=…"),
        ("https://h/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx/getMe", "https://h/…247cd3/getMe"),
        ("https://github.com/org/MachineLearning2024Course", None),
        ("https://h/data/2024-01-01T00:00:00Z/file.csv", None),
        ("https://h/0123456789abcdef0123456789abcdef01234567/x.csv", None),
        ("s3://b/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms", None),
    ],
)
def test_what_looks_drawn_at_random_is_hidden_in_addresses_of_the_web(address, shown):
    found = public_address(address)
    assert found == (shown or address)
    assert public_address(found) == found


def test_two_hidden_words_of_a_path_are_told_apart():
    one, other = (public_address(f"https://h/{word}/x") for word in ("aB3" * 8, "aB4" * 8))
    assert one != other
    assert "aB" not in one + other
