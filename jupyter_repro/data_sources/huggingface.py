"""Files of the Hugging Face Hub: `hf://datasets/ibm/duorc@main/SelfRC/train.parquet`."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_repro.digest import digest_text
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchData, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Found, Wish
from jupyter_repro.formatting.moments import iso
from jupyter_repro.records.snapshot import DataVersion

if TYPE_CHECKING:
    from huggingface_hub import GitCommitInfo, HfApi

_ADDRESS = re.compile(
    r"hf:(?://)?(?P<kind>datasets/|spaces/|models/)?(?!(?:datasets|spaces|models)/)"
    r"(?P<repository>[\w.-]+/[\w.-]+)"
    r"(?:@(?P<revision>refs/(?:pr|convert)/[\w.-]+|[^/@]+))?(?:/(?P<path>[^@]*))?"
)
_WAIT = 10
"""Seconds after which a Hub that does not answer cannot be reached."""
_FORM = "write hf://datasets/OWNER/NAME/FILE, or hf://datasets/OWNER/NAME@REVISION/FILE"


class HuggingFaceSource:
    """A file, a folder or the whole of a repository on the Hub. A version's id is the commit.

    The address is the one that pandas, polars and fsspec take.
    """

    schemes = ("hf",)

    def name(self, address: str, folder: Path) -> str:  # noqa: ARG002  the Hub belongs to none
        """The address, with the revision that it names."""
        return str(_place(address))

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:  # noqa: ARG002
        """The commit that is meant, and the Hub's own digest of what it has there."""
        place = _place(address)
        with _client(place, wish.version) as api:
            commit = _chosen_commit(place, wish, _commits(api, place, wish.version or place.revision))
            digest, size = _content(place, commit.commit_id, _files(api, place, commit.commit_id))
        version = DataVersion(commit.commit_id, iso(commit.created_at), wish.text)
        return Found(str(place), digest, size, version)

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:  # noqa: ARG002
        """Download what the commit has."""
        place = _place(address)
        with (
            _client(place, version.id) as api,
            tempfile.TemporaryDirectory(dir=into.parent) as scratch,
        ):
            which = {"repo_id": place.repository, "repo_type": place.kind, "revision": version.id}
            files = [each.path for each in _files(api, place, version.id)]
            if not files:
                raise NoSuchData(f"has nothing in version {version.id}", subject=str(place))
            for file in files:
                api.hf_hub_download(filename=file, local_dir=scratch, **which)
            shutil.rmtree(Path(scratch, ".cache"), ignore_errors=True)
            shutil.move(Path(scratch, place.path), into)


class _Place(NamedTuple):
    """What an address names."""

    kind: str
    """As the Hub's client calls it: dataset, space or model."""
    repository: str
    revision: str
    """A branch, tag or commit; "" where none is named."""
    path: str
    """"" for all of the repository."""

    def __str__(self) -> str:
        kind = "" if self.kind == "model" else f"{self.kind}s/"
        revision = f"@{self.revision}" if self.revision else ""
        return f"hf://{kind}{self.repository}{revision}{'/' + self.path if self.path else ''}"


def _place(address: str) -> _Place:
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ReproError(f"{address} is not understood", _FORM)
    kind = (found["kind"] or "models/").removesuffix("s/")
    return _Place(kind, found["repository"], found["revision"] or "", (found["path"] or "").strip("/"))


@contextmanager
def _client(place: _Place, version: str) -> Iterator[HfApi]:
    """The Hub's client; what it raises is reported in a line."""
    try:
        from huggingface_hub import HfApi, errors
    except ImportError:
        raise MissingExtra("huggingface_hub", "huggingface") from None
    hub = os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
    try:
        with _silent():
            yield HfApi(endpoint=hub)
    except errors.GatedRepoError:
        raise NoAccess(
            "is open only to those who agreed to its terms", f"agree to them at {hub}", subject=str(place)
        ) from None
    except errors.RevisionNotFoundError:
        revision = version or place.revision
        raise NoSuchVersion(
            f"has no revision {revision}", "name a branch, a tag or a commit", subject=str(place)
        ) from None
    except errors.RepositoryNotFoundError:
        raise NoSuchData("is not there, or not for you to see", _SIGN_IN, subject=str(place)) from None
    except errors.EntryNotFoundError:
        raise NoSuchData("is not there", "look at the repository's files", subject=str(place)) from None
    except (errors.HTTPError, OSError) as error:
        raise _refused(place, error) from None


def _refused(place: _Place, error: Exception) -> NoAccess:
    status = getattr(getattr(error, "response", None), "status_code", 0)
    if status in {401, 403}:
        return NoAccess("is not for you to see", _SIGN_IN, subject=str(place))
    if status:
        return NoAccess(f"the Hugging Face Hub answers {status} for {place}", "ask again later")
    return NoAccess(
        f"the Hugging Face Hub cannot be reached for {place}", "see that this machine may reach it"
    )


def _commits(api: HfApi, place: _Place, revision: str) -> list[GitCommitInfo]:
    """Of a revision, the newest first."""
    # asks once, where the listing would try again and again
    api.repo_info(place.repository, repo_type=place.kind, revision=revision or None, timeout=_WAIT)
    return list(api.list_repo_commits(place.repository, repo_type=place.kind, revision=revision or None))


def _chosen_commit(place: _Place, wish: Wish, commits: Sequence[GitCommitInfo]) -> GitCommitInfo:
    found = next((each for each in commits if not wish.asof or each.created_at <= wish.asof), None)
    if found is None:
        first = f"its first version is of {iso(commits[-1].created_at)}" if commits else "it has none"
        raise NoSuchVersion(f"had no version as of {wish.text}", first, subject=str(place))
    return found


def _files(api: HfApi, place: _Place, commit: str) -> list[Any]:
    """All files that a commit has there, by their paths."""
    from huggingface_hub.hf_api import RepoFile

    which = {"repo_type": place.kind, "revision": commit}
    if place.path:
        found = api.get_paths_info(place.repository, [place.path], **which)
        if not found or isinstance(found[0], RepoFile):
            return list(found)
    tree = api.list_repo_tree(place.repository, place.path or None, recursive=True, **which)
    return sorted((each for each in tree if isinstance(each, RepoFile)), key=lambda file: file.path)


def _content(place: _Place, commit: str, files: Sequence[Any]) -> tuple[str, int]:
    """The digest that the Hub has of the content, and bytes; of several files that of the list of theirs."""
    if not files:
        raise NoSuchData(
            f"is not there in version {commit}", "look at the files of that version", subject=str(place)
        )
    if [each.path for each in files] == [place.path]:
        return _digest(files[0]), files[0].size
    listed = "\n".join(f"{_digest(each)} {each.path}" for each in files)
    return digest_text(listed), sum(each.size for each in files)


def _digest(file: Any) -> str:
    return f"sha256:{file.lfs.sha256}" if file.lfs else f"git:{file.blob_id}"


@contextmanager
def _silent() -> Iterator[None]:
    """Without the bars and the advice that the client prints."""
    from huggingface_hub import logging, utils

    level, without = logging.get_verbosity(), utils.are_progress_bars_disabled()
    logging.set_verbosity_error()
    utils.disable_progress_bars()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if not without:
            utils.enable_progress_bars()


_SIGN_IN = "look at how it is written; for what is private: hf auth login"
