"""The remedies; one more is a function and a row."""

from __future__ import annotations

from jupyter_repro.experiments.fixes.declared_packages import declared_packages
from jupyter_repro.experiments.fixes.declared_policies import ignored_cells, replaced_text
from jupyter_repro.experiments.fixes.listings import sorted_listings
from jupyter_repro.experiments.fixes.relative_paths import relative_paths
from jupyter_repro.experiments.fixes.remedy import Remedy
from jupyter_repro.experiments.fixes.seeded_calls import seeded_calls
from jupyter_repro.experiments.fixes.seeded_libraries import pinned_at_the_top, seeded_libraries
from jupyter_repro.experiments.fixes.sets import sorted_mixed_sets, sorted_sets
from jupyter_repro.experiments.fixes.variables_as_parameters import variables_as_parameters

_RNG = frozenset({"rng"})
_SETS = frozenset({"hash-order"})
_ENTROPY = frozenset({"rng", "entropy"})
_VARIES = frozenset({"clock", "timing", "entropy", "process", "tempfile", "path"})

REMEDIES: tuple[Remedy, ...] = (
    Remedy(_ENTROPY, "give a seed where there is none", seeded_calls),
    Remedy(frozenset({"filesystem-order"}), "sort what a folder lists", sorted_listings),
    Remedy(_SETS, "sort the set", sorted_sets),
    Remedy(_SETS, "sort the set by the text of its elements", sorted_mixed_sets),
    Remedy(frozenset({"path", "data", "unknown"}), "make the path relative to the notebook", relative_paths),
    Remedy(frozenset({"environment-variable"}), "make the variable a parameter", variables_as_parameters),
    Remedy(frozenset({"package"}), "declare the packages that it was recorded with", declared_packages),
    Remedy(_RNG, "seed the library below its import", seeded_libraries),
    Remedy(_RNG, "pin all generators at the top", pinned_at_the_top),
    Remedy(_VARIES, "replace what varies before outputs are compared", replaced_text),
    Remedy(_VARIES - {"path"}, "do not compare the cell's outputs", ignored_cells),
)
"""Those that do the least come first."""
