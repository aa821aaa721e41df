import base64
import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jupyter_repro.comparators import comparator_for
from jupyter_repro.comparators.html import HtmlComparator
from jupyter_repro.extensions.registry import parts
from jupyter_repro.policies.policy import Policy

STDOUT = "application/vnd.jupyter.stdout"
PLAIN = Policy()


def compare(mime, recorded, found, policy=PLAIN):
    return comparator_for(mime).compare(recorded, found, policy)


def summary(mime, recorded, found):
    return compare(mime, recorded, found).summary


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["{}", "[1, NaN]", "<table><tr><td>1</td></tr></table>", "1.5 nan inf", "é"]
)


@given(st.sampled_from(sorted(parts("comparators"))), TEXTS, TEXTS)
def test_no_comparator_raises_and_equal_is_equal(name, recorded, found):
    comparator = parts("comparators")[name]
    assert comparator.compare(recorded, recorded, PLAIN) is None
    reported = comparator.compare(recorded, found, Policy(tolerance=0.1))
    assert (reported is None) == (recorded == found)
    assert reported is None or (reported.summary and "\n" not in reported.summary)


@pytest.mark.parametrize(
    ("mime", "name"),
    [
        ("text/html", "HtmlComparator"),
        ("text/latex", "TextComparator"),
        (STDOUT, "StdoutComparator"),
        ("image/png", "ImageComparator"),
        ("image/svg+xml", "SvgComparator"),
        ("application/vnd.plotly.v1+json", "PlotlyComparator"),
        ("application/vnd.vegalite.v6.json", "VegaComparator"),
        ("application/vnd.stranger+json", "JsonComparator"),
        ("application/vnd.jupyter.error", "ErrorComparator"),
        ("application/pdf", "PdfComparator"),
        ("", "TextComparator"),
    ],
)
def test_the_comparator_that_knows_a_type_best_is_chosen(mime, name):
    assert type(comparator_for(mime)).__name__ == name


# text


@pytest.mark.parametrize(
    ("recorded", "found", "reported"),
    [
        ("accuracy 0.8125", "accuracy 0.9125", "0.8125 became 0.9125 (relative change 0.12)"),
        ("1 2 3", "1 2 4", "3 became 4 (relative change 0.33)"),
        ("a 1 b 2", "a 9 b 3", "1 became 9 (relative change 8), and 1 more number"),
        ("x -1", "x 1", "-1 became 1 (relative change 2)"),
        ("loss nan", "loss 1.0", "nan became 1.0"),
        ("x1 = 2", "x2 = 2", "'x1 = 2' became 'x2 = 2'"),
        ("numpy 1.26.4", "numpy 2.26.4", "'numpy 1.26.4' became 'numpy 2.26.4'"),
        ("a\nb\nc", "a\nX\nc", "line 2: 'b' became 'X'"),
        ("a\nb", "a\nb\nc\nd", "2 lines were added after line 2: 'c'"),
        ("a\nb\nc", "a\nc", "1 line was removed after line 1: 'b'"),
        ("\x1b[31mred\x1b[0m", "\x1b[32mred\x1b[0m", "only colours differ"),
    ],
)
def test_a_change_of_text_is_reported_in_one_line(recorded, found, reported):
    assert summary("text/plain", recorded, found) == reported


def test_a_long_line_is_cut_around_the_change():
    reported = summary("text/plain", "x" * 500 + "A" + "y" * 500, "x" * 500 + "B" + "y" * 500)
    assert "A" in reported
    assert "B" in reported
    assert len(reported) < 200


@pytest.mark.parametrize(("found", "passes"), [("1.0000001", True), ("1.1", False), ("nan", False)])
def test_a_tolerance_lets_pass_what_is_within_it_and_is_named(found, passes):
    reported = compare("text/plain", "1.0", found, Policy(tolerance=1e-6))
    assert reported.allowed == ("tolerance 1e-06" if passes else "")


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        (
            "CPU times: user 1 ms, sys: 0 ns, total: 1 ms\nWall time: 1.2 ms\n",
            "CPU times: user 3 ms, sys: 1 ms, total: 4 ms\nWall time: 4 ms\n",
        ),
        (
            "1.2 μs ± 3 ns per loop (mean ± std. dev. of 7 runs, 1,000 loops each)",
            "2 ms ± 1 μs per loop (mean ± std. dev. of 7 runs, 10 loops each)",
        ),
        (
            "100 loops, best of 3: 1.2 ms per loop",
            "2 ms ± 1 μs per loop (mean ± std. dev. of 7 runs, 100 loops each)",
        ),
        ("100%|███| 10/10 [00:00<00:00, 1234.5it/s]", "100%|███| 10/10 [00:01<00:00, 9.51it/s]"),
        (
            "Map: 100%|█| 9/9 [00:00<00:00, 4999.2 examples/s]",
            "Map: 100%|█| 9/9 [00:01<00:00, 4.3 examples/s]",
        ),
        ("Read: 4 rows [00:00, 24.87 rows/s]", "Read: 4 rows [00:01, 2.1s/ rows]"),
    ],
)
def test_what_reports_times_is_equivalent_unless_that_is_switched_off(recorded, found):
    assert compare(STDOUT, recorded, found).allowed == "timings"
    assert compare(STDOUT, recorded, found, Policy(timings=False)).allowed == ""


def fitted(seconds, times):
    return (
        "<table><tr><td>{&#x27;me...me&#x27;: array(["
        + times
        + "]), &#x27;me...re&#x27;: array([0.96])}</td></tr>"
        "<tr><td><a>refit_time_<span>refit_time_: float<br><br>Seconds used for refitting.</span>\n</a>\n</td>\n"
        f'<td class="fitted-att-type">float</td>\n<td>{seconds}</td></tr></table>'
    )


def test_what_a_fitted_search_of_scikit_learn_took_is_equivalent():
    recorded, found = fitted("0.00095", "0.0012..., 0.0010"), fitted("0.00112", "0.0013..., 0.0011")
    assert compare("text/html", recorded, found).allowed == "timings"
    assert compare("text/html", recorded, found.replace("0.96", "0.97")).allowed == ""


def test_a_duration_that_the_notebook_prints_itself_is_a_difference():
    assert compare(STDOUT, "took 1.2 s", "took 1.3 s").allowed == ""
    assert (
        compare(STDOUT, "50%|█| 5/10 [00:00<00:00, 2it/s]", "60%|█| 6/10 [00:00<00:00, 3it/s]").allowed == ""
    )


def test_a_diff_of_huge_texts_takes_no_time_and_stays_short():
    recorded = "\n".join(f"line {number}" for number in range(200_000))
    found = "\n".join(f"line {number + number % 2}" for number in range(200_000))
    assert len(compare(STDOUT, recorded, found).diff.splitlines()) < 70


# tables and markup

FRAME = (
    "<table><thead><tr><th></th><th>{column}</th><th>size</th></tr></thead>"
    "<tbody><tr><th>Oslo</th><td>{price}</td><td>2</td></tr></tbody></table>"
)


def frame(price="3.5", column="price"):
    return FRAME.format(price=price, column=column)


def test_a_changed_table_cell_is_reported_by_row_column_and_value():
    assert (
        summary("text/html", frame(), frame("3.6"))
        == "row 'Oslo', column 'price': 3.5 became 3.6 (relative change 0.029)"
    )


def test_a_table_cell_within_the_tolerance_passes():
    assert compare("text/html", frame(), frame("3.5001"), Policy(tolerance=0.01)).allowed == "tolerance 0.01"
    assert compare("text/html", frame(), frame("cheap"), Policy(tolerance=0.01)).allowed == ""


def test_rows_and_columns_that_come_or_go_are_reported():
    row = "<tr><td>1</td></tr>"
    assert (
        summary("text/html", f"<table>{row}</table>", f"<table>{row}{row}</table>")
        == "1 row was added after row 1"
    )


def test_text_outside_tables_and_mere_markup_are_told_apart():
    assert "'old' became 'new'" in summary("text/html", "<p>old</p>", "<p>new</p>")
    assert summary("text/html", "<p class='a'>x</p>", "<p class='b'>x</p>").startswith("only markup differs")


def test_html_of_every_kind_is_compared_without_an_error():
    for text in ("", "<", "<!-- -->", "<table>", "\x00", "<svg/>", "&#0;"):
        assert HtmlComparator().compare(text, "<p>x</p>", PLAIN).summary


# JSON


@pytest.mark.parametrize(
    ("recorded", "found", "reported"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "$.a.b: 1 became 2 (relative change 1)"),
        ({"a": 1}, {}, "$: the key 'a' was removed"),
        ({}, {"a": "x"}, "$: the key 'a' was added"),
        ([1, 2], [1], "$: 2 items became 1"),
        ({"a": True}, {"a": 1}, "$.a: true became 1"),
        ([None], ["x"], "$[0]: null became 'x'"),
    ],
)
def test_json_is_reported_by_path(recorded, found, reported):
    assert summary("application/json", json.dumps(recorded), json.dumps(found)) == reported


def test_a_tolerance_holds_for_numbers_in_json():
    recorded, found = json.dumps({"x": [1.0, "a"]}), json.dumps({"x": [1.001, "a"]})
    assert compare("application/json", recorded, found, Policy(tolerance=0.01)).allowed == "tolerance 0.01"


# pictures


def png(size=(40, 30), spot=None, mode="RGB"):
    picture = Image.new(mode, size, "white")
    if spot:
        picture.putpixel(spot, (200, 255, 255))
    written = BytesIO()
    picture.save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


def test_one_pixel_is_found_and_reported_with_its_place():
    reported = compare("image/png", png(), png(spot=(3, 4)))
    assert (
        reported.summary == "1 pixel differs (largest difference 55 of 255), all within 1×1 pixels at (3, 4)"
    )
    with Image.open(BytesIO(base64.b64decode(reported.picture))) as picture:
        red, green, blue = picture.convert("RGB").getpixel((3, 4))
        assert red > 2 * max(green, blue)


def test_the_same_pixels_in_another_file_are_the_same_picture():
    assert compare("image/png", png(), png(mode="RGBA")) is None


def test_a_picture_of_another_size_and_one_that_is_broken_are_reported():
    assert summary("image/png", png(), png((50, 30))) == "size 40×30 became 50×30"
    assert "cannot be decoded" in summary("image/png", png(), "AAAA")


# errors


def test_another_error_and_another_traceback_are_told_apart():
    error = "application/vnd.jupyter.error"
    assert summary(error, "ValueError: a\nCell", "KeyError: 'b'\nCell").startswith("ValueError: ")
    assert "became KeyError: " in summary(error, "ValueError: a\nCell", "KeyError: 'b'\nCell")
    assert "traceback" in summary(
        error, "ValueError: a\nCell In[], line 1", "ValueError: a\nCell In[], line 2"
    )
