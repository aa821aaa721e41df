"""The files of a run: what one needs to review the notebook, to run it again and to go back to it."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode

from jupyter_repro.addresses.data_names import data_name
from jupyter_repro.addresses.portable_paths import located
from jupyter_repro.addresses.secret_words import holds_secret
from jupyter_repro.digest import digest_bytes
from jupyter_repro.environments.local_wheels import bring
from jupyter_repro.environments.lock import find_lock, requirements
from jupyter_repro.environments.lock_file import Lock, lock_path
from jupyter_repro.environments.own_packages.own_wheels import FOLDER as WHEELS
from jupyter_repro.environments.resolution import name_of
from jupyter_repro.errors import ReproError
from jupyter_repro.extensions.registry import parts
from jupyter_repro.files.owned_names import scratch_folder
from jupyter_repro.git.patches import patch_bytes
from jupyter_repro.notebooks.notebook_files import encode_notebook
from jupyter_repro.records.snapshot import Context, Snapshot
from jupyter_repro.snapshots.snapshot_file import snapshot_path
from jupyter_repro.tracking.published_notebook import published_notebook
from jupyter_repro.verdicts import Verdict, Verdicts

LEFT_OUT_TAG = "repro.left_out"
PATCH, REQUIREMENTS, MODULES = "changes.patch", "requirements.txt", "modules"
REPORT, VERDICT = "report.html", "verdict.json"
MOST = 5 * 2**20
"""Bytes of a module, above which it is left out."""
WIDTH = 100


def files_of(path: Path, notebook: NotebookNode, snapshot: Snapshot) -> tuple[dict[str, bytes], str]:
    """Name to content; and what had to be left out, in a few words ("" for nothing)."""
    shown, cut = published_notebook(notebook)
    modules, missing = module_files(snapshot.context, path.absolute().parent)
    lock = find_lock(path)
    wheels, gone = wheel_files(lock) if lock else ({}, [])
    left_out = [*([f"lines of {cut}"] if cut else []), *missing, *gone]
    files = {
        path.name: encode_notebook(shown),
        snapshot_path(path).name: snapshot_path(path).read_bytes(),
        REQUIREMENTS: requirements_text(snapshot.context, lock),
        **({lock_path(path, lock.form).name: lock.content} if lock else {}),
        **wheels,
        **modules,
    }
    git = snapshot.context.git
    if git and git.patch:
        files[PATCH] = patch_bytes(git)
    return files, "; ".join(left_out)


def requirements_text(context: Context, lock: Lock | None = None) -> bytes:
    """The imported packages, each at the version that was recorded, for pip; by its wheel where no index has it."""
    wheels = {each.name: f"./{WHEELS}/{each.file}" for each in (lock.wheels if lock else ())}
    asked = {name_of(each): each for each in requirements(context)}
    of_git = {name for name, each in asked.items() if " @ git+" in each}
    own = {name: each for name, each in wheels.items() if name not in of_git}
    lines = [f"# python {context.python.get('version', '')}".rstrip(), *{**asked, **own}.values()]
    return "".join(f"{line}\n" for line in lines).encode()


def wheel_files(lock: Lock) -> tuple[dict[str, bytes], list[str]]:
    """The wheels that a lock names, as it names them; and why others are left out."""
    files, missing = {}, []
    with scratch_folder() as scratch:
        for each in lock.wheels:
            try:
                bring(each, lock.path.absolute().parent, scratch / each.file)
                files[f"{WHEELS}/{each.file}"] = (scratch / each.file).read_bytes()
            except ReproError:
                missing.append(f"{each.file}, which is gone")
    return files, missing


def module_files(context: Context, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """The local modules that are still what was recorded, under `module_name`; and why others are left out."""
    files, missing = {}, []
    for name, digest in sorted(context.modules.items()):
        content = _content(located(name, folder))
        if digest_bytes(content) != digest:
            missing.append(f"{name}, which changed since")
        elif holds_secret(content.decode("latin-1")):
            missing.append(f"{name}, which may hold a secret")
        elif stored := module_name(name):
            files[stored] = content
    return files, missing


def module_name(name: str) -> str:
    """Name in the run of a module that a snapshot calls `name`; "" for one that lies anywhere on the machine."""
    if data_name(name).kind == "uri":
        return ""
    steps = ["parent" if step == ".." else "home" if step == "~" else step for step in name.split("/")]
    return "/".join([MODULES, *(step for step in steps if step != ".")])


def verdict_files(verdict: Verdict) -> dict[str, bytes]:
    """The report for a browser and the verdict for machines."""
    verdicts = Verdicts(notebooks=(verdict,))
    return {
        name: parts("reporters")[form].report(verdicts, width=WIDTH, colour=False).encode()
        for name, form in ((REPORT, "html"), (VERDICT, "json"))
    }


def _content(path: Path) -> bytes:
    """Of a file that is not too large; b"" for any other."""
    try:
        return path.read_bytes() if path.stat().st_size <= MOST else b""
    except OSError:
        return b""
