"""One bad notebook costs no other anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nasty_notebooks import as_it_should_be, verified, written_into


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_each_has_its_verdict_the_others_are_untouched_and_the_run_ends(tmp_path):
    written_into(tmp_path, ordinary=6, of_each=1)
    verdicts, left = verified(Path(tmp_path))
    assert len(verdicts) == 10
    assert not [verdict for verdict in verdicts if not as_it_should_be(verdict)]
    assert left == []
