"""What a notebook uses its data for: what a model was fitted on, what it scored, what it only predicted.

The cells are followed from top to bottom, each name with the data that its value may come of; a model is fitted on data
and is none itself. What is decided only when the notebook runs, such as a column that splits a table, is not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from jupyter_repro.dependence.model_calls import (
    CROSS,
    FITS,
    IS_TRAINING,
    IS_VALIDATION,
    PREDICTS,
    SCORES,
    SCORING,
    TRAINING_NAMES,
    VALIDATION_NAMES,
    called,
    is_of_model,
)
from jupyter_repro.dependence.names import names_set
from jupyter_repro.dependence.statements import as_python

TRAINING, VALIDATION, TESTING, INFERENCE = "training", "validation", "testing", "inference"
ORDER = (TRAINING, VALIDATION, TESTING, INFERENCE)
"""In which several of them are reported."""

_DEEPEST = 4
"""Functions of the notebook that are followed, one in another."""

Data = frozenset[str]
_NONE: Data = frozenset()


def data_uses(cells: Mapping[str, str], reads: Mapping[str, tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    """Name of each read that a use is known of to its uses, in the order of `ORDER`.

    `cells` are the sources by the cells' ids, in document order; `reads` says of each name in which cell and line it
    was read. What no Python is passed over.
    """
    flow = _Flow(reads)
    for cell, source in cells.items():
        with suppress(SyntaxError, ValueError, RecursionError):
            flow.follow_cell(ast.parse(as_python(source)), cell)
    return {name: _plain(found) for name, found in flow.uses.items() if found}


def _plain(found: set[str]) -> tuple[str, ...]:
    """Without the prediction that was made to be scored."""
    is_scored = found & {VALIDATION, TESTING}
    return tuple(use for use in ORDER if use in found and not (use == INFERENCE and is_scored))


class _Flow:
    """What is known of the notebook's names, down to the statement that is being followed."""

    def __init__(self, reads: Mapping[str, tuple[str, int]]) -> None:
        self.uses: dict[str, set[str]] = {name: set() for name in reads}
        self._reads = reads
        self._known: dict[str, Data] = {}
        self._functions: dict[str, tuple[ast.FunctionDef, str]] = {}
        self._modules: set[str] = set()
        self._named: dict[str, set[str]] = {}
        """Names of data that texts in a cell name."""
        self._depth = 0

    def follow_cell(self, tree: ast.Module, cell: str) -> None:
        """Follow the statements of a cell."""
        self._named[cell] = {name for each in ast.walk(tree) for name in self._named_by(each)}
        self.follow(tree.body, cell)

    def follow(self, statements: Iterable[ast.stmt], cell: str) -> Data:
        """Follow statements; answers what the value of a `return` among them comes of."""
        returned = _NONE
        for each in statements:
            returned |= self._statement(each, cell)
        return returned

    def _statement(self, node: ast.stmt, cell: str) -> Data:
        match node:
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self._assignment(node, self._read_at(node, cell))
            case ast.Expr(value=value):
                self._bare(value, self._read_at(node, cell))
            case ast.Import() | ast.ImportFrom():
                self._modules |= set(names_set(node))
            case ast.FunctionDef():
                self._functions[node.name] = (node, cell)
            case ast.Return(value=ast.expr() as value):
                return self._value(value) | self._read_at(node, cell)
            case _:
                return self._compound(node, cell)
        return _NONE

    def _assignment(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, read: Data) -> None:
        if isinstance(node, ast.AugAssign):
            self._add(node.target, self._value(node.value) | read)
        elif node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            self._assign(targets, node.value, read)

    def _compound(self, node: ast.stmt, cell: str) -> Data:
        if isinstance(node, ast.For | ast.AsyncFor):
            self._bind(node.target, self._value(node.iter))
        elif isinstance(node, ast.If | ast.While | ast.Assert):
            self._value(node.test)
        elif isinstance(node, ast.With | ast.AsyncWith):
            self._open(node.items, cell)
        return _NONE.union(*(self.follow(body, cell) for body in _bodies(node)))

    def _open(self, items: Iterable[ast.withitem], cell: str) -> None:
        for item in items:
            opened = self._value(item.context_expr) | self._read_at(item.context_expr, cell)
            if item.optional_vars:
                self._bind(item.optional_vars, opened)

    def _bare(self, value: ast.expr, read: Data) -> None:
        """A call whose answer nobody takes may put what it is given into its object: `rows.append(row)`."""
        given = self._value(value) | read
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and not is_of_model(value):
            self._add(value.func, given)

    # names

    def _assign(self, targets: Sequence[ast.expr], value: ast.expr, read: Data) -> None:
        for target in targets:
            pairs = _pairs(target, value)
            for each, its in pairs:
                self._bind(each, self._value(its) | (read if len(pairs) == 1 else _NONE))

    def _bind(self, target: ast.expr, data: Data) -> None:
        if isinstance(target, ast.Name):
            self._known[target.id] = data
        elif isinstance(target, ast.Tuple | ast.List):
            for each in target.elts:
                self._bind(each, data)
        else:
            self._add(target, data)

    def _add(self, target: ast.expr, data: Data) -> None:
        root = _root(target)
        if root and data and root not in self._modules:
            self._known[root] = self._known.get(root, _NONE) | data

    def _read_at(self, node: ast.AST, cell: str) -> Data:
        """What was read in a statement, as far as no text in the cell names it."""
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        found = {
            name for name, (where, line) in self._reads.items() if where == cell and first <= line <= last
        }
        named = {name for each in ast.walk(node) for name in self._named_by(each)}
        return frozenset(found - named - self._named[cell])

    def _named_by(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield from (name for name in self._reads if _names(node.value, name))
        elif isinstance(node, ast.Name):
            yield from self._known.get(node.id, _NONE)

    # values

    def _value(self, node: ast.expr) -> Data:
        """What a value may come of; what is done with data on the way is noted."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Name | ast.Constant):
            return frozenset(self._named_by(node))
        if isinstance(node, ast.Subscript):
            self._value(node.slice)
            return self._value(node.value)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            for each in node.generators:
                self._bind(each.target, self._value(each.iter))
        return _NONE.union(*(self._value(each) for each in _inner(node)))

    def _call(self, node: ast.Call) -> Data:
        name = called(node)
        owner = self._value(node.func.value) if isinstance(node.func, ast.Attribute) else _NONE
        given = [self._value(each) for each in node.args]
        named = {each.arg or "": self._value(each.value) for each in node.keywords}
        self._note_named(named)
        every = _NONE.union(*given, *named.values())
        if name == "backward":  # of a loss
            self._note(TRAINING, owner)
        elif name in FITS:
            self._note_fit(given, named)
        elif name in CROSS | PREDICTS:
            self._note_all(name, every)
        elif name in SCORES or SCORING.fullmatch(name):
            self._note_scored(node, name)
        if name in self._functions and isinstance(node.func, ast.Name):
            return self._own_function(name, given, named)
        return _NONE if name in FITS - {"fit_predict"} else every if name in PREDICTS else owner | every

    def _own_function(self, name: str, given: Sequence[Data], named: Mapping[str, Data]) -> Data:
        function, cell = self._functions[name]
        if self._depth >= _DEEPEST:
            return _NONE.union(*given, *named.values())
        outer, self._depth = dict(self._known), self._depth + 1
        takes = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        self._known |= {**dict(zip(takes, given, strict=False)), **named}
        try:
            return self.follow(function.body, cell)
        finally:
            self._known, self._depth = outer, self._depth - 1

    # uses

    def _note(self, use: str, *data: Data) -> None:
        for name in _NONE.union(*data):
            self.uses[name].add(use)

    def _note_all(self, name: str, data: Data) -> None:
        for use in (INFERENCE,) if name in PREDICTS else (TRAINING, VALIDATION):
            self._note(use, data)

    def _note_named(self, named: Mapping[str, Data]) -> None:
        for argument, data in named.items():
            if argument in VALIDATION_NAMES:
                self._note(VALIDATION, data)
            elif argument in TRAINING_NAMES:
                self._note(TRAINING, data)

    def _note_fit(self, given: Sequence[Data], named: Mapping[str, Data]) -> None:
        """Of `trainer.fit(model, train, validation)` the third is no target."""
        takes_model = len(given) > 2 and not given[0]
        self._note(TRAINING, *(given[:2] if takes_model else given))
        self._note(VALIDATION, *(given[2:] if takes_model else ()))
        self._note(TRAINING, *(data for name, data in named.items() if name not in VALIDATION_NAMES))

    def _note_scored(self, node: ast.Call, name: str) -> None:
        for each in (*node.args, *(keyword.value for keyword in node.keywords)):
            words = {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}
            if name == "validate" or any(map(IS_VALIDATION.search, words)):
                self._note(VALIDATION, self._value(each))
            elif not any(map(IS_TRAINING.search, words)):
                self._note(TESTING, self._value(each))


def _bodies(node: ast.stmt) -> list[list[ast.stmt]]:
    """The statements in a loop, a condition and the like; none of a class, and of a function that is awaited."""
    if isinstance(node, ast.ClassDef | ast.AsyncFunctionDef):
        return []
    bodies = [getattr(node, name, None) or [] for name in ("body", "orelse", "finalbody")]
    return [*bodies, *(each.body for each in getattr(node, "handlers", ()))]


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Targets with their values: `a, b = x, y` are two."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _inner(node: ast.AST) -> Iterator[ast.expr]:
    return (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _names(text: str, name: str) -> bool:
    """Whether a text of the source names data that a snapshot calls `name`: the end of its path, or all of it."""
    place = name.rstrip("/").replace(":", "/")
    end = text.rstrip("/").removeprefix("./")
    return text == name or (end != "" and f"/{place}".endswith(f"/{end}"))
