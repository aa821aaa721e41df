import pytest

from jupyter_repro.comparators.lines import sentence, unified
from jupyter_repro.diagnosing.library_versions import version_causes
from jupyter_repro.verdicts import CellVerdict, Divergence, OtherSize

IMPORTED = {
    "numpy": "2.4.1",
    "pandas": "3.0.1",
    "matplotlib": "3.11.2",
    "scikit-learn": "1.9.0",
}


def reported(recorded, found):
    divergence = Divergence(sentence(recorded, found), unified(recorded, found))
    return causes(divergence)


def causes(*divergences, imported=IMPORTED):
    cell = CellVerdict(3, "c", "diverged", divergences)
    return [(cause.certainty, cause.what) for cause in version_causes(cell, imported, "record it")]


@pytest.mark.parametrize(
    ("recorded", "found", "named"),
    [
        ("0.9", "np.float64(0.9)", "numpy 2 shows a scalar with its type"),
        ("array([ 3.14,  4.  ])", "array([3.14, 4.  ])", "numpy 1.14 and later write arrays"),
        ("[[ 1.  2.]\n [ 3.  4.]]", "[[1. 2.]\n [3. 4.]]", "numpy 1.14 and later write arrays"),
        ("array([ True], dtype=bool)", "array([ True])", "numpy 1.14 and later write arrays"),
        (
            "<div>\n<table>",
            "<div>\n<style scoped>\n  .dataframe th {\n  }\n</style>\n<table>",
            "pandas 0.23 and later put a style",
        ),
        ("(0.5, True)", "(np.float64(0.5), np.True_)", "numpy 2 shows a scalar with its type"),
        ("(1+2j)", "np.complex128(1+2j)", "numpy 2 shows a scalar with its type"),
        ("<Figure size 432x288 with 1 Axes>", "<Figure size 640x480 with 1 Axes>", "another default size"),
        (
            "<AxesSubplot:xlabel='x'>",
            "<Axes: xlabel='x'>",
            "matplotlib shows figures and axes in other words",
        ),
        ("a    object\ndtype: object", "a       str\ndtype: object", "pandas names types"),
        ("Int64Index([1, 2], dtype='int64')", "Index([1, 2], dtype='int64')", "pandas names types"),
        ("SVC(C=1.0, cache_size=200)", "SVC()", "scikit-learn shows only the parameters"),
        ("0.1234567891", "0.1234567892", "last digits"),
        ("/a/x.py:12: FutureWarning: old\n  f(x)\nb", "/c/y.py:1: UserWarning: new\n  g(y)\nb", "warnings"),
    ],
)
def test_another_look_of_the_same_result_is_named(recorded, found, named):
    [(certainty, what)] = reported(recorded, found)
    assert (certainty, named in what) == ("observed", True)


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ("0.85", "0.86"),
        ("0.9", "np.float64(0.8)"),
        ("True", "False"),
        ("12", "13"),
        ("a", "b"),
        ("0.1235", "0.1236"),
    ],
)
def test_another_result_is_not_taken_for_another_look(recorded, found):
    assert reported(recorded, found) == []


def test_a_look_beside_other_last_digits_is_all_that_differs():
    assert [
        certainty for certainty, _ in reported("2.8119254917081569", "np.float64(2.811925491708157)")
    ] == ["observed"] * 2


def test_another_result_beside_another_look_is_said():
    [(certainty, what)] = reported("[0.9]\nmean 0.5", "[np.float64(0.9)]\nmean 0.7")
    assert certainty == "suspected"
    assert "among other differences" in what


def test_a_look_beside_another_divergence_of_the_cell_is_only_suspected():
    look = Divergence("x", unified("0.9", "np.float64(0.9)"))
    assert [certainty for certainty, _ in causes(look, Divergence("a stream is missing"))] == ["suspected"]


def test_a_look_of_a_package_that_is_not_imported_is_not_named():
    look = Divergence("x", unified("SVC(C=1.0, cache_size=200)", "SVC()"))
    assert causes(look, imported={"numpy": "2.4.1"}) == []


def test_a_look_in_a_diff_that_is_cut_is_only_suspected():
    style = "<style scoped>\n" + "  th {\n" * 80 + "</style>\n"
    divergence = Divergence("x", unified("<div>\n<b>0.5</b>", f"<div>\n{style}<b>0.7</b>"))
    assert divergence.diff.endswith("…")
    assert [certainty for certainty, _ in causes(divergence)] == ["suspected"]


def test_a_picture_of_another_size_is_named():
    [(certainty, what)] = causes(OtherSize("size 372×248 became 547×413", mime="image/png"))
    assert certainty == "suspected"
    assert what.startswith("figures are drawn in another default size or with other margins")


def test_the_version_that_is_installed_is_said():
    assert reported("0.9", "np.float64(0.9)")[0][1].endswith("(now numpy 2.4.1)")
