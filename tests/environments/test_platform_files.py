"""A lock without the files of other platforms."""

from __future__ import annotations

import tomllib

from jupyter_repro.environments.platform_files import without_other_platforms

LOCK = """lock-version = "1.0"
created-by = "uv"

[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'no-such'"
wheels = [{ url = "https://h/colorama-0.4.6-py2.py3-none-any.whl", hashes = { sha256 = "00" } }]

[[packages]]
name = "fast"
version = "1.0"
sdist = { url = "https://h/fast-1.0.tar.gz", upload-time = 2024-01-01T00:00:00Z, size = 1, hashes = { sha256 = "01" } }
wheels = [
    { url = "https://h/fast-1.0-cp311-cp311-no_such_platform.whl", size = 1, hashes = { sha256 = "02" } },
    { url = "https://h/fast-1.0-py3-none-any.whl", upload-time = 2024-01-01T00:00:00Z, hashes = { sha256 = "03" } },
]

[[packages]]
name = "source"
version = "1.0"
sdist = { url = "https://h/source-1.0.tar.gz", size = 1, hashes = { sha256 = "04" } }

[[packages]]
name = "elsewhere"
version = "1.0"
sdist = { url = "https://h/elsewhere-1.0.tar.gz", size = 1, hashes = { sha256 = "05" } }
wheels = [
    { url = "https://h/elsewhere-1.0-cp311-cp311-no_such_platform.whl", size = 1, hashes = { sha256 = "06" } },
]
"""


def test_what_this_platform_installs_stays_and_nothing_else():
    found = {
        each["name"]: each for each in tomllib.loads(without_other_platforms(LOCK, "3.11.7"))["packages"]
    }
    assert list(found) == ["fast", "source", "elsewhere"]
    assert [each["hashes"]["sha256"] for each in found["fast"]["wheels"]] == ["03"]
    assert "sdist" not in found["fast"]
    assert "upload-time" not in found["fast"]["wheels"][0]
    assert found["source"]["sdist"]["hashes"] == {"sha256": "04"}
    assert (len(found["elsewhere"]["wheels"]), "sdist" in found["elsewhere"]) == (1, True)


def test_to_do_it_twice_changes_nothing():
    once = without_other_platforms(LOCK, "3.11.7")
    assert without_other_platforms(once, "3.11.7") == once
