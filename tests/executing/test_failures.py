"""What to do about a cell that failed."""

from __future__ import annotations

import pytest

from jupyter_repro.executing.failures import unexpected_error
from jupyter_repro.records.raised import Raised


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("UsageError", "Line magic function `%repro` not found.", "%load_ext jupyter_repro"),
        ("UsageError", "Line magic function `%sql` not found.", "raises-exception"),
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'a.csv'", "restore NOTEBOOK --data"),
        ("ModuleNotFoundError", "No module named 'sklearn.old'", "%pip install scikit-learn"),
        ("KeyError", "'a'", "raises-exception"),
    ],
)
def test_the_remedy_is_about_what_was_raised(name, message, remedy):
    assert remedy in unexpected_error(0, Raised(name, message), ended=True).remedy
