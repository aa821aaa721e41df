import pytest

from jupyter_repro.collectors.gpus import NONE, gpus, listed


@pytest.fixture
def tool(tmp_path, monkeypatch):
    """A program in the place of NVIDIA's, which is not on every machine."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def written(script):
        (tmp_path / "nvidia-smi").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "nvidia-smi").chmod(0o755)

    gpus.cache_clear()
    yield written
    gpus.cache_clear()


def test_equal_ones_are_counted():
    assert listed("NVIDIA A100, 535.1\nNVIDIA A100, 535.1\nTesla, T4, 535.1\n") == (
        "2 x NVIDIA A100 (driver 535.1), Tesla, T4 (driver 535.1)"
    )


def test_the_tool_is_asked(tool):
    tool("echo 'NVIDIA A100, 535.1'")
    assert gpus() == "NVIDIA A100 (driver 535.1)"


def test_a_tool_that_fails_finds_none(tool):
    tool("echo 'No devices, were found'; exit 9")
    assert gpus() == NONE


def test_without_the_tool_there_are_none(tool):
    assert gpus() == NONE
