"""Recording a planted notebook, changing what its case says, and verifying it, each as a user does."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from conftest import inside
from live import Session, session
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, output_from_msg
from planted_cases import MEMORY, Case, Change, Installed
from planted_server import Server, serving

NOTEBOOK = "analysis.ipynb"
PROJECT = "project"
_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
SITE = "env/lib/python3/site-packages"
_PIP = """#!/bin/sh
# installs and removes what lies in wheels/, in place of an index
cd "$(dirname "$0")/.." || exit 1
command=$1; shift
for spec in "$@"; do
  case $spec in -*) continue;; esac
  name=${spec%%==*}
  rm -rf "@site@/$name" "@site@/$name"-*
  [ "$command" = uninstall ] || cp -r "wheels/$name-${spec##*==}/." @site@/
done
"""


class Planted:
    """A case that was laid out in a folder of its own."""

    def __init__(self, case: Case, root: Path, server: Server | None) -> None:
        self.case, self.root, self.server = case, root, server
        self.folder = root / PROJECT
        self.environ = {**_own_folders(root), **self._filled(case.environ)}

    @property
    def notebook(self) -> Path:
        """Where the notebook lies now."""
        return self.folder / NOTEBOOK

    def record(self) -> None:
        """Lay everything out and record it; raises RuntimeError where that fails."""
        self.folder.mkdir()
        self._write(self.case.files)
        self._install(self.case.installed)
        self._run(self.case.run)
        nbformat.write(self._made(), self.notebook)
        if self.case.git:
            self._git("init", "-q")
            self._commit()
        if self.case.record == "snapshot":
            said = self.command("snapshot", NOTEBOOK)
            if said.returncode:
                raise RuntimeError(f"not recorded: {said.stdout}{said.stderr}")
        else:
            self._in_session()
        if self.case.git:
            self._commit()

    def change(self, change: Change) -> None:
        """What happens after the recording."""
        self._write(change.files)
        for name in change.remove:
            _removed(self.folder / name)
        for name in change.uninstalled:
            for path in [self.root / SITE / name, *(self.root / SITE).glob(f"{name}-*")]:
                _removed(path)
        self._install(change.installed)
        self._run(change.run)
        self.environ |= self._filled(change.environ)
        self._edit(change)
        if self.server:
            self.server.answers |= change.answers
        if self.server and change.no_server:
            self.server.close()
        if change.commit:
            self._commit()
        if change.move:
            self.folder = Path(shutil.copytree(self.folder, self.root / change.move, symlinks=True))

    def verify(self, command: str = "verify") -> tuple[dict[str, Any], str]:
        """The verdict of `verify`, or of `why`, as JSON has it and as people read it."""
        reports = [self.root / "verdict.json", self.root / "verdict.txt"]
        given = [word for pair in self.case.then.parameters.items() for word in ("-p", *pair)]
        words = ["--format", "json", "-o", reports[0], "--format", "text", "-o", reports[1]]
        said = self.command(command, NOTEBOOK, *given, *words)
        try:
            notebooks = json.loads(reports[0].read_text())["notebooks"]
            return notebooks[0], reports[1].read_text()
        except (OSError, IndexError) as error:
            raise RuntimeError(f"not verified: {error} {said.stdout}{said.stderr}") from None
        finally:
            for report in reports:
                report.unlink(missing_ok=True)

    def command(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """`jupyter repro …` in the project's folder."""
        with _environment(self.environ):
            return inside(*arguments, cwd=self.folder)

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        """A line as it stands in a remedy, typed in the project's folder."""
        path = f"{self.root}/bin:{Path(sys.executable).parent}:{os.environ['PATH']}"
        environ = {**os.environ, **self.environ, "PATH": path}
        return subprocess.run(
            line,
            shell=True,
            cwd=self.folder,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def put_first(self, source: str) -> None:
        """A new cell at the top."""
        self._edit(Change(insert={"0": source}))

    # laying out

    def _made(self) -> nbformat.NotebookNode:
        cells = []
        for index, source in enumerate(map(self._fill, self.case.cells)):
            new = new_markdown_cell if source.startswith("%md ") else new_code_cell
            cell = new(source.removeprefix("%md ").rstrip("\n"), id=f"cell-{index}")
            cell.metadata["tags"] = self.case.tags.get(str(index), [])
            cells.append(cell)
        kernel = {"name": "python3", "display_name": "python3", "language": "python"}
        return new_notebook(cells=cells, metadata={"kernelspec": kernel})

    def _write(self, files: dict[str, str]) -> None:
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            was_there = path.exists()
            path.write_text(self._fill(content))
            if was_there:  # Python believes its byte code where a source has the same second and size
                moment = path.stat().st_mtime + 2
                os.utime(path, (moment, moment))

    def _install(self, installed: dict[str, Installed]) -> None:
        if not installed:
            return
        self.environ["PYTHONPATH"] = str(self.root / SITE)
        pip = self.root / "bin" / "pip"
        pip.parent.mkdir(exist_ok=True)
        (self.root / SITE).mkdir(parents=True, exist_ok=True)
        pip.write_text(_PIP.replace("@site@", SITE))
        pip.chmod(0o755)
        for name, each in installed.items():
            _wheel(self.root / "wheels" / f"{name}-{each.version}", name, each)
            subprocess.run([pip, "install", f"{name}=={each.version}"], check=True)

    def _run(self, source: str) -> None:
        if source:
            subprocess.run(
                [sys.executable, "-c", self._fill(source)],
                cwd=self.folder,
                env=os.environ | self.environ,
                check=True,
            )

    def _edit(self, change: Change) -> None:
        notebook = nbformat.read(self.notebook, as_version=4)
        for index, source in change.cells.items():
            notebook.cells[int(index)].source = self._fill(source)
        if change.order:
            notebook.cells = [notebook.cells[index] for index in change.order]
        for index in sorted(change.delete, reverse=True):
            del notebook.cells[index]
        for index, source in sorted(change.insert.items(), reverse=True):
            notebook.cells.insert(int(index), new_code_cell(self._fill(source), id=f"new-{index}"))
        if change.cells or change.order or change.delete or change.insert:
            nbformat.write(notebook, self.notebook)

    def _filled(self, texts: dict[str, str]) -> dict[str, str]:
        return {name: self._fill(text) for name, text in texts.items()}

    def _fill(self, text: str) -> str:
        port = str(self.server.port) if self.server else ""
        return text.replace("@root@", str(self.root)).replace("@port@", port)

    def _git(self, *words: str) -> None:
        subprocess.run([*_GIT, *words], cwd=self.folder, check=True, capture_output=True)

    def _commit(self) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "as it is")

    # a session

    def _in_session(self) -> None:
        notebook = nbformat.read(self.notebook, as_version=4)
        with _environment(self.environ), session(self.folder) as live:
            recorded = self.case.record == "live"
            if recorded:
                live.run("%load_ext jupyter_repro")
            for step in self.case.steps or range(len(notebook.cells)):
                _stepped(live, notebook, step)
            nbformat.write(notebook, self.notebook)
            said = live.shown(f"%repro snapshot {NOTEBOOK}") if recorded else ""
        if recorded and not self.notebook.with_suffix(".repro.json").exists():
            raise RuntimeError(f"not recorded: {said}")


def _stepped(live: Session, notebook: nbformat.NotebookNode, step: int | str | tuple[int, str]) -> None:
    """Run a cell, and keep what it shows in the notebook; or run a source that stands in no cell."""
    if isinstance(step, str):
        live.run(step, "cell-deleted")
        return
    index, source = (step, None) if isinstance(step, int) else step
    cell = notebook.cells[index]
    if cell.cell_type != "code":
        return
    messages = live.run(cell.source if source is None else source, cell.id)
    counts = [each["content"]["execution_count"] for each in messages if each["msg_type"] == "execute_input"]
    cell.execution_count = counts[0] if counts else None
    shown = {"stream", "display_data", "execute_result", "error"}
    cell.outputs = [output_from_msg(each) for each in messages if each["msg_type"] in shown]


def _wheel(folder: Path, name: str, installed: Installed) -> None:
    for path, content in installed.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    info = folder / f"{name}-{installed.version}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {installed.version}\n")
    (info / "RECORD").write_text("".join(_record(path, content) for path, content in installed.files.items()))
    (info / "INSTALLER").write_text("pip\n")
    (info / "top_level.txt").write_text(f"{name}\n")


def _record(path: str, content: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content.encode())}\n"


def _removed(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _own_folders(root: Path) -> dict[str, str]:
    """Nothing of the user's own settings is read or written."""
    names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
    for name in names:
        (root / "own" / name).mkdir(parents=True)
    return {
        **{name: str(root / "own" / name) for name in names},
        "JUPYTER_REPRO_LOCK": "none",
        "JUPYTER_REPRO_CACHE": str(root / "own" / "cache"),
    }


@contextmanager
def _environment(environ: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    try:
        os.environ.update({name: value for name, value in environ.items() if value})
        for name in (name for name, value in environ.items() if not value):
            os.environ.pop(name, None)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def planted(case: Case) -> Iterator[Planted]:
    """The case in a folder of its own, recorded and changed."""
    place = MEMORY if case.in_memory else None
    folder = tempfile.TemporaryDirectory(prefix="cause-", dir=place, ignore_cleanup_errors=True)
    with folder as root, serving(case.answers) as server:
        made = Planted(case, Path(root).resolve(), server)
        made.record()
        made.change(case.then)
        yield made
