import os

import pytest

from jupyter_repro.environments.pyenv import found_pythons


@pytest.mark.skipif(os.name == "nt", reason="pyenv lays them out otherwise there")
def test_the_asked_version_comes_first_then_the_newest_of_its_minor_version(tmp_path, monkeypatch):
    for version in ("3.8.2", "3.8.18", "3.8.9", "3.8-dev", "3.9.1"):
        (tmp_path / "versions" / version / "bin").mkdir(parents=True)
        (tmp_path / "versions" / version / "bin" / "python").touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    found = [path.parts[-3] for path in found_pythons("3.8.9")]
    assert found == ["3.8.9", "3.8.18", "3.8.2"]
    assert not found_pythons("3.6")


def test_where_there_is_no_pyenv_there_are_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "nowhere"))
    assert found_pythons("3.8.9") == []
