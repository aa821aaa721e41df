"""The files of a release agree with each other; `make release-check` builds and tries it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml
from advisories import weaknesses
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RECIPE = yaml.safe_load((ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8"))
CALLED_OTHERWISE = {"python-blake3": "blake3"}
"""Name on conda-forge, and that of the package index."""


def wanted(lines):
    """Canonical name and lower bound of each requirement."""
    found = {}
    for line in lines:
        text = line if isinstance(line, str) else line["then"]
        name, _, bounds = text.partition(" >=")
        found[canonicalize_name(CALLED_OTHERWISE.get(name, name))] = bounds
    return found


def test_the_recipe_asks_for_what_the_project_does():
    own = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
    needs = {canonicalize_name(each.name): str(each.specifier).removeprefix(">=") for each in own}
    recipe = wanted(RECIPE["requirements"]["run"])
    assert recipe.pop("python") == PROJECT["project"]["requires-python"].removeprefix(">=")
    assert recipe == needs


def test_the_recipe_builds_with_what_the_project_is_built_with():
    host = wanted(line for line in RECIPE["requirements"]["host"] if ">=" in line)
    own = [Requirement(each) for each in PROJECT["build-system"]["requires"]]
    assert {name: bounds.partition(",")[0] for name, bounds in host.items()} == {
        canonicalize_name(each.name): re.search(r">=([\d.]+)", str(each.specifier))[1] for each in own
    }


def test_the_citation_names_the_project_and_its_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == PROJECT["project"]["name"]
    assert citation["license"] == PROJECT["project"]["license"]
    assert citation["abstract"] == PROJECT["project"]["description"]
    assert {"cff-version", "message", "authors", "type"} <= citation.keys()


def test_the_version_comes_from_the_tag_and_stands_in_no_file():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["source"] == "vcs"


def answer(*packages):
    """As pip-audit writes it."""
    return json.dumps({"dependencies": packages, "fixes": []})


def test_an_advisory_on_what_is_installed_is_named_with_what_mends_it():
    known = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": "x"}
    well, ill = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "version": "2.0", "vulns": [known]}
    unknown = {"name": "c", "skip_reason": "not found"}
    assert weaknesses(answer(well, unknown)) == []
    assert weaknesses(answer(well, ill, unknown)) == ["b 2.0: PYSEC-1, mended in 2.1"]


def test_where_no_database_answers_nothing_is_called_clean():
    assert weaknesses(answer({"name": "c", "skip_reason": "not found"})) is None
