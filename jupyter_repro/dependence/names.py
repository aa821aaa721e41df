"""The names in a piece of syntax: which are set, changed in place, and used.

A name is written with the attributes that follow it, `np.random.rand`: a module is many things, and drawing a number
has nothing to do with its other functions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

MOST_PARTS = 3
"""Parts of a dotted name that count."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_FUNCTIONS, ast.ClassDef)
_IN_A_COMMAND = re.compile(r"\{([A-Za-z_]\w*)|\$([A-Za-z_]\w*)")
_PATH = re.compile(r"[\w\-./~ ]*\w\.[A-Za-z]\w{0,9}|[\w\-.~]*/[\w\-./ ]+")
"""What a text looks like that names a file."""
_CHANGES_NOTHING = frozenset(
    {"print", "display", "repr", "len", "str", "type", "isinstance", "help", "dir", "id"}
)


def dotted(node: ast.AST) -> str:
    """`np.random.rand` of a name with its attributes; "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)][:MOST_PARTS])


def owner(name: str) -> str:
    """What a function belongs to: `np.random` of `np.random.seed`."""
    return name.rpartition(".")[0] or name


def names_set(node: ast.AST) -> Iterator[str]:
    """Names that a statement binds, outside of functions and classes."""
    for each in outside_functions(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store | ast.Del):
            yield each.id
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield each.name
        elif isinstance(each, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in each.names)
        elif isinstance(each, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and each.name:
            yield each.name


def names_used(node: ast.AST) -> Iterator[str]:
    """Names that a statement reads where it stands, and files that its texts name."""
    inside: set[ast.AST] = set()
    for each in outside_functions(node):
        if each in inside:
            continue
        if isinstance(each, ast.Attribute) and (name := dotted(each)):
            inside.update(ast.walk(each))
            yield name
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.AugAssign) and (name := dotted(each.target)):
            yield name
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from _in_text(each.value)
        elif isinstance(each, ast.Call):
            yield from _in_query(each)
    yield from _defaults(node)


def names_in_functions(node: ast.AST) -> frozenset[str]:
    """Names from outside that the functions and classes in a statement read when they are called."""
    return frozenset(name for each in ast.walk(node) if isinstance(each, _SCOPES) for name in _free(each))


def names_changed_in_functions(node: ast.AST) -> frozenset[str]:
    """Names from outside that the functions in a statement change or set when they are called."""
    found: set[str] = set()
    for function in (each for each in ast.walk(node) if isinstance(each, _FUNCTIONS)):
        body = function.body if isinstance(function.body, list) else [ast.Expr(function.body)]
        bound = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
        shared = {
            name
            for each in ast.walk(function)
            if isinstance(each, ast.Global | ast.Nonlocal)
            for name in each.names
        }
        bound |= {name for each in body for name in names_set(each)} - shared
        found |= {
            name for each in body for name in names_changed(each) if name.partition(".")[0] not in bound
        }
        found |= {name for each in body for name in names_set(each)} & shared
    return frozenset(name for name in found if name)


def names_passed(node: ast.AST) -> Iterator[str]:
    """Names that a statement reads without calling them: `work` of `Thread(target=work)`."""
    called = {id(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
    for each in outside_functions(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in called:
            yield each.id


def names_changed(node: ast.AST) -> Iterator[str]:
    """Names whose value a statement may change in place: `a[0] = 1`, `a.append(1)`, `fill(a)`."""
    for each in outside_functions(node):
        if isinstance(each, ast.Attribute | ast.Subscript) and not isinstance(each.ctx, ast.Load):
            yield _root(each)
        elif isinstance(each, ast.AugAssign):
            yield _root(each.target)
        elif isinstance(each, ast.Call):
            yield from _out_arguments(each)
        elif isinstance(each, ast.withitem):
            yield from _held(each.context_expr)
        elif isinstance(each, ast.Expr) and isinstance(each.value, ast.Call):
            yield from _changed_by_call(each.value)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from _in_text(each.value)


def _changed_by_call(call: ast.Call) -> Iterator[str]:
    """A call whose answer nobody takes is made for what it changes: its object, or what it is given."""
    name = dotted(call.func)
    if name in _CHANGES_NOTHING:
        return
    if isinstance(call.func, ast.Attribute):
        yield owner(name) if name else _root(call.func)
    yield from (given for each in call.args if (given := _root(each)))


def _held(context: ast.expr) -> Iterator[str]:
    """What a context manager is given, which its block may change: `with ZipFile(buffer, "w") as archive`."""
    if isinstance(context, ast.Call) and dotted(context.func).rpartition(".")[2] != "open":
        yield from (given for each in context.args if (given := _root(each)))


def _out_arguments(call: ast.Call) -> Iterator[str]:
    """`np.add(a, b, out=c)`, `df.drop(columns, inplace=True)`."""
    for keyword in call.keywords:
        if keyword.arg == "out" and (name := _root(keyword.value)):
            yield name
        if keyword.arg == "inplace" and isinstance(call.func, ast.Attribute):
            yield _root(call.func)


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what stands in it, but for the bodies of functions and classes, which run later or by themselves."""
    yield node
    if isinstance(node, _FUNCTIONS):
        for decorator in getattr(node, "decorator_list", ()):
            yield from outside_functions(decorator)
        return
    for child in ast.iter_child_nodes(node):
        yield from outside_functions(child)


def _defaults(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, _FUNCTIONS):
            for default in (*each.args.defaults, *filter(None, each.args.kw_defaults)):
                yield from names_used(default)


def _free(scope: ast.AST) -> Iterator[str]:
    bound = {each.arg for each in ast.walk(scope) if isinstance(each, ast.arg)}
    shared = {
        name for each in ast.walk(scope) if isinstance(each, ast.Global | ast.Nonlocal) for name in each.names
    }
    if isinstance(scope, _FUNCTIONS):
        names = (each for each in ast.walk(scope) if isinstance(each, ast.Name))
        bound |= {each.id for each in names if isinstance(each.ctx, ast.Store)}
    own = bound - shared
    for each in ast.walk(scope):
        yield from (name for name in _read_by(each) if name.partition(".")[0] not in own)


def _read_by(node: ast.AST) -> Iterator[str]:
    """Names that a node reads itself, files that its text names among them."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and (name := dotted(node)):
        yield name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _in_text(node.value)
    elif isinstance(node, ast.Call):
        yield from _in_query(node)


def _root(node: ast.AST) -> str:
    """The dotted name that a chain of attributes, indexes and calls begins with; "" where it begins with none."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute) and (name := dotted(node)):
            return owner(name)
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""
    return node.id


def _in_query(call: ast.Call) -> Iterator[str]:
    """Names in an expression that pandas evaluates: `limit` of `table.query("x > @limit")`."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in {"query", "eval"}:
        for text in (each.value for each in call.args if isinstance(each, ast.Constant)):
            yield from re.findall(r"@([A-Za-z_]\w*)", str(text))


def _in_text(text: str) -> Iterator[str]:
    """Files that a text names, as `'sales.csv'`, and names that a command of the shell is given."""
    if len(text) < 200 and _PATH.fullmatch(text):
        yield f"'{text}'"
    for match in _IN_A_COMMAND.finditer(text):
        yield match[1] or match[2]


_WRITES = re.compile(r"\s*(?:insert|update|delete|create|drop|alter|replace)\b", re.IGNORECASE)


def writes_sql(node: ast.AST) -> bool:
    """Whether a statement holds SQL that changes a database."""
    texts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return any(isinstance(text, str) and _WRITES.match(text) for text in texts)


def files_appended(node: ast.AST) -> Iterator[str]:
    """Files that a statement appends to: `open('a.csv', 'a')`, `to_csv('a.csv', mode='a')`."""
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        given = [each.value for each in call.args if isinstance(each, ast.Constant)]
        texts = [text for text in given if isinstance(text, str)]
        named = [each.value for each in call.keywords if each.arg == "mode"]
        modes = [str(each.value) for each in named if isinstance(each, ast.Constant)]
        opened = isinstance(call.func, ast.Name) and call.func.id == "open"
        if texts and ("a" in modes or (opened and len(texts) > 1 and texts[1].startswith("a"))):
            yield texts[0]
