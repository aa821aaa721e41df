from __future__ import annotations

import os
import platform
import re
from types import SimpleNamespace

import pytest

from jupyter_repro.collectors.machine import MachineCollector, memory_size, model_name
from jupyter_repro.verdicts import ContextChange

HERE = SimpleNamespace(environ={})


def test_the_machine_is_described_and_not_named():
    found = MachineCollector().collect(HERE)
    assert sorted(found) == [
        "architecture", "container", "cores", "gpus", "instructions", "libc", "memory", "processor", "system",
        "virtual machine",
    ]  # fmt: skip
    assert all(found.values())
    assert found["system"] == platform.system()
    assert found["architecture"] == platform.machine()
    assert 1 <= int(found["cores"]) <= os.cpu_count()
    assert re.fullmatch(r"\d+ [GM]iB", found["memory"])
    assert found["processor"]
    assert platform.node() not in found.values()


def test_a_machine_has_not_changed_from_itself():
    collector = MachineCollector()
    assert not list(collector.changes(collector.collect(HERE), collector.collect(HERE)))


def test_another_processor_is_a_change():
    changes = MachineCollector().changes({"cores": "2", "processor": "A"}, {"cores": "2", "processor": "B"})
    assert list(changes) == [ContextChange("machine", "processor", "A", "B")]


def test_what_an_older_snapshot_did_not_record_is_no_change():
    assert not list(MachineCollector().changes({"cores": "2"}, {"cores": "2", "gpus": "none"}))


@pytest.mark.parametrize(
    ("count", "reported"),
    [
        (24 * 2**30, "24 GiB"),
        (25_130_000_000, "23 GiB"),
        (16_600_000_000, "15 GiB"),
        (512 * 2**20, "512 MiB"),
    ],
)
def test_memory_is_reported_in_whole_gibibytes(count, reported):
    assert memory_size(count) == reported


def test_the_model_name_of_the_processor_is_read():
    assert model_name("processor\t: 0\nmodel name\t: Some  CPU @ 2 GHz\nflags: x\n") == "Some CPU @ 2 GHz"
    assert model_name("processor\t: 0\nBogoMIPS\t: 50\n") == ""
