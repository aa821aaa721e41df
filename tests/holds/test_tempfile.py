"""Names of temporary files, held."""

from __future__ import annotations

import shutil

import pytest
from held_runs import outputs_of

NAMES = (
    "import tempfile\nprint(tempfile.NamedTemporaryFile().name, tempfile.mkdtemp(), tempfile.mkstemp()[1])",
    "with tempfile.TemporaryDirectory() as folder: print(folder)",
)


@pytest.fixture
def emptied(tmp_path):
    def empty():
        shutil.rmtree(tmp_path / "tmp", ignore_errors=True)
        (tmp_path / "tmp").mkdir()
        return {"TMPDIR": str(tmp_path / "tmp")}

    return empty


def test_names_are_the_same_in_two_runs(tmp_path, emptied):
    held, again, free = (
        outputs_of(tmp_path, *NAMES, holds=factors, environment=emptied())
        for factors in (("tempfile",), ("tempfile",), ())
    )
    assert held == again
    assert held != free


def test_a_name_that_is_taken_is_passed_over(tmp_path, emptied):
    source = "import tempfile\nprint(len({tempfile.mkstemp()[1] for _ in range(50)}))"
    environment = emptied()
    for _ in range(2):
        assert outputs_of(tmp_path, source, holds=("tempfile",), environment=environment) == ["50\n"]
