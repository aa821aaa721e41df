"""Writing the page of a repository into a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from jupyter_repro.addresses.address import is_remote
from jupyter_repro.addresses.data_addresses import public_address
from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.errors import ReproError
from jupyter_repro.files.atomic_files import check_writable
from jupyter_repro.formatting.timestamps import now
from jupyter_repro.git.head_commit import HeadCommit, head_commit
from jupyter_repro.records.site_history import SiteEntry, SiteHistory
from jupyter_repro.reporters.site.badge import badge
from jupyter_repro.reporters.site.page import notebook_page, site_page
from jupyter_repro.reporters.site.view import SiteFacts, reproducible
from jupyter_repro.site.folder import BADGE, HISTORY, PAGE, REPORTS, check_names, replace
from jupyter_repro.site.history_file import encode_history, read_history
from jupyter_repro.snapshots.local_snapshots import local_snapshot
from jupyter_repro.verdicts import Verdict, Verdicts

_LONGEST_NAME = 60
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]+")


def check_site(folder: Path) -> None:
    """Raise ReproError where a page could not be written into a folder: for before a long run."""
    check_names(folder, (PAGE, BADGE))
    read_history(folder / HISTORY)
    if folder.is_dir():
        check_writable(folder)


def write_site(verdicts: Verdicts, folder: Path) -> None:
    """Write the page of these verdicts into a folder, with a report for each notebook, the badge and the history.

    What lies there already and is not of an earlier page stays; reports of notebooks that are gone are removed.
    Raises ReproError where a file of somebody else has one of our names, or the history cannot be read, and
    Unwritable; then every file is as it was.
    """
    shown = _public(verdicts)
    head = head_commit(_common_folder(verdicts.notebooks))
    history = _continued(read_history(folder / HISTORY), head, shown)
    reports = {verdict.path: f"{REPORTS}/{report_name(verdict.path)}" for verdict in shown.notebooks}
    facts = SiteFacts(
        made=now(),
        history=history,
        repository=head.repository if head else "",
        commit=head.id if head else "",
        recorded={verdict.path: recorded for verdict in shown.notebooks if (recorded := _recorded(verdict))},
        reports=reports,
    )
    pages = {reports[verdict.path]: notebook_page(verdict, f"../{PAGE}") for verdict in shown.notebooks}
    pages |= {PAGE: site_page(shown, facts), BADGE: badge(*reproducible(shown))}
    contents = {name: text.encode("utf-8", "replace") for name, text in pages.items()}
    replace(folder, {**contents, HISTORY: encode_history(history)})


def report_name(path: str) -> str:
    """Name of the file of a notebook's report: letters that no address needs to escape, other ones for every path."""
    readable = _NOT_IN_A_NAME.sub("-", path.removesuffix(".ipynb")).strip("-")[-_LONGEST_NAME:].strip("-")
    return f"{readable or 'notebook'}-{digits_of(digest_text(path), 8)}.html"


def _public(verdicts: Verdicts) -> Verdicts:
    """The verdicts, with no credentials in the addresses of remote notebooks: a page may be read by anybody."""
    notebooks = [
        msgspec.structs.replace(verdict, path=_public_path(verdict.path)) for verdict in verdicts.notebooks
    ]
    errors = [msgspec.structs.replace(error, path=_public_path(error.path)) for error in verdicts.errors]
    return msgspec.structs.replace(verdicts, notebooks=tuple(notebooks), errors=tuple(errors))


def _public_path(path: str) -> str:
    return public_address(path) if is_remote(path) else path


def _common_folder(verdicts: Sequence[Verdict]) -> Path:
    """The folder that all notebooks of this machine lie below; this one where there is none."""
    folders = [Path(verdict.path).absolute().parent for verdict in verdicts if not is_remote(verdict.path)]
    with suppress(ValueError):  # on Windows they may lie on several drives
        common = Path(os.path.commonpath(folders))
        if common.is_dir():
            return common
    return Path.cwd()


def _continued(history: SiteHistory, head: HeadCommit | None, verdicts: Verdicts) -> SiteHistory:
    if head is None:
        return history
    return history.with_entry(SiteEntry(head.id, head.committed, *reproducible(verdicts)))


def _recorded(verdict: Verdict) -> str:
    """When the snapshot of a notebook was recorded; "" where it is not here, or cannot be read."""
    if is_remote(verdict.path):
        return ""
    with suppress(ReproError, OSError, ValueError):
        stored = local_snapshot(Path(verdict.path))
        return stored.snapshot.recorded if stored else ""
    return ""
