"""Which statements of a notebook, run from top to bottom, an output depends on.

A statement depends on whoever last set a name that it uses, and on all who have changed it in place since; a function
that it calls adds the names that stand in the function, as they are when it is called. It is a backward slice over
definitions and uses, at the grain of statements (Weiser, "Program Slicing", IEEE TSE 10(4), 1984); what cannot be
known without running counts as a dependence.
"""

from __future__ import annotations

import builtins
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from jupyter_repro.dependence.statements import Statement, statements

_BUILTIN = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "_", "__", "__name__"}


class Dependence:
    """What the cells of a notebook depend on."""

    def __init__(self, sources: Mapping[int, str]) -> None:
        """`sources` has each code cell's index and source, in document order."""
        self._lines = {cell: source.splitlines() for cell, source in sources.items()}
        self._all = [each for cell, source in sources.items() for each in statements(source, cell)]
        self._changed_by_calls: dict[int, frozenset[str]] = {}

    def steps(self, cell: int, line: int = 0) -> dict[Statement, int]:
        """The statements that a cell's output depends on, with how many steps away each is.

        With a line, what the statement there depends on: the one that raised.
        """
        beginnings = [*self._beginnings(cell, line)]
        found = {(position, position): 0 for position in beginnings}
        last = max(beginnings, default=0)
        hooks = (position for position in range(last) if self._all[position].hooks)
        found.update({(position, position): 1 for position in hooks if (position, position) not in found})
        waiting = deque(found)
        while waiting:
            reached = waiting.popleft()
            for before in self._before(*reached):
                if before not in found:
                    found[before] = found[reached] + 1
                    waiting.append(before)
        return {self._all[position]: step for (position, _), step in reversed(found.items())}

    def pairs_of_cells(self, cell: int, line: int = 0) -> tuple[tuple[int, int], ...]:
        """Each cell that a cell's output depends on, and itself, with the cells that it depends on directly; sorted."""
        found = {(position, position) for position in self._beginnings(cell, line)}
        waiting, pairs = [*found], set()
        while waiting:
            reached = waiting.pop()
            new = self._before(*reached)
            pairs |= {(self._all[reached[0]].cell, self._all[before].cell) for before, _ in new}
            waiting += new - found
            found |= new
        return tuple(sorted((below, above) for below, above in pairs if above < below))

    def importing(self, modules: Collection[str]) -> tuple[Statement, ...]:
        """The statements that import one of these modules, in document order."""
        return tuple(each for each in self._all if each.imports & set(modules))

    @cached_property
    def imported(self) -> frozenset[str]:
        """All modules that the notebook imports."""
        return frozenset(name for each in self._all for name in each.imports)

    @property
    def writing_sql(self) -> tuple[Statement, ...]:
        """The statements that change databases."""
        return tuple(each for each in self._all if each.writes_sql)

    @property
    def appending(self) -> tuple[Statement, ...]:
        """The statements that append to a file."""
        return tuple(each for each in self._all if each.appends)

    def at(self, cell: int, line: int) -> Statement | None:
        """The statement at a line of a cell."""
        return next(
            (each for each in self._all if each.cell == cell and each.first <= line <= each.last), None
        )

    def line_with(self, statement: Statement, text: str) -> int:
        """The first line of a statement in which a text stands; 0 where none has it."""
        lines = self._lines[statement.cell]
        # a script in a cell of %%bash is one statement of one line
        is_only = sum(each.cell == statement.cell for each in self._all) == 1
        first, last = (1, len(lines)) if is_only else (statement.first, statement.last)
        found = (first + after for after, line in enumerate(lines[first - 1 : last]) if text in line)
        return next(found, 0)

    def setting(self, name: str) -> tuple[Statement, ...]:
        """The statements that set a name, in document order."""
        return tuple(each for each in self._all if name in each.sets)

    def from_nowhere(self, cell: int, line: int = 0) -> dict[str, Statement]:
        """Names that a cell's output depends on and that no cell sets, each with the statement that uses it."""
        if self._set_anything:
            return {}
        known = _BUILTIN | {name for each in self._all for name in each.sets}
        return {
            root: each
            for each in self.steps(cell, line)
            for name in (*each.uses, *each.calls_use)
            if (root := name.partition(".")[0]) not in known and not root.startswith("'")
        }

    def setting_anything(self, cell: int) -> Iterator[Statement]:
        """The statements that a cell's output depends on and that may set any name, such as `%run` and `%store -r`."""
        return (each for each in self.steps(cell) if each.sets_anything)

    def shown_at(self, cell: int) -> int:
        """The first line of a cell that may show something; 0 where none does."""
        positions = (position for position in self._beginnings(cell, 0) if self._shows(position))
        return next((self._all[position].first for position in positions), 0)

    def _beginnings(self, cell: int, line: int) -> Iterator[int]:
        of_cell = [position for position, each in enumerate(self._all) if each.cell == cell]
        at_line = [
            position for position in of_cell if self._all[position].first <= line <= self._all[position].last
        ]
        shown = [position for position in of_cell if self._shows(position)]
        yield from at_line or shown or of_cell

    def _shows(self, position: int) -> bool:
        """Whether a statement may show something, itself or through functions of the notebook."""
        found, waiting = {(position, position)}, [(position, position)]
        while waiting:
            reached = waiting.pop()
            if self._all[reached[0]].shows if reached[0] == position else self._prints(reached[0]):
                return True
            new = {each for each in self._before(*reached) if self._all[each[0]].calls_use} - found
            found |= new
            waiting.extend(new)
        return False

    def _prints(self, position: int) -> bool:
        return bool(self._all[position].calls_use & _PRINTING)

    def _before(self, position: int, asof: int) -> set[tuple[int, int]]:
        """What a statement depends on directly, each with the position as of which its functions read names.

        A function reads them when it is called, and not where it is defined.
        """
        each = self._all[position]
        found = {(setter, position) for name in each.uses for setter in self._setters(name, position)}
        found |= {(setter, asof) for name in each.calls_use for setter in self._setters(name, asof)}
        return {
            (setter, seen if self._all[setter].calls_use else setter)
            for setter, seen in found
            if setter != position
        }

    def _setters(self, name: str, position: int) -> Iterator[int]:
        """Whoever changed a name before a statement, back to the one that set it."""
        root = name.partition(".")[0]
        for before in reversed(range(position)):
            each = self._all[before]
            may_write = root.startswith("'") and each.runs_programs
            if may_write or _touches(each.changes | self._effects(before), name):
                yield before
            if root in each.sets:
                yield before
                return
        if root not in _BUILTIN and not root.startswith("'"):
            yield from (before for before in self._set_anything if before < position)

    def _effects(self, position: int) -> frozenset[str]:
        """Names that the functions change which a statement calls, or may call through what holds them."""
        if position not in self._changed_by_calls:
            self._changed_by_calls[position] = frozenset()  # a function that calls itself
            each = self._all[position]
            used = {name.partition(".")[0] for name in each.uses}
            setters = [before for name in used if (before := self._last_setter(name, position)) is not None]
            found: set[str] = set()
            for before in setters:
                found |= self._all[before].calls_change
                found |= self._held(before)
            self._changed_by_calls[position] = frozenset(found)
        return self._changed_by_calls[position]

    def _held(self, position: int) -> frozenset[str]:
        """Names changed by the functions that a statement has passed on, to whatever it set."""
        passed = (self._last_setter(name, position) for name in self._all[position].passes)
        return frozenset(name for at in passed if at is not None for name in self._all[at].calls_change)

    def _last_setter(self, name: str, position: int) -> int | None:
        before = (each for each in reversed(range(position)) if name in self._all[each].sets)
        return next(before, None)

    @cached_property
    def _set_anything(self) -> Sequence[int]:
        return [position for position, each in enumerate(self._all) if each.sets_anything]


_PRINTING = frozenset({"print", "display"})


def _touches(changed: Iterable[str], name: str) -> bool:
    """Whether a change of one of these is a change of what a name reads: `np.random` changes `np.random.rand`."""
    return any(name == each or name.startswith(f"{each}.") or each.startswith(f"{name}.") for each in changed)
