"""The lock file beside a notebook: exactly the packages that it ran on, with hashes.

`analysis.pylock.toml` is a lock file by PEP 751. `analysis.requirements.txt` holds the same for pip, without download
addresses, for projects that do not want these in their repository. Both name the version of Python.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_repro.addresses.address import parse_address
from jupyter_repro.digest import Digest, digest_bytes
from jupyter_repro.environments.uv import find_uv, run_uv
from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.files.atomic_files import write_together
from jupyter_repro.records.snapshot import Context, Origin, Snapshot
from jupyter_repro.settings import settings_for

Form = Literal["pylock", "requirements"]

SUFFIXES: dict[Form, str] = {"pylock": ".pylock.toml", "requirements": ".requirements.txt"}
KERNEL = "ipykernel"
"""Runs the notebook, though the notebook does not import it."""
_PYTHON = re.compile(r"^# python (\d+\.\d+\.\d+)$", re.MULTILINE)
_ASOF = re.compile(r"^# as of (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_TOOL = "[tool.jupyter-repro]\npython = "


@dataclass(frozen=True)
class Lock:
    """A lock file that was read."""

    path: Path
    form: Form
    python: str
    """Version, `3.11.7`."""
    content: bytes
    asof: str = ""
    """Day of which the packages are: what is built from source is built with tools of that day."""

    @property
    def digest(self) -> Digest:
        """Of the file's content."""
        return digest_bytes(self.content)


def lock_path(notebook: str | Path, form: Form) -> Path:
    """Where the lock of a notebook lies."""
    return Path(notebook).with_suffix(SUFFIXES[form])


def lock_beside(notebook: Path, snapshot: Snapshot) -> str:
    """Write the lock that the project's settings ask for, where uv is there; says in one line what came of it.

    The variable JUPYTER_REPRO_LOCK stands above the settings. What cannot be locked is told and keeps no snapshot back.
    """
    form = os.environ.get("JUPYTER_REPRO_LOCK") or settings_for(notebook.absolute().parent).lock
    if form not in SUFFIXES or snapshot.language != "python" or find_uv() is None:
        return ""
    try:
        return f"its packages are locked in {write_lock(notebook, snapshot, form).path}"
    except ReproError as error:
        return "; ".join(filter(None, (f"no lock was written: {error.what}", error.remedy)))


def find_lock(notebook: str | Path) -> Lock | None:
    """The lock beside a notebook; None where there is none. Raises UnreadableInput."""
    forms: tuple[Form, ...] = ("pylock", "requirements")
    found = ((lock_path(notebook, form), form) for form in forms)
    return next((read_lock(path, form) for path, form in found if os.path.lexists(path)), None)


def read_lock(path: Path, form: Form) -> Lock:
    """A lock file; raises UnreadableInput for one that is damaged, or that does not say which Python it is for."""
    try:
        content = path.read_bytes()
        python, asof = _header_of(content.decode(), form)
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        RecursionError,
    ) as error:
        raise UnreadableInput(path, f"it is not a lock file of ours ({error})", _AGAIN) from None
    return Lock(path, form, python, content, asof)


def _header_of(content: str, form: Form) -> tuple[str, str]:
    """Python's version, and the day of the packages."""
    if form == "pylock":
        table = tomllib.loads(content)["tool"]["jupyter-repro"]
        return str(table["python"]), str(table.get("asof", ""))
    python, asof = _PYTHON.search(content), _ASOF.search(content)
    if not python:
        raise KeyError("# python")
    return python[1], asof[1] if asof else ""


def write_lock(notebook: Path, snapshot: Snapshot, form: Form) -> Lock:
    """Lock what the snapshot says the notebook ran on, and write the file; a lock of the other form is removed.

    Raises ReproError for what cannot be resolved, where uv is missing, and where a file of somebody else's lies in its
    place: that stays as it is.
    """
    path = lock_path(notebook, form)
    if _is_somebody_elses(path, form):
        other = next(iter(SUFFIXES.keys() - {form}))
        raise ReproError(
            f"{path} is there already and was not written by jupyter-repro",
            f"move it away, or set in pyproject.toml: [tool.jupyter-repro] lock = '{other}'",
        )
    content = locked(snapshot, form)
    write_together({path: content})
    for other in SUFFIXES.keys() - {form}:
        if _is_ours(lock_path(notebook, other), other):
            lock_path(notebook, other).unlink()
    return read_lock(path, form)


def _is_ours(path: Path, form: Form) -> bool:
    """Whether a lock that was written here lies there; a name that is too long is none."""
    try:
        return path.is_file() and bool(read_lock(path, form))
    except (OSError, UnreadableInput):
        return False


def _is_somebody_elses(path: Path, form: Form) -> bool:
    try:
        return os.path.lexists(path) and not _is_ours(path, form)
    except OSError:
        return False


def locked(snapshot: Snapshot, form: Form) -> bytes:
    """Content of the lock file."""
    context = snapshot.context
    python = context.python.get("version", "")
    if not python:
        raise ReproError(
            f"{snapshot.notebook} has no lock: its snapshot does not say which Python it ran on", _RECORD
        )
    what = f"the packages of {snapshot.notebook} cannot be locked"
    return compiled(requirements(context), constraints(context), python, form, what=what)


def compiled(
    wanted: Iterable[str],
    limits: Iterable[str],
    python: str,
    form: Form,
    *options: str | Path,
    what: str,
    asof: str = "",
) -> bytes:
    """Content of the lock file of what is wanted, within limits on what that needs in turn; `options` are uv's.

    Raises ReproError, which begins with `what`.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "wanted.txt").write_text("\n".join(wanted))
        (folder / "constraints.txt").write_text("\n".join(limits))
        output = folder / ("pylock.toml" if form == "pylock" else "requirements.txt")
        run_uv(
            "pip", "compile", folder / "wanted.txt", "--constraints", folder / "constraints.txt",
            "--python-version", python, "--universal", "--no-header", "--no-annotate", "--quiet",
            "--format", "pylock.toml" if form == "pylock" else "requirements.txt",
            "--output-file", output,
            *(() if form == "pylock" else ("--generate-hashes",)), *options,
            what=what,
        )  # fmt: skip
        return _with_header(output.read_text(), python, form, asof).encode()


def _with_header(content: str, python: str, form: Form, asof: str) -> str:
    if form == "pylock":
        day = f'asof = "{asof}"\n' if asof else ""
        return f'{content.rstrip()}\n\n{_TOOL}"{python}"\n{day}'
    day = f"# as of {asof}\n" if asof else ""
    return f"# python {python}\n{day}{content}"


def requirements(context: Context) -> Iterator[str]:
    """What the notebook imported, and the kernel: each as exactly as it was recorded; local packages are left out."""
    packages = context.packages
    for name, version in packages.imported.items():
        origin = packages.origins.get(name, Origin())
        if not is_local(origin):
            yield _requirement(name, version, origin)
    if KERNEL not in packages.imported:
        version = packages.installed.get(KERNEL, "")
        yield f"{KERNEL}=={version}" if version else KERNEL


def _requirement(name: str, version: str, origin: Origin) -> str:
    if origin.commit:
        return f"{name} @ git+{origin.address}@{origin.commit}"
    return f"{name} @ {origin.address}" if origin.address else f"{name}=={version}"


def constraints(context: Context) -> Iterator[str]:
    """Versions of all that was installed: what the imported packages need in turn is taken as it was."""
    packages = context.packages
    addressed = {name for name, origin in packages.origins.items() if origin.address or origin.editable}
    for name, version in {**packages.installed, **packages.imported}.items():
        if name not in addressed:
            yield f"{name}=={version}"


def is_local(origin: Origin) -> bool:
    """Whether a package was installed from a folder or file of the machine."""
    return origin.editable or bool(
        origin.address and not origin.commit and not parse_address(origin.address).is_url
    )


def local_packages(context: Context) -> dict[str, Origin]:
    """The imported packages that no index has: they go along as wheels."""
    return {name: origin for name, origin in context.packages.origins.items() if is_local(origin)}


_AGAIN = "write it again with: jupyter repro snapshot NOTEBOOK"
_RECORD = "record it again in a kernel whose environment has jupyter-repro: jupyter repro snapshot NOTEBOOK"
