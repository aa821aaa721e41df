import pytest

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.settings import Settings, settings_for


def test_without_a_pyproject_the_defaults_hold(tmp_path):
    assert settings_for(tmp_path) == Settings()


def test_the_nearest_pyproject_with_our_table_decides(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nseed = 7\ntimings = 'compare'\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.black]\nline-length = 100\n")
    assert settings_for(below) == Settings(seed=7, timings="compare")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[tool.jupyter-repro]\nsed = 7\n", "sed"),
        ("[tool.jupyter-repro]\nseed = 'x'\n", "seed"),
        ("[tool", ""),
    ],
)
def test_what_is_wrong_is_told_with_file_and_key(tmp_path, text, named):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(UnreadableInput) as error:
        settings_for(tmp_path)
    assert "pyproject.toml" in error.value.what
    assert named in error.value.what


def test_timings_take_two_words_only(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\ntimings = 'never'\n")
    with pytest.raises(UnreadableInput, match="never"):
        settings_for(tmp_path)
