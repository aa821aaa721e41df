"""Of many packages that changed, those that matter are found, each version installed once."""

from __future__ import annotations

import pytest
from planted_packages import Site
from why_notebooks import asked, recorded

NAMES = [f"planted{number:02}" for number in range(12)]
READS = f"import {', '.join(NAMES)}"


@pytest.fixture
def site(tmp_path, monkeypatch, request):
    made = Site(tmp_path / "packages", NAMES, request.param)
    for name, value in made.variables(tmp_path / "cache").items():
        monkeypatch.setenv(name, value)
    made.install(1)
    return made


def explained(tmp_path, site, expression):
    project = tmp_path / "project"
    project.mkdir()
    path = recorded(project, [READS, f"print({expression})"])
    site.install(2)
    return asked(path)


@pytest.mark.parametrize("site", [["planted07"]], indirect=True)
def test_one_of_twelve_takes_five_runs_and_all_others_are_innocent(tmp_path, site):
    values = ", ".join(f"{name}.VALUE" for name in NAMES)
    verdict = explained(tmp_path, site, values)
    assert [(each.kind, each.certainty, each.name) for each in verdict.root.causes] == [
        ("package", "proven", "planted07")
    ]
    tried = [each for each in verdict.experiments if each.how == "put-back"]
    assert sum(each.runs for each in tried) <= 6
    assert tried[-1].outcome == "differs"


@pytest.mark.parametrize("site", [["planted02", "planted09"]], indirect=True)
def test_a_pair_that_matters_only_together_is_found(tmp_path, site):
    verdict = explained(tmp_path, site, "max(planted02.VALUE, planted09.VALUE)")
    assert {(each.name, each.certainty) for each in verdict.root.causes} == {
        ("planted02", "proven"),
        ("planted09", "proven"),
    }
