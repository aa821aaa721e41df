"""How strictly outputs are compared: what a project's settings and rules and the cell itself let pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jupyter_repro.policies.cell_declarations import Declared, declared
from jupyter_repro.policies.rules import Replacement, Rule, RuleReplacement


class Policy(msgspec.Struct, frozen=True):
    """How strictly one representation of an output is compared."""

    tolerance: float | None = None
    """Largest relative change of a number that is let pass; None compares numbers as text."""
    timings: bool = True
    """Whether a difference in what `%time`, `%timeit` and progress bars report is let pass."""
    replacements: tuple[Replacement, ...] = ()
    """Applied to both texts before they are compared."""
    programs: bool = False
    """Whether the cell runs programs, which write through another pipe than `print`: which is read first is chance."""
    writes_file: bool = False
    """Whether the cell is one of `%%writefile`, which says whether it found the file there."""
    ignored: str = ""
    """Name of the rule by which the representation is not compared at all."""


PLAIN = Policy()


class CellPolicy(msgspec.Struct, frozen=True):
    """How strictly the outputs of one cell are compared."""

    default: Policy = PLAIN
    rules: tuple[Rule, ...] = ()
    """Those that hold for the cell; a later one is stronger."""
    declared: Declared = Declared()

    @property
    def ignore(self) -> bool:
        """Whether nothing of the cell is compared."""
        if self.declared.ignore is not None:
            return self.declared.ignore
        asked = [rule.ignore for rule in self.rules if not rule.mime and rule.ignore is not None]
        return asked[-1] if asked else False

    def of_programs(self) -> CellPolicy:
        """The same for a cell that runs programs."""
        default = msgspec.structs.replace(self.default, programs=True)
        return msgspec.structs.replace(self, default=default)

    def leaving_out(self, replacements: tuple[Replacement, ...]) -> CellPolicy:
        """The same with replacements that come before those of the project."""
        default = msgspec.structs.replace(
            self.default, replacements=(*replacements, *self.default.replacements)
        )
        return msgspec.structs.replace(self, default=default)

    def of(self, mime: str) -> Policy:
        """The policy of a representation: the cell's own declaration over rules over the default."""
        policy = self.default
        for rule in self.rules:
            if rule.holds_for_mime(mime):
                policy = _ruled(policy, rule)
        if self.declared.tolerance is not None:
            policy = msgspec.structs.replace(policy, tolerance=self.declared.tolerance)
        if self.declared.replace:
            replacements = (*policy.replacements, *self.declared.replace)
            policy = msgspec.structs.replace(policy, replacements=replacements)
        return policy


def _ruled(policy: Policy, rule: Rule) -> Policy:
    of_rule = (RuleReplacement(each.pattern, each.text, rule.name) for each in rule.replace)
    changes: dict[str, Any] = {"replacements": (*policy.replacements, *of_rule)}
    if rule.tolerance is not None:
        changes["tolerance"] = rule.tolerance
    if rule.timings is not None:
        changes["timings"] = rule.timings == "equivalent"
    if rule.mime and rule.ignore is not None:
        changes["ignored"] = rule.name if rule.ignore else ""
    return msgspec.structs.replace(policy, **changes)


def policy_of(cell: Mapping[str, Any], default: Policy = PLAIN, rules: Iterable[Rule] = ()) -> CellPolicy:
    """The policy of a notebook cell, by the rules of its notebook; raises ReproError as `declared` does."""
    if _WRITES_FILE.match(cell["source"]):
        default = msgspec.structs.replace(default, writes_file=True)
    return CellPolicy(default, tuple(rule for rule in rules if rule.holds_for_cell(cell)), declared(cell))


_WRITES_FILE = re.compile(r"\s*%%(?:write)?file\b")
