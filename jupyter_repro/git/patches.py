"""The changes that are not committed, as a patch that gives the exact code back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_repro.addresses.secret_words import holds_secret
from jupyter_repro.digest import digest_text
from jupyter_repro.errors import ReproError
from jupyter_repro.git.commands import answer, beginning
from jupyter_repro.records.snapshot import GitState

if TYPE_CHECKING:
    from git import Repo

MOST_BYTES = 100_000
"""Of a patch that is kept."""

TOO_LARGE = f"it is larger than {MOST_BYTES // 1000} kB"
SECRET = "it looks as if it held a secret"  # noqa: S105  it is a sentence
UNKNOWN = "git could not make it"

_MOST_SEARCHED = 50 * MOST_BYTES
_MOST_COMPARED = 2**28
"""Bytes of a file that git is asked to compare: it would take minutes for what is hardly code."""
_OPTIONS = (
    "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--full-index", "--no-relative", "--unified=3",
    "--inter-hunk-context=0", "--diff-algorithm=myers", "--indent-heuristic", "--ignore-submodules=all",
    "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_BY_PRODUCTS = (
    ":(top,exclude,glob)**/*.repro.json",
    ":(top,exclude,glob)**/.ipynb_checkpoints/**",
    ":(top,exclude,glob)**/__pycache__/**",
)
# a file that was touched, or is as it was committed again, has a header and nothing else
_BARE_HEADER = re.compile(rb"^diff --git .*\n(?=diff --git |\Z)", re.MULTILINE)
_FILE = re.compile(r"diff --git (?:a/.* b/(?P<plain>.*)|.* \"b/(?P<quoted>.*)\")")


def patch_of(repository: Repo, commit: str, notebook: str, changed: Iterable[Path]) -> dict[str, Any]:
    """The fields of GitState about the patch against `commit` ("" for none), without the notebook and snapshots.

    `changed` are the tracked files that git has found changed.
    """
    if any(_size(path) > _MOST_COMPARED for path in changed):
        return {"patch_omitted": TOO_LARGE}
    try:
        where = (commit or _nothing(repository), "--", ":(top)", f":(top,exclude,literal){notebook}")
        patch = beginning(repository, MOST_BYTES + 1, "diff", "--binary", *_OPTIONS, *where, *_BY_PRODUCTS)
        if len(patch) > MOST_BYTES:
            return {"patch_omitted": TOO_LARGE}
        if _is_secret(repository, patch, where):
            return {"patch_omitted": SECRET}
    except (ReproError, OSError):
        return {"patch_omitted": UNKNOWN}
    return _kept(_BARE_HEADER.sub(b"", patch))


def patch_bytes(state: GitState) -> bytes:
    """What `git apply` takes, to have the code back that was recorded."""
    return "".join(f"{line}\n" for line in state.patch).encode(state.patch_encoding)


def changed_patches(recorded: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Files that are changed in both patches, and otherwise: name, digest of the recorded change, of the found."""
    before, after = _by_file(recorded), _by_file(found)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield name, before[name], after[name]


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _nothing(repository: Repo) -> str:
    """Name of the empty tree, with which a repository is compared that has no commit yet."""
    return answer(repository, "hash_object", "-t", "tree", "/dev/null").decode().strip()


def _is_secret(repository: Repo, patch: bytes, where: Sequence[str]) -> bool:
    if holds_secret(patch.decode("latin-1")):
        return True
    if b"\nGIT binary patch\n" not in patch:
        return False
    # a binary patch is compressed: what it holds can be read in a patch that takes all for text
    text = beginning(repository, _MOST_SEARCHED, "diff", "--text", *_OPTIONS, *where, *_BY_PRODUCTS)
    return len(text) == _MOST_SEARCHED or holds_secret(text.replace(b"\0", b"").decode("latin-1"))


def _kept(patch: bytes) -> dict[str, Any]:
    if not patch:
        return {}
    try:
        return {"patch": tuple(patch.decode("utf-8").removesuffix("\n").split("\n"))}
    except UnicodeDecodeError:
        lines = patch.decode("latin-1").removesuffix("\n").split("\n")
        return {"patch": tuple(lines), "patch_encoding": "latin-1"}


def _by_file(patch: Iterable[str]) -> Mapping[str, str]:
    """File to digest of its part of the patch."""
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in patch:
        if header := _FILE.fullmatch(line):
            lines = parts.setdefault(header["plain"] or header["quoted"] or "", [])
        lines.append(line)
    return {name: digest_text("\n".join(lines)) for name, lines in parts.items()}
