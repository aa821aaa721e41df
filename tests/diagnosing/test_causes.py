from dataclasses import replace

import pytest

from jupyter_repro.diagnosing.causes import causes
from jupyter_repro.diagnosing.evidence import Evidence, TextPair
from jupyter_repro.digest import UNREADABLE
from jupyter_repro.errors import NoAccess
from jupyter_repro.records.raised import Raised
from jupyter_repro.records.run_limits import Allowance
from jupyter_repro.records.snapshot import Context, DataFile, DataVersion, Origin, Packages, Use
from jupyter_repro.verdicts import CellVerdict, ContextChange, Divergence, Where

INDEXES = {"a": 0, "b": 2, "c": 4}


def evidence(recorded=None, found=None, changes=(), uses=(), edited=(), parameters=(), shown=()):
    return Evidence(
        "n.ipynb",
        recorded or Context(),
        found or Context(),
        changes,
        uses,
        edited,
        shown,
        INDEXES,
        parameters,
    )


def reported(index, held, root=None):
    cell = CellVerdict(index, "x", "diverged")
    return causes(cell, CellVerdict(root, "r", "diverged") if root is not None else cell, held)


def data(name="d.csv", cell="b"):
    return Context(data={name: DataFile("blake3:1", 3000, cell, 7)})


CHANGED = ContextChange("data", "d.csv", "blake3:1", "blake3:2")


def test_changed_data_is_proven_where_it_was_read():
    found = Context(data={"d.csv": DataFile("blake3:2", 3100, "b", 7)})
    (cause,) = reported(4, evidence(data(), found, [CHANGED]))
    assert (cause.kind, cause.certainty, cause.where) == ("data", "proven", Where(2, 7))
    assert cause.what == "d.csv changed since the snapshot (3.1 kB, was 3.0 kB)"


@pytest.mark.parametrize(
    ("recorded", "found", "words"),
    [
        (
            DataVersion("2026-01-01T23:59:59Z", asof="2026-01-01", rows=4),
            DataVersion("2026-01-01T23:59:59Z", asof="2026-01-01", rows=3),
            "holds other data as of 2026-01-01 than when it was recorded (3 rows, was 4)",
        ),
        (
            DataVersion("blake3:1", rows=1),
            DataVersion("blake3:2", rows=1),
            "holds other data than when it was recorded (1 row as before)",
        ),
        (
            DataVersion("7", asof="version 7"),
            DataVersion("7", asof="version 7"),
            "holds other data in version 7 than when it was recorded (3.1 kB, was 3.0 kB)",
        ),
        (
            DataVersion("3", "2026-01-01T00:00:00Z"),
            DataVersion("5", "2026-01-02T00:00:00Z"),
            "is at version 5 of 2026-01-02T00:00:00Z, it was at version 3 of 2026-01-01T00:00:00Z",
        ),
    ],
)
def test_another_content_of_a_store_is_reported_in_words(recorded, found, words):
    before, now = (
        Context(data={"store:d": DataFile(digest, size, "b", 7, version=version)})
        for digest, size, version in (("blake3:1", 3000, recorded), ("blake3:2", 3100, found))
    )
    (cause,) = reported(4, evidence(before, now, [ContextChange("data", "store:d", "blake3:1", "blake3:2")]))
    assert cause.what == f"store:d {words}"


def test_data_read_after_the_divergence_is_no_cause_of_it():
    assert [cause.kind for cause in reported(0, evidence(data(), data(), [CHANGED]))] == ["unknown"]


OPTIONS = {0: "import settings", 2: "settings.load('d.csv')", 4: "print(1)"}


def test_data_that_no_name_leads_to_is_suspected_where_nothing_else_is_known():
    held = replace(evidence(data(), data(), [CHANGED]), sources=OPTIONS)
    (cause,) = reported(4, held)
    assert (cause.kind, cause.certainty, cause.where.cell) == ("data", "suspected", 2)
    assert cause.what.endswith("; how it reaches this cell was not seen")


def test_what_changed_above_comes_before_a_source_that_may_have_been_used():
    clock = Use("clock", "c", 1, "time.time() reads the clock, asked by logging", "", "suspected")
    held = replace(evidence(data(), data(), [CHANGED], [clock]), sources=OPTIONS)
    assert [cause.kind for cause in reported(4, held)] == ["data", "clock"]


def test_what_changed_above_is_not_reported_where_a_source_was_seen_in_the_cell():
    clock = Use("clock", "c", 1, "time.time() reads the clock")
    held = replace(evidence(data(), data(), [CHANGED], [clock]), sources=OPTIONS)
    assert [cause.kind for cause in reported(4, held)] == ["clock"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nlines = !cat d.csv", 2),
        ("lines = count(path)", 1),
        ("%%bash\necho\nawk '{print}' d.csv", 3),
        ("a = first(path)\nlines = [a, second(path)]", None),
    ],
)
def test_what_a_program_has_read_is_placed_at_the_line_that_names_it_or_at_the_only_one(source, line):
    read = Context(data={"d.csv": DataFile("blake3:1", 3000, "b", 0)})
    held = replace(evidence(read, read, [CHANGED]), sources={0: "path = 'd'", 2: source, 4: "print(lines)"})
    (cause,) = reported(4, held)
    assert cause.where == Where(2, line)


def test_missing_and_unrecorded_data_are_distinguished():
    (missing,) = reported(
        4, evidence(data(), Context(), [ContextChange("data", "d.csv", "blake3:1", "missing")])
    )
    (added,) = reported(
        4, evidence(Context(), data(), [ContextChange("data", "d.csv", "not recorded", "blake3:1")])
    )
    assert "is missing" in missing.what
    assert "was not recorded" in added.what


def test_proven_causes_come_before_observed_ones():
    changes = [CHANGED, ContextChange("package", "numpy", "1.0", "2.0")]
    recorded = Context(data=data().data, packages=Packages(imported={"numpy": "1.0"}))
    uses = [Use("entropy", "a", 3, "os.urandom draws")]
    kinds = [cause.kind for cause in reported(4, evidence(recorded, data(), changes, uses))]
    assert kinds == ["data", "entropy", "package"]


def test_a_package_that_the_notebook_did_not_import_is_no_cause():
    changes = [ContextChange("package", "black", "1.0", "2.0")]
    assert [cause.kind for cause in reported(4, evidence(changes=changes))] == ["unknown"]


def test_python_is_a_cause_when_it_changed():
    (cause,) = reported(4, evidence(changes=[ContextChange("python", "version", "3.11.7", "3.12.1")]))
    assert (cause.kind, cause.certainty) == ("python", "observed")


def test_an_edited_cell_explains_itself_and_what_follows_but_not_what_precedes():
    held = evidence(edited=[2])
    assert reported(2, held)[0].where == Where(2)
    assert reported(4, held)[0].kind == "notebook"
    assert [cause.kind for cause in reported(0, held)] == ["unknown"]


def test_later_cells_point_to_the_one_that_diverged_first():
    (cause,) = reported(4, evidence(), root=2)
    assert (cause.kind, cause.where) == ("upstream", Where(2))


def test_a_later_cell_names_its_own_source_as_well():
    held = evidence(uses=[Use("entropy", "c", 1, "os.urandom draws")])
    assert [cause.kind for cause in reported(4, held, root=0)] == ["entropy", "upstream"]


def test_a_parameter_whose_value_is_shown_comes_before_a_clock_that_may_have_been_read():
    clock = Use("clock", "a", 1, "datetime.now() reads the clock", "", "suspected")
    recorded, found = Context(parameters={"day": "2026-11-30"}), Context(parameters={"day": "2026-12-01"})
    held = evidence(recorded, found, uses=[clock], parameters=["day"])
    held = replace(held, texts={0: [TextPair("of 2026-11-30", "of 2026-12-01")]})
    first, *_ = reported(0, held)
    assert (first.kind, first.certainty) == ("notebook", "proven")


def test_a_changed_parameter_is_named_with_both_values():
    held = evidence(Context(parameters={"n": 1}), Context(parameters={"n": 2}), parameters=["n"])
    assert reported(0, held)[0].what == "the parameter n is 2, it was 1"


def test_packages_that_changed_are_one_cause_with_one_command():
    names = ["a", "b", "c", "d"]
    changes = [ContextChange("package", name, "1.0", "2.0") for name in names]
    recorded = Context(packages=Packages(imported=dict.fromkeys(names, "1.0")))
    (cause,) = reported(0, evidence(recorded, changes=changes))
    assert cause.what.endswith("c is 2.0, it was 1.0; and 1 more imported packages differ")
    assert cause.remedy == "pip install a==1.0 b==1.0 c==1.0 d==1.0"


def test_a_package_that_was_not_there_is_to_be_taken_away_again():
    changes = [
        ContextChange("package", "a", "1.0", "2.0"),
        ContextChange("package", "b", "not installed", "2.0"),
    ]
    found = Context(packages=Packages(imported={"a": "2.0", "b": "2.0"}))
    (cause,) = reported(0, evidence(found=found, changes=changes))
    assert cause.remedy == "pip install a==1.0 && pip uninstall --yes b"


def with_origin(**fields):
    return Context(packages=Packages({"thing": "1.0"}, {}, {"thing": Origin(**fields)}))


def test_an_edited_file_of_an_editable_package_is_proven():
    held = evidence(
        with_origin(editable=True, address="../thing", files={"a.py": "1"}),
        changes=[ContextChange("package", "thing: a.py", "1", "2")],
    )
    (cause,) = reported(0, held)
    assert (cause.kind, cause.certainty) == ("package", "proven")
    assert cause.what == "a.py of the editable package thing changed since the snapshot"


def test_another_commit_of_a_package_is_reported_with_what_brings_the_recorded_one_back():
    held = evidence(
        with_origin(address="https://host/thing", commit="4711"),
        changes=[ContextChange("package", "thing: commit", "4711", "4712")],
    )
    (cause,) = reported(0, held)
    assert (cause.certainty, cause.what) == (
        "observed",
        "another commit of thing is installed than was recorded",
    )
    assert cause.remedy == "pip install 'thing @ git+https://host/thing@4711'"


def test_a_variable_is_the_cause_where_it_was_read_and_not_before():
    changes = [ContextChange("environment-variable", "A", "not set", "1")]
    held = evidence(
        changes=changes, uses=[Use("environment-variable", "b", 3, "the environment variable A is read")]
    )
    (cause,) = reported(4, held)
    assert (cause.kind, cause.certainty, cause.where) == ("environment-variable", "proven", Where(2, 3))
    assert cause.what == "the environment variable A is 1, it was not set"
    assert [cause.kind for cause in reported(0, held)] == ["unknown"]


@pytest.mark.parametrize(
    ("recorded", "found", "words"),
    [
        ("scrypt:n:1", "scrypt:n:2", "has another value than when it was recorded"),
        ("scrypt:n:1", "not set", "is not set, it was"),
        ("not set", "scrypt:n:2", "is set, it was not"),
    ],
)
def test_the_digest_of_a_variable_is_not_shown(recorded, found, words):
    (cause,) = reported(0, evidence(changes=[ContextChange("environment-variable", "A", recorded, found)]))
    assert cause.what == f"the environment variable A {words}"


def test_another_blas_and_another_locale_are_suspected():
    changes = [
        ContextChange("machine", "openblas of numpy", "Haswell", "Zen"),
        ContextChange("locale", "locale in force", "C", "C.UTF-8"),
    ]
    found = reported(0, evidence(changes=changes))
    assert [(cause.kind, cause.certainty) for cause in found] == [
        ("machine", "suspected"),
        ("locale", "suspected"),
    ]


def test_a_file_that_cannot_be_read_is_not_said_to_have_changed():
    unreadable = ContextChange("data", "d.csv", "blake3:1", UNREADABLE)
    found = Context(data={"d.csv": DataFile(f"{UNREADABLE} (permission denied)", 0, "b", 7)})
    (cause,) = reported(4, evidence(data(), found, [unreadable]))
    assert cause.what == "d.csv cannot be read: permission denied"


def test_what_the_cell_itself_read_is_its_first_cause():
    cells = {"w.csv": "", "x.csv": "a", "y.csv": "b", "z.csv": "c"}
    before, now = (
        Context(data={name: DataFile(digest, 3000, cell, 1) for name, cell in cells.items()})
        for digest in ("blake3:1", "blake3:2")
    )
    changes = [ContextChange("data", name, "blake3:1", "blake3:2") for name in cells]
    named = [cause.name for cause in reported(4, evidence(before, now, changes))]
    assert named == ["z.csv", "y.csv", "x.csv", "w.csv"]


def test_what_was_seen_used_in_the_cell_itself_is_reported_before_what_was_used_earlier():
    uses = [Use("clock", "a", 1, "time.time()"), Use("rng", "c", 1, "random.random()")]
    assert [cause.kind for cause in reported(4, evidence(uses=uses))] == ["rng", "clock"]


def unreachable(raised, cell=4):
    held = replace(
        evidence(data("s3://b/s.csv", "c")),
        unreachable=lambda name: NoAccess(f"the store of {name} cannot be reached", "see to its endpoint"),
    )
    failed = CellVerdict(cell, "x", "failed", (Divergence(raised),))
    return causes(failed, failed, replace(held, raised={cell: Raised(*raised.split(": ", 1))}))


@pytest.mark.parametrize(
    "raised",
    ["NoAccess: the store of s3://b/s.csv cannot be reached", "OSError: [Errno 111] Connect call failed"],
)
def test_a_store_that_cannot_be_reached_is_the_cause_where_its_data_was_read(raised):
    (cause,) = unreachable(raised)
    assert (cause.kind, cause.certainty, cause.where) == ("network", "observed", Where(4, 7))
    assert (cause.what, cause.remedy) == (
        "the store of s3://b/s.csv cannot be reached",
        "see to its endpoint",
    )


def test_a_store_is_not_asked_about_an_error_of_another_sort_or_of_another_cell():
    for raised in (unreachable("KeyError: 'price'"), unreachable("NoAccess: s3://c", cell=2)):
        assert [cause.kind for cause in raised] == ["unknown"]


def test_a_database_that_cannot_be_reached_is_the_cause_in_the_words_of_the_error():
    reported = "postgresql://shop/db cannot be reached"
    failed = CellVerdict(4, "x", "failed", (Divergence(f"NoAccess: {reported}"),))
    raised = {4: Raised("NoAccess", reported)}
    (cause,) = causes(
        failed, failed, replace(evidence(data("postgresql://shop/db#orders", "c")), raised=raised)
    )
    assert (cause.kind, cause.what) == ("network", reported)
    other = causes(failed, failed, evidence(data("postgresql://other/db#orders", "c")))
    assert [cause.kind for cause in other] == ["unknown"]


def test_an_exceeded_limit_is_said_after_what_changed_with_what_allows_more():
    exceeded = {
        "raised": {2: Raised("", "it used more than 2.0 GB of memory")},
        "exceeded": {2: Allowance("--memory-limit", "4.0GB")},
    }
    (cause,) = reported(2, replace(evidence(), **exceeded))
    assert (cause.kind, cause.what) == ("machine", "it used more than 2.0 GB of memory")
    assert cause.remedy == "let it take more with: jupyter repro verify n.ipynb --memory-limit 4.0GB"
    found = Context(data={"d.csv": DataFile("blake3:2", 3100, "b", 7)})
    changed = reported(2, replace(evidence(data(), found, [CHANGED]), **exceeded))
    assert [each.kind for each in changed] == ["data", "machine"]


def test_a_notebook_in_isolation_is_not_led_out_of_it_by_a_limit():
    exceeded = {2: Allowance("--timeout", "4")}
    held = replace(
        evidence(), raised={2: Raised("", "it took longer than 2 s")}, exceeded=exceeded, isolated=True
    )
    assert reported(2, held)[0].remedy == "let it take more with the option --timeout 4"
