from datetime import date

import pytest

from jupyter_repro.environments.dated_packages import ANY_DAY, Candidate
from jupyter_repro.rescuing.candidates import (
    after_trouble,
    after_verdict,
    blamed,
    missing_file,
    series_before,
)
from jupyter_repro.verdicts import CellVerdict, Divergence, Verdict

DAY = date(2019, 6, 1)
WISH = Candidate(DAY, frozenset({"pandas", "x"}))
VERSIONS = {"pandas": "1.3.5"}
LONG_AGO = date(2000, 1, 1)


def ran(status, *divergences):
    return Verdict("a.ipynb", status, cells=(CellVerdict(0, "c", status, divergences),))


def test_a_package_that_does_not_build_is_taken_as_a_wheel_then_of_a_later_day_then_of_any():
    said = "× Failed to build `x==1.0`\n ╰─▶ The build backend"
    first, second, *_ = after_trouble(WISH, said)
    assert first.wheels_only == {"x"}
    assert second.days == {"x": date(2020, 5, 26)}
    assert next(
        iter(after_trouble(second.__class__(**{**vars(second), "wheels_only": {"x"}}), said))
    ).days == {"x": ANY_DAY}


def test_a_package_that_no_index_has_is_left_out():
    [wish] = after_trouble(WISH, "Because x was not found in the package\n registry and you require x")
    assert wish.wanted == {"pandas"}


def test_metadata_that_cannot_be_read_is_given():
    [wish] = after_trouble(WISH, "hint: Metadata for `x` (v1.0) could not be parsed:")
    assert wish.unreadable == {"x"}


def test_what_was_written_down_is_dropped_before_what_the_outputs_state():
    wish = Candidate(DAY, frozenset({"a"}), {"a": "==1", "b": "==2"}, frozenset({"b"}))
    first, second = after_trouble(wish, "No solution found")
    assert (first.versions, second.versions) == ({"b": "==2"}, {})


def test_a_missing_module_is_added():
    verdict = ran("failed", Divergence("ModuleNotFoundError: No module named 'yaml'"))
    assert next(after_verdict(WISH, verdict, VERSIONS, WISH, LONG_AGO)).wanted == {"pandas", "x", "pyyaml"}


@pytest.mark.parametrize(
    "said",
    [
        "FileNotFoundError: [Errno 2] No such file or directory: 'data/x.csv'",
        "FileNotFoundError: File b'data/x.csv' does not exist: b'data/x.csv'",
    ],
)
def test_a_file_that_the_first_failing_cell_looks_for_is_named_unless_it_is_there(tmp_path, said):
    first, other = Divergence(said), Divergence("ModuleNotFoundError: No module named 'yaml'")
    assert missing_file(ran("failed", first), tmp_path) == "data/x.csv"
    assert missing_file(ran("failed", other, first), tmp_path) == ""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").touch()
    assert missing_file(ran("failed", first), tmp_path) == ""


def test_an_api_error_moves_that_one_package_to_an_earlier_series():
    verdict = ran("failed", Divergence("AttributeError: module 'pandas' has no attribute 'Panel'"))
    first, second, *_ = after_verdict(WISH, verdict, VERSIONS, WISH, LONG_AGO)
    assert first.day == second.day == DAY
    assert (first.versions, second.versions) == ({"pandas": "<1.3"}, {"pandas": "<1.0"})


@pytest.mark.parametrize(
    ("version", "limits"),
    [
        ("1.3.5", ["1.3", "1.0"]),
        ("2.0.1", ["2.0"]),
        ("0.25.1", ["0.25", "0.22"]),
        ("0.2", ["0.2"]),
        ("0.0.1", []),
        ("3", ["3.0"]),
    ],
)
def test_series_before_a_version(version, limits):
    assert series_before(version) == limits


def test_outputs_that_differ_move_all_packages_to_earlier_days_but_not_before_their_python():
    wishes = list(
        after_verdict(WISH, ran("diverged", Divergence("1 became 2")), VERSIONS, WISH, date(2019, 1, 1))
    )
    assert [wish.day for wish in wishes] == [date(2019, 4, 2), date(2019, 2, 1)]


def test_a_kernel_that_does_not_start_is_taken_of_a_later_day():
    first = next(after_verdict(WISH, Verdict("a.ipynb", "unverifiable"), VERSIONS, WISH, LONG_AGO))
    assert list(first.days) == ["ipykernel"]


@pytest.mark.parametrize(
    ("message", "packages"),
    [
        ("ImportError: cannot import name 'joblib' from 'sklearn.externals' (x)", ["scikit-learn"]),
        ("ModuleNotFoundError: No module named 'pandas.util.testing'", ["pandas"]),
        ("AttributeError: 'DataFrame' object has no attribute 'ix'", ["pandas"]),
        ("AttributeError: 'Graph' object has no attribute 'node'", ["networkx"]),
        ("ZeroDivisionError: division by zero", []),
    ],
)
def test_an_error_names_the_package_that_it_is_about(message, packages):
    assert blamed(message) == packages
