import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import UNSET

from jupyter_repro.errors import UnreadableInput
from jupyter_repro.records.snapshot import (
    CellRecord,
    Context,
    DataFile,
    GitState,
    OutputRecord,
    Packages,
    Representation,
    Snapshot,
    Use,
)
from jupyter_repro.snapshots.snapshot_file import (
    decode_snapshot,
    encode_snapshot,
    snapshot_path,
    snapshot_schema,
)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
REPRESENTATIONS = st.builds(
    Representation,
    digest=TEXT,
    size=st.integers(0, 2**40),
    excerpt=st.tuples(TEXT, TEXT),
    complete=st.booleans(),
)
OUTPUTS = st.builds(
    OutputRecord,
    type=st.sampled_from(["stream", "display_data", "execute_result", "error"]),
    data=st.dictionaries(TEXT, REPRESENTATIONS, max_size=3),
)
CONTEXTS = st.builds(
    Context,
    seed=st.none() | st.integers(0, 2**32 - 1),
    parameters=st.dictionaries(
        TEXT, st.none() | TEXT | st.integers(-(2**40), 2**40) | st.booleans(), max_size=3
    ),
    data=st.dictionaries(
        TEXT, st.builds(DataFile, TEXT, st.integers(0, 2**50), TEXT, st.integers(0, 99)), max_size=3
    ),
    git=st.none() | st.builds(GitState, TEXT, TEXT, st.tuples(TEXT), TEXT),
    packages=st.builds(Packages, st.dictionaries(TEXT, TEXT, max_size=3)),
)
SNAPSHOTS = st.builds(
    Snapshot,
    notebook=TEXT,
    recorded=TEXT,
    kernel=TEXT,
    language=TEXT,
    cells=st.lists(
        st.builds(CellRecord, TEXT, TEXT, st.lists(OUTPUTS, max_size=2).map(tuple)), max_size=3
    ).map(tuple),
    context=CONTEXTS,
    uses=st.tuples(st.builds(Use, TEXT, TEXT, st.integers(0, 99), TEXT)),
    verified=st.booleans(),
    verified_at=TEXT,
    verified_commit=TEXT,
    seconds=st.just(UNSET) | st.floats(0, 1e9),
)


@given(SNAPSHOTS)
def test_what_is_written_is_read_again(snapshot):
    assert decode_snapshot(encode_snapshot(snapshot), "a.repro.json") == snapshot


@given(SNAPSHOTS)
def test_a_snapshot_fits_its_published_schema(snapshot):
    Draft202012Validator(snapshot_schema()).validate(json.loads(encode_snapshot(snapshot)))


@given(SNAPSHOTS, st.integers(0, 10_000))
def test_a_snapshot_that_was_cut_is_unreadable_and_never_something_else(snapshot, at):
    content = encode_snapshot(snapshot).rstrip()
    with pytest.raises(UnreadableInput):
        decode_snapshot(content[: at % len(content)], "a.repro.json")


def test_a_file_is_one_fact_a_line_with_sorted_keys():
    lines = encode_snapshot(Snapshot("a.ipynb", "now", "python3", "python", ())).decode().splitlines()
    keys = [line.split(":")[0].strip() for line in lines if line.startswith(' "')]
    assert keys == sorted(keys)
    assert lines[0] == "{"


def test_a_snapshot_of_a_newer_version_says_so_and_what_to_do():
    with pytest.raises(UnreadableInput, match="snapshot@2") as error:
        decode_snapshot(b'{"schema": "jupyter-repro/snapshot@2"}', "a.repro.json")
    assert "pip install --upgrade" in error.value.remedy


def test_the_snapshot_lies_beside_the_notebook():
    assert str(snapshot_path("a/b.ipynb")) == "a/b.repro.json"
