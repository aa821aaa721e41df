import base64
import zlib
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jupyter_repro.canonical.canonical_form import (
    canonical_outputs,
    record_outputs,
    represent,
    representation_digest,
)


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def display(kind="display_data", **data):
    names = {"plain": "text/plain", "html": "text/html", "json": "application/json", "png": "image/png"}
    return {"output_type": kind, "data": {names[name]: value for name, value in data.items()}, "metadata": {}}


def only(*outputs):
    (output,) = canonical_outputs(outputs)
    (text,) = output.data.values()
    return text


def png(colour, note=""):
    written, info = BytesIO(), PngInfo()
    info.add_text("Software", note)
    Image.new("RGB", (4, 3), colour).save(written, "PNG", pnginfo=info)
    return base64.encodebytes(written.getvalue()).decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
BUNDLES = st.dictionaries(
    st.sampled_from(
        ["text/plain", "text/html", "application/json", "image/png", "image/svg+xml", "x/y+json"]
    ),
    JSON,
)
OUTPUTS = st.lists(
    st.builds(stream, st.text() | st.lists(st.text()), st.sampled_from(["stdout", "stderr"]))
    | st.fixed_dictionaries(
        {"output_type": st.sampled_from(["display_data", "execute_result"]), "data": BUNDLES}
    )
    | st.fixed_dictionaries(
        {"output_type": st.just("error"), "ename": st.text(), "traceback": st.lists(st.text())}
    )
    | st.dictionaries(st.sampled_from(["output_type", "data", "text", "name"]), JSON),
    max_size=5,
)


@given(OUTPUTS)
def test_any_json_has_a_canonical_form_that_can_be_recorded(outputs):
    for record in record_outputs(canonical_outputs(outputs)):
        assert all(representation.digest.startswith("blake3:") for representation in record.data.values())


@given(st.text(st.characters(exclude_characters="\x1b\r\b")), st.lists(st.integers(0, 100)))
def test_where_a_stream_was_cut_into_chunks_does_not_matter(text, cuts):
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    chunks = [stream(text[start:end]) for start, end in pairwise(places)]
    assert canonical_outputs(chunks) == canonical_outputs([stream(text)])


@given(st.text("ab\r\n\b\x1b[K0x1at ", max_size=40))
def test_the_canonical_form_of_a_stream_is_its_own_canonical_form(text):
    once = canonical_outputs([stream(text)])
    again = [stream(output.data[mime]) for output in once for mime in output.data]
    assert canonical_outputs(again) == once


AWKWARD = (
    "a", "<A at 0x7f12345678>", "\x1b[31m", "\x1b[2K", "\x1b[K", "\x1b[A", "\x1b", "[K", "\r", "\n", "\b", "\r\n",
    "/tmp/ipykernel_1/2.py", "Cell In[3]", 'id="T_12abc"', "T_12abc", "#", "site-packages/", "lib/python3.11/",
    "...", " at 0x", "é", "1.5",
)  # fmt: skip
PIECES = st.lists(st.sampled_from(AWKWARD), max_size=12).map("".join)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["text/plain", "text/html", "image/svg+xml"]), PIECES), max_size=3
    )
)
def test_the_canonical_form_of_a_display_is_its_own_canonical_form(bundles):
    once = canonical_outputs([{"output_type": "display_data", "data": bundle} for bundle in bundles])
    again = [{"output_type": output.type, "data": output.data} for output in once]
    assert canonical_outputs(again) == once


@given(PIECES, PIECES, st.lists(PIECES, max_size=3))
def test_the_canonical_form_of_an_error_is_its_own_canonical_form(name, message, frames):
    (once,) = canonical_outputs(
        [{"output_type": "error", "ename": name, "evalue": message, "traceback": frames}]
    )
    (text,) = once.data.values()
    name, _, message = text.partition(": ")
    assert canonical_outputs([{"output_type": "error", "ename": name, "evalue": message}]) == (once,)


def test_streams_between_two_displays_are_joined_and_never_across_one():
    outputs = [stream("a"), stream("!", "stderr"), stream("b"), display(plain="x"), stream("c")]
    assert [next(iter(output.data.values())) for output in canonical_outputs(outputs)] == [
        "ab",
        "!",
        "x",
        "c",
    ]


def test_a_carriage_return_overwrites_as_on_a_terminal():
    assert only(stream("100 %\r 50")) == " 50 %"
    assert only(stream("a\rb\rc\n")) == "c\n"
    assert only(stream("one\r\ntwo\n")) == "one\ntwo\n"
    assert only(stream("ab\bc")) == "ac"
    assert only(stream("loading…\r\x1b[Kdone")) == "done"


def test_colours_stay_where_lines_are_overwritten():
    assert only(stream("\x1b[31mred\x1b[0m")) == "\x1b[31mred\x1b[0m"
    assert only(stream("xx\r\x1b[31mr")) == "\x1b[31mrx"


def test_twenty_thousand_overwritten_lines_take_no_time():
    assert only(stream("".join(f"\r{number}" for number in range(200_000)))) == "199999"


def test_addresses_are_numbered_so_that_identity_is_still_compared():
    same = only(display(plain="[<A at 0x7f0000001>, <A at 0x7f0000001>]"))
    other = only(display(plain="[<A at 0x7f0000001>, <A at 0x7f0000002>]"))
    assert same == "[<A at address-1>, <A at address-1>]"
    assert other == "[<A at address-1>, <A at address-2>]"


@pytest.mark.parametrize(
    ("cut", "other"),
    [
        ("<lightgbm.bas...x7f579444ba90>", "<lightgbm.bas...x7f52698c55d0>"),
        ("('n', FunctionTrans...7fc1b8636660>)", "('n', FunctionTrans...7fc1f03f6980>)"),
        ("<__main__.Thi...0x7f01020304>", "<__main__.Thi...0x7f05060708>"),
        ("<md5 _hashlib.HASH object @ 0x7f0000001>", "<md5 _hashlib.HASH object @ 0x7f0000002>"),
    ],
)
def test_an_address_that_was_cut_or_stands_otherwise_does_not_matter(cut, other):
    assert only(display(plain=cut)) == only(display(plain=other))
    escaped = [text.replace("<", "&lt;").replace(">", "&gt;") for text in (cut, other)]
    assert len({only(display(html=f"<td>{text}</td>")) for text in escaped}) == 1


def test_a_repr_that_was_cut_before_its_name_ends_is_another():
    assert only(display(plain="<a.b...Added>")) != only(display(plain="<a.b...Faded>"))


def test_a_hexadecimal_number_that_is_no_address_is_data():
    assert only(display(plain="0xDEADBEEF, hash 0x7f0000001")) == "0xDEADBEEF, hash 0x7f0000001"


def test_the_kernels_temporary_file_is_the_cell():
    warned = "/tmp/ipykernel_123/456789.py:3: UserWarning: careful"
    assert only(stream(warned, "stderr")) == "<cell>:3: UserWarning: careful"


def test_ids_that_producers_make_up_are_numbered():
    style = '<style>#T_5f3a1_row0_col1 {}</style><table id="T_5f3a1"></table>'
    assert (
        only(display(html=style)) == '<style>#T_styler-1_row0_col1 {}</style><table id="T_styler-1"></table>'
    )
    element = "0b1c2d3e-0000-4000-8000-0123456789ab"
    plot = f'<div id="{element}"></div><script>Plotly.newPlot("{element}")</script>'
    assert only(display(html=plot)) == '<div id="uuid-1"></div><script>Plotly.newPlot("uuid-1")</script>'


def test_a_uuid_that_names_no_element_is_data():
    uuid = "0b1c2d3e-0000-4000-8000-0123456789ab"
    assert only(display(plain=f"UUID('{uuid}')")) == f"UUID('{uuid}')"
    assert only(display(html=f"<td>{uuid}</td>")) == f"<td>{uuid}</td>"


def test_execution_counts_colours_and_places_of_installation_do_not_make_another_error():
    def error(count, prefix):
        frames = [
            f"\x1b[31mCell In[{count}], line 1\x1b[39m",
            f"File {prefix}/site-packages/a/b.py:3, in f()",
        ]
        return {"output_type": "error", "ename": "ValueError", "evalue": "x", "traceback": frames}

    assert only(error(1, "/opt/a/.venv/lib/python3.11")) == only(error(7, "/usr/lib/python3.12"))
    assert only(error(1, "/x")) != only({**error(1, "/x"), "evalue": "y"})


def test_the_place_of_installation_does_not_make_another_warning():
    def warning(prefix, line=3):
        text = f"{prefix}/site-packages/a/b.py:{line}: FutureWarning: x is old\n  f(x)\n"
        return {"output_type": "stream", "name": "stderr", "text": text}

    assert only(warning("/opt/a/lib/python3.7")) == only(warning("/home/b/.venv/lib/python3.8"))
    assert only(warning("/x")) != only(warning("/x", line=4))
    assert "/x/site-packages" in only({**warning("/x"), "name": "stdout"})


def test_json_is_sorted_and_nan_survives():
    assert only(display(json={"b": float("nan"), "a": 1})) == '{\n "a": 1,\n "b": NaN\n}'


def test_a_lone_surrogate_is_written_as_its_escape():
    assert only(stream("\ud800")) == "\\ud800"


def test_a_picture_with_other_metadata_has_the_same_digest_and_one_other_pixel_another():
    first, second = only(display(png=png("red"))), only(display(png=png("red", note="3.9")))
    assert first != second
    assert representation_digest("image/png", first) == representation_digest("image/png", second)
    other = only(display(png=png((254, 0, 0))))
    assert representation_digest("image/png", first) != representation_digest("image/png", other)


def test_a_picture_that_cannot_be_decoded_is_digested_by_its_bytes():
    assert representation_digest("image/png", "AAAA") != representation_digest("image/png", "AAAB")
    assert represent("image/png", "AAAA").excerpt == ("a picture that cannot be decoded",)
    assert represent("image/png", "not base64!").digest


def test_a_short_text_is_kept_whole_and_of_a_long_one_the_ends():
    assert represent("text/plain", "a\nb").excerpt == ("a", "b")
    assert represent("text/plain", "a\nb").complete
    long = represent("text/plain", "begin\n" + "x\n" * 50_000 + "end")
    assert not long.complete
    assert (long.excerpt[0], long.excerpt[-1]) == ("begin", "end")
    assert any("characters left out" in line for line in long.excerpt)
    assert len("\n".join(long.excerpt)) < 2_500


ELEMENTS = [
    "<div id=\"{}\"></div><script>var chart_{} = init(document.getElementById('{}'))</script>",
    "<div id='fig_el4752{}6394267984'></div><script>draw(\"fig_el4752{}6394267984\", {{}})</script>",
    '<div id="plot_{}"><svg><path clip-path="url(#clip-{})"/></svg></div>',
    "<div id=box-{}></div>",
    '<script>mount({{"elementId": "view-{}"}})</script>',
    '<svg><g id="g{}"/><use href="#g{}"/></svg>',
]
RANDOM_NAMES = [
    ("cec71c81b1c14ce0a48fdb24f78cac82", "0b3c9a21b1c14ce0a48fdb24f78cac11"),
    ("53a6820b-7393-4d47-ad73-ff8db1fee229", "63a6820b-7393-4d47-8d73-ff8db1fee22a"),
    ("53a6820b_7393_4d47_ad73_ff8db1fee229", "63a6820b_7393_4d47_8d73_ff8db1fee22a"),
    ("1764402404123", "1764402999456"),
    ("aZ3kQ9xT1bLm", "Bz4kW8yT2cLn"),
]


@pytest.mark.parametrize("markup", ELEMENTS)
@pytest.mark.parametrize("names", RANDOM_NAMES)
def test_the_random_part_of_an_elements_name_is_numbered_whoever_made_it(markup, names):
    one, other = (only(display(html=markup.format(*[name] * 3))) for name in names)
    assert one == other
    assert names[0] not in one


def test_two_elements_with_random_names_stay_two():
    twice = '<p id="a-{}"></p><p id="a-{}"></p>'
    same, differ = (
        only(display(html=twice.format(*names)))
        for names in (("1764402404123", "1764402404123"), ("1764402404123", "1764402999456"))
    )
    assert same != differ


@pytest.mark.parametrize(
    "markup",
    ['<p id="section-2024"></p>', "<td>cec71c81b1c14ce0a48fdb24f78cac82</td>", '<p id="introduction"></p>'],
)
def test_what_is_shown_and_what_a_person_named_stays(markup):
    assert only(display(html=markup)) == markup


def pdf(drawing, date):
    stream = zlib.compress(drawing)
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Length " + str(len(stream)).encode() + b" /Filter /FlateDecode >>\nstream\n"
    )
    content += stream + b"\nendstream\nendobj\n2 0 obj\n<< /CreationDate (D:" + date + b") >>\nendobj\n"
    return base64.b64encode(content + b"trailer\n<< /ID [<" + date + b"> <" + date + b">] >>").decode()


def test_a_pdf_is_what_it_draws():
    first, later, other = pdf(b"0 0 m", b"20261129"), pdf(b"0 0 m", b"20261130"), pdf(b"0 1 m", b"20261129")
    assert representation_digest("application/pdf", first) == representation_digest("application/pdf", later)
    assert representation_digest("application/pdf", first) != representation_digest("application/pdf", other)


def test_the_date_of_a_postscript_figure_is_no_part_of_it():
    one, other = (only(display(plain=f"%!PS-Adobe-3.0\n%%CreationDate: {day} 10:00\n0 0 m")) for day in "12")
    assert one == other
