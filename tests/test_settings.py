import pytest

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.run_limits import RunLimits
from jupyter_repro.settings import DataRule, DataSettings, Settings, rules_for, settings_for


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    """The tests' own settings are not those of these tests."""
    monkeypatch.delenv("JUPYTER_REPRO_LOCK")


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
def test_what_is_wrong_is_reported_with_file_and_key(tmp_path, text, named):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(UnreadableInput) as error:
        settings_for(tmp_path)
    assert "pyproject.toml" in error.value.what
    assert named in error.value.what


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("notebook-timeout = 0", "notebook-timeout"),
        ("notebook-timeout = 'abc'", "notebook-timeout"),
        ("memory-limit = '5 parsecs'", "'5 parsecs' is no size"),
        ("memory-limit = '0 GB'", "leaves no memory"),
    ],
)
def test_a_limit_that_is_none_is_reported_with_its_file(tmp_path, line, named):
    (tmp_path / "pyproject.toml").write_text(f"[tool.jupyter-repro]\n{line}\n")
    with pytest.raises(UnreadableInput, match=rf"pyproject\.toml.*{named}"):
        settings_for(tmp_path)


def test_limits_of_a_run_are_seconds_and_bytes(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        "[tool.jupyter-repro]\nnotebook-timeout = 60\nmemory-limit = '2 GB'\n"
    )
    assert settings_for(tmp_path).limits == RunLimits(60, 2_000_000_000)


def test_timings_take_two_words_only(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\ntimings = 'never'\n")
    with pytest.raises(UnreadableInput, match="never"):
        settings_for(tmp_path)


RULE = "[tool.jupyter-repro]\n[[tool.jupyter-repro.rules]]\n"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("replace = [{pattern = '('}]", r"rules\[0\]\.replace\[0\]"),
        ("mimes = ['a']", "mimes"),
        ("tolerance = -1", r"rules\[0\]\.tolerance"),
        ("ignore = 'yes'", r"rules\[0\]\.ignore"),
    ],
)
def test_what_is_wrong_in_a_rule_is_reported_with_file_and_key(tmp_path, line, named):
    (tmp_path / "pyproject.toml").write_text(RULE + line)
    with pytest.raises(UnreadableInput, match=rf"pyproject\.toml.*{named}"):
        settings_for(tmp_path)


def test_rules_hold_for_the_notebooks_they_name_and_are_called_by_their_place(tmp_path):
    text = (
        RULE
        + "notebooks = ['a']\n"
        + RULE.partition("\n")[2]
        + "name = 'b only'\nnotebooks = ['b/*.ipynb']\n"
    )
    (tmp_path / "pyproject.toml").write_text(text)
    assert [rule.name for rule in rules_for(tmp_path / "a" / "x.ipynb")] == ["rules[0] of pyproject.toml"]
    assert [rule.name for rule in rules_for(tmp_path / "b" / "x.ipynb")] == ["b only"]


def test_a_sanitize_file_gives_the_first_rule(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nsanitize-with = 'sanitize.cfg'\n")
    (tmp_path / "sanitize.cfg").write_text("[a]\nregex: \\d+\nreplace: N\n")
    assert rules_for(tmp_path / "x.ipynb")[0].replace[0].applied("12") == "N"


@pytest.mark.parametrize("content", [None, "regex: (\nreplace: x\n"])
def test_a_sanitize_file_that_is_missing_or_broken_is_named(tmp_path, content):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nsanitize-with = 'sanitize.cfg'\n")
    if content:
        (tmp_path / "sanitize.cfg").write_text(content)
    with pytest.raises(UnreadableInput, match=r"sanitize\.cfg cannot be read"):
        rules_for(tmp_path / "x.ipynb")


def test_an_unknown_key_is_called_by_its_name_and_place(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[[tool.jupyter-repro.rules]]\npatern = 1\n")
    with pytest.raises(UnreadableInput, match=r"unknown key 'patern' in rules\[0\]"):
        settings_for(tmp_path)


DATA = "[tool.jupyter-repro.data]\n"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("limit = '10 M'", r"data: '10 M' is no size such as '10 MB'"),
        ("keep = 'some'", r"data\.keep"),
        ("kept = 1", "kept"),
    ],
)
def test_what_is_wrong_about_data_is_reported_with_file_and_key(tmp_path, line, named):
    (tmp_path / "pyproject.toml").write_text(DATA + line)
    with pytest.raises(UnreadableInput, match=rf"pyproject\.toml.*{named}"):
        settings_for(tmp_path)


def test_the_last_rule_that_holds_for_data_decides_whether_it_is_kept(tmp_path):
    rules = (DataRule("raw/*", "always"), DataRule("*.tmp", "never"), DataRule("raw/parts", "never"))
    settings = DataSettings(rules=rules)
    kept = {name: settings.keep_for(name) for name in ("raw/a.csv", "raw/a.tmp", "b.csv", "raw/parts/")}
    assert kept == {"raw/a.csv": "always", "raw/a.tmp": "never", "b.csv": "small", "raw/parts/": "never"}


def test_a_variable_is_stronger_than_the_file_and_an_empty_one_is_none(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nseed = 7\ntolerance = 0.5\n" + DATA)
    monkeypatch.setenv("JUPYTER_REPRO_SEED", "8")
    monkeypatch.setenv("JUPYTER_REPRO_STRICT", "true")
    monkeypatch.setenv("JUPYTER_REPRO_TOLERANCE", "")
    monkeypatch.setenv("JUPYTER_REPRO_DATA_KEEP", "never")
    found = settings_for(tmp_path)
    assert found == Settings(seed=8, tolerance=0.5, strict=True, data=DataSettings(keep="never"))


def test_an_unknown_key_is_answered_with_the_one_that_may_be_meant(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-repro]\nnotebok-timeout = 7\n")
    with pytest.raises(UnreadableInput) as error:
        settings_for(tmp_path)
    assert error.value.remedy.startswith("did you mean notebook-timeout?")


def test_a_table_whose_name_is_misspelled_is_not_passed_over(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter_repro]\nseed = 7\n")
    with pytest.raises(UnreadableInput, match=r"write \[tool.jupyter-repro\]"):
        settings_for(tmp_path)


def test_a_pyproject_whose_tools_are_no_table_has_no_settings(tmp_path):
    (tmp_path / "pyproject.toml").write_text("tool = 3\n")
    assert settings_for(tmp_path) == Settings()
