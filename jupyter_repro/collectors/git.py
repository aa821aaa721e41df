"""The git repository that the notebook lies in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.extensions import Site
from jupyter_repro.records import GitState
from jupyter_repro.remote_addresses import without_credentials
from jupyter_repro.verdicts import ContextChange

if TYPE_CHECKING:
    from git import Repo

MOST_DIRTY = 200
"""Changed and untracked files that are recorded."""

_MOST_NAMED = 10
_SNAPSHOT = ".repro.json"
_BY_PRODUCTS = (".ipynb_checkpoints", "__pycache__")
# neither hooks nor a file system monitor are run, both are programs that a repository may name
_QUIET = ("core.fsmonitor=false", "core.hooksPath=/dev/null")
_STATUS = ("--porcelain=v2", "--branch", "-z", "--no-renames", "--untracked-files=all")
_FIELDS_BEFORE_PATH = {"1": 8, "u": 10, "?": 1}
_REMOTES = ("-z", "--get-regexp", r"^remote\..*\.url$")


class GitCollector:
    """Commit, branch, changed files and remote."""

    section = "git"
    in_kernel = False

    def collect(self, site: Site) -> GitState | None:
        """State of the repository; None outside one, without git, and where git cannot or will not look."""
        try:
            return _state(site)
        except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
            return None

    def changes(self, recorded: GitState | None, found: GitState | None) -> Iterator[ContextChange]:
        """Another commit, another branch, other changed files, in this order."""
        if recorded is None:
            return
        if found is None:
            yield ContextChange("code", "commit", recorded.commit or "none", "no repository")
            return
        if recorded.commit != found.commit:
            yield ContextChange("code", "commit", recorded.commit or "none", found.commit or "none")
        if recorded.branch != found.branch:
            yield ContextChange("code", "branch", recorded.branch or "detached", found.branch or "detached")
        if recorded.dirty != found.dirty:
            before, after = set(recorded.dirty), set(found.dirty)
            yield ContextChange("code", "dirty files", _listed(before - after), _listed(after - before))


def _state(site: Site) -> GitState:
    from git import Repo

    folder = site.folder.resolve()
    with Repo(folder, search_parent_directories=True) as repository:
        entries = _run(repository, "status", *_STATUS)
        notebook = folder / site.notebook.name
        root = Path(str(repository.working_tree_dir)).resolve()
        own = notebook.relative_to(root).as_posix()
        return GitState(
            commit=_header(entries, "branch.oid", absent="(initial)"),
            branch=_header(entries, "branch.head", absent="(detached)"),
            dirty=tuple(sorted(_dirty(entries) - {own})[:MOST_DIRTY]),
            remote=without_credentials(_remote(repository), folder),
        )


def _run(repository: Repo, command: str, *arguments: str) -> list[str]:
    """The NUL-separated answer of a git command that writes nothing; bytes that are not UTF-8 are escaped."""
    quiet = repository.git(c=list(_QUIET))
    options: dict[str, Any] = {"stdout_as_string": False, "env": {"GIT_OPTIONAL_LOCKS": "0"}}
    answer: bytes = getattr(quiet, command)(*arguments, **options)
    return answer.decode("utf-8", "backslashreplace").split("\0")


def _header(entries: Collection[str], name: str, absent: str) -> str:
    start = f"# {name} "
    value = next(entry.removeprefix(start) for entry in entries if entry.startswith(start))
    return "" if value == absent else value


def _dirty(entries: Collection[str]) -> set[str]:
    paths = {
        entry.split(" ", _FIELDS_BEFORE_PATH[entry[0]])[-1]
        for entry in entries
        if entry[:1] in _FIELDS_BEFORE_PATH
    }
    return {path for path in paths if not _is_by_product(path)}


def _is_by_product(path: str) -> bool:
    return path.endswith(_SNAPSHOT) or any(part in _BY_PRODUCTS for part in path.split("/"))


def _remote(repository: Repo) -> str:
    """Address of the remote called origin, else of the first; "" where there is none."""
    from git import GitCommandError

    try:
        entries = _run(repository, "config", *_REMOTES)
    except GitCommandError:  # its exit status where no line matches
        return ""
    addresses = dict(reversed([entry.split("\n", 1) for entry in entries if "\n" in entry]))
    return addresses.get("remote.origin.url") or next(reversed(addresses.values()), "")


def _listed(names: Collection[str]) -> str:
    """Names for a person."""
    ordered = sorted(names)
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return ", ".join(ordered[:_MOST_NAMED]) + more if ordered else "none"
