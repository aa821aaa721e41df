"""The state of a git repository: commit, branch, tag, changed files with their patch, remotes and submodules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_repro.addresses.remote_addresses import without_credentials
from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import CommandFailed, answer, entries
from jupyter_repro.git.patches import patch_of
from jupyter_repro.records.snapshot import GitState
from jupyter_repro.records.sweeps import SWEEP_FILE

if TYPE_CHECKING:
    from git import Repo

MOST_DIRTY = 200
"""Changed and untracked files that are recorded."""

_SNAPSHOT = ".repro.json"
_BY_PRODUCTS = (".ipynb_checkpoints", "__pycache__")
_STATUS = (
    "--porcelain=v2",
    "--branch",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=dirty",
)
_FIELDS_BEFORE_PATH = {"1": 8, "u": 10, "?": 1}
_TAGS = ("--points-at=HEAD", "--sort=-version:refname", "--format=%(refname:strip=2)", "refs/tags")
_SUBMODULE = "160000 "
_REMOTES = ("-z", "--get-regexp", r"^remote\..*\.url$")


def head_of(folder: Path) -> str:
    """The commit that is checked out where `folder` lies; "" outside a repository and where git will not look."""
    try:
        from git import Repo

        with Repo(folder, search_parent_directories=True) as repository:
            return answer(repository, "rev_parse", "--verify", "--quiet", "HEAD").decode().strip()
    except Exception:  # GitPython raises many kinds for repositories that are broken in many ways
        return ""


def checked_out(folder: Path) -> GitState | None:
    """Commit, branch and remote only, read from git's files without starting it; None outside a repository."""
    from git import InvalidGitRepositoryError, Repo

    try:
        with Repo(folder, search_parent_directories=True) as repository:
            head = repository.head
            return GitState(
                commit=head.commit.hexsha if head.is_valid() else "",
                branch="" if head.is_detached else head.reference.name,
                remote=_remote_in(repository, folder),
            )
    except InvalidGitRepositoryError:
        return None


def _remote_in(repository: Repo, folder: Path) -> str:
    """Address of `origin`, else of the first remote, as the repository's own settings have it."""
    with repository.config_reader("repository") as settings:
        urls = {
            name: str(settings.get_value(name, "url", ""))
            for name in settings.sections()
            if name[:7] == "remote "
        }
    url = urls.get('remote "origin"') or next(iter(urls.values()), "")
    return without_credentials(url, folder) if url else ""


def repository_state(notebook_file: Path) -> GitState:
    """State of the repository that a notebook lies in; raises many kinds of errors where git cannot look."""
    from git import Repo

    folder = notebook_file.parent.resolve()
    with Repo(folder, search_parent_directories=True) as repository:
        status = _status(repository)
        root = Path(str(repository.working_tree_dir)).resolve()
        notebook = (folder / notebook_file.name).relative_to(root).as_posix()
        commit = _header(status, "branch.oid", absent="(initial)")
        remotes = {name: without_credentials(each, folder) for name, each in _remotes(repository).items()}
        return GitState(
            commit=commit,
            branch=_header(status, "branch.head", absent="(detached)"),
            tag=_tag(repository) if commit else "",
            dirty=tuple(sorted(_dirty(status) - {notebook})[:MOST_DIRTY]),
            remote=remotes.get("origin") or next(iter(remotes.values()), ""),
            remotes=remotes,
            submodules=dict(sorted(_submodules(repository, root))),
            **patch_of(repository, commit, notebook, [root / path for path in _changed(status)]),
        )


def uncommitted(repository: Repo, *names: str) -> set[str]:
    """Files that are not as committed, or not committed at all, as seen from the top; by content, not by time.

    Only those of `names`, where some are given.
    """
    within = ("--", *(f":(top,literal){name}" for name in names)) if names else ()
    return _paths(entries(repository, "status", *_STATUS, *within), "1u?")


def _status(repository: Repo) -> list[str]:
    """What git says of the working tree; where it cannot, for a damaged index, only commit and branch."""
    try:
        return entries(repository, "status", *_STATUS)
    except CommandFailed:
        commit = answer(repository, "rev_parse", "--verify", "HEAD").decode().strip()
        branch = answer(repository, "rev_parse", "--abbrev-ref", "HEAD").decode().strip()
        return [f"# branch.oid {commit}", f"# branch.head {'(detached)' if branch == 'HEAD' else branch}"]


def _header(status: Collection[str], name: str, absent: str) -> str:
    start = f"# {name} "
    value = next(entry.removeprefix(start) for entry in status if entry.startswith(start))
    return "" if value == absent else value


def _dirty(status: Collection[str]) -> set[str]:
    untracked = _paths(status, "?")
    # what a sweep makes are results; which of them are there already, no trial depends on
    sweeps = tuple(path.removesuffix(SWEEP_FILE) for path in untracked if path.endswith(f"/{SWEEP_FILE}"))
    paths = _changed(status) | {path for path in untracked if not path.startswith(sweeps)}
    return {path for path in paths if not _is_by_product(path)}


def _changed(status: Collection[str]) -> set[str]:
    """Files that git tracks, and are not as committed."""
    return _paths(status, "1u")


def _paths(status: Collection[str], kinds: str) -> set[str]:
    entries = (entry for entry in status if entry[:1] and entry[0] in kinds)
    return {entry.split(" ", _FIELDS_BEFORE_PATH[entry[0]])[-1] for entry in entries}


def _is_by_product(path: str) -> bool:
    return path.endswith(_SNAPSHOT) or any(part in _BY_PRODUCTS for part in path.split("/"))


def _tag(repository: Repo) -> str:
    try:
        return entries(repository, "for_each_ref", *_TAGS)[0].partition("\n")[0]
    except CommandFailed:  # a reference is damaged; the commit stands for itself
        return ""


def _remotes(repository: Repo) -> dict[str, str]:
    """Name to first address, in the order of git's settings."""
    try:
        lines = entries(repository, "config", *_REMOTES)
    except CommandFailed:  # its exit status where no line matches
        return {}
    addresses: dict[str, str] = {}
    for key, _, address in (line.partition("\n") for line in lines if line):
        addresses.setdefault(key.removeprefix("remote.").removesuffix(".url"), address)
    return addresses


def _submodules(repository: Repo, root: Path) -> Iterator[tuple[str, str]]:
    """Path and commit: the one that is checked out, else the one that the repository wants."""
    if not (root / ".gitmodules").is_file():
        return
    for entry in _listed_files(repository):
        if entry.startswith(_SUBMODULE):
            about, _, path = entry.partition("\t")
            yield path, _checked_out(root / path) or about.split(" ")[1]


def _listed_files(repository: Repo) -> list[str]:
    try:
        return entries(repository, "ls_files", "--stage", "-z", "--full-name", ":/")
    except CommandFailed:  # the index is damaged
        return []


def _checked_out(folder: Path) -> str:
    from git import GitError, Repo

    if not (folder / ".git").exists():
        return ""
    try:
        with Repo(folder) as repository:
            return answer(repository, "rev_parse", "--verify", "HEAD").decode().strip()
    except (GitError, ReproError, OSError):
        return ""
