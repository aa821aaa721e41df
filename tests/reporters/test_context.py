from jupyter_repro.records.snapshot import (
    Context,
    DataFile,
    DataVersion,
    GitState,
    Origin,
    Packages,
    Snapshot,
)
from jupyter_repro.reporters.context import facts, summary


def reported(topic, **context):
    snapshot = Snapshot("a.ipynb", "now", "python3", "python", (), Context(**context))
    return [text for name, text in facts(snapshot) if name == topic]


def test_a_commit_is_reported_with_its_tag_and_whether_the_patch_was_kept():
    git = GitState("c" * 40, "main", ("a.py",), "https://host/x", tag="v1", patch=("-1", "+2"))
    assert reported("git", git=git) == [f"{'c' * 12} (v1) on main, 1 changed file https://host/x"]
    assert reported("patch", git=git) == ["kept, 2 lines"]
    assert reported("patch", git=GitState("c", patch_omitted="it is too large")) == [
        "not kept: it is too large"
    ]
    assert reported("submodule", git=GitState("c", submodules={"lib": "d" * 40})) == [f"lib  {'d' * 12}"]


def test_a_package_is_reported_with_where_it_came_from():
    origins = {
        "b": Origin("https://host/b", "4711" * 10),
        "c": Origin("../c", editable=True, files={"c.py": "1"}),
    }
    packages = Packages(dict.fromkeys("abc", "1"), {}, origins)
    assert reported("package", packages=packages) == [
        "a 1",
        "b 1, from https://host/b at 471147114711",
        "c 1, editable from ../c, 1 source file",
    ]


def test_variables_and_libraries_are_reported_and_digests_are_not_shown():
    assert reported("variable", variables={"A": "scrypt:a.ipynb:1", "TZ": "UTC"}) == [
        "A, a digest of its value", "TZ=UTC",
    ]  # fmt: skip
    assert reported("blas", blas={"openblas of numpy": "0.3, 2 threads"}) == [
        "openblas of numpy: 0.3, 2 threads"
    ]


def test_what_is_no_file_is_not_counted_as_one():
    read = DataFile("blake3:1", 1)
    names = ["a.csv", "file:///b.csv", "sqlite:shop.db#query=1", "delta:orders"]
    data = dict.fromkeys(names, read) | {"delta:orders": DataFile("blake3:1", 1, version=DataVersion("3"))}
    snapshot = Snapshot("a.ipynb", "now", "python3", "python", (), Context(data=data))
    assert "2 data files, 2 other data sources, 0 local modules" in summary(snapshot)
