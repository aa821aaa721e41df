from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import msgspec
import pytest

from jupyter_repro.collectors.environment import EnvironmentCollector
from jupyter_repro.verdicts import ContextChange


def collected(**environ: str) -> dict[str, str]:
    script = """
        import os, msgspec
        from types import SimpleNamespace
        from jupyter_repro.collectors.environment import EnvironmentCollector
        print(msgspec.json.encode(EnvironmentCollector().collect(SimpleNamespace(environ=os.environ))).decode())
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, check=True)
    return msgspec.json.decode(ran.stdout)


@pytest.mark.parametrize(
    ("zone", "reported"),
    [
        ("UTC", "UTC +00:00"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "CET +01:00, CEST +02:00"),
        ("ABC+9:30", "ABC -09:30"),
    ],
)
def test_the_times_of_the_zone_are_reported(zone, reported):
    assert collected(TZ=zone)["time zone in force"] == reported


def test_a_locale_that_the_machine_does_not_have_is_not_in_force():
    found = collected(LC_ALL="xx_XX.UTF-8")
    assert (found["LC_ALL"], found["locale in force"]) == ("xx_XX.UTF-8", "C")


def test_what_an_older_snapshot_did_not_record_is_no_change():
    recorded, found = {"TZ": "UTC"}, {"TZ": "UTC", "locale in force": "C"}
    assert not list(EnvironmentCollector().changes(recorded, found))


def test_another_locale_in_force_is_a_change():
    changes = EnvironmentCollector().changes({"locale in force": "C"}, {"locale in force": "C.UTF-8"})
    assert list(changes) == [ContextChange("locale", "locale in force", "C", "C.UTF-8")]
